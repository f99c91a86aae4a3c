import { topRows } from './top-rows.js';
import type { VectorIndex } from './vector-index.js';

/** Exact scan over a matrix of row vectors, one after the other. */
export function exactIndex(vectors: Float32Array, dimension: number): VectorIndex {
  const rows = vectors.length / dimension;
  const similarity = (query: Float32Array, row: number) => innerProduct(vectors, dimension, query, row);
  return {
    kind: 'exact',
    rows,
    similarity,
    nearest(query, k) {
      const scores = new Float32Array(rows);
      for (let row = 0; row < rows; row++) scores[row] = similarity(query, row);
      return topRows(scores, k);
    },
  };
}

/** Inner product of `query` with row `row` of the matrix. */
export function innerProduct(
  vectors: Float32Array,
  dimension: number,
  query: Float32Array,
  row: number,
): number {
  const offset = row * dimension;
  // Four sums, so that the additions need not wait for each other.
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < dimension; i += 4) {
    a += (vectors[offset + i] ?? 0) * (query[i] ?? 0);
    b += (vectors[offset + i + 1] ?? 0) * (query[i + 1] ?? 0);
    c += (vectors[offset + i + 2] ?? 0) * (query[i + 2] ?? 0);
    d += (vectors[offset + i + 3] ?? 0) * (query[i + 3] ?? 0);
  }
  for (; i < dimension; i++) a += (vectors[offset + i] ?? 0) * (query[i] ?? 0);
  return a + b + c + d;
}
