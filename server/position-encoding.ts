import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { Position } from 'vscode-languageserver-types';
import type { LineIndex } from './syntax/line-index.js';

/** What the columns of the client count: code units of one of these. Within the server it is always `utf-16`. */
export type PositionEncoding = 'utf-16' | 'utf-8';

/** A text, and where its lines begin. */
export interface Lines {
  readonly text: string;
  readonly lines: LineIndex;
}

/** The encoding that the client likes best among those it offers and the server knows; `utf-16` is always understood. */
export function chosenEncoding(offered: readonly string[] | undefined): PositionEncoding {
  return offered?.find((it) => it === 'utf-16' || it === 'utf-8') ?? 'utf-16';
}

/** An LSP value from the client with its positions as the server counts them. All are in the one text. */
export function fromClient<T>(value: T, document: Lines, encoding: PositionEncoding): T {
  return encoding === 'utf-16' ? value : withPositions(value, (it) => toUtf16(it, document));
}

/** An LSP value for the client with its positions as the client counts them. All are in the one text. */
export function forClient<T>(value: T, document: Lines, encoding: PositionEncoding): T {
  return encoding === 'utf-16' ? value : withPositions(value, (it) => toUtf8(it, document));
}

/** Changes from the client as the server counts: each has its positions in the text that the ones before it left. */
export function changesFromClient(
  changes: readonly TextDocumentContentChangeEvent[],
  document: Lines,
  encoding: PositionEncoding,
): readonly TextDocumentContentChangeEvent[] {
  if (encoding === 'utf-16') return changes;
  let { text, lines } = document;
  return changes.map((change) => {
    const range = 'range' in change ? fromClient(change.range, { text, lines }, encoding) : undefined;
    const from = range ? lines.offset(range.start) : 0;
    const to = range ? Math.max(from, lines.offset(range.end)) : text.length;
    text = text.slice(0, from) + change.text + text.slice(to);
    lines = lines.changed(text, from, to, change.text);
    return range ? { range, text: change.text } : change;
  });
}

/** A copy of a plain value in which everything that looks like a position is replaced; the same value if nothing does. */
function withPositions<T>(value: T, convert: (position: Position) => Position): T;
function withPositions(value: unknown, convert: (position: Position) => Position): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((it) => withPositions(it, convert));
  if (isPosition(value)) return { ...value, ...convert(value) };
  return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, withPositions(it, convert)]));
}

function isPosition(value: object): value is Position {
  return (
    'line' in value &&
    'character' in value &&
    Number.isInteger(value.line) &&
    Number.isInteger(value.character)
  );
}

/** A column within a character means its beginning, one behind the line's end means the end. */
function toUtf16({ line, character }: Position, document: Lines): Position {
  const { text, start, end } = lineAt(line, document);
  let bytes = 0;
  let at = start;
  while (at < end) {
    const code = text.codePointAt(at) ?? 0;
    bytes += utf8Length(code);
    if (bytes > character) break;
    at += code > 0xffff ? 2 : 1;
  }
  return { line, character: at - start };
}

function toUtf8({ line, character }: Position, document: Lines): Position {
  const { text, start, end } = lineAt(line, document);
  const until = Math.min(start + character, end);
  let bytes = 0;
  for (let at = start; at < until; ) {
    const code = text.codePointAt(at) ?? 0;
    at += code > 0xffff ? 2 : 1;
    if (at <= until) bytes += utf8Length(code);
  }
  return { line, character: bytes };
}

/** Where a line stands in the text, with its line end; nowhere behind the last one. */
function lineAt(line: number, { text, lines }: Lines): { text: string; start: number; end: number } {
  if (line < 0) return { text, start: 0, end: 0 };
  return { text, start: lines.start(line), end: lines.start(line + 1) };
}

/** Half of a surrogate pair alone has three bytes, as what takes its place in UTF-8. */
function utf8Length(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
