import { LRUCache } from 'lru-cache';
import type { Neighbour } from '../vectors/top-rows.js';
import { scoresByConcepts } from './concept-scores.js';
import { directScores, type SearchData } from './direct-scores.js';

/** Each retriever proposes at least this many rows. */
const POOL = 100;
/** A longer query is a document; its head says what is wanted. */
const MAX_QUERY = 4000;
/** What a record is worth that only the concepts behind the query speak for. */
const CONCEPTS = 0.8;
/** How much less a record is worth if the query is nearer to what no API library does, times how much nearer, at most. */
const ELSEWHERE = 2;
const MAX_DOUBT = 0.7;

/** Answers that are kept of each library: the parts of a requirement are asked for several times. */
const KEPT = 200;
const answers = new WeakMap<SearchData, LRUCache<string, Promise<readonly Neighbour[]>>>();

/**
 * Hybrid retrieval: the best `k` rows, best first, by what the query itself has in common with the records and by what the
 * concepts that it is a way to ask for have. Scores lie between 0 and 1 and compare between queries and libraries: about
 * 0 means that nothing of the query is in the record. Rows that have nothing in common with the query are left out.
 */
export function rank(data: SearchData, text: string, k: number): Promise<readonly Neighbour[]> {
  const query = text.slice(0, MAX_QUERY);
  const known = answers.get(data) ?? new LRUCache<string, Promise<readonly Neighbour[]>>({ max: KEPT });
  answers.set(data, known);
  const key = `${k} ${query}`;
  const answer = known.get(key) ?? rankAnew(data, query, k);
  known.set(key, answer);
  answer.catch(() => known.delete(key));
  return answer;
}

async function rankAnew(data: SearchData, query: string, k: number): Promise<Neighbour[]> {
  const direct = await directScores(data, query, Math.max(k, POOL));
  const concepts = await scoresByConcepts(data, query);
  const rows = new Set([...direct.keys(), ...concepts.rows.keys()]);
  const doubt = 1 - Math.min(MAX_DOUBT, ELSEWHERE * concepts.elsewhere);
  return [...rows]
    .map((row) => ({
      row,
      // Two reasons that fail independently of each other.
      score: doubt * (1 - (1 - (direct.get(row) ?? 0)) * (1 - CONCEPTS * (concepts.rows.get(row) ?? 0))),
    }))
    .sort((a, b) => b.score - a.score || a.row - b.row)
    .slice(0, Math.max(0, k));
}
