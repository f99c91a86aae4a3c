import type { Position } from 'vscode-languageserver-types';

/** Line starts of a text: turns offsets into LSP positions and back. Both count UTF-16 units. */
export class LineIndex {
  /** Lines end with CR alone somewhere, which other counts of lines know nothing of. */
  readonly hasLoneReturns: boolean;
  readonly #starts: readonly number[];
  readonly #text: string;

  /**
   * @param ends - `lsp`: lines end with CRLF, LF or CR. `lf`: with LF alone, which is how tree-sitter counts rows.
   * @param starts - The line starts, where they are known already.
   */
  constructor(text: string, ends: 'lsp' | 'lf' = 'lsp', starts?: readonly number[]) {
    this.#text = text;
    this.hasLoneReturns = starts === undefined && ends === 'lsp' && /\r(?!\n)/.test(text);
    this.#starts = starts ?? [0, ...lineStarts(text, 0, ends === 'lsp' && text.includes('\r'))];
  }

  /** The index of the text after a change: `inserted` took the place of what stood between two offsets. */
  changed(next: string, from: number, to: number, inserted: string): LineIndex {
    if (this.hasLoneReturns || inserted.includes('\r')) return new LineIndex(next);
    const old = this.#starts;
    const first = lineOf(old, from) + 1;
    const rest = lineOf(old, to) + 1;
    // A carriage return before the change may have lost or found its line feed.
    if (/\r$/.test(next.slice(Math.max(0, from - 1), from)) || next.startsWith('\n', from + inserted.length))
      return new LineIndex(next);
    const delta = inserted.length - (to - from);
    const starts = old.slice(0, first);
    for (const start of lineStarts(inserted, from, false)) starts.push(start);
    for (let at = rest; at < old.length; at += 1) starts.push((old[at] ?? 0) + delta);
    return new LineIndex(next, 'lsp', starts);
  }

  get lines(): number {
    return this.#starts.length;
  }

  /** Offset at which a 0-based line begins; the text's length for lines behind the end. */
  start(line: number): number {
    return this.#starts[line] ?? this.#text.length;
  }

  /** The position of an offset, which is brought into the text first. */
  position(offset: number): Position {
    const at = Math.min(Math.max(offset, 0), this.#text.length);
    const line = lineOf(this.#starts, at);
    return { line, character: at - (this.#starts[line] ?? 0) };
  }

  /** The offset of a position; a column behind the end of its line means the end of that line, as LSP says. */
  offset(position: Position): number {
    if (position.line < 0) return 0;
    if (position.line >= this.#starts.length) return this.#text.length;
    const start = this.start(position.line);
    let end = this.start(position.line + 1);
    if (position.line + 1 < this.#starts.length) {
      while (end > start && /[\r\n]/.test(this.#text.charAt(end - 1))) end -= 1;
    }
    return Math.min(start + Math.max(position.character, 0), end);
  }
}

/** The line that an offset stands in. */
function lineOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low;
}

/** Where lines begin behind the line ends of a text that starts at `base`. */
function lineStarts(text: string, base: number, withReturns: boolean): number[] {
  const starts: number[] = [];
  if (withReturns) {
    for (const end of text.matchAll(/\r\n|\n|\r/g)) starts.push(base + end.index + end[0].length);
  } else {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(base + at + 1);
  }
  return starts;
}
