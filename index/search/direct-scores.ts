import type { Embedder } from '../embeddings/embedder.js';
import { coverage } from '../lexical/coverage.js';
import type { LexicalIndex } from '../lexical/lexical-index.js';
import { topRows } from '../vectors/top-rows.js';
import type { VectorIndex } from '../vectors/vector-index.js';

/** Records as hybrid retrieval sees them; the rows of both indexes are the records in order. */
export interface SearchData {
  readonly lexical: LexicalIndex;
  /** Absent where words alone are compared. */
  readonly meaning?: {
    readonly vectors: VectorIndex;
    /** The embedding that made the vectors. */
    readonly embedder: Pick<Embedder, 'encode'>;
    /** The similarity of records that have nothing to do with each other; 0 if absent. */
    readonly floor?: number;
    /** A vector costs a request, or a run of a large model. */
    readonly isCostly?: boolean;
  };
}

/** The share of the lexical score in the sum; the rest is the vectors'. */
const LEXICAL = 2 / 3;

/**
 * Scores of the rows that coverage BM25 or the vectors put among the best `pool` for a text, by a calibrated sum of both:
 * between 0 and 1, comparable between queries and libraries. Rows that have nothing in common with the text are left out.
 */
export async function directScores(
  { lexical, meaning }: SearchData,
  text: string,
  pool: number,
): Promise<Map<number, number>> {
  const vector = await meaning?.embedder.encode(text);
  const covered = coverage(lexical, text);
  if (!meaning || !vector) return new Map(topRows(covered, pool).map(({ row, score }) => [row, score]));

  const { vectors, floor = 0 } = meaning;
  const scores = new Map<number, number>();
  const add = (row: number, similarity: number): void => {
    const likeness = Math.min(1, Math.max(0, (similarity - floor) / (1 - floor)));
    const score = LEXICAL * (covered[row] ?? 0) + (1 - LEXICAL) * likeness;
    if (score > 0) scores.set(row, score);
  };
  for (const { row, score } of vectors.nearest(vector, pool)) add(row, score);
  for (const { row } of topRows(covered, pool)) {
    if (!scores.has(row)) add(row, vectors.similarity(vector, row));
  }
  return scores;
}
