import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import type { Access, ApiDoc, Roots } from '../../api-doc.js';
import type { ApiLibrary, Candidate } from '../../library.js';
import type { TypeDefinition } from '../../type-shape.js';
import { type RedisConnection, within } from './connection.js';
import { buildKeys } from './layout.js';
import { parseApiDoc } from './record-schema.js';

/** How long `fetch` may wait for the server, in milliseconds: a user is waiting for it. */
const FETCH_MS = 300;
const KEPT = 1000;

/** A library in Redis: answers from its local snapshot, and from the records that were fetched since. */
export class RedisLibrary implements ApiLibrary {
  readonly name: string;
  readonly version: string;
  readonly build: string;
  readonly access: Access;
  readonly roots: Roots;
  private readonly fetched = new LRUCache<string, ApiDoc>({ max: KEPT });

  constructor(
    private readonly snapshot: ApiLibrary,
    private readonly connection: RedisConnection,
  ) {
    this.name = snapshot.name;
    this.version = snapshot.version;
    this.build = snapshot.build;
    this.access = snapshot.access;
    this.roots = snapshot.roots;
  }

  names(): readonly string[] {
    return this.snapshot.names();
  }

  find(name: string): ApiDoc | undefined {
    return this.fetched.get(name) ?? this.snapshot.find(name);
  }

  type(name: string): TypeDefinition | undefined {
    return this.snapshot.type(name);
  }

  async fetch(names: readonly string[]): Promise<ApiDoc[]> {
    const redis = this.connection.now();
    if (redis && names.length > 0) {
      // Away, too slow, or not a record: the snapshot answers.
      const records = await within(FETCH_MS, this.read(redis, names)).catch(() => []);
      for (const api of records) this.fetched.set(api.name, api);
    }
    return names.map((name) => this.find(name)).filter((api) => api !== undefined);
  }

  search(text: string, k: number): Promise<Candidate[]> {
    return this.snapshot.search(text, k);
  }

  problem(): string | undefined {
    return this.snapshot.problem?.();
  }

  async close(): Promise<void> {
    await this.snapshot.close();
  }

  private async read(redis: Redis, names: readonly string[]): Promise<ApiDoc[]> {
    const keys = buildKeys(this.name, this.build);
    const apiKeys = await redis.hmget(keys.names, ...names);
    const present = apiKeys.filter((key) => key !== null);
    if (present.length === 0) return [];
    const records = await redis.hmget(keys.apis, ...present);
    return records
      .map((json) => (json === null ? undefined : parseApiDoc(json)))
      .filter((api) => api !== undefined)
      .filter((api) => api.library === this.name && names.includes(api.name));
  }
}
