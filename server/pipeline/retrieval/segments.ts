import type { ApiDoc } from '../../../index/api-doc.js';
import type { ApiLibrary } from '../../../index/library.js';
import type { Clause, Role } from '../requirement/decompose.js';
import { isEvent, readProfile } from './api-profile.js';
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
const THRESHOLD = 0.18;
/** Conditions and results mostly speak of what an action gave; they need a call of their own only if they clearly say so. */
const RELUCTANCE: Partial<Record<Role, number>> = {
  condition: 0.2,
  return: 0.17,
  always: 0.1,
  each: 0.08,
  statement: 0.2,
};
/** How much being ahead of the second best counts. */
const MARGIN = 0.05;
/** A question that says little is little evidence, however well what it says fits: the substance at which half counts. */
const LITTLE = 3;
/** Once something has been called, a result is mostly part of what it gave. */
const RESULT_AT_HAND = 0.25;
/** An event needs a subscription. */
const SUBSCRIPTION = 0.15;
/** At least one subtask must fit this well, or the requirement is about something else; each further one lowers the bar. */
const ANCHOR = 0.28;
const FURTHER = 0.03;
const MERGED = 4;

/** How often handles are followed: a client gives a database, that a collection. */
const HANDLES = 3;

interface Context {
  readonly libraries: readonly ApiLibrary[];
  readonly names: ReadonlySet<string>;
  /** Types of the handles that the code has. */
  readonly handles: Set<string>;
}

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
  const context: Context = { libraries, names, handles: new Set() };
  let segments = await split(clauses, context, signal);
  // What is chosen may return handles; then their methods are worth a look, which may return further handles.
  for (let round = 0; round < HANDLES; round++) {
    const before = context.handles.size;
    for (const it of segments) for (const type of it.chosen?.profile.handles ?? []) context.handles.add(type);
    if (context.handles.size === before) break;
    segments = await split(clauses, context, signal);
  }
  return onHandlesAtHand(segments);
}

/** A method can only be called where an earlier call gave its handle; else the next best choice counts. */
function onHandlesAtHand(segments: readonly Segment[]): Segment[] {
  const atHand = new Set<string>();
  const isCallable = ({ profile }: Fit): boolean => !profile.api.member || atHand.has(profile.api.member.of);
  return segments.map((segment) => {
    const { chosen, ...rest } = segment;
    if (!chosen) return segment;
    const type = chosen.profile.api.member?.of ?? '';
    // What makes the handle is not what was asked for.
    const other = isCallable(chosen)
      ? chosen
      : segment.fits.find((it) => isCallable(it) && !it.profile.handles.includes(type));
    const clear = other === chosen || (other !== undefined && other.fit * certainty(other) >= ANCHOR);
    if (!other || !clear) return { ...rest, fits: [] };
    for (const handle of other.profile.handles) atHand.add(handle);
    return { ...rest, fits: [other, ...segment.fits.filter((it) => it !== other)], chosen: other };
  });
}

async function split(clauses: readonly Clause[], context: Context, signal?: AbortSignal): Promise<Segment[]> {
  const segments: Segment[] = [];
  const last = clauses.at(-1)?.sentence ?? -1;
  for (let sentence = 0; sentence <= last; sentence++) {
    signal?.throwIfAborted();
    const members = clauses.filter((it) => it.sentence === sentence);
    segments.push(
      ...(await bestSplit(
        members,
        context,
        segments.some((it) => it.chosen),
      )),
    );
  }
  return segments;
}

async function bestSplit(clauses: readonly Clause[], context: Context, acted: boolean): Promise<Segment[]> {
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
      const span = await explain(run, from, to, context, acted || before.gain > 0);
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
  { libraries, names, handles }: Context,
  acted: boolean,
): Promise<Span> {
  const [first] = run;
  if (!first || run.every((it) => it.role === 'remark' || it.role === 'failure'))
    return { from, to, fits: [], gain: 0 };
  const asking = run.filter((it) => it.role !== 'remark');
  const question = questionOf(asking.map(withoutReturn), names);
  const fits = preferred(await retrieveApis(question, libraries, handles), first.role);
  const given = first.role === 'return' && acted ? RESULT_AT_HAND : 0;
  const threshold =
    THRESHOLD + given + (run.every((it) => it.role === first.role) ? (RELUCTANCE[first.role] ?? 0) : 0);
  const [top, second] = fits;
  const ahead = top ? top.fit + MARGIN * (top.fit - (second?.fit ?? 0)) : 0;
  const clear = top ? ahead * certainty(top) : 0;
  return { from, to, fits, gain: Math.max(0, clear - threshold) };
}

function certainty({ substance }: Fit): number {
  return substance / (substance + LITTLE);
}

/** Whether the library is what the requirement is about: one of the choices is clear, not all of them words in passing. */
export function isAnswered(segments: readonly Segment[]): boolean {
  const clear = segments.flatMap((it) => (it.chosen ? [it.chosen.fit * certainty(it.chosen)] : []));
  return clear.length > 0 && Math.max(...clear) >= ANCHOR - FURTHER * (clear.length - 1);
}

/** The segments with the records of their choices as the stores have them now: what is generated is checked against these. */
export async function withStoredRecords(
  segments: readonly Segment[],
  libraries: readonly ApiLibrary[],
): Promise<Segment[]> {
  const stored = new Map<ApiLibrary, ReadonlyMap<string, ApiDoc>>();
  for (const library of libraries) {
    const names = segments.flatMap(({ chosen }) =>
      chosen?.library === library ? [chosen.profile.api.name] : [],
    );
    const records = names.length > 0 ? await library.fetch([...new Set(names)]) : [];
    stored.set(library, new Map(records.map((it) => [it.name, it])));
  }
  return segments.map((segment) => {
    const { chosen } = segment;
    const api = chosen && stored.get(chosen.library)?.get(chosen.profile.api.name);
    if (!chosen || !api || api === chosen.profile.api) return segment;
    return { ...segment, chosen: { ...chosen, profile: readProfile(api, chosen.library) } };
  });
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
