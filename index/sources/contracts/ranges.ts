import type { Unit } from '../../contract.js';
import { type Bounds, boundsIn } from './bounds.js';
import type { Place } from './places.js';
import { plainText } from './plain-text.js';
import type { Demand } from './rule.js';
import { sentencesOf } from './sentences.js';
import { unitDemand, unitFactor, unitNamed } from './units.js';

/** After the number nothing else may be counted. */
const END = /^\s*(?:$|[.,;:)）。，；、]|\(|（|or\b|and\b|\(?(?:both )?inclusive|范围|之间|的值|if\b|when\b)/i;
const COUNTED = /^\s*(%|[\p{L}]+)/u;
const COUNT_OF = /\b(?:number|count|amount) of\b|数量|个数|数目|(?:数|量)(?:，|,)|上限/i;
const COUNTER = /^\s*[个张条项次人页行份]/;
const POSITIVE =
  /(?:^|\bmust be |\bshould be )(?:an? )?(?:strictly )?positive (?:integer|number|value|whole number)?(?=[.,;)]|$|\s)|必须(?:为|是)正(?:整)?数/i;
const NOT_NEGATIVE =
  /(?:^|\bmust be |\bshould be )(?:an? )?non-?negative\b|\b(?:must not|cannot|can't|may not) be negative\b|(?:不能|不得)(?:为|是)负数?|非负(?:整)?数/i;
/** Years and versions look like ranges, and results are not what is passed. */
const ELSEWHERE =
  /\b(?:by default|recommended|usually|typically|version|e\.g\.|for example|resulting|otherwise)\b|建议|推荐|版本|例如|比如/i;

/** "between 1 and 100", "取值 0~100": what a number may be. */
export function rangeDemand(sentence: string, place: Place): Demand<'range'> | undefined {
  if (place.kinds.size > 0 && !place.kinds.has('number')) return undefined;
  const bounds = boundsOf(sentence, place);
  if (!bounds) return undefined;
  const except = exceptions(place.doc).filter((it) => !isWithin(it, bounds));
  return { kind: 'range', path: place.path, ...bounds, ...(except.length > 0 ? { except } : {}) };
}

function boundsOf(sentence: string, place: Place): Bounds | undefined {
  if (place.kinds.has('number')) {
    if (POSITIVE.test(sentence)) return { exclusiveMinimum: 0 };
    if (NOT_NEGATIVE.test(sentence)) return { minimum: 0 };
  }
  const stated = boundsIn(sentence);
  if (!stated || ELSEWHERE.test(stated.before + stated.after.slice(0, 20)) || isYears(stated.bounds))
    return undefined;
  // What may be a text as well may be as long.
  if (place.kinds.size === 0 || (place.kinds.has('list') && !place.kinds.has('number'))) return undefined;
  if (END.test(stated.after)) return place.kinds.has('list') ? undefined : stated.bounds;
  const word = COUNTED.exec(stated.after)?.[1] ?? '';
  const counted = unitNamed(word);
  if (counted) return converted(stated.bounds, counted, place);
  return COUNT_OF.test(stated.before) || COUNTER.test(stated.after) ? stated.bounds : undefined;
}

/** The bounds in the unit of the place; if that is another or nobody knows, there are none. */
function converted(bounds: Bounds, from: Unit, place: Place): Bounds | undefined {
  const units = sentencesOf(place.doc).flatMap((it) => unitDemand(plainText(it), place) ?? []);
  const [to] = units;
  const factor = to && unitFactor(from, to.unit);
  if (factor === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(bounds).map(([key, value]: [string, number]) => [key, value * factor]),
  );
}

const EXCEPTION =
  /(?<![\d.])(-?\d+)\s+(?:means|disables|turns|stands for|indicates|for (?:no|never|unlimited|infinite|none))\b|\b(?:use|set to|pass)\s+(-?\d+)\s+(?:to|for)\b|(?<![\d.])(-?\d+)\s*(?:表示|代表|则|：不)/giu;

/** Values with a meaning of their own: "`-1` means no limit". */
export function exceptions(doc: string): number[] {
  return [...plainText(doc).matchAll(EXCEPTION)].map((it) => Number(it[1] ?? it[2] ?? it[3]));
}

function isWithin(value: number, { minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Bounds): boolean {
  return (
    value >= (minimum ?? -Infinity) &&
    value <= (maximum ?? Infinity) &&
    value > (exclusiveMinimum ?? -Infinity) &&
    value < (exclusiveMaximum ?? Infinity)
  );
}

function isYears({ minimum, maximum }: Bounds): boolean {
  return [minimum, maximum].every((it) => it !== undefined && it >= 1900 && it <= 2100);
}
