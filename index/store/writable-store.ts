import type { Questions } from '../questions.js';
import type { BuildContent, StoredEmbedding } from './build-content.js';
import type { Store } from './store.js';

/** What the next build can take over from the current one. */
export interface PreviousBuild {
  readonly build: string;
  readonly embedding: StoredEmbedding;
  /** Name of each record -> its row and its content hash. */
  readonly records: ReadonlyMap<string, { readonly row: number; readonly hash: string }>;
  readonly questions: Questions;
  /** As in `BuildContent`. */
  readonly vectors: Float32Array;
  readonly tuning: Uint8Array;
}

/** What a current build was made from, to see at once that nothing has changed. */
export interface BuildInputs {
  readonly build: string;
  /** Hash of what was asked for. */
  readonly request: string;
  /** Files the build depends on, relative to the working folder. */
  readonly files: readonly string[];
  /** Hash of the contents of these files. */
  readonly content: string;
  /** The figures of the report that do not depend on the previous build. */
  readonly report: unknown;
}

/** A store that builds are published to. */
export interface WritableStore extends Store {
  /**
   * The current build, to reuse vectors and to count changes; undefined if there is none, or it is damaged, or of an older
   * format: then everything is built anew. Throws EpigenError when it is of a newer format.
   */
  previous(library: string): Promise<PreviousBuild | undefined>;
  /** Stores the build whole, and then makes it current. */
  publish(content: BuildContent): Promise<void>;
  /** Everything the current build holds. Throws EpigenError as `open` does. */
  content(library: string): Promise<BuildContent>;
  /** What the current build was made from, as this machine knows; undefined if it does not. */
  inputs(library: string): Promise<BuildInputs | undefined>;
  setInputs(library: string, inputs: BuildInputs): Promise<void>;
  /** A folder on this machine for what is not part of a build; it is there. */
  localFolder(library: string): Promise<string>;
}
