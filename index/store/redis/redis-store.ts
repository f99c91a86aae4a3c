import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Redis } from 'ioredis';
import { EpigenError } from '../../error.js';
import type { ApiLibrary } from '../../library.js';
import type { BuildContent } from '../build-content.js';
import { openFolderStore } from '../folder/folder-store.js';
import { isNewerFormat } from '../manifest.js';
import type { StoreOptions } from '../store.js';
import type { BuildInputs, PreviousBuild, WritableStore } from '../writable-store.js';
import { RedisConnection, wasLost } from './connection.js';
import { ALL_CURRENT, currentKey, EVENTS, libraryOfCurrentKey } from './layout.js';
import { RedisLibrary } from './redis-library.js';
import { download, scan, upload } from './transfer.js';

/**
 * Opens the store on a Redis server; nothing is connected yet. Builds are read from a snapshot on disk, a folder store of
 * its own for each server, that is filled from Redis once per build. While Redis is away the snapshot answers.
 * Throws EpigenError when the address is not one.
 */
export function openRedisStore(location: string, options: StoreOptions): WritableStore {
  let address: URL;
  try {
    address = new URL(location);
  } catch (error) {
    throw new EpigenError('the address of Redis is not one', 'store', 'write it as redis://HOST:PORT', {
      cause: error,
    });
  }
  const shown = `${address.protocol}//${address.host}${address.pathname.replace(/^\/$/u, '')}`;
  const folder = options.snapshots ?? join('.epigen', '.snapshots');
  const own = createHash('sha256').update(shown).digest('hex').slice(0, 12);
  const snapshots = openFolderStore(join(resolve(options.cwd, folder), `redis-${own}`), options);
  return new RedisStore(shown, new RedisConnection(location, shown), snapshots);
}

class RedisStore implements WritableStore {
  private readonly listeners = new Set<(library: string) => void>();
  private readonly known = new Map<string, string>();
  private following = false;

  constructor(
    readonly location: string,
    private readonly connection: RedisConnection,
    private readonly snapshots: WritableStore,
  ) {}

  problem(): string | undefined {
    const why = this.connection.problem;
    return why === undefined ? undefined : `Redis cannot be reached at ${this.location}: ${why}`;
  }

  async libraries(): Promise<string[]> {
    const redis = await this.connection.ready();
    if (!redis) return this.fromSnapshots();
    const keys = await this.connection.run((client) => scan(client, ALL_CURRENT));
    return keys
      .map(libraryOfCurrentKey)
      .filter((library) => library !== undefined)
      .sort();
  }

  async current(library: string): Promise<string | undefined> {
    const redis = await this.connection.ready();
    if (!redis) return this.snapshots.current(library);
    return this.connection.run(async (client) => (await client.get(currentKey(library))) ?? undefined);
  }

  async open(library: string): Promise<ApiLibrary> {
    if (await this.connection.ready()) {
      try {
        return await this.connection.run((redis) => this.openCurrent(redis, library));
      } catch (error) {
        // Lost in the middle of it; anything else is worth telling.
        if (this.connection.now() && !wasLost(error)) throw error;
      }
    }
    const build = await this.snapshots.current(library);
    if (build === undefined) throw this.connection.unreachable();
    // So that a build that is current when Redis is back counts as news.
    this.known.set(library, build);
    return new RedisLibrary(await this.snapshots.open(library), this.connection);
  }

  async previous(library: string): Promise<PreviousBuild | undefined> {
    if ((await this.current(library)) === undefined) return undefined;
    try {
      await (await this.open(library)).close();
    } catch (error) {
      if (isNewerFormat(error) || !this.connection.now()) throw error;
      return undefined;
    }
    return this.snapshots.previous(library);
  }

  async publish(content: BuildContent): Promise<void> {
    await this.connection.run((redis) => upload(redis, content));
  }

  async content(library: string): Promise<BuildContent> {
    await (await this.open(library)).close();
    return this.snapshots.content(library);
  }

  inputs(library: string): Promise<BuildInputs | undefined> {
    // Where the sources lie is this machine's business; the team's server need not know.
    return this.snapshots.inputs(library);
  }

  setInputs(library: string, inputs: BuildInputs): Promise<void> {
    return this.snapshots.setInputs(library, inputs);
  }

  localFolder(library: string): Promise<string> {
    return this.snapshots.localFolder(library);
  }

  onChange(listener: (library: string) => void): () => void {
    this.listeners.add(listener);
    this.follow();
    return () => this.listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.listeners.clear();
    this.connection.close();
    await this.snapshots.close();
  }

  /** Opens the build that is current in Redis, from its snapshot; without one, or with a damaged one, after a download. */
  private async openCurrent(redis: Redis, library: string): Promise<ApiLibrary> {
    const build = await redis.get(currentKey(library));
    if (build === null) {
      throw new EpigenError(
        `there is no index of ${library}`,
        this.location,
        "build one with 'epigen index'",
      );
    }
    this.known.set(library, build);
    if ((await this.snapshots.current(library)) === build) {
      const kept = await this.snapshots.open(library).catch(() => undefined);
      if (kept) return new RedisLibrary(kept, this.connection);
    }
    const content = await download(redis, library, build, this.location);
    await this.snapshots.publish(content);
    return new RedisLibrary(await this.snapshots.open(library), this.connection);
  }

  /** Listens to new builds, and looks for missed ones whenever the server is back. */
  private follow(): void {
    if (this.following) return;
    this.following = true;
    const announce = (library: string, build: string) => {
      if (this.known.get(library) === build) return;
      this.known.set(library, build);
      for (const listener of this.listeners) listener(library);
    };
    let first = true;
    const look = async () => {
      const silent = first;
      first = false;
      for (const library of await this.libraries()) {
        const build = await this.current(library);
        if (build === undefined) continue;
        // What was there before anybody opened it is no news.
        if (silent && !this.known.has(library)) this.known.set(library, build);
        else announce(library, build);
      }
    };
    this.connection.subscribe(
      EVENTS,
      (text) => {
        const event = parseEvent(text);
        if (event) announce(event.library, event.build);
      },
      () => void look().catch(() => {}),
    );
  }

  private async fromSnapshots(): Promise<string[]> {
    const libraries = await this.snapshots.libraries();
    if (libraries.length === 0) throw this.connection.unreachable();
    return libraries;
  }
}

function parseEvent(text: string): { library: string; build: string } | undefined {
  try {
    const event: unknown = JSON.parse(text);
    if (typeof event !== 'object' || event === null) return undefined;
    if (!('library' in event) || typeof event.library !== 'string') return undefined;
    if (!('build' in event) || typeof event.build !== 'string') return undefined;
    return { library: event.library, build: event.build };
  } catch {
    return undefined;
  }
}
