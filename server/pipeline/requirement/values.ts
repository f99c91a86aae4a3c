import { type Unit, unitAt } from './units.js';

/** A value that a requirement states. Offsets are UTF-16 positions in the requirement. */
export type Value = TextValue | NumberValue | NameValue | CodeValue;

interface Located {
  readonly start: number;
  readonly end: number;
}

export interface TextValue extends Located {
  readonly kind: 'text';
  readonly value: string;
  readonly format: 'sentence' | 'key' | 'url' | 'path' | 'color' | 'email';
  readonly quoted: boolean;
}

export interface NumberValue extends Located {
  readonly kind: 'number';
  readonly value: number;
  readonly unit?: Unit;
  /** Written as a word (`two`, `两`), which is often no argument at all. */
  readonly spelled?: true;
}

/** A name of something in the code: in backticks, or a word that is a variable in scope. */
export interface NameValue extends Located {
  readonly kind: 'name';
  readonly name: string;
}

/** A literal written out in code, as in `{ done: true }`. */
export interface CodeValue extends Located {
  readonly kind: 'code';
  readonly code: string;
}

/** A text in quotes of one kind or another; one of its groups is what is inside. */
export const QUOTED =
  /"([^"\n]{1,300})"|“([^”\n]{1,300})”|„([^“”\n]{1,300})[“”]|「([^」\n]{1,300})」|『([^』\n]{1,300})』|«([^»\n]{1,300})»|(?<![\w’'])'([^'\n]{1,200})'(?!\w)|(?<!\w)‘([^’\n]{1,200})’(?!\w)/g;
/** What the user is asked: "whether to delete it" deletes nothing, it is the text of a question. */
const ASKED =
  /(?<=\bask(?:s|ing)?\s(?:(?:the\s)?\w+\s)?(?:whether|if)\s)(?:(?:they|he|she)\s(?:really\s)?wants?\s)?to\s([a-z][^,.;:!?`\n]*?)(?=\s(?:and|then|before)\s|\s*(?:[,.;:!?\n]|$))|(?<=(?:询问|问|征求|确认)(?:一下)?(?:用户|他|她|对方)?(?:是否|要不要))([^，。；：！？`\n]+)/gi;
export const BACKTICKED = /`([^`\n]{1,200})`/g;
const ADDRESS = /\b(?:[a-z][a-z0-9+.-]*:\/\/|mailto:|tel:)[^\s"'`<>，。；、）)”]*[\w/>?=&#-]/g;
const EMAIL = /(?<![\w.+-])[\w.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+/g;
const PATH = /(?<![\w.:/])\/[A-Za-z_][\w.\-/{}:]*[\w}]/g;
const COLOR = /#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{3})\b/g;
const OBJECT = /\{[^{}\n]{1,160}\}/g;
const DOTTED = /(?<![\w./@-])[a-z][A-Za-z0-9_]*(?:[._-][A-Za-z0-9_]+)+(?![\w(])/g;
const BARE =
  /(?<=[\u3400-\u9fff，、：（]\s?)(?!(?:ms|px|km|app|json|id|url|http|https|api|pdf|null|true|false|undefined)\b)[a-z][a-z0-9]+(?:-[a-z0-9]+)*(?![\w(.])(?=\s?(?:[\u3400-\u9fff，。、；）]|$))/g;
const NUMBER = /(?<![\w.#/-])-?\d+(?:[,\u2009 ]\d{3}(?!\d))*(?:\.\d+)?/g;
const SPELLED: Readonly<Record<string, number>> = {
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  twenty: 20,
  thirty: 30,
  forty: 40,
  sixty: 60,
  ninety: 90,
  hundred: 100,
  a: 1,
  an: 1,
  once: 1,
  twice: 2,
  half: 0.5,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
  半: 0.5,
};
const SPELLED_WITH_UNIT =
  /\b(one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|sixty|ninety|an?|half an?)[ -](?=(?:milli)?(?:second|minute|hour|day|week)s?\b)|([一二两三四五六七八九十半])(?=个?(?:小时|钟头|星期)|分钟|秒|天|周)/gi;

/**
 * Reads the values that a requirement states: quoted texts, addresses, paths, keys, colours, numbers with their units,
 * names in backticks, object literals. `names` are variables that the text may mention without backticks.
 */
export function readValues(text: string, names: ReadonlySet<string> = new Set()): Value[] {
  const found: Value[] = [];
  const taken = new Array<boolean>(text.length).fill(false);
  const free = (start: number, end: number): boolean => {
    for (let at = start; at < end; at++) if (taken[at]) return false;
    return true;
  };
  const add = (value: Value): void => {
    if (!free(value.start, value.end)) return;
    taken.fill(true, value.start, value.end);
    found.push(value);
  };

  for (const match of text.matchAll(ASKED)) {
    const [, english, chinese] = match;
    const value = english ? `${english[0]?.toUpperCase()}${english.slice(1)}?` : `是否${chinese}？`;
    add({ kind: 'text', value, format: 'sentence', quoted: false, ...located(match) });
  }
  for (const match of text.matchAll(BACKTICKED)) {
    const inner = match[1] ?? '';
    const where = located(match);
    if (/^[A-Za-z_$][\w$]*$/.test(inner)) add({ kind: 'name', name: inner, ...where });
    else if (/^[{[].*[}\]]$/.test(inner)) add({ kind: 'code', code: inner, ...where });
    else add({ kind: 'text', value: inner, format: formatOf(inner), quoted: true, ...where });
  }
  for (const match of text.matchAll(QUOTED)) {
    const inner = match.slice(1).find((it) => it !== undefined) ?? '';
    add({ kind: 'text', value: inner, format: formatOf(inner), quoted: true, ...located(match) });
  }
  for (const match of text.matchAll(ADDRESS)) add(plain(match, 'url'));
  for (const match of text.matchAll(EMAIL)) add(plain(match, 'email'));
  for (const match of text.matchAll(OBJECT)) {
    if (isObjectLiteral(match[0])) add({ kind: 'code', code: match[0], ...located(match) });
  }
  for (const match of text.matchAll(COLOR)) add(plain(match, 'color'));
  for (const match of text.matchAll(PATH)) {
    if (
      /\/[a-z]/i.test(match[0]) &&
      (match[0].split('/').length > 2 || /\s/.test(text[(match.index ?? 1) - 1] ?? ' '))
    ) {
      add(plain(match, 'path'));
    }
  }
  for (const match of text.matchAll(/[A-Za-z_$][\w$]*/g)) {
    // An everyday word is only taken for a variable when it can't be one by chance.
    if (names.has(match[0]) && isTelling(match[0], text, match.index)) {
      add({ kind: 'name', name: match[0], ...located(match) });
    }
  }
  for (const match of text.matchAll(DOTTED)) {
    if (/[._]/.test(match[0]) && !/^(?:e\.g|i\.e)/.test(match[0])) add(plain(match, 'key'));
  }
  // A Latin word inside Chinese text is data more often than not: a key, a format, a name.
  for (const match of text.matchAll(BARE)) add(plain(match, 'key'));
  for (const match of text.matchAll(SPELLED_WITH_UNIT)) {
    const word = (match[1] ?? match[2] ?? '').toLowerCase();
    const value = SPELLED[word.startsWith('half') ? 'half' : word];
    const end = match.index + match[0].length;
    const unit = unitAt(text.slice(end));
    if (value !== undefined && unit) {
      add({
        kind: 'number',
        value,
        unit: unit.unit,
        spelled: true,
        start: match.index,
        end: end + unit.length,
      });
    }
  }
  for (const match of text.matchAll(NUMBER)) {
    const value = Number(match[0].replace(/[,\u2009 ]/g, ''));
    const end = match.index + match[0].length;
    const gap = /^[\s\u00a0-]?/.exec(text.slice(end))?.[0].length ?? 0;
    const unit = unitAt(text.slice(end + gap));
    if (!unit && /^[A-Za-z]/.test(text.slice(end))) continue;
    add({
      kind: 'number',
      value,
      ...(unit ? { unit: unit.unit } : {}),
      start: match.index,
      end: unit ? end + gap + unit.length : end,
    });
  }
  return found.sort((a, b) => a.start - b.start);
}

function isTelling(name: string, text: string, at: number): boolean {
  if (/[A-Z_$\d]/.test(name)) return true;
  const before = text.slice(Math.max(0, at - 14), at);
  return (
    /(?:the given|参数|变量|given|passed|handed|parameter|argument)\s*$/i.test(before) ||
    /[\u3400-\u9fff]\s?$/.test(before)
  );
}

function plain(match: RegExpMatchArray, format: TextValue['format']): TextValue {
  return { kind: 'text', value: match[0], format, quoted: false, ...located(match) };
}

function located(match: RegExpMatchArray): Located {
  const start = match.index ?? 0;
  return { start, end: start + match[0].length };
}

function formatOf(text: string): TextValue['format'] {
  if (/^(?:[a-z][a-z0-9+.-]*:\/\/|mailto:|tel:)\S+$/.test(text)) return 'url';
  if (/^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(text)) return 'email';
  if (/^\/[\w\-./{}:]+$/.test(text)) return 'path';
  if (/^#[0-9A-Fa-f]{3,8}$/.test(text)) return 'color';
  if (/^[A-Za-z][\w-]*(?:[.:_-][\w-]+)*$/.test(text) && (/[._:-]/.test(text) || /^[a-z]/.test(text)))
    return 'key';
  return 'sentence';
}

/** Only what is data for certain: names and literals, no calls or operators. */
function isObjectLiteral(text: string): boolean {
  const inner = text.slice(1, -1).trim();
  const property =
    /^(?:[A-Za-z_$][\w$]*|"[^"]*"|'[^']*')\s*:\s*(?:"[^"]*"|'[^']*'|-?\d+(?:\.\d+)?|true|false|null)$/;
  return inner !== '' && inner.split(',').every((it) => property.test(it.trim()));
}
