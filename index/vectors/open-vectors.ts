import { exactIndex } from './exact.js';
import { faissIndex, loadFaiss } from './faiss.js';
import type { VectorIndex } from './vector-index.js';

/**
 * The vector index of a library: FAISS where faiss-node is installed, else the exact scan, with the same results.
 * `EPIGEN_VECTORS=exact` leaves FAISS alone.
 */
export async function openVectors(vectors: Float32Array, dimension: number): Promise<VectorIndex> {
  if (process.env.EPIGEN_VECTORS === 'exact') return exactIndex(vectors, dimension);
  const found = await loadFaiss();
  return 'faiss' in found ? faissIndex(found.faiss, vectors, dimension) : exactIndex(vectors, dimension);
}
