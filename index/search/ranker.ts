import type { Embedder } from '../embeddings/embedder.js';
import { coverage } from '../lexical/coverage.js';
import type { LexicalIndex } from '../lexical/lexical-index.js';
import { shippedLexicon } from '../lexical/lexicon.js';
import { type Neighbour, topRows } from '../vectors/top-rows.js';
import type { VectorIndex } from '../vectors/vector-index.js';
import type { RelatedWords } from './related-words.js';

/** What hybrid retrieval needs of one library; the rows of both indexes are the records in order. */
export interface SearchData {
  readonly lexical: LexicalIndex;
  readonly vectors: VectorIndex;
  /** The embedding that made the vectors. */
  readonly embedder: Embedder;
  readonly related: RelatedWords;
}

/** The share of the lexical score in the sum; the rest is the vectors'. */
const LEXICAL = 2 / 3;
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
  const vector = await data.embedder.encode(query);
  const covered = coverage(data.lexical, query, shippedLexicon(), (word) => data.related.of(word));
  const rows = new Set(topRows(covered, pool).map(({ row }) => row));
  for (const { row } of data.vectors.nearest(vector, pool)) rows.add(row);

  const scored = [...rows].map((row) => {
    const similarity = Math.max(0, data.vectors.similarity(vector, row));
    return { row, score: LEXICAL * (covered[row] ?? 0) + (1 - LEXICAL) * Math.min(1, similarity) };
  });
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.row - b.row)
    .slice(0, Math.max(0, k));
}
