import type { LexicalIndex } from './lexical-index.js';

/*
 * Layout, all numbers little-endian 32 bit: rows, terms, postings, bytes of the words, then `starts`, `postingRows`,
 * `frequencies`, `lengths`, then the words as UTF-8 joined by newlines.
 */
const HEADER = 4;

/** The index as bytes: the same index gives the same bytes. */
export function encodeLexicalIndex(index: LexicalIndex): Uint8Array {
  const text = new TextEncoder().encode([...index.terms.keys()].join('\n'));
  const header = Uint32Array.of(index.rows, index.terms.size, index.postingRows.length, text.length);
  const parts = [header, index.starts, index.postingRows, index.frequencies, index.lengths].map(
    (part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength),
  );
  return Buffer.concat([...parts, text]);
}

/** The index in these bytes. Throws RangeError when the lengths in them do not add up. */
export function decodeLexicalIndex(bytes: Uint8Array): LexicalIndex {
  // A copy, since the arrays must begin at multiples of four (and `slice` of a Buffer would be no copy).
  const { buffer } = new Uint8Array(bytes);
  const [rows = 0, terms = 0, postings = 0, textBytes = 0] = new Uint32Array(buffer, 0, HEADER);
  const numbers = HEADER + terms + 1 + 2 * postings + rows;
  if (buffer.byteLength !== 4 * numbers + textBytes) throw new RangeError('lengths do not add up');
  let at = 4 * HEADER;
  const next = (length: number) => {
    const from = at;
    at += 4 * length;
    return from;
  };
  const starts = new Uint32Array(buffer, next(terms + 1), terms + 1);
  const postingRows = new Uint32Array(buffer, next(postings), postings);
  const frequencies = new Float32Array(buffer, next(postings), postings);
  const lengths = new Float32Array(buffer, next(rows), rows);
  const text = new TextDecoder().decode(new Uint8Array(buffer, at, textBytes));
  const words = text === '' ? [] : text.split('\n');
  return {
    rows,
    terms: new Map(words.map((word, term) => [word, term])),
    starts,
    postingRows,
    frequencies,
    lengths,
    averageLength: lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, rows),
  };
}
