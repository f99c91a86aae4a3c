import type { ApiLibrary, Candidate } from '../../index/library.js';

export const DEFAULT_RESULTS = 5;
export const MAX_RESULTS = 100;

/** The answer to `epigen/search` and `epigen.search`. */
export interface SearchAnswer {
  readonly results: readonly Pick<Candidate, 'name' | 'key' | 'score' | 'library'>[];
}

/** The best `k` APIs of all libraries for a text; a library that fails does not take the others with it. */
export async function search(
  libraries: readonly ApiLibrary[],
  text: string,
  k: number,
): Promise<SearchAnswer> {
  const count = Math.max(1, Math.min(Math.trunc(k) || DEFAULT_RESULTS, MAX_RESULTS));
  const answers = await Promise.allSettled(libraries.map((library) => library.search(text, count)));
  const failure = answers.find((answer) => answer.status === 'rejected');
  if (failure && answers.every((answer) => answer.status === 'rejected')) throw failure.reason;
  const candidates = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
  candidates.sort((a, b) => b.score - a.score);
  return {
    results: candidates
      .slice(0, count)
      .map(({ name, key, score, library }) => ({ name, key, score, library })),
  };
}
