/**
 * Turns texts into vectors. A vector depends on its text alone, so that the vectors of unchanged records can be kept;
 * what depends on a whole library (how rare a feature is in it) weighs the query side, as `statistics`.
 */
export interface Embedder {
  /** Names the function text -> vector: vectors of different ids are never compared. */
  readonly id: string;
  readonly dimension: number;
  /** Unit vectors, one after the other. */
  embed(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array>;
  /** What queries to a library of these texts need to know of it, as bytes to keep with the vectors; may be empty. */
  statistics(texts: Iterable<string>): Uint8Array;
  /** Turns queries to the library with these statistics into unit vectors. */
  queryEncoder(statistics: Uint8Array): (text: string) => Promise<Float32Array>;
}
