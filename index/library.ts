import type { Access, ApiDoc, Roots } from './api-doc.js';
import type { TypeDefinition } from './type-shape.js';

/** A record that retrieval proposes. `score` is comparable between queries and libraries; higher is better. */
export interface Candidate {
  readonly name: string;
  readonly key: string;
  readonly score: number;
  readonly library: string;
}

/**
 * The read side of one indexed library. `find` and `type` are synchronous, since analysis and checks are: they read
 * from memory or the local folder, never from the network.
 */
export interface ApiLibrary {
  readonly name: string;
  readonly version: string;
  /** `VERSION-HASH8`; an immutable build. */
  readonly build: string;
  readonly access: Access;
  readonly roots: Roots;
  /** Names of all records, callables first, in the order of the documentation. */
  names(): readonly string[];
  /** The record with this exact name; undefined if there is none. */
  find(name: string): ApiDoc | undefined;
  /** A row of the type table; undefined if there is none. */
  type(name: string): TypeDefinition | undefined;
  /**
   * The records as the store has them now. For a folder the same as `find`; for Redis they are read by HGET with a
   * bound on the time, and `find` answers with them from then on. Unknown names are left out. Never rejects: when the
   * store is away the snapshot answers.
   */
  fetch(names: readonly string[]): Promise<ApiDoc[]>;
  /** Hybrid retrieval over the API Keys: the best `k`, best first. Members of handles take part. */
  search(text: string, k: number): Promise<Candidate[]>;
  /** Why the last search was answered by words alone, as a sentence; undefined if it was not. */
  problem?(): string | undefined;
  /** Lets go of file handles and connections; the library must not be used afterwards. */
  close(): Promise<void>;
}
