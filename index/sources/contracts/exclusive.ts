import type { Place } from './places.js';
import { codeNamesIn, namesIn, plainText, wordPattern } from './plain-text.js';
import type { Demand } from './rule.js';

/** Before the name of the other one. */
const NOT_WITH = [
  /\bmutually exclusive with (?:the )?$/i,
  /\b(?:cannot|can't|can not|must not|may not) be (?:used|combined|passed|given|set|specified|provided) (?:together |along |in combination )?with (?:the )?$/i,
  /(?:不能|不可|不得)(?:和|与|同)\s*$/u,
  /与\s*$/u,
];
const NOT_WITH_ZH_AFTER = /^\s*(?:互斥|同时(?:使用|传|设置|指定|出现))/u;
const ONE_OF =
  /\b(?:exactly|only|precisely) one of\b|^one of (?!the\b|these\b)|^either\b|\bmust (?:be|have|contain) (?:either|one of)\b/i;
const AT_MOST =
  /\bat most one of\b|\bare mutually exclusive\b|\bnot both\b|\bnever both\b|\b(?:cannot|must not|can't) (?:both )?be (?:used|given|set|passed|specified) (?:together|at the same time)\b/i;
const ONE_OF_ZH = /二选一|任选其一|(?:必须|需)(?:且)?只能(?:传|设置|指定)其一/;
const AT_MOST_ZH = /互斥|不能同时|不可同时|不得同时/;

/** "mutually exclusive with `b`", and "Either `a` … or `b` …" of the object they belong to. */
export function exclusiveDemand(
  sentence: string,
  place: Place,
  written: string,
): Demand<'exclusive'> | undefined {
  const own = place.path.slice(place.path.lastIndexOf('.') + 1);
  const parent = place.parent === undefined ? {} : { path: place.parent };
  for (const other of namesIn(sentence, place.names)) {
    const at = other === own ? -1 : sentence.search(new RegExp(wordPattern(other), 'u'));
    if (at === -1) continue;
    const before = sentence.slice(0, at);
    const after = sentence.slice(at + other.length);
    const isChinese = /[和与同]\s*$/u.test(before);
    if (NOT_WITH.some((it) => it.test(before)) && (!isChinese || NOT_WITH_ZH_AFTER.test(after)))
      return { kind: 'exclusive', ...parent, names: [own, other] };
  }
  const below = exclusiveIn(written, place.properties);
  if (below) return { kind: 'exclusive', path: place.path, ...below };
  const beside = place.names.length > 1 ? exclusiveIn(written, place.names) : undefined;
  return beside?.names.includes(own) ? { kind: 'exclusive', ...parent, ...beside } : undefined;
}

/** "exactly one of `a` and `b`": said of the names of one object, or of the parameters. */
export function exclusiveIn(
  written: string,
  names: readonly string[],
): { readonly names: readonly string[]; readonly required?: true } | undefined {
  const sentence = plainText(written);
  // "Either `a` or both `b` and `c`" would need a grammar.
  if (/(?<!not |never )\bboth\b|\bwith\b/i.test(sentence)) return undefined;
  const required = ONE_OF.test(sentence) || ONE_OF_ZH.test(sentence);
  if (!required && !AT_MOST.test(sentence) && !AT_MOST_ZH.test(sentence)) return undefined;
  const mentioned = codeNamesIn(written, names);
  if (mentioned.length < 2 || !/\bor\b|\band\b|或|和|与|、/u.test(sentence)) return undefined;
  return { names: mentioned, ...(required ? { required: true } : {}) };
}
