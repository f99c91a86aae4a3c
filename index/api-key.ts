import type { Access } from './api-doc.js';
import { libraryPrefix } from './sources/access.js';

/**
 * The API Key of the paper (§3.1): "name: functionality". The name stands without the library prefix, so the key of
 * `HX.showToast` is `showToast: Shows …` and that of a handle's method `createUploader().start: …`.
 */
export function apiKey(name: string, functionality: string, access: Access): string {
  const prefix = libraryPrefix(access);
  const short = prefix !== '' && name.startsWith(prefix) ? name.slice(prefix.length) : name;
  return `${short}: ${functionality}`;
}

/**
 * The functionality: the description up to its first sentence terminator (`.`, `。`, `!`, `！`, newline), the
 * terminator left out. A terminator inside a number, an address, a link, code or an abbreviation does not count.
 * Returns '' for a description without any text.
 */
export function firstSentence(description: string): string {
  const text = plainStart(description);
  const end = sentenceEnd(text);
  return text.slice(0, end).replace(/\s+/g, ' ').trim();
}

/** The description behind its first sentence, as one paragraph; '' if there is none. */
export function afterFirstSentence(description: string): string {
  const text = plainStart(description);
  return text
    .slice(sentenceEnd(text) + 1)
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * A sentence made from the name of an API that has no description: `HX.getUserInfo` -> `get user info`. Of a dotted
 * name the last part counts.
 */
export function nameSentence(name: string): string {
  const last = name.split('.').at(-1) ?? name;
  const words = last
    .replace(/[()]/g, '')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  const text = words.map((word) => (/^\p{Lu}{2,}$/u.test(word) ? word : word.toLowerCase())).join(' ');
  return text === '' ? name : text;
}

/** The text of a Markdown link, which may have a link inside it. */
const LINK_TEXT = String.raw`\[(?:[^\][\n]|\[[^\]\n]*\](?:\([^)\n]*\))?)*\]`;
const LINK_FIRST = new RegExp(String.raw`^!?${LINK_TEXT}\([^)\n]*\)[ \t]*(?:[-–—:：|.。][ \t]*)?(?=\s*\S)`);
const LINK_ADDRESS = new RegExp(String.raw`!?(${LINK_TEXT})\([^)\n]*\)`, 'g');
/** A line of its own that says since when or whether something is there: `Since: 2.1`, `需要基础库： 2.1.0`. */
const AVAILABILITY =
  /^\**[\p{L} ]{1,16}[:：]\**[ \t]*(?:(?:不?支持|yes|no)|(?:[\p{L} ]{1,10}[ \t]*)?`?v?\d+(?:\.\d+)+`?)\**[ \t]*\n(?=\s*\S)/iu;

/** Strips what untidy documentation puts before the first sentence: links to the docs site, HTML, headings, rules. */
function plainStart(description: string): string {
  let text = description.replace(/\r\n?/g, '\n');
  text = text.replace(/<!--[\s\S]*?-->/g, ' ');
  text = text.replace(/<\/?(?:p|br|div|h[1-6]|ul|ol|li|table|tr|td|th|pre|hr)\b[^<>]*>/gi, '\n');
  text = text.replace(/<\/?[a-z][a-z0-9-]*(?:\s[^<>]*)?\/?>/gi, '');
  for (;;) {
    const before = text;
    text = text
      .replace(/^\s+/, '')
      // A heading is a label of what follows, unless it is all there is.
      .replace(/^#{1,6}\s+[^\n]*\n+(?=\s*\S)/, '')
      .replace(/^#{1,6}\s+/, '')
      .replace(/^(?:[-*_=]\s*){3,}\n/, '')
      .replace(LINK_FIRST, (link, _offset: number, all: string) =>
        opensSentence(all.slice(link.length)) ? '' : link,
      )
      .replace(AVAILABILITY, '')
      .replace(/^(?:[-*+>]|[-–—:：|])[ \t]+/, '');
    if (text === before) break;
  }
  // Twice, for a link in the text of another.
  return withoutAddresses(withoutAddresses(text)).trim();
}

function withoutAddresses(text: string): string {
  return text.replace(LINK_ADDRESS, (_, label: string) => label.slice(1, -1));
}

/** Whether a text that follows a link stands on its own, so that the link was only a pointer to the docs site. */
function opensSentence(rest: string): boolean {
  return /^\s*[\p{Lu}\p{Lo}<#[`]|^[ \t]*\n[ \t]*\n/u.test(rest);
}

const ABBREVIATION =
  /(?:^|[\s(（[])(?:e\.g|i\.e|etc|vs|cf|approx|resp|incl|no|fig|dr|mr|mrs|st|e|i|a\.k\.a|u\.s)$/i;

function sentenceEnd(text: string): number {
  let inCode = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (char === '`') {
      inCode = !inCode && text.indexOf('`', index + 1) !== -1;
      continue;
    }
    if (char === '\n') return index;
    if (inCode) continue;
    if (char === '。' || char === '！') return index;
    if (char === '!' && !/[=\p{L}\p{N}(]/u.test(text.charAt(index + 1))) return index;
    if (char === '.' && endsAtDot(text, index)) return index;
  }
  return text.length;
}

function endsAtDot(text: string, index: number): boolean {
  const next = text.charAt(index + 1);
  // Numbers, addresses, file names, member paths and dots in a row go on.
  if (next !== '' && /[\p{L}\p{N}_./\\-]/u.test(next)) return /\p{Lo}/u.test(next);
  if (text.charAt(index - 1) === '.') return next === '' || /\s/.test(next);
  return !ABBREVIATION.test(text.slice(Math.max(0, index - 12), index));
}
