import type { Neighbour } from './top-rows.js';
import type { VectorIndex } from './vector-index.js';

/**
 * An index in which a record may have further vectors: it is as near to a query as the nearest of its vectors. The rows of
 * `index` are those of the records and then one for each further vector, whose record `owners` names in that order.
 */
export function pooled(index: VectorIndex, owners: readonly number[]): VectorIndex {
  if (owners.length === 0) return index;
  const records = index.rows - owners.length;
  const further = new Map<number, number[]>();
  for (const [at, owner] of owners.entries())
    further.set(owner, [...(further.get(owner) ?? []), records + at]);
  const ownerOf = (row: number): number => (row < records ? row : (owners[row - records] ?? row));
  return {
    kind: index.kind,
    rows: records,
    similarity: (query, row) =>
      Math.max(...[row, ...(further.get(row) ?? [])].map((it) => index.similarity(query, it))),
    nearest(query, k) {
      const wanted = Math.min(k, records);
      // Several vectors of one record may be among the nearest, so it takes more of them for `k` records.
      for (let taken = 2 * wanted; ; taken *= 2) {
        const found = index.nearest(query, taken);
        const best = new Map<number, Neighbour>();
        for (const { row, score } of found) {
          const owner = ownerOf(row);
          if (!best.has(owner)) best.set(owner, { row: owner, score });
        }
        if (best.size >= wanted || found.length >= index.rows || found.length < taken)
          return [...best.values()].slice(0, wanted);
      }
    },
  };
}
