import { type Bounds, boundsIn } from './bounds.js';
import type { Place } from './places.js';
import type { Demand } from './rule.js';
import { unitNamed } from './units.js';

const CHARACTERS =
  /^\s*(?:unicode |utf-16 |ascii |alphanumeric |个)?\s*(?:characters?|chars?|letters?|digits?|code points|字符|汉字|字(?!节|段)|位(?:数字|字符)?(?:$|[，。,]))/i;
const BYTES = /^\s*(?:utf-8 |个)?\s*(?:bytes?|字节)(?![\p{L}])/iu;
const ITEMS =
  /^\s*(?:个|项|条|张|人|份|名)|^\s*(?:$|[.,;)）。，；](?!\d))|^\s*(?:[\p{Ll}-]+\s+)?(?:items|entries|elements|files|images|[\p{Ll}]+s)\b/u;
/** Longer texts are allowed, they are only not shown, or something else is counted. */
const ELSEWHERE =
  /\b(?:first|last|truncat\w+|shown|displayed|cut|shorten\w*|recommended|by default|e\.g\.|for example|such as|per line|each line|returns?|generates?)\b|截断|显示前|建议|推荐|默认/i;
const FORMER =
  /(?<![\d.])(\d+)\s+(characters|chars|bytes)\s+(?:or (?:less|fewer)|max(?:imum)?|at most|at maximum)\b/i;
const LENGTH =
  /\b(?:max(?:imum)? length|length)(?: of| is|:| must be| limit(?: of| is)?)?\s*(?:at most |up to )?(\d+)(?=[.,;)]|$|\s+(?:characters|chars))/i;
const EXACT = /\b(?:must (?:be|have|contain)|has to be) exactly (\d+) (characters|digits|bytes)\b/i;

/** "at most 60 characters", "1 to 8" for a list, "最多 60 个字符": how long a string or a list may be. */
export function lengthDemand(sentence: string, place: Place): Demand<'length'> | undefined {
  const { kinds, path } = place;
  const [text, list] = [kinds.has('string'), kinds.has('list')];
  // Buffers and the like are not known.
  if (kinds.size > 0 && !text && !list) return undefined;
  if (ELSEWHERE.test(sentence)) return undefined;
  if (text || kinds.size === 0) {
    const exact = EXACT.exec(sentence);
    const former = exact ?? FORMER.exec(sentence);
    if (former?.[1]) {
      const of = /^bytes/i.test(former[2] ?? '') ? 'bytes' : 'characters';
      const maximum = Number(former[1]);
      return { kind: 'length', path, ...(exact ? { minimum: maximum } : {}), maximum, of };
    }
  }
  if (text && !list) {
    const length = LENGTH.exec(sentence)?.[1];
    if (length && /\bmax/i.test(sentence))
      return { kind: 'length', path, maximum: Number(length), of: 'characters' };
  }
  const stated = boundsIn(sentence);
  const bounds = stated && wholeBounds(stated.bounds);
  if (!bounds) return undefined;
  const { after, before } = stated;
  if (CHARACTERS.test(after)) return { kind: 'length', path, ...bounds, of: 'characters' };
  if (BYTES.test(after)) return text ? { kind: 'length', path, ...bounds, of: 'bytes' } : undefined;
  if (
    text &&
    !list &&
    /长度|\blength\b/i.test(before + sentence.slice(before.length, before.length + 12)) &&
    /^\s*(?:$|[.,;)。，；])/.test(after)
  )
    return { kind: 'length', path, ...bounds, of: 'characters' };
  if (!list || !ITEMS.test(after) || isMeasure(after) || /\bof\b/.test(after.slice(0, 24))) return undefined;
  // A list of numbers: each of them may be meant.
  if (kinds.has('number') && /^\s*(?:$|[.,;)])/.test(after)) return undefined;
  return { kind: 'length', path, ...bounds, of: 'items' };
}

function isMeasure(after: string): boolean {
  const word = /^\s*([\p{L}]+)/u.exec(after)?.[1] ?? '';
  return (
    unitNamed(word) !== undefined || /^(?:pixels|times|px|degrees|metres|meters|points|levels)$/i.test(word)
  );
}

/** Lengths are whole and not negative; "fewer than 5" is at most 4. */
function wholeBounds(bounds: Bounds): Pick<Bounds, 'minimum' | 'maximum'> | undefined {
  const minimum =
    bounds.minimum ?? (bounds.exclusiveMinimum === undefined ? undefined : bounds.exclusiveMinimum + 1);
  const maximum =
    bounds.maximum ?? (bounds.exclusiveMaximum === undefined ? undefined : bounds.exclusiveMaximum - 1);
  const isCount = (it: number | undefined): boolean => it === undefined || (Number.isInteger(it) && it >= 0);
  if (!isCount(minimum) || !isCount(maximum)) return undefined;
  return { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) };
}
