import { convert, documentedUnit } from '../requirement/units.js';
import type { NumberValue, Value } from '../requirement/values.js';
import type { Slot } from '../retrieval/shapes.js';
import type { Expression } from './plan.js';

const MILLISECONDS = { dimension: 'time', factor: 1 } as const;
const NOW: Expression = { kind: 'code', code: 'Date.now()' };

const FROM_NOW =
  /\b(?:next|coming|following|within|from now|ahead|in the next)\b|未来|接下来|今后|以后|之后/i;
const UNTIL_NOW = /\b(?:last|past|previous|recent|ago|since)\b|最近|过去|之前|以内/i;
const NOW_WORDS = /\b(?:now|this moment|current (?:time|moment)|right now|today)\b|现在|此刻|当前时间|今天/i;
const STARTS = /^(?:start|begin|from|since|after|min)/i;
const ENDS = /^(?:end|until|till|to|before|finish|max)/i;

export function isMoment(slot: Slot): boolean {
  return documentedUnit(slot.name, slot.doc) === 'moment';
}

/** Moments that a text states relative to now or to a start: `next 24 hours`, `takes 90 minutes`. Used values are added to `used`. */
export function bindMoments(
  slots: readonly Slot[],
  bound: Map<Slot, Expression>,
  text: string,
  values: readonly Value[],
  used: Set<Value>,
): void {
  const moments = slots.filter(isMoment);
  if (moments.length === 0) return;
  const durations = values.filter(
    (it): it is NumberValue => it.kind === 'number' && it.unit?.dimension === 'time' && !used.has(it),
  );
  const start = moments.find((it) => STARTS.test(it.name));
  const end = moments.find((it) => ENDS.test(it.name) && it !== start);

  for (const duration of durations) {
    const code = duration.unit && convert(duration.value, duration.unit, MILLISECONDS);
    if (!code) continue;
    const around = text.slice(Math.max(0, duration.start - 24), duration.end + 16);
    const offset: Expression = { kind: 'code', code };
    if (UNTIL_NOW.test(around) && start && !bound.has(start)) {
      bound.set(start, { kind: 'sum', left: NOW, operator: '-', right: offset });
      if (end?.required && !bound.has(end)) bound.set(end, NOW);
      used.add(duration);
    } else if (FROM_NOW.test(around) && start && end && !bound.has(start) && !bound.has(end)) {
      bound.set(start, NOW);
      bound.set(end, { kind: 'sum', left: NOW, operator: '+', right: offset });
      used.add(duration);
    } else if (start && end && bound.has(start) && !bound.has(end)) {
      const from = bound.get(start);
      if (from) bound.set(end, { kind: 'sum', left: from, operator: '+', right: offset });
      used.add(duration);
    }
  }
  const now = NOW_WORDS.exec(text);
  if (now && start && !bound.has(start) && (start.required || /\b(?:earlier|before|min)/i.test(text)))
    bound.set(start, NOW);
}
