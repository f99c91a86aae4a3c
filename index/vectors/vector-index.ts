import type { Neighbour } from './top-rows.js';

/** Nearest neighbours by inner product among the vectors of one library; rows are positions in the order of the records. */
export interface VectorIndex {
  readonly kind: 'exact' | 'faiss';
  readonly rows: number;
  /** The `k` rows nearest to the query, nearest first; fewer if there are fewer rows. */
  nearest(query: Float32Array, k: number): Neighbour[];
  /** Inner product of the query with one row. */
  similarity(query: Float32Array, row: number): number;
}
