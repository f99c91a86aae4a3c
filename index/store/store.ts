import type { ApiLibrary } from '../library.js';

/** Where indexes live: a folder or Redis (DESIGN §2). One store holds any number of libraries, each with one current build. */
export interface Store {
  /** The location as given, for messages. */
  readonly location: string;
  /** Names of the libraries that have a current build, sorted. */
  libraries(): Promise<string[]>;
  /**
   * Opens the current build. Throws EpigenError when the library is not there, the index is damaged, or its format is
   * newer than this program.
   */
  open(library: string): Promise<ApiLibrary>;
  /** The build id that is current now; undefined if the library is not in the store. */
  current(library: string): Promise<string | undefined>;
  /** Calls back when `current` of a library changes, from this process or another. Returns how to stop. */
  onChange(listener: (library: string) => void): () => void;
  /** Why the store cannot be reached now, as a sentence; undefined while it can. Folders have no such problem. */
  problem?(): string | undefined;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Folder that relative locations start from. */
  readonly cwd: string;
  /** Folder for local snapshots of a remote store. */
  readonly snapshots?: string;
  /** The embedding that queries use, as in the settings; `builtin` if absent. */
  readonly embeddings?: string;
}
