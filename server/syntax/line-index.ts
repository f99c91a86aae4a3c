import type { Position } from 'vscode-languageserver-types';

/** Line starts of a text: turns offsets into LSP positions and back. Both count UTF-16 units. */
export class LineIndex {
  readonly #starts: readonly number[];
  readonly #text: string;

  /** @param ends - `lsp`: lines end with CRLF, LF or CR. `lf`: with LF alone, which is how tree-sitter counts rows. */
  constructor(text: string, ends: 'lsp' | 'lf' = 'lsp') {
    const starts = [0];
    if (ends === 'lf' || !text.includes('\r')) {
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    } else {
      for (const end of text.matchAll(/\r\n|\n|\r/g)) starts.push(end.index + end[0].length);
    }
    this.#starts = starts;
    this.#text = text;
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
    let low = 0;
    let high = this.#starts.length;
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle;
    }
    return { line: low, character: at - (this.#starts[low] ?? 0) };
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
