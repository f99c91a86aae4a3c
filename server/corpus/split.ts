import { createHash } from 'node:crypto';
import { tokens } from '../evaluation/text-scores.js';
import { shapeOf } from './shape.js';
import type { SolvedRequirement } from './solved.js';

/** Functions that share this part of their pieces say about the same; so do requirements. */
const SAME_CODE = 0.6;
const SAME_REQUIREMENT = 0.7;
/** So many tokens in a row are a piece. */
const CODE_PIECE = 3;
const REQUIREMENT_PIECE = 2;

export interface Split<T> {
  readonly train: readonly T[];
  readonly test: readonly T[];
  /** Groups of lines that must not be parted. */
  readonly groups: number;
}

/**
 * Splits a corpus so that nothing of the second part is known from the first: a function with its paraphrases, functions
 * that are about the same but for names and layout, and lines that ask for about the same stay together. `share` is the
 * wanted share of the second part, 0 to 1. The same lines are always split the same way, whatever their order.
 */
export function splitByGroup<T extends SolvedRequirement>(lines: readonly T[], share: number): Split<T> {
  const groups = groupsOf(lines);
  const inHashOrder = groups
    .map((group) => ({ group, key: hash([...group].map((it) => it.id).sort()[0] ?? '') }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const wanted = Math.round(share * lines.length);
  const test = new Set<T>();
  for (const { group } of inHashOrder) {
    if (test.size + group.length > wanted) continue;
    for (const line of group) test.add(line);
  }
  return {
    train: lines.filter((it) => !test.has(it)),
    test: lines.filter((it) => test.has(it)),
    groups: groups.length,
  };
}

/** Lines that must stay together. */
export function groupsOf<T extends SolvedRequirement>(lines: readonly T[]): T[][] {
  const parents = lines.map((_, at) => at);
  const rootOf = (at: number): number => {
    let root = at;
    while (parents[root] !== root) root = parents[root] ?? root;
    return root;
  };
  const join = (a: number, b: number): void => {
    parents[rootOf(a)] = rootOf(b);
  };
  const shapes = new Map<string, readonly string[]>();
  const shapeOnce = (it: T): readonly string[] => {
    const known = shapes.get(it.code) ?? shapeOf(it);
    shapes.set(it.code, known);
    return known;
  };
  joinAlike(
    lines.map((it) => piecesOf(shapeOnce(it), CODE_PIECE)),
    SAME_CODE,
    join,
  );
  joinAlike(
    lines.map((it) => piecesOf(tokens(it.requirement), REQUIREMENT_PIECE)),
    SAME_REQUIREMENT,
    join,
  );
  // The steps are the answer: with the same ones the answer to one line is known from the other.
  joinAlike(
    lines.map((it) => new Set([it.steps.map(({ text }) => text).join('\n') || it.id])),
    1,
    join,
  );

  const groups = new Map<number, T[]>();
  for (const [at, line] of lines.entries()) groups.set(rootOf(at), [...(groups.get(rootOf(at)) ?? []), line]);
  return [...groups.values()];
}

/** Joins what shares at least that part of the pieces of both. */
function joinAlike(
  all: readonly ReadonlySet<string>[],
  least: number,
  join: (a: number, b: number) => void,
): void {
  const having = new Map<string, number[]>();
  const firsts = new Map<string, number>();
  for (const [at, pieces] of all.entries()) {
    // What is equal is joined at once: there may be many paraphrases of one function.
    const key = hash([...pieces].join('\n'));
    const first = firsts.get(key);
    if (first !== undefined) {
      join(at, first);
      continue;
    }
    firsts.set(key, at);
    const shared = new Map<number, number>();
    for (const piece of pieces) {
      const those = having.get(piece) ?? [];
      for (const other of those) shared.set(other, (shared.get(other) ?? 0) + 1);
      those.push(at);
      having.set(piece, those);
    }
    for (const [other, count] of shared) {
      if (count / (pieces.size + (all[other]?.size ?? 0) - count) >= least) join(at, other);
    }
  }
}

function piecesOf(list: readonly string[], length: number): ReadonlySet<string> {
  const pieces = new Set<string>();
  for (let at = 0; at === 0 || at + length <= list.length; at++)
    pieces.add(list.slice(at, at + length).join('\u0001'));
  return pieces;
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
