import type { Range } from 'vscode-languageserver-types';
import { LineIndex } from '../../syntax/line-index.js';
import type { GenerationRequest } from '../generation.js';
import type { Insert } from './imports.js';
import { rangeOfTarget, type Site } from './read-site.js';
import type { Style } from './style.js';

/** An edit of a file, and where in the edited file the statements stand. */
export interface Placed {
  readonly edit: { readonly range: Range; readonly newText: string };
  /** The file after the edit. */
  readonly text: string;
  /** Zero-based line of the first statement in the edited file, and the column all statements are indented to. */
  readonly line: number;
  readonly indent: string;
}

/** What is to be put into a file. Lines are joined by `\n` and not indented. */
export interface Insertion {
  readonly code: string;
  readonly awaits: boolean;
  readonly returns: boolean;
  /** What the file lacks to know the exports that the code uses: in order, before the place and its function. */
  readonly imports: readonly Insert[];
}

/**
 * Places code in a file: into an empty body, behind a comment, or instead of a range, indented as its surroundings. A
 * function around code that awaits becomes async; where that is not possible, or at the top of a script, the code stands in
 * an async function of its own.
 */
export function place(
  file: NonNullable<GenerationRequest['file']>,
  insertion: Insertion,
  site: Site,
  style: Style,
): Placed {
  const lines = new LineIndex(file.text);
  const range = rangeOfTarget(file.target);
  let start = lines.offset(range.start);
  const end = lines.offset(range.end);
  const base = indentAt(file.text, start);
  const body = 'body' in file.target;
  const indent = body ? base + style.indent : base;

  const { code, offset } = wrap(insertion, site, style);
  const indented = code
    .split('\n')
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n');
  // What stands before and behind the statements in the edit.
  let lead = body ? '{\n' : '';
  let tail = body ? `\n${base}}` : '';
  if ('after' in file.target) {
    lead = commentsWouldJoin(file.text, start, code) ? '\n\n' : '\n';
    // Something else on the line of the comment goes to the next one.
    const rest = /^[^\r\n]*/.exec(file.text.slice(end))?.[0] ?? '';
    if (rest.trim() !== '') tail = `\n${base}`;
  }
  // A replaced range begins behind the indentation of its line already.
  const statements = withEol(lead === '' ? indented.slice(indent.length) : indented, style);
  lead = withEol(lead, style);
  tail = withEol(tail, style);

  const asyncAt =
    insertion.awaits && site.enclosing && !site.enclosing.async ? site.enclosing.asyncAt : undefined;
  if (asyncAt !== undefined) {
    lead = `async ${promised(file.text, asyncAt, start, site.enclosing?.result)}${lead}`;
    start = asyncAt;
  }
  // From the first import that is added on, the edit repeats what stands between.
  for (const { at, text } of [...insertion.imports].reverse()) {
    lead = text + file.text.slice(at, start) + lead;
    start = at;
  }
  const newText = lead + statements + tail;
  const text = file.text.slice(0, start) + newText + file.text.slice(end);
  return {
    edit: { range: { start: lines.position(start), end: range.end }, newText },
    text,
    line: new LineIndex(text).position(start + lead.length).line + offset,
    indent: indent + (offset > 0 ? style.indent : ''),
  };
}

/** Whether code that begins with a comment would go on with the line comment before it: those below are read as one. */
function commentsWouldJoin(text: string, offset: number, code: string): boolean {
  const line = text.slice(lineStart(text, offset), offset);
  return code.startsWith('//') && line.trimStart().startsWith('//');
}

/** The head of a function that becomes async, from `from` to `to`: its result becomes a promise. */
function promised(text: string, from: number, to: number, result?: { start: number; end: number }): string {
  if (!result || result.end > to) return text.slice(from, to);
  const type = text.slice(result.start, result.end).trimEnd();
  const end = result.start + type.length;
  return `${text.slice(from, result.start)}Promise<${type}>${text.slice(end, to)}`;
}

function withEol(text: string, style: Style): string {
  return text.replace(/\r?\n/g, style.eol);
}

/** Code that cannot stand where it goes is put into an async function. `offset` is how many lines that adds before it. */
function wrap(insertion: Insertion, site: Site, style: Style): { code: string; offset: number } {
  const { enclosing } = site;
  const end = style.semicolons ? ';' : '';
  const inner = (code: string): string =>
    code
      .split('\n')
      .map((line) => (line === '' ? '' : style.indent + line))
      .join('\n');
  if (enclosing) {
    if (!insertion.awaits || enclosing.async || enclosing.asyncAt !== undefined)
      return { code: insertion.code, offset: 0 };
    return {
      code: `${style.semicolons ? '' : ';'}(async () => {\n${inner(insertion.code)}\n})()${end}`,
      offset: 1,
    };
  }
  if (insertion.returns) {
    return { code: `async function run() {\n${inner(insertion.code)}\n}`, offset: 1 };
  }
  const esModule = site.esModule || insertion.imports.some((it) => /^\s*import\b/.test(it.text));
  if (!insertion.awaits || esModule) return { code: insertion.code, offset: 0 };
  return {
    code: `${style.semicolons ? '' : ';'}(async () => {\n${inner(insertion.code)}\n})()${end}`,
    offset: 1,
  };
}

/** The white space that the line of an offset begins with. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(lineStart(text, offset), offset);
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  // The last line of a block comment stands one column further in.
  return /^\s*\*(?:.*\*)?\/$/.test(line) && indent.endsWith(' ') ? indent.slice(0, -1) : indent;
}

function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}
