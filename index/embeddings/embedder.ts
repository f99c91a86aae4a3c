/**
 * Turns texts into vectors. A vector depends on its text alone, so that the vectors of unchanged records can be kept. The
 * inner product of a query's vector with a record's is about 1 where they mean the same, and about 0 or less where they
 * have nothing to do with each other.
 */
export interface Embedder {
  /** Names the function text -> vector: vectors of different ids are never compared. */
  readonly id: string;
  /** How long its vectors are. A model or a service has to be asked; rejects as `embed` does. */
  readonly dimension: number | Promise<number>;
  /** The vectors of records by their API Keys, one after the other. Rejects with an EpigenError where they cannot be had. */
  embed(keys: readonly string[], signal?: AbortSignal): Promise<Float32Array>;
  /** The unit vector of a query; zero if nothing of it is known. Rejects as `embed` does. */
  encode(query: string): Promise<Float32Array>;
  /**
   * The same embedding with what it learned from one library's own documentation, as the bytes that are kept with its
   * vectors; without any bytes the embedding itself. Throws RangeError when the bytes are of something else.
   */
  withTuning(tuning: Uint8Array): Embedder;
}
