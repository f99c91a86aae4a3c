import type { Place } from './places.js';
import type { Demand } from './rule.js';

const TOKEN = String.raw`(?:"([^"]+)"|'([^']+)'|“([^”]+)”|([^\s\p{L}\p{N}"'“,;)]{1,8}|[\p{L}\p{N}]+[_:/-]+))`;
const START = new RegExp(
  String.raw`\bmust (?:start|begin) with (?:the prefix |a |an )?${TOKEN}(?=[\s,.;)]|$)`,
  'iu',
);
const END = new RegExp(
  String.raw`\bmust end (?:with|in) (?:the suffix |a |an )?${TOKEN}(?=[\s,.;)]|$)`,
  'iu',
);
const START_ZH = /必须以\s*(?:"([^"]+)"|'([^']+)'|“([^”]+)”|([^\s\p{Script=Han}]+))\s*(?:开头|开始)/u;
const END_ZH = /必须以\s*(?:"([^"]+)"|'([^']+)'|“([^”]+)”|([^\s\p{Script=Han}]+))\s*(?:结尾|结束)/u;
const MATCH =
  /(?:\bmust match(?: the)?(?: regular expression| regex| pattern)?:?|必须(?:匹配|符合)(?:正则(?:表达式)?)?[：:]?)\s*(?:\/((?:[^/\\]|\\.)+)\/(?![a-z])|(\^\S*\$))/iu;

/** "must match `/^[a-z]+$/`", "must start with `wx_`": a regular expression for a string. */
export function patternDemand(sentence: string, { kinds, path }: Place): Demand<'pattern'> | undefined {
  if (kinds.size > 0 && !kinds.has('string')) return undefined;
  const match = MATCH.exec(sentence);
  const whole = match?.[1] ?? match?.[2];
  if (whole !== undefined) return isPattern(whole) ? { kind: 'pattern', path, pattern: whole } : undefined;
  const start = tokenOf(START.exec(sentence) ?? START_ZH.exec(sentence));
  // Slashes and schemes are formats.
  if (start !== undefined)
    return /^(?:\/|(?:https?|wss?)\b)/.test(start)
      ? undefined
      : { kind: 'pattern', path, pattern: `^${escaped(start)}` };
  const end = tokenOf(END.exec(sentence) ?? END_ZH.exec(sentence));
  return end === undefined ? undefined : { kind: 'pattern', path, pattern: `${escaped(end)}$` };
}

/** Whether the text is the source of a regular expression. */
export function isPattern(source: string): boolean {
  try {
    return new RegExp(source, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

function tokenOf(match: RegExpExecArray | null): string | undefined {
  return match?.slice(1).find((it) => it !== undefined);
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
