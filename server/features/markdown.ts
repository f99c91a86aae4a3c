/**
 * Documentation as an editor may show it. What a library's documentation says is foreign text: it may hold HTML,
 * images that call home, or links that run editor commands. Only code spans, fenced code and http(s) links keep their
 * meaning; everything else is shown as it is written.
 */

/** Characters that make following text run the other way: what is read then is not what is written. */
const DIRECTION_CHANGES = /[\u202A-\u202E\u2066-\u2069]/g;

/**
 * Markdown that renders as exactly this text. Only what would mean something is escaped: some editors show Markdown as it
 * is, and a backslash before every full stop is hard to read.
 */
export function escapeMarkdown(text: string): string {
  return oneDirection(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*[\]|~]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/^([ \t]*)([#+=-])/gm, '$1\\$2')
    .replace(/^([ \t]*\d+)([.)])/gm, '$1\\$2');
}

/**
 * Foreign documentation as safe Markdown. Code spans, fenced code, `{@link NAME}` and links to web pages stay;
 * the rest is escaped. Paragraphs stay paragraphs.
 */
export function safeMarkdown(text: string): string {
  // A fence that is never closed would swallow the rest of the card, so it only counts as a pair.
  const fence = /^[ \t]*(`{3,}|~{3,})([\w-]*)[^\n]*\n([\s\S]*?)\n?[ \t]*\1[`~]*[ \t]*$/gm;
  return splitBy(
    text.replace(/\r\n?/g, '\n'),
    fence,
    ([, , language = '', code = '']) => `\n${codeBlock(code, language)}\n`,
    inline,
  ).trim();
}

function inline(text: string): string {
  const special =
    /`+([^`\n]+)`+|\{@link(?:code|plain)?\s+([^\s}|]+)(?:\s*\|?\s*([^}]*))?\}|!?\[([^\]\n]*)\]\(\s*<?([^)\s>]*)>?[^)\n]*\)/g;
  return splitBy(
    text,
    special,
    ([, code, link, label, anchor, target]) => {
      if (code !== undefined) return codeSpan(code);
      if (link !== undefined) return codeSpan(label?.trim() || link);
      const words = escapeMarkdown(anchor ?? '');
      return target && isWebPage(target) ? `[${words}](<${target}>)` : words;
    },
    escapeMarkdown,
  );
}

/** Code in a line of text; safe for any content. */
export function codeSpan(code: string): string {
  const longest = Math.max(0, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = code.startsWith('`') || code.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${oneDirection(code).replace(/\s+/g, ' ')}${pad}${fence}`;
}

/** A fenced block that its content cannot close. */
export function codeBlock(code: string, language: string): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${oneDirection(code).replace(/\r\n?/g, '\n').trimEnd()}\n${fence}`;
}

/** The same documentation for a client that shows plain text only. */
export function plainText(text: string): string {
  return oneDirection(text)
    .replace(
      /\{@link(?:code|plain)?\s+([^\s}|]+)(?:\s*\|?\s*([^}]*))?\}/g,
      (_, link: string, label?: string) => label?.trim() || link,
    )
    .replace(/!?\[([^\]\n]*)\]\([^)\n]*\)/g, '$1')
    .trim();
}

function oneDirection(text: string): string {
  return text.replace(DIRECTION_CHANGES, '');
}

function isWebPage(target: string): boolean {
  return /^https?:\/\/[^\s<>]+$/i.test(target);
}

function splitBy(
  text: string,
  pattern: RegExp,
  special: (match: RegExpMatchArray) => string,
  plain: (text: string) => string,
): string {
  let result = '';
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    result += plain(text.slice(end, match.index)) + special(match);
    end = match.index + match[0].length;
  }
  return result + plain(text.slice(end));
}
