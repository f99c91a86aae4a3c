import assert from 'node:assert/strict';
import type { Position, Range, TextEdit } from 'vscode-languageserver-types';

/**
 * Places in a text as a client counts them, the plain way: the text as a list of its code units, so that the tests have
 * something to compare the server's counting with.
 */
export class EncodedText {
  readonly #units: Buffer;
  readonly #width: number;

  constructor(
    readonly text: string,
    readonly encoding: 'utf-8' | 'utf-16',
  ) {
    this.#width = encoding === 'utf-8' ? 1 : 2;
    this.#units = Buffer.from(text, encoding === 'utf-8' ? 'utf8' : 'utf16le');
  }

  /** Where a text begins, or ends. */
  place(needle: string, where: 'before' | 'after' = 'before'): Position {
    const index = this.text.indexOf(needle);
    assert.ok(index >= 0, `no ${needle} in the text`);
    const lines = this.text.slice(0, index + (where === 'after' ? needle.length : 0)).split(/\r\n|\n|\r/);
    const units = new EncodedText(lines.at(-1) ?? '', this.encoding).#units.length / this.#width;
    return { line: lines.length - 1, character: units };
  }

  range(needle: string): Range {
    return { start: this.place(needle), end: this.place(needle, 'after') };
  }

  slice({ start, end }: Range): string {
    return this.#decoded(this.#units.subarray(this.#offset(start), this.#offset(end)));
  }

  apply(edits: readonly TextEdit[]): string {
    const last = (a: TextEdit, b: TextEdit) => this.#offset(b.range.start) - this.#offset(a.range.start);
    let units = this.#units;
    for (const { range, newText } of [...edits].sort(last)) {
      const inserted = new EncodedText(newText, this.encoding).#units;
      const [from, to] = [this.#offset(range.start), this.#offset(range.end)];
      units = Buffer.concat([units.subarray(0, from), inserted, units.subarray(to)]);
    }
    return this.#decoded(units);
  }

  #offset({ line, character }: Position): number {
    const starts = [0, ...[...this.text.matchAll(/\r\n|\n|\r/g)].map((it) => it.index + it[0].length)];
    const before = this.text.slice(0, starts[line] ?? this.text.length);
    return new EncodedText(before, this.encoding).#units.length + character * this.#width;
  }

  #decoded(units: Buffer): string {
    return units.toString(this.encoding === 'utf-8' ? 'utf8' : 'utf16le');
  }
}
