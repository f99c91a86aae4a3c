import { addRow, countOf, type EncoderTable, rowOf, weightOf } from './encoder-table.js';
import { encoderWords, featureHash, wordGrams } from './encoder-words.js';

/** Rarity: what a word of the frequency `RARITY` weighs half of. */
export const RARITY = 1e-3;
/** Words whose vectors are kept. */
const KEPT = 4000;

interface Word {
  readonly vector: Float32Array;
  readonly weight: number;
}

/**
 * Text -> vector by looking up: the vector of a word is its row and the mean of the rows of its n-grams, that of a text
 * the sum of its words by their weights, scaled to length 1. `tuning` has rows of a library's own, which take the place of
 * those of the table.
 */
export class Encoder {
  readonly dimension: number;
  private readonly tables: readonly EncoderTable[];
  private readonly words = new Map<string, Word>();

  constructor(table: EncoderTable, tuning?: EncoderTable) {
    this.dimension = table.dimension;
    this.tables = tuning ? [tuning, table] : [table];
  }

  /** The unit vector of a text; zero if nothing of it is known. */
  encode(text: string): Float32Array {
    return this.encodeWords(encoderWords(text));
  }

  /** The unit vector of a text that is words already. */
  encodeWords(words: readonly string[]): Float32Array {
    const sum = new Float32Array(this.dimension);
    for (const each of words) {
      const { vector, weight } = this.word(each);
      for (let at = 0; at < sum.length; at++) sum[at] = (sum[at] ?? 0) + weight * (vector[at] ?? 0);
    }
    return scaleToUnit(sum);
  }

  private word(word: string): Word {
    const kept = this.words.get(word);
    if (kept) return kept;
    const read = this.read(word);
    // A text of made-up words must not fill the memory.
    if (this.words.size >= KEPT) this.words.clear();
    this.words.set(word, read);
    return read;
  }

  private read(word: string): Word {
    const vector = new Float32Array(this.dimension);
    let weight = 1;
    const own = this.lookUp(word);
    if (own) {
      addRow(own.table, own.row, 1, vector);
      const frequency = countOf(own.table, own.row) / own.table.total;
      weight = (RARITY / (RARITY + frequency)) * Math.exp(weightOf(own.table, own.row));
    }
    const grams = wordGrams(word)
      .map((gram) => this.lookUp(gram))
      .filter((it) => it !== undefined);
    for (const { table, row } of grams) addRow(table, row, 1 / grams.length, vector);
    return { vector, weight };
  }

  private lookUp(feature: string): { table: EncoderTable; row: number } | undefined {
    const hash = featureHash(feature);
    for (const table of this.tables) {
      const row = rowOf(table, hash);
      if (row >= 0) return { table, row };
    }
    return undefined;
  }
}

function scaleToUnit(vector: Float32Array): Float32Array {
  let square = 0;
  for (const value of vector) square += value * value;
  if (square === 0) return vector;
  const scale = 1 / Math.sqrt(square);
  for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) * scale;
  return vector;
}
