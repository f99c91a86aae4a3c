import { shapeOf } from './shape.js';
import type { SolvedRequirement } from './solved.js';

/** Without functions whose code is that of an earlier one, but for layout, comments and names of variables. */
export function distinctCode(solved: readonly SolvedRequirement[]): SolvedRequirement[] {
  return firstOfEach(solved, (it) => JSON.stringify([it.apis, shapeOf(it)]));
}

/**
 * Without lines that ask for what an earlier one asks for. The words of a name say so little that only the same APIs make
 * them the same requirement.
 */
export function distinctRequirements(solved: readonly SolvedRequirement[]): SolvedRequirement[] {
  return firstOfEach(solved, ({ requirement, by, apis }) =>
    JSON.stringify([plain(requirement), by === 'name' ? apis : []]),
  );
}

/** A sentence without what makes no other sentence of it: case, spaces, punctuation at its ends. */
export function plain(sentence: string): string {
  return sentence
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^[\s\p{P}]+|[\s\p{P}]+$/gu, '');
}

function firstOfEach(
  solved: readonly SolvedRequirement[],
  keyOf: (it: SolvedRequirement) => string,
): SolvedRequirement[] {
  const seen = new Set<string>();
  return solved.filter((it) => {
    const key = keyOf(it);
    return !seen.has(key) && seen.add(key);
  });
}
