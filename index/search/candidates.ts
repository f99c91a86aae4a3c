import type { ApiDoc } from '../api-doc.js';
import type { Candidate } from '../library.js';
import type { SearchData } from './direct-scores.js';
import { tellApart } from './near-duplicates.js';
import { rank } from './ranker.js';

/** What a deprecated API's score is worth: a little, so that it loses to its replacement but is still found. */
const DEPRECATED = 0.8;
/** Records ranked beyond those asked for, since deprecated ones fall behind. */
const SPARE = 10;

/** Hybrid retrieval in one library: the best `k` as candidates, best first. `apiAt` gives the record in a row. */
export async function searchCandidates(
  data: SearchData,
  text: string,
  k: number,
  apiAt: (row: number) => ApiDoc | undefined,
): Promise<Candidate[]> {
  const ranked = (await rank(data, text, k + SPARE)).flatMap(({ row, score }) => {
    const api = apiAt(row);
    return api ? [{ api, score: api.deprecated ? DEPRECATED * score : score }] : [];
  });
  ranked.sort((a, b) => b.score - a.score);
  return tellApart(text, ranked)
    .slice(0, Math.max(0, k))
    .map(({ api, score }) => ({ name: api.name, key: api.key, score, library: api.library }));
}
