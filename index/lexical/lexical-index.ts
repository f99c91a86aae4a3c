import { words } from './words.js';

/** A record's text by field, and how much a word of the field counts. */
export interface WeightedText {
  readonly text: string;
  readonly weight: number;
}

/** Postings of all index words in typed arrays; rows are positions in the order of the records. */
export interface LexicalIndex {
  readonly rows: number;
  /** Index word -> position in `starts`. */
  readonly terms: ReadonlyMap<string, number>;
  /** The postings of term t are `starts[t] .. starts[t + 1]`. */
  readonly starts: Uint32Array;
  readonly postingRows: Uint32Array;
  /** Weighted term frequencies. */
  readonly frequencies: Float32Array;
  /** Weighted length of each row, in words. */
  readonly lengths: Float32Array;
  readonly averageLength: number;
}

/** Indexes rows of weighted fields. */
export function buildLexicalIndex(records: Iterable<readonly WeightedText[]>): LexicalIndex {
  const postings = new Map<string, Map<number, number>>();
  const lengths: number[] = [];
  for (const fields of records) {
    const row = lengths.length;
    let length = 0;
    for (const { text, weight } of fields) {
      for (const word of words(text)) {
        length += weight;
        const rows = postings.get(word) ?? new Map<number, number>();
        postings.set(word, rows);
        rows.set(row, (rows.get(row) ?? 0) + weight);
      }
    }
    lengths.push(length);
  }

  // Sorted, so that the same records give the same bytes.
  const sorted = [...postings.keys()].sort();
  const total = sorted.reduce((sum, word) => sum + (postings.get(word)?.size ?? 0), 0);
  const starts = new Uint32Array(sorted.length + 1);
  const postingRows = new Uint32Array(total);
  const frequencies = new Float32Array(total);
  let at = 0;
  for (const [term, word] of sorted.entries()) {
    for (const [row, frequency] of postings.get(word) ?? []) {
      postingRows[at] = row;
      frequencies[at++] = frequency;
    }
    starts[term + 1] = at;
  }
  return {
    rows: lengths.length,
    terms: new Map(sorted.map((word, term) => [word, term])),
    starts,
    postingRows,
    frequencies,
    lengths: Float32Array.from(lengths),
    averageLength: lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, lengths.length),
  };
}
