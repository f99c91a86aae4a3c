import { EpigenError } from '../error.js';
import { openFolderStore } from './folder/folder-store.js';
import type { Store, StoreOptions } from './store.js';
import type { WritableStore } from './writable-store.js';

/**
 * Opens the store at a location: a folder, `redis://…` or `rediss://…`. A folder need not exist yet. Opening does not
 * connect: what is unreachable shows when it is first asked for. Throws EpigenError for a location of another kind.
 */
export async function openStore(location: string, options: StoreOptions): Promise<Store> {
  return openWritableStore(location, options);
}

/** The same store with its write side, for building. */
export async function openWritableStore(location: string, options: StoreOptions): Promise<WritableStore> {
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//iu.exec(location)?.[1]?.toLowerCase();
  switch (scheme) {
    case undefined:
      return openFolderStore(location, options);
    case 'redis':
    case 'rediss': {
      // Loaded when it is needed: starting on a folder must not pay for Redis.
      const { openRedisStore } = await import('./redis/redis-store.js');
      return openRedisStore(location, options);
    }
    case 'redis-sentinel':
    case 'redis-cluster':
      throw new EpigenError(
        `this version does not have ${scheme} stores yet`,
        'store',
        'use redis://HOST:PORT of one server, or a folder',
      );
    default:
      throw new EpigenError(
        `no store has the scheme ${scheme}`,
        'store',
        'use a folder, redis://HOST:PORT or rediss://HOST:PORT',
      );
  }
}
