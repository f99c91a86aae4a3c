import type { ApiLibrary } from '../../index/library.js';
import { isEvent } from './bind-arguments.js';
import type { Clause, Role } from './decompose.js';
import { meaningOf } from './meaning.js';
import { type Fit, questionOf, retrieveApis } from './retrieve.js';

/** A run of clauses that one API call serves, or that no call serves but that governs others. */
export interface Segment {
  readonly clauses: readonly Clause[];
  readonly role: Role;
  /** Best first; the first is the choice, unless `chosen` is absent. */
  readonly fits: readonly Fit[];
  readonly chosen?: Fit;
}

/** Below this a clause asks for nothing the library has. */
const THRESHOLD = 0.23;
/** Conditions and results mostly speak of what an action gave; they need a call of their own only if they clearly say so. */
const RELUCTANCE: Partial<Record<Role, number>> = {
  condition: 0.2,
  return: 0.17,
  always: 0.1,
  each: 0.08,
  statement: 0.12,
};
/** How much being ahead of the second best counts. */
const MARGIN = 0.15;
/** A question of few words says little, however well they fit. */
const FEW_WORDS = 0.5;
/** Once something has been called, a result is mostly part of what it gave. */
const RESULT_AT_HAND = 0.25;
/** An event needs a subscription. */
const SUBSCRIPTION = 0.15;
const MERGED = 4;

interface Span {
  readonly from: number;
  readonly to: number;
  readonly fits: readonly Fit[];
  readonly gain: number;
}

/**
 * Chooses which runs of clauses are subtasks of their own, and their APIs: of all ways to join neighbouring clauses
 * of a sentence the one that explains the most. Clauses that no API explains join the subtask they stand with.
 */
export async function segment(
  clauses: readonly Clause[],
  libraries: readonly ApiLibrary[],
  names: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<Segment[]> {
  const segments: Segment[] = [];
  const last = clauses.at(-1)?.sentence ?? -1;
  for (let sentence = 0; sentence <= last; sentence++) {
    signal?.throwIfAborted();
    const members = clauses.filter((it) => it.sentence === sentence);
    segments.push(
      ...(await bestSplit(
        members,
        libraries,
        names,
        segments.some((it) => it.chosen),
      )),
    );
  }
  return segments;
}

async function bestSplit(
  clauses: readonly Clause[],
  libraries: readonly ApiLibrary[],
  names: ReadonlySet<string>,
  acted: boolean,
): Promise<Segment[]> {
  // best[i]: the best way to explain the first i clauses.
  const best: { gain: number; spans: readonly Span[] }[] = [{ gain: 0, spans: [] }];
  for (let to = 1; to <= clauses.length; to++) {
    let choice: { gain: number; spans: readonly Span[] } | undefined;
    for (let from = Math.max(0, to - MERGED); from < to; from++) {
      const run = clauses.slice(from, to);
      if (
        run.length > 1 &&
        !run.every((it) => it.role === 'action' || it.role === 'statement' || it.role === 'remark')
      )
        continue;
      const before = best[from];
      if (!before) continue;
      const span = await explain(run, from, to, libraries, names, acted || before.gain > 0);
      const gain = before.gain + span.gain;
      if (!choice || gain > choice.gain + 1e-9) choice = { gain, spans: [...before.spans, span] };
    }
    best.push(choice ?? { gain: 0, spans: [] });
  }
  return (best.at(-1)?.spans ?? []).map((span) => {
    const members = clauses.slice(span.from, span.to);
    const [chosen] = span.fits;
    const role = members[0]?.role ?? 'action';
    return { clauses: members, role, fits: span.fits, ...(span.gain > 0 && chosen ? { chosen } : {}) };
  });
}

async function explain(
  run: readonly Clause[],
  from: number,
  to: number,
  libraries: readonly ApiLibrary[],
  names: ReadonlySet<string>,
  acted: boolean,
): Promise<Span> {
  const [first] = run;
  if (!first || run.every((it) => it.role === 'remark' || it.role === 'failure'))
    return { from, to, fits: [], gain: 0 };
  const asking = run.filter((it) => it.role !== 'remark');
  const question = questionOf(asking.map(withoutReturn), names);
  const fits = preferred(await retrieveApis(question, libraries), first.role);
  const given = first.role === 'return' && acted ? RESULT_AT_HAND : 0;
  const threshold =
    THRESHOLD + given + (run.every((it) => it.role === first.role) ? (RELUCTANCE[first.role] ?? 0) : 0);
  const [top, second] = fits;
  const words = meaningOf(question.text).terms.filter((it) => !it.key.includes(' ')).length;
  const ahead = top ? top.fit + MARGIN * (top.fit - (second?.fit ?? 0)) : 0;
  const clear = ahead * (words / (words + FEW_WORDS));
  return { from, to, fits, gain: Math.max(0, clear - threshold) };
}

function preferred(fits: readonly Fit[], role: Role): readonly Fit[] {
  if (role !== 'event') return fits;
  return fits
    .map((it) => (isEvent(it.profile) ? { ...it, fit: it.fit + SUBSCRIPTION } : it))
    .sort((a, b) => b.fit - a.fit);
}

/** `return` is what the code does with a result, not something to look for. */
function withoutReturn(clause: Clause): Clause {
  if (clause.role !== 'return') return clause;
  return {
    ...clause,
    text: clause.text.replace(/^(?:return|returns|give back|hand back|返回|交回)\s*/i, ''),
  };
}
