import type { ApiDoc } from '../api-doc.js';
import { words } from '../lexical/words.js';

export interface ScoredApi {
  readonly api: ApiDoc;
  readonly score: number;
}

/** Records whose sentences have this share of their words in common say about the same. */
const SAME = 0.7;
/** Records beyond these are not looked at: they do not come to the front by a detail. */
const LOOKED_AT = 30;
/** What it is worth if the parameters and results of one, but not of its twins, say everything else that is asked for. */
const DETAIL = 0.15;

/**
 * Tells records that say about the same apart: by what the query speaks of beyond their common sentence, the one whose
 * parameters, results and other details speak of it gets a higher score. Expects the best first, and keeps that order.
 */
export function tellApart(query: string, ranked: readonly ScoredApi[]): ScoredApi[] {
  const front = ranked.slice(0, LOOKED_AT);
  const sentences = front.map(({ api }) => new Set(words(api.functionality)));
  const twins = front.map((_, at) =>
    front.map((_, other) => other).filter((other) => overlap(sentences[at], sentences[other]) >= SAME),
  );
  if (twins.every((it) => it.length < 2)) return [...ranked];

  const asked = new Set(words(query));
  const details = front.map(({ api }, at) =>
    (twins[at]?.length ?? 0) > 1 ? new Set(words(`${api.key} ${api.des}`)) : new Set<string>(),
  );
  const told = ranked.map((it, at): ScoredApi => {
    const group = twins[at];
    if (!group || group.length < 2) return it;
    // What all of the group have says nothing about which is meant.
    const telling = [...asked].filter((word) => {
      const having = group.filter((other) => details[other]?.has(word)).length;
      return having > 0 && having < group.length;
    });
    if (telling.length === 0) return it;
    const share = telling.filter((word) => details[at]?.has(word)).length / telling.length;
    return { ...it, score: Math.min(1, it.score + DETAIL * it.score * share) };
  });
  return told.sort((a, b) => b.score - a.score);
}

/** The share of the words of both that both have. */
function overlap(a: ReadonlySet<string> = new Set(), b: ReadonlySet<string> = new Set()): number {
  const both = [...a].filter((word) => b.has(word)).length;
  return both / Math.max(1, a.size + b.size - both);
}
