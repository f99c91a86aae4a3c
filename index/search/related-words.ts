import { LRUCache } from 'lru-cache';
import type { Embedder } from '../embeddings/embedder.js';
import type { RelatedWord } from '../lexical/coverage.js';
import type { LexicalIndex } from '../lexical/lexical-index.js';
import { topRows } from '../vectors/top-rows.js';

/** Words of the index that count for a word of the query, at most, and how similar they must be. */
const NEIGHBOURS = 4;
const SIMILAR = 0.45;
/** What the other word is worth, times the similarity. */
const WEIGHT = 0.5;
/** Vectors as similar as that differ in the signs of fewer of their numbers, almost always. */
const SIGNS = 0.43;
const KEPT = 1000;

/**
 * Words of an index that mean about the same as others, by the vectors of the embedding. Their signs are compared first,
 * 32 numbers at a time, so that only a few vectors are.
 */
export class RelatedWords {
  private readonly kept = new LRUCache<string, readonly RelatedWord[]>({ max: KEPT });
  private vectors: WordVectors | undefined;

  constructor(
    private readonly index: LexicalIndex,
    private readonly embedder: Pick<Embedder, 'encodeWord' | 'dimension'>,
  ) {}

  /** The nearest words of the index, nearest first, without the word itself. */
  of(form: string): readonly RelatedWord[] {
    if (!this.embedder.encodeWord || /^\p{N}/u.test(form)) return [];
    const kept = this.kept.get(form);
    if (kept) return kept;
    this.vectors ??= new WordVectors(this.index, this.embedder.dimension, (word) => this.encode(word));
    const nearest = this.vectors.nearest(this.encode(form), NEIGHBOURS + 1);
    const found = nearest.filter(({ word }) => word !== form).slice(0, NEIGHBOURS);
    this.kept.set(form, found);
    return found;
  }

  private encode(word: string): Float32Array {
    return this.embedder.encodeWord?.(word) ?? new Float32Array(this.embedder.dimension);
  }
}

class WordVectors {
  private readonly words: readonly string[];
  private readonly steps: Int8Array;
  private readonly scales: Float32Array;
  private readonly signs: Uint32Array;
  private readonly signWords: number;

  constructor(
    index: LexicalIndex,
    private readonly dimension: number,
    encode: (word: string) => Float32Array,
  ) {
    this.words = [...index.terms.keys()];
    this.steps = new Int8Array(this.words.length * dimension);
    this.scales = new Float32Array(this.words.length);
    this.signWords = Math.ceil(dimension / 32);
    this.signs = new Uint32Array(this.words.length * this.signWords);
    for (const [row, word] of this.words.entries()) {
      const vector = encode(index.forms[row] ?? word);
      const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      this.scales[row] = largest / 127;
      for (let at = 0; at < dimension && largest > 0; at++) {
        this.steps[row * dimension + at] = Math.round((127 * (vector[at] ?? 0)) / largest);
      }
      this.signs.set(signsOf(vector), row * this.signWords);
    }
  }

  nearest(vector: Float32Array, count: number): RelatedWord[] {
    const signs = signsOf(vector);
    const scores = new Float32Array(this.words.length);
    for (let row = 0; row < scores.length; row++) {
      let different = 0;
      for (let at = 0; at < this.signWords; at++) {
        different += bits((signs[at] ?? 0) ^ (this.signs[row * this.signWords + at] ?? 0));
      }
      if (different <= SIGNS * this.dimension) scores[row] = this.similarity(vector, row);
    }
    return topRows(scores, count).flatMap(({ row, score }) =>
      score >= SIMILAR ? [{ word: this.words[row] ?? '', weight: WEIGHT * score }] : [],
    );
  }

  private similarity(vector: Float32Array, row: number): number {
    let sum = 0;
    const from = row * this.dimension;
    for (let at = 0; at < this.dimension; at++) sum += (vector[at] ?? 0) * (this.steps[from + at] ?? 0);
    return sum * (this.scales[row] ?? 0);
  }
}

function signsOf(vector: Float32Array): Uint32Array {
  const signs = new Uint32Array(Math.ceil(vector.length / 32));
  for (const [at, value] of vector.entries()) {
    if (value > 0) signs[at >> 5] = (signs[at >> 5] ?? 0) | (1 << (at & 31));
  }
  return signs;
}

/** How many bits of 32 are set. */
function bits(word: number): number {
  let count = word - ((word >>> 1) & 0x55555555);
  count = (count & 0x33333333) + ((count >>> 2) & 0x33333333);
  return Math.imul((count + (count >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
