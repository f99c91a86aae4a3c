import type { CallFacts } from './call-facts.js';

/** How much of a reference an answer has, each 0 to 1; absent where the reference has nothing of the kind. */
export interface ReferenceScores {
  /** Of what the reference passes to APIs: passed to the same API in the same place. */
  readonly passed?: number;
  /** Of the results that the reference passes on from one API to another: passed on between the same two. */
  readonly edges?: number;
}

/**
 * Compares the calls of an answer with those of a reference. Several calls of one API are paired so that most agrees. Places
 * that a task leaves free (`API.path`) do not count.
 */
export function referenceScores(
  reference: readonly CallFacts[],
  answer: readonly CallFacts[],
  free: readonly string[],
): ReferenceScores {
  let wanted = 0;
  let right = 0;
  const left = [...answer];
  for (const call of reference) {
    const places = [...call.passed].filter(([place]) => !isFree(call.api, place, free));
    const agreeing = (other: CallFacts): number =>
      places.filter(([place, value]) => other.passed.get(place) === value).length;
    const twins = left.filter((it) => it.api === call.api).sort((a, b) => agreeing(b) - agreeing(a));
    const [best] = twins;
    wanted += places.length;
    if (!best) continue;
    right += agreeing(best);
    left.splice(left.indexOf(best), 1);
  }
  const edges = edgesOf(reference);
  const found = edgesOf(answer);
  return {
    ...(wanted > 0 && { passed: right / wanted }),
    ...(edges.size > 0 && { edges: [...edges].filter((it) => found.has(it)).length / edges.size }),
  };
}

function edgesOf(calls: readonly CallFacts[]): ReadonlySet<string> {
  return new Set(calls.flatMap(({ api, from }) => [...from].map((it) => `${it} -> ${api}`)));
}

/** `showToast.msg` frees the option `msg`, `fetch.url` a parameter; `?` and `+data` behind it say more than matters here. */
function isFree(api: string, place: string, free: readonly string[]): boolean {
  const [at = '', ...path] = place.split('.');
  return free.some((entry) => {
    const [, body = ''] = /^([^?+]*)/.exec(entry) ?? [];
    const parts = body.split('.');
    for (let end = 1; end < parts.length; end++) {
      if (!api.endsWith(parts.slice(0, end).join('.'))) continue;
      const wanted = parts.slice(end);
      // Without the signature a parameter's name may stand for the place itself.
      const isPath = wanted.every((part, index) => part === '*' || path[index] === part);
      if (isPath || (wanted.length === 1 && path.length === 0 && at !== '')) return true;
    }
    return false;
  });
}
