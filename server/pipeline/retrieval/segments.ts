import type { ApiDoc } from '../../../index/api-doc.js';
import type { ApiLibrary } from '../../../index/library.js';
import type { Clause, Role } from '../requirement/decompose.js';
import { meaningOf } from '../requirement/meaning.js';
import { isEvent, profileOf, readProfile } from './api-profile.js';
import { confidence } from './confidence.js';
import type { Experience } from './experience.js';
import { type Fit, questionOf, retrieveApis } from './retrieve.js';

/** A run of clauses that one API call serves, or that no call serves but that governs others. */
export interface Segment {
  readonly clauses: readonly Clause[];
  readonly role: Role;
  /** Best first; the first is the choice, unless `chosen` is absent. */
  readonly fits: readonly Fit[];
  /** How likely the first of them is what is asked for, 0 to 1. */
  readonly confidence: number;
  readonly chosen?: Fit;
}

/** Below this confidence a clause asks for nothing the library has. */
const THRESHOLD = 0.46;
/** An event needs a subscription. */
const SUBSCRIPTION = 0.3;
const HEARD = 0.15;
/** If nothing else is, the likeliest clause is taken from this confidence on: somebody who asks wants something. */
const LAST_RESORT = 0.38;
/** As many clauses as that may be one subtask together. */
const MERGED = 4;
/** What joining another clause costs: a longer question is surer of itself, whatever was added. */
const JOIN = 0.05;
/** What cutting a clause in two costs: where nothing else is said, it asks for one thing. */
const SEAM = 0.2;
/** A part of a clause says at least so much. */
const LEAST = 2;

/** How often handles are followed: a client gives a database, that a collection. */
const HANDLES = 3;

interface Context {
  readonly libraries: readonly ApiLibrary[];
  readonly names: ReadonlySet<string>;
  readonly experience: Experience | undefined;
  /** Types of the handles that the code has. */
  readonly handles: Set<string>;
}

interface Span {
  readonly clauses: readonly Clause[];
  readonly fits: readonly Fit[];
  readonly confidence: number;
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
  experience?: Experience,
  signal?: AbortSignal,
): Promise<Segment[]> {
  const context: Context = { libraries, names, experience, handles: new Set() };
  let segments = await split(clauses, context, signal);
  // What is chosen may return handles; then their methods are worth a look, which may return further handles.
  for (let round = 0; round < HANDLES; round++) {
    const before = context.handles.size;
    for (const it of segments) for (const type of it.chosen?.profile.handles ?? []) context.handles.add(type);
    if (context.handles.size === before) break;
    segments = await split(clauses, context, signal);
  }
  const chosen = onHandlesAtHand(withLastResort(segments));
  return WITHOUT_WAITING.test(clauses.map((it) => it.text).join(' ')) ? chosen.map(synchronous) : chosen;
}

/** Nothing can be waited for where the code stands. */
const WITHOUT_WAITING =
  /\b(?:synchronous(?:ly)?|(?:can ?not|can't|must not|may not|unable to) (?:a?wait|be async\w*)|without (?:a |any )?(?:promises?|await(?:ing)?|async\w*)|(?:not|isn't|can't be) async\w*)\b|同步(?:地|的|方式|方法|读|写|取|获取|调用|执行)|不能(?:用|使用)?(?:异步|await|Promise)/i;

/** Of an API that comes in both forms the one that needs no waiting for: `readFile`, `readFileSync`. */
function synchronous(segment: Segment): Segment {
  const { chosen } = segment;
  const own = chosen && profileOf(`${chosen.profile.api.name}Sync`, chosen.library);
  if (!own) return segment;
  const fit = { ...chosen, profile: own };
  return { ...segment, chosen: fit, fits: [fit, ...segment.fits.filter((it) => it.profile !== own)] };
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
    if (!other) return { ...rest, fits: [], confidence: 0 };
    const ahead = [other, ...segment.fits.slice(segment.fits.indexOf(other) + 1)];
    const likely = other === chosen ? segment.confidence : confidence(ahead, segment.role);
    if (other !== chosen && likely < THRESHOLD) return { ...rest, fits: [] };
    for (const handle of other.profile.handles) atHand.add(handle);
    return {
      ...rest,
      fits: [other, ...segment.fits.filter((it) => it !== other)],
      confidence: likely,
      chosen: other,
    };
  });
}

async function split(clauses: readonly Clause[], context: Context, signal?: AbortSignal): Promise<Segment[]> {
  const segments: Segment[] = [];
  const last = clauses.at(-1)?.sentence ?? -1;
  for (let sentence = 0; sentence <= last; sentence++) {
    signal?.throwIfAborted();
    const members = clauses.filter((it) => it.sentence === sentence);
    segments.push(...(await bestSplit(members, context)));
  }
  return segments;
}

async function bestSplit(clauses: readonly Clause[], context: Context): Promise<Segment[]> {
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
      const spans = await explain(run, context);
      const gain = before.gain + gainOf(spans);
      if (!choice || gain > choice.gain + 1e-9) choice = { gain, spans: [...before.spans, ...spans] };
    }
    best.push(choice ?? { gain: 0, spans: [] });
  }
  return (best.at(-1)?.spans ?? []).map(({ clauses: members, fits, confidence: likely, gain }) => {
    const [chosen] = fits;
    return {
      clauses: members,
      role: members[0]?.role ?? 'action',
      fits,
      confidence: likely,
      ...(gain > 0 && chosen ? { chosen } : {}),
    };
  });
}

function gainOf(spans: readonly Span[]): number {
  return spans.reduce((sum, it) => sum + it.gain, 0);
}

/** The run as one span, or a single clause in two, if each part clearly asks for something else. */
async function explain(run: readonly Clause[], context: Context): Promise<Span[]> {
  const whole = await ask(run, context);
  const [clause] = run;
  if (!clause || run.length > 1 || clause.role === 'remark' || clause.role === 'failure') return [whole];
  let best = [whole];
  let most = whole.gain + SEAM;
  for (const seam of clause.seams) {
    const parts = [part(clause, 0, seam), part(clause, seam, clause.text.length)];
    if (parts.some(({ text }) => meaningOf(text).terms.length < LEAST)) continue;
    const [before, after] = await askInOrder(parts, most, context);
    if (!before || !after) continue;
    if (before.fits[0]?.profile.api.name === after.fits[0]?.profile.api.name) continue;
    most = before.gain + after.gain;
    best = [before, after];
  }
  return best;
}

/** The spans of the parts; none as soon as one asks for nothing, or together they cannot gain more than `least`. */
async function askInOrder(parts: readonly Clause[], least: number, context: Context): Promise<Span[]> {
  const spans: Span[] = [];
  for (const it of parts) {
    const span = await ask([it], context);
    spans.push(span);
    const possible = gainOf(spans) + (parts.length - spans.length) * (1 - THRESHOLD);
    if (span.gain === 0 || possible <= least) return [];
  }
  return spans;
}

function part(clause: Clause, from: number, to: number): Clause {
  const raw = clause.text.slice(from, to);
  const lead = /^[\s,，、：:–—-]*(?:and |but |so |or )?/.exec(raw)?.[0].length ?? 0;
  const text = raw.slice(lead).trimEnd();
  const start = clause.start + from + lead;
  return { ...clause, text, start, end: start + text.length, seams: [] };
}

async function ask(
  run: readonly Clause[],
  { libraries, names, handles, experience }: Context,
): Promise<Span> {
  const [first] = run;
  if (!first || run.every((it) => it.role === 'remark' || it.role === 'failure'))
    return { clauses: run, fits: [], confidence: 0, gain: 0 };
  const asking = run.filter((it) => it.role !== 'remark');
  const question = questionOf(asking.map(withoutLead), names);
  const fits = preferred(await retrieveApis(question, libraries, handles, experience), first.role);
  const role = run.every((it) => it.role === first.role) ? first.role : 'action';
  // What happens again and again is only heard of by a subscription.
  const isHeard = role === 'event' && fits[0] !== undefined && isEvent(fits[0].profile);
  const likely = Math.min(1, confidence(fits, role) + (isHeard ? HEARD : 0));
  const gain = likely - THRESHOLD - JOIN * (run.length - 1);
  return { clauses: run, fits, confidence: likely, gain: Math.max(0, gain) };
}

/** Where no clause is likely enough, the likeliest one is taken, unless that is not likely at all. */
function withLastResort(segments: readonly Segment[]): readonly Segment[] {
  if (segments.some((it) => it.chosen)) return segments;
  const best = [...segments].sort((a, b) => b.confidence - a.confidence)[0];
  const [fit] = best?.fits ?? [];
  if (!best || !fit || fit.profile.api.member || best.confidence < LAST_RESORT) return segments;
  return segments.map((it) => (it === best ? { ...it, chosen: fit } : it));
}

/** Whether the library has something for the requirement. */
export function isAnswered(segments: readonly Segment[]): boolean {
  return segments.some((it) => it.chosen);
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

/** Words that only say which part a clause plays: what is asked for is what comes after them. */
const LEADS: Partial<Record<Role, RegExp>> = {
  return: /^(?:(?:and |then )?(?:return|returns|give back|hand back)|返回|交回)\s*/i,
  condition:
    /^(?:and |but |so )?(?:only )?(?:if|when|once|unless|as soon as|as long as|in case|provided(?: that)?|after|until|while|如果|若|要是|假如|万一|当|一旦|等到?|倘若|除非|只有)\s*/i,
  event:
    /^(?:and |but |so )?(?:whenever|(?:every|each) (?:single )?time|on (?:every|each)|for (?:every|each)|每当|每次|每来|一有)\s*/i,
};

function withoutLead(clause: Clause): Clause {
  const lead = LEADS[clause.role];
  return lead ? { ...clause, text: clause.text.replace(lead, '') } : clause;
}
