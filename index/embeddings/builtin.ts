import { stem } from '../lexical/stem.js';
import { isStopWord } from '../lexical/stop-words.js';
import { hanWords, isHan, tokens } from '../lexical/words.js';
import type { Embedder } from './embedder.js';

const DIMENSION = 512;

/**
 * The built-in embedding: hashed character 3-grams of the words, Han characters and bigrams. Records carry logarithmic
 * frequencies, queries carry idf as well ("lnc.ltc"), so a record's vector does not depend on its neighbours. It finds
 * related word forms (`notify`, `notification`) that the lexical index keeps apart. No model, no network.
 */
export const builtin: Embedder = {
  id: `builtin-3gram-${DIMENSION}-1`,
  dimension: DIMENSION,

  async embed(texts, signal) {
    const vectors = new Float32Array(texts.length * DIMENSION);
    for (const [row, text] of texts.entries()) {
      signal?.throwIfAborted();
      fill(vectors.subarray(row * DIMENSION, (row + 1) * DIMENSION), text, () => 1);
    }
    return vectors;
  },

  statistics(texts) {
    const frequencies = new Map<number, number>();
    let rows = 0;
    for (const text of texts) {
      rows++;
      for (const gram of grams(text).keys()) frequencies.set(gram, (frequencies.get(gram) ?? 0) + 1);
    }
    const sorted = [...frequencies].sort(([a], [b]) => a - b);
    return new Uint8Array(Uint32Array.from([rows, ...sorted.flat()]).buffer);
  },

  queryEncoder(statistics) {
    const numbers = new Uint32Array(new Uint8Array(statistics).buffer);
    const rows = numbers[0] ?? 0;
    const frequencies = new Map<number, number>();
    for (let at = 1; at + 1 < numbers.length; at += 2)
      frequencies.set(numbers[at] ?? 0, numbers[at + 1] ?? 0);
    return async (text) => {
      const vector = new Float32Array(DIMENSION);
      // A feature that no record has can only meet others by collision: it counts for the length and nothing else, so
      // that a query in another language, or about something else, gets low scores instead of noise.
      fill(
        vector,
        text,
        (gram) => idf(rows, frequencies.get(gram) ?? 0),
        (gram) => frequencies.has(gram),
      );
      return vector;
    };
  },
};

function idf(rows: number, frequency: number): number {
  return Math.log(1 + (rows + 1) / (frequency + 0.5));
}

/**
 * Adds up the signed features of a text and scales the sum to length 1, or less by the share of the features that are
 * not `known`; an empty text stays zero.
 */
function fill(
  vector: Float32Array,
  text: string,
  weight: (gram: number) => number,
  known: (gram: number) => boolean = () => true,
): void {
  let unknown = 0;
  for (const [gram, count] of grams(text)) {
    const value = (1 + Math.log(count)) * weight(gram);
    if (!known(gram)) {
      unknown += value * value;
      continue;
    }
    // The sign bit of another part of the hash: colliding features cancel out instead of adding up.
    const at = gram % DIMENSION;
    vector[at] = (vector[at] ?? 0) + (gram & 0x8000_0000 ? -value : value);
  }
  let square = unknown;
  for (const value of vector) square += value * value;
  if (square === 0) return;
  const scale = 1 / Math.sqrt(square);
  for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) * scale;
}

/** Hashed features of a text with their counts. */
function grams(text: string): Map<number, number> {
  const counts = new Map<number, number>();
  const add = (feature: string) => {
    const hash = fnv1a(feature);
    counts.set(hash, (counts.get(hash) ?? 0) + 1);
  };
  for (const token of tokens(text)) {
    if (isHan(token)) {
      for (const word of hanWords(token)) add(word);
    } else if (!isStopWord(token)) {
      const framed = `<${stem(token)}>`;
      for (let at = 0; at + 3 <= framed.length; at++) add(framed.slice(at, at + 3));
    }
  }
  return counts;
}

/** 32-bit FNV-1a over UTF-16 units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    hash = Math.imul(hash ^ (unit & 255), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  // FNV's low bits are weak for short input; mix before they become a bucket number.
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}
