import { LRUCache } from 'lru-cache';
import { EpigenError } from '../error.js';
import type { Embedder } from './embedder.js';

/** Vectors of queries that are kept: the parts of a requirement are asked for several times. */
const QUERIES = 200;

/** Turns texts into vectors, one each. Rejects with an EpigenError where it cannot. */
export type VectorsOf = (
  texts: readonly string[],
  purpose: 'record' | 'query',
  signal?: AbortSignal,
) => Promise<readonly ArrayLike<number>[]>;

/** An embedder made of a model or a service that somebody else trained. `id` names it, `batch` is how many texts it gets at once. */
export function textEmbedder(id: string, vectorsOf: VectorsOf, batch: number): Embedder {
  let dimension: number | undefined;
  const queries = new LRUCache<string, Promise<Float32Array>>({ max: QUERIES });

  const checked = async (
    texts: readonly string[],
    purpose: 'record' | 'query',
    signal?: AbortSignal,
  ): Promise<Float32Array[]> => {
    signal?.throwIfAborted();
    const vectors = await vectorsOf(texts, purpose, signal);
    dimension ??= vectors[0]?.length;
    const isRight = vectors.length === texts.length && vectors.every((it) => it.length === dimension);
    const units = isRight && dimension ? vectors.map(unitVector) : undefined;
    if (units?.every((it) => it !== undefined)) return units;
    const lengths = [...new Set(vectors.map((it) => it.length))].join(', ');
    throw new EpigenError(
      `the embedding gave no vectors that can be used: ${vectors.length} for ${texts.length} texts, with ${lengths || 'no'} dimensions`,
      id,
      'check that it is an embedding model, and that it was not replaced while it was asked',
    );
  };

  const embedder: Embedder = {
    id,
    get dimension() {
      if (dimension !== undefined) return dimension;
      return checked(['dimension'], 'record').then(([it]) => it?.length ?? 0);
    },
    async embed(keys, signal) {
      const rows: Float32Array[] = [];
      for (let at = 0; at < keys.length; at += batch)
        rows.push(...(await checked(keys.slice(at, at + batch), 'record', signal)));
      const width = rows[0]?.length ?? 0;
      const vectors = new Float32Array(rows.length * width);
      for (const [at, row] of rows.entries()) vectors.set(row, at * width);
      return vectors;
    },
    encode(query) {
      const known = queries.get(query);
      if (known) return known;
      const vector = checked([query], 'query').then(([it = new Float32Array()]) => it);
      queries.set(query, vector);
      vector.catch(() => queries.delete(query));
      return vector;
    },
    withTuning(tuning) {
      if (tuning.length > 0) throw new RangeError('only the built-in embedding is tuned');
      return embedder;
    },
  };
  return embedder;
}

/** Of length one; undefined for what has no direction. */
function unitVector(values: ArrayLike<number>): Float32Array | undefined {
  const vector = Float32Array.from(values);
  const length = Math.hypot(...vector);
  return Number.isFinite(length) && length > 0 ? vector.map((it) => it / length) : undefined;
}
