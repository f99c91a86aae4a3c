import type { Place } from './places.js';
import { codeNamesIn, namesIn, plainText, wordPattern } from './plain-text.js';
import type { Demand } from './rule.js';

/** Before the name of the other one: this one needs it. */
const NEEDS = [
  /\b(?:must|has to|can only|may only) be (?:used|passed|given|set|specified|combined|provided) (?:together |along |in combination )?with (?:the )?$/i,
  /\bonly (?:valid|allowed|used|makes sense) (?:together |in combination )?with (?:the )?$/i,
  /(?:^|[,;(] *)(?:it )?requires (?:the )?$/i,
  /(?:必须|需要?|须|只能)(?:要)?(?:和|与|配合|同)\s*$/u,
];
const NEEDS_ZH_AFTER = /^\s*(?:组合|一起|同时|搭配|配合|成对|使用|共同)/u;
/** Before and after the name of the other one: that one needs this one. */
const NEEDED_BEFORE =
  /\b(?:required|must be (?:set|given|passed|provided|specified)) (?:if|when|whenever) (?:the )?$/i;
const NEEDED_AFTER = /^ (?:is|was) (?:set|given|passed|provided|specified|present|used)(?=[.,;)]|$)/i;
const NEEDED_ZH = /(?:^|[，,；（])(?:传入?|设置|指定|使用)了?\s*$/u;
const NEEDED_ZH_AFTER = /^\s*时，?(?:必填|必传|必须(?:传入?|设置|指定))/u;
const BOTH =
  /\bmust (?:both )?be (?:used|passed|given|set|specified|provided) together\b|(?:必须|需要?)(?:成对|同时)(?:传入?|设置|出现|指定|使用)/i;
const DENIED = /\bnot\b|不/i;

/** "must be used together with `b`", "required if `b` is set": names that need each other. */
export function togetherDemand(sentence: string, place: Place): Demand<'together'> | undefined {
  const own = place.path.slice(place.path.lastIndexOf('.') + 1);
  const others = namesIn(sentence, place.names).filter((it) => it !== own);
  const parent = place.parent === undefined ? {} : { path: place.parent };
  const saysBoth = BOTH.test(sentence) && !DENIED.test(sentence) && namesIn(sentence, [own]).length > 0;
  if (saysBoth && others.length > 0) return { kind: 'together', ...parent, names: [own, ...others] };
  for (const other of others) {
    const match = new RegExp(wordPattern(other), 'u').exec(sentence);
    if (!match) continue;
    const before = sentence.slice(0, match.index);
    const after = sentence.slice(match.index + other.length);
    const isEnd = /^\s*(?:[.,;)。，；]|$)/.test(after);
    if (NEEDED_BEFORE.test(before) && NEEDED_AFTER.test(after))
      return { kind: 'together', ...parent, names: [other, own], given: other };
    if (NEEDED_ZH.test(before) && NEEDED_ZH_AFTER.test(after))
      return { kind: 'together', ...parent, names: [other, own], given: other };
    if (NEEDS.some((it) => it.test(before)) && (isEnd || NEEDS_ZH_AFTER.test(after)))
      return { kind: 'together', ...parent, names: [own, other], given: own };
  }
  return undefined;
}

/** "`a` and `b` must be given together": said of the names of one object, or of the parameters. */
export function togetherIn(written: string, names: readonly string[]): readonly string[] | undefined {
  const sentence = plainText(written);
  if (!BOTH.test(sentence) || DENIED.test(sentence)) return undefined;
  const mentioned = codeNamesIn(written, names);
  return mentioned.length > 1 ? mentioned : undefined;
}
