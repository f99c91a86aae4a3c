import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { Position } from 'vscode-languageserver-types';
import type { Language } from '../../../server/syntax/language.js';

/** A document and what an editor tells a server about it, one step after the other. Plain data: it can be saved. */
export interface Replay {
  readonly language: Language;
  readonly start: string;
  readonly steps: readonly Step[];
}

/** One `didChange`. */
export interface Step {
  readonly changes: readonly TextDocumentContentChangeEvent[];
  /** Where the editor asks something afterwards, so that this version is checked; others may be skipped. */
  readonly asks?: Position;
}

const EXTENSIONS: Readonly<Record<Language, string>> = { javascript: 'js', typescript: 'ts', tsx: 'tsx' };
const LANGUAGE_IDS: Readonly<Record<Language, string>> = {
  javascript: 'javascript',
  typescript: 'typescript',
  tsx: 'typescriptreact',
};

/** A file name for a document of this language. */
export function fileName(name: string, language: Language): string {
  return `${name}.${EXTENSIONS[language]}`;
}

/** What editors call the language. */
export function languageId(language: Language): string {
  return LANGUAGE_IDS[language];
}

/** The model: a text as a plain string after changes that apply one after the other. Shares no code with the server. */
export function applied(text: string, changes: readonly TextDocumentContentChangeEvent[]): string {
  let now = text;
  for (const change of changes) {
    if (!('range' in change)) {
      now = change.text;
      continue;
    }
    const start = offsetAt(now, change.range.start);
    const end = Math.max(start, offsetAt(now, change.range.end));
    now = now.slice(0, start) + change.text + now.slice(end);
  }
  return now;
}

/** The offset of an LSP position in UTF-16 units; one behind the end of its line means the end of that line. */
export function offsetAt(text: string, { line, character }: Position): number {
  let start = 0;
  for (let at = 0; at < line; at += 1) {
    const next = nextLine(text, start);
    if (next === undefined) return text.length;
    start = next;
  }
  return Math.min(start + character, lineEnd(text, start));
}

/** The LSP position of an offset. There is none between a carriage return and its line feed: that before both. */
export function positionAt(text: string, offset: number): Position {
  let line = 0;
  let start = 0;
  for (;;) {
    const next = nextLine(text, start);
    if (next === undefined || next > offset) break;
    start = next;
    line += 1;
  }
  return { line, character: Math.min(offset, lineEnd(text, start)) - start };
}

function nextLine(text: string, start: number): number | undefined {
  const end = lineEnd(text, start);
  if (end === text.length) return undefined;
  return text.startsWith('\r\n', end) ? end + 2 : end + 1;
}

function lineEnd(text: string, start: number): number {
  let at = start;
  while (at < text.length && text[at] !== '\n' && text[at] !== '\r') at += 1;
  return at;
}
