import { coverage } from '../lexical/coverage.js';
import type { LexicalIndex } from '../lexical/lexical-index.js';
import { type Neighbour, topRows } from '../vectors/top-rows.js';
import type { VectorIndex } from '../vectors/vector-index.js';

/** What hybrid retrieval needs of one library; the rows of both indexes are the records in order. */
export interface SearchData {
  readonly lexical: LexicalIndex;
  readonly vectors: VectorIndex;
  /** Query text -> vector. */
  readonly encode: (text: string) => Promise<Float32Array>;
}

/** The share of the lexical score in the sum; the rest is the vectors'. */
const LEXICAL = 0.75;
/** Each retriever proposes at least this many rows. */
const POOL = 100;
/** A longer query is a document; its head says what is wanted. */
const MAX_QUERY = 4000;

/**
 * Hybrid retrieval: the best `k` rows by a calibrated sum of coverage BM25 and vector similarity, best first. Scores lie
 * between 0 and 1 and compare between queries and libraries: about 0 means that nothing of the query is in the record.
 * Rows that have nothing in common with the query are left out.
 */
export async function rank(data: SearchData, text: string, k: number): Promise<Neighbour[]> {
  const query = text.slice(0, MAX_QUERY);
  const pool = Math.max(k, POOL);
  const vector = await data.encode(query);
  const covered = coverage(data.lexical, query);
  const rows = new Set(topRows(covered, pool).map(({ row }) => row));
  for (const { row } of data.vectors.nearest(vector, pool)) rows.add(row);

  // A query in another language has no vector to speak of: then coverage has to say it all.
  const scale = LEXICAL + (1 - LEXICAL) * length(vector);
  const scored = [...rows].map((row) => {
    const similarity = Math.max(0, data.vectors.similarity(vector, row));
    return { row, score: (LEXICAL * (covered[row] ?? 0) + (1 - LEXICAL) * similarity) / scale };
  });
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.row - b.row)
    .slice(0, Math.max(0, k));
}

function length(vector: Float32Array): number {
  let square = 0;
  for (const value of vector) square += value * value;
  return Math.sqrt(square);
}
