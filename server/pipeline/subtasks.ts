import type { Subtask } from './generation.js';
import type { PlannedSubtask } from './plan/make-plan.js';
import { meaningOf, share } from './requirement/meaning.js';
import { readValues } from './requirement/values.js';
import { asCandidate } from './retrieval/retrieve.js';
import type { Segment } from './retrieval/segments.js';

/** How many other APIs are offered for a subtask. */
const ALTERNATIVES = 5;

/** A subtask in the making: a segment and the segments without an API that qualify it. */
interface Group {
  readonly head: Segment;
  readonly clauses: Segment['clauses'][number][];
}

/** Subtasks for the plan, and as the user sees them. */
export interface Subtasks {
  readonly planned: readonly PlannedSubtask[];
  readonly shown: readonly Subtask[];
}

/** Roles that shape the plan although no API serves them. */
const GOVERNING = new Set(['condition', 'event', 'failure', 'otherwise', 'always', 'each', 'return']);

/**
 * Makes subtasks of segments: what no API serves and nothing governs qualifies its neighbour (the action before it in
 * the sentence, else the one after it, else the last one); an API chosen twice for the same thing is one subtask.
 */
export function subtasksOf(segments: readonly Segment[]): Subtasks {
  const groups: Group[] = [];
  const waiting: Segment['clauses'][number][] = [];
  for (const each of segments) {
    // A condition speaks of a call that is there already, if the same API answers to it.
    const known = each.role === 'condition' && groups.some((it) => isSameApi(it.head, each));
    const segment: Segment = known
      ? { clauses: each.clauses, role: each.role, fits: [], confidence: 0 }
      : each;
    const sentence = segment.clauses[0]?.sentence ?? 0;
    const twin =
      segment.chosen && segment.role !== 'condition' && groups.findLast((it) => isRepetition(it, segment));
    if (
      twin &&
      !twin.head.clauses.some((it) => it.instruction) &&
      segment.clauses.some((it) => it.instruction)
    ) {
      // A title names what the instruction then says: it is done where the instruction stands.
      groups.splice(groups.indexOf(twin), 1);
      groups.push({ head: segment, clauses: [...twin.clauses, ...waiting.splice(0), ...segment.clauses] });
    } else if (twin) {
      twin.clauses.push(...waiting.splice(0), ...segment.clauses);
    } else if (segment.chosen || GOVERNING.has(segment.role)) {
      const own = waiting.splice(0);
      groups.push({
        head: segment,
        clauses: segment.chosen ? [...own, ...segment.clauses] : [...segment.clauses],
      });
      if (!segment.chosen) waiting.push(...own);
    } else {
      const before = groups.findLast((it) => it.head.chosen && it.head.clauses[0]?.sentence === sentence);
      if (isUnserved(segment, before?.head)) groups.push({ head: segment, clauses: [...segment.clauses] });
      else if (groups.at(-1)?.head.role === 'failure') groups.at(-1)?.clauses.push(...segment.clauses);
      else if (before) before.clauses.push(...segment.clauses);
      else waiting.push(...segment.clauses);
    }
    // What waits at the end of its sentence belongs to what came before, unless nothing did.
    const next = segments[segments.indexOf(each) + 1];
    const lastAction = groups.findLast((it) => it.head.chosen);
    if (waiting.length > 0 && lastAction && next?.clauses[0]?.sentence !== sentence)
      lastAction.clauses.push(...waiting.splice(0));
  }

  const planned: PlannedSubtask[] = [];
  const shown: Subtask[] = [];
  for (const { head, clauses } of groups) {
    const text = clauses.map((it) => it.text).join(', ');
    planned.push({
      index: shown.length,
      sentence: head.clauses[0]?.sentence ?? 0,
      role: head.role,
      clauses: head.clauses,
      text,
      ...(head.chosen ? { profile: head.chosen.profile, library: head.chosen.library } : {}),
    });
    shown.push({
      text: sentenceOf(text),
      apis: head.chosen ? head.fits.slice(0, ALTERNATIVES + 1).map(asCandidate) : [],
    });
  }
  return { planned, shown };
}

/** An instruction of its own that has nothing to do with its neighbour's API: the user is told that no API fits. */
function isUnserved({ role, clauses }: Segment, neighbour: Segment | undefined): boolean {
  if (role !== 'action' || !clauses.some((it) => it.instruction && !it.negated)) return false;
  const text = clauses.map((it) => it.text).join(' ');
  const said = meaningOf(text);
  // "upload it" says enough, "simply so" does not.
  const least = /^\W*[a-z]+\s+(?:it|them)\b/i.test(text) ? 1 : 2;
  if (said.terms.length < least || readValues(text).length > 0) return false;
  return !neighbour?.chosen || share(said, neighbour.chosen.profile.everything) === 0;
}

function isSameApi({ chosen: one }: Segment, { chosen: other }: Segment): boolean {
  return (
    one !== undefined && one.library === other?.library && one.profile.api.name === other.profile.api.name
  );
}

/** The same API again is the same call, unless it stands in another branch or says another text. */
function isRepetition(group: Group, segment: Segment): boolean {
  if (!isSameApi(group.head, segment)) return false;
  if (group.head.role !== 'action' && group.head.role !== 'statement' && group.head.role !== segment.role)
    return false;
  if (segment.role !== 'action' && segment.role !== 'statement' && segment.role !== 'return') return false;
  const texts = (clauses: Segment['clauses']): number =>
    clauses.flatMap((it) => readValues(it.text)).filter((it) => it.kind === 'text' && it.quoted).length;
  return texts(group.clauses) === 0 || texts(segment.clauses) === 0;
}

function sentenceOf(text: string): string {
  const trimmed = text.trim();
  const first = trimmed.charAt(0).toUpperCase() + trimmed.slice(1);
  return /[.!?。！？]$/.test(first) ? first : `${first}${/[\u3400-\u9fff]/.test(first) ? '。' : '.'}`;
}
