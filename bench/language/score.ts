import type { Verdict } from './batch.js';
import type { Report } from './referee.js';
import type { Snippet } from './snippet.js';

/** A judged snippet. */
export interface Case {
  readonly library: string;
  readonly form: string;
  readonly kind: string;
  /**
   * `wrong`: has a mistake that TypeScript reports. `harmless`: has one that TypeScript accepts. `correct`: has none.
   * `refused`: has none, and TypeScript does not accept it all the same; it is not counted.
   */
  readonly role: 'correct' | 'wrong' | 'harmless' | 'refused';
  readonly snippet: Snippet;
  /** Mistakes of the referee on lines where the checker is silent, one a line. */
  readonly missed: readonly Report[];
  /** Mistakes that both report, one a line. */
  readonly found: readonly Report[];
  /** The checker's reports on lines where the referee is silent. */
  readonly false: readonly Report[];
  /** The checker's reports on lines where the referee reports. */
  readonly right: readonly Report[];
  readonly verdict: Verdict;
}

export interface Score {
  wrong: number;
  correct: number;
  found: number;
  missed: number;
  right: number;
  false: number;
}

/** Compares by lines. */
export function judged(
  it: Pick<Case, 'library' | 'form' | 'kind' | 'role' | 'snippet'> & { readonly verdict: Verdict },
): Case {
  const { referee, checker } = it.verdict;
  const lines = new Set(checker.map((one) => one.line));
  const own = new Set(referee.map((one) => one.line));
  const first = [...own].flatMap((line) => referee.find((one) => one.line === line) ?? []);
  // A missing `await` is a warning of the checker's own; where TypeScript is silent it is no false alarm.
  // TypeScript stops at the first unknown property of a literal, the checker names all.
  const isStopped = referee.some((one) => /^TS(?:2353|2561)$/.test(one.code));
  const errors = checker.filter(
    (one) => one.code !== 'unawaited-result' && !(isStopped && one.code === 'unknown-property'),
  );
  return {
    ...it,
    missed: first.filter((one) => !lines.has(one.line)),
    found: first.filter((one) => lines.has(one.line)),
    false: errors.filter((one) => !own.has(one.line)),
    right: checker.filter((one) => own.has(one.line)),
  };
}

export function scoreOf(cases: Iterable<Case>): Score {
  const score: Score = { wrong: 0, correct: 0, found: 0, missed: 0, right: 0, false: 0 };
  for (const it of cases) {
    if (it.role === 'refused') continue;
    if (it.role === 'wrong') score.wrong++;
    else score.correct++;
    score.found += it.found.length;
    score.missed += it.missed.length;
    score.right += it.right.length;
    score.false += it.false.length;
  }
  return score;
}

/** Right reports of all reports; 1 where there are none. */
export function precision({ right, false: wrong }: Score): number {
  return right + wrong === 0 ? 1 : right / (right + wrong);
}

/** Found mistakes of all mistakes; 1 where there are none. */
export function recall({ found, missed }: Score): number {
  return found + missed === 0 ? 1 : found / (found + missed);
}
