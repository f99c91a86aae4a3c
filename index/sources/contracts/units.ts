import type { Unit } from '../../contract.js';
import type { Place } from './places.js';
import type { Demand } from './rule.js';

const NAMES: readonly (readonly [Unit, string])[] = [
  ['ns', 'nanoseconds?|nanos|ns|纳秒'],
  ['us', 'microseconds?|micros|µs|us|微秒'],
  ['ms', 'milliseconds?|millis|msecs?|ms|毫秒'],
  ['s', 'seconds?|secs?|s|秒钟?'],
  ['min', 'minutes?|mins?|分钟'],
  ['h', 'hours?|hrs?|h|小时'],
  ['d', 'days?|天'],
  ['bytes', 'bytes?|字节'],
  ['KB', 'kilobytes?|kb|千字节'],
  ['MB', 'megabytes?|mb|兆字节'],
  ['GB', 'gigabytes?|gb'],
  ['percent', 'per ?cent|percentage|%|百分比'],
];

/** How many of the smallest unit of its kind each unit is. */
const SIZES: Readonly<Partial<Record<Unit, readonly [dimension: string, size: number]>>> = {
  ns: ['time', 1],
  us: ['time', 1e3],
  ms: ['time', 1e6],
  s: ['time', 1e9],
  min: ['time', 6e10],
  h: ['time', 3.6e12],
  d: ['time', 8.64e13],
  percent: ['share', 1],
  bytes: ['size', 1],
};

/** How many of the other unit one of this is; undefined where that is not certain, as for kilobytes. */
export function unitFactor(from: Unit, to: Unit): number | undefined {
  if (from === to) return 1;
  const [a, b] = [SIZES[from], SIZES[to]];
  return a && b && a[0] === b[0] ? a[1] / b[1] : undefined;
}

/** The unit that a word names. */
export function unitNamed(word: string): Unit | undefined {
  return NAMES.find(([, names]) => new RegExp(`^(?:${names})$`, 'iu').test(word.trim()))?.[0];
}

const ANY = NAMES.map(([, names]) => names).join('|');
/** A single letter is a unit only where a label says so. */
const WORD = ANY.replace(/\|(?:s|h|us|%|mins\?)(?=\|)/g, '');
const LONG = `(?<unit>${WORD})(?![\\p{Ll}\\p{N}])`;

/** What is counted in units; "the job is done in seconds" counts nothing. */
const QUANTITY =
  /(?:\b(?:times?|timeouts?|durations?|delays?|intervals?|lifetime|ttl|lengths?|limits?|sizes?|ages?|periods?|expir\w+|latency|windows?|timestamps?|moments?|dates?|offsets?|pauses?|waits?|amount|quota|memory|space|capacity|quality|level|begin|start|end|deadline|heartbeat|value|volume|opacity|progress|rate|largest|smallest|longest|shortest|maximum|minimum)|(?:[a-z]Time|Timeout|Duration|Delay|Interval|Size))\b/iu;
/** Past one of these the sentence speaks of something else. */
const ELSEWHERE =
  /[;]|\b(?:when|while|until|because|unless|although|whose|than|that|which|instead|converted?|rounded|returns?|resolves?|within)\b/iu;

const FORMS: readonly RegExp[] = [
  new RegExp(
    `^(?:in |the )?(?:time |value )?(?:in |as )?${LONG}(?= (?:to|before|until|after|between)\\b|[.,;]|$)`,
    'iu',
  ),
  new RegExp(`[\\p{L}\\d)\\]],?\\s*\\(?\\b(?:in|as)\\s+(?:whole |integer |full |epoch |unix )?${LONG}`, 'iu'),
  new RegExp(`[(（](?:in |unit: |单位[：:为]?\\s*)?${LONG}[)）]`, 'iu'),
  new RegExp(`\\b(?:number|amount) of (?:whole |full )?${LONG}`, 'iu'),
  new RegExp(`单位(?:为|是|：|:)?\\s*${LONG}`, 'u'),
  new RegExp(`以\\s*${LONG}\\s*(?:为单位|计)`, 'u'),
  /(?<unit>毫秒|秒|分钟|小时|字节)数/u,
  /(?<unit>毫秒|秒)(?:级)?时间戳/u,
];

const MOMENT = /\bepoch\b|\bunix (?:time|timestamp)|since (?:january 1,? )?1970|时间戳/i;
const SINCE =
  /\b(?<unit>milliseconds|seconds|ms)\s+since\s+(?:the\s+)?(?:unix\s+)?epoch|\b(?:unix |epoch )(?<epoch>milliseconds|seconds)\b/iu;

/** "Time limit in milliseconds", "单位毫秒": the unit of a number. */
export function unitDemand(sentence: string, place: Place): Demand<'unit'> | undefined {
  if (place.kinds.size > 0 && !place.kinds.has('number')) return undefined;
  const unit = unitOf(sentence);
  if (!unit) return undefined;
  const isTime = unit === 'ms' || unit === 's' || unit === 'us';
  return {
    kind: 'unit',
    path: place.path,
    unit,
    ...(isTime && MOMENT.test(sentence) ? { moment: true } : {}),
  };
}

function unitOf(sentence: string): Unit | undefined {
  const { unit: since, epoch } = SINCE.exec(sentence)?.groups ?? {};
  const moment = since ?? epoch;
  if (moment !== undefined) return unitNamed(moment);
  for (const [index, form] of FORMS.entries()) {
    const match = form.exec(sentence);
    const { unit: word } = match?.groups ?? {};
    if (!match || word === undefined) continue;
    const until = sentence.slice(0, match.index + 1);
    if (ELSEWHERE.test(until)) continue;
    if (index === 1 && !QUANTITY.test(until + sentence.slice(match.index + 1, match.index + 2))) continue;
    const unit = unitNamed(word);
    if (unit && !hasOther(sentence.slice(match.index + match[0].length), unit)) return unit;
  }
  return undefined;
}

/** Whether the rest of the sentence gives the number another unit: "in seconds or milliseconds". */
function hasOther(rest: string, unit: Unit): boolean {
  if (/^\s*\(or\b/i.test(rest)) return true;
  const other = new RegExp(`^\\s*(?:,\\s*)?(?:or|and|/|或|和)\\s*(?:in\\s+)?(${WORD})(?!\\p{L})`, 'iu').exec(
    rest,
  )?.[1];
  return other !== undefined && unitNamed(other) !== unit;
}
