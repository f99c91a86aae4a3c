import { builtin } from '../embeddings/builtin.js';
import { shippedConcepts } from '../phrases/concept-index.js';
import { exactIndex } from '../vectors/exact.js';
import { directScores, type SearchData } from './direct-scores.js';

/** So many of the concepts nearest to a query count. */
const NEAREST = 3;
/** Concepts and rows beyond these are not looked at. */
const POOL = 40;

let concepts: SearchData | undefined;
type Rows = ReadonlyMap<number, number>;

/** Of each library: the rows that do what a concept says, with how well. */
const rowsOfConcepts = new WeakMap<SearchData, Map<number, Promise<Rows>>>();

/** What the phrase bank says of a query. */
export interface ConceptScores {
  /** Rows that do what the concepts nearest to the query say, with how well, 0 to 1. */
  readonly rows: Rows;
  /** How much nearer the query is to something that no API library does, 0 to 1. */
  readonly elsewhere: number;
}

/**
 * Scores of rows by a detour: which concepts of the phrase bank a query is a way to ask for, and which records are
 * documented as doing that. It finds `hideLoading` for "get the spinner out of the way", with which it shares no word.
 */
export async function scoresByConcepts(data: SearchData, query: string): Promise<ConceptScores> {
  concepts ??= conceptSearch();
  const { sentences } = shippedConcepts();
  const near = [...(await directScores(concepts, query, POOL))].sort((a, b) => b[1] - a[1]);
  const isElsewhere = ([concept]: readonly [number, number]): boolean => sentences[concept]?.length === 0;
  const served = near.filter((it) => !isElsewhere(it)).slice(0, NEAREST);
  const rows = new Map<number, number>();
  for (const [concept, nearness] of served) {
    for (const [row, fit] of await rowsOf(concept, data)) {
      rows.set(row, Math.max(rows.get(row) ?? 0, nearness * fit));
    }
  }
  const [, other = 0] = near.find(isElsewhere) ?? [];
  const [, best = 0] = served[0] ?? [];
  return { rows, elsewhere: Math.max(0, other - best) };
}

function conceptSearch(): SearchData {
  const { lexical, vectors, dimension } = shippedConcepts();
  return { lexical, meaning: { vectors: exactIndex(vectors, dimension), embedder: builtin } };
}

function rowsOf(concept: number, data: SearchData): Promise<Rows> {
  const known = rowsOfConcepts.get(data) ?? new Map<number, Promise<Rows>>();
  rowsOfConcepts.set(data, known);
  const rows = known.get(concept) ?? readRows(concept, data);
  known.set(concept, rows);
  return rows;
}

async function readRows(concept: number, data: SearchData): Promise<Rows> {
  const best = new Map<number, number>();
  // There are many sentences, so words alone are compared where each vector costs something.
  const own = data.meaning?.isCostly ? { lexical: data.lexical } : data;
  for (const sentence of shippedConcepts().sentences[concept] ?? []) {
    for (const [row, score] of await directScores(own, sentence, POOL)) {
      best.set(row, Math.max(best.get(row) ?? 0, score));
    }
  }
  return best;
}
