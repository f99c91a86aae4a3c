import { innerProduct } from './exact.js';
import type { Neighbour } from './top-rows.js';
import type { VectorIndex } from './vector-index.js';

type Faiss = typeof import('faiss-node')['default'];

/** faiss-node, or why it cannot be used: it is optional, and its binary may be missing or not fit the machine. */
export type LoadedFaiss = { readonly faiss: Faiss } | { readonly why: string };

let loaded: Promise<LoadedFaiss> | undefined;

/** Loads faiss-node once. Never rejects. */
export function loadFaiss(): Promise<LoadedFaiss> {
  loaded ??= import('faiss-node').then(
    ({ default: faiss }) => ({ faiss }),
    (error: unknown) => ({
      why: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error),
    }),
  );
  return loaded;
}

/** Rows handed to FAISS at a time: the binding takes plain arrays, and one of everything would double the memory. */
const ADD_ROWS = 1024;

export interface FaissVectorIndex extends VectorIndex {
  /** `nearest` for many queries in one call, which FAISS answers by matrix multiplication. */
  nearestOfEach(queries: readonly Float32Array[], k: number): Neighbour[][];
}

/** A flat FAISS index over a matrix of row vectors: the results of the exact scan, up to rounding. */
export function faissIndex(faiss: Faiss, vectors: Float32Array, dimension: number): FaissVectorIndex {
  const rows = vectors.length / dimension;
  const index = new faiss.IndexFlatIP(dimension);
  for (let row = 0; row < rows; row += ADD_ROWS) {
    index.add(Array.from(vectors.subarray(row * dimension, Math.min(rows, row + ADD_ROWS) * dimension)));
  }
  const nearestOfEach = (queries: readonly Float32Array[], k: number) => {
    // FAISS throws when asked for more neighbours than it has.
    const count = Math.min(k, rows);
    if (count < 1 || queries.length === 0) return queries.map(() => []);
    const found = index.search(
      queries.flatMap((query) => Array.from(query)),
      count,
    );
    const neighbours = found.labels.map((row, at) => ({ row, score: found.distances[at] ?? 0 }));
    return queries.map((_, at) =>
      neighbours.slice(at * count, (at + 1) * count).filter(({ row }) => row >= 0),
    );
  };
  return {
    kind: 'faiss',
    rows,
    similarity: (query, row) => innerProduct(vectors, dimension, query, row),
    nearest: (query, k) => nearestOfEach([query], k)[0] ?? [],
    nearestOfEach,
  };
}
