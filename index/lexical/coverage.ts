import type { LexicalIndex } from './lexical-index.js';
import { type Lexicon, shippedLexicon } from './lexicon.js';
import { type QueryUnit, queryUnits } from './query-units.js';

/** BM25's saturation and length normalisation. */
const K1 = 1.2;
const B = 0.75;
/** What saying it with a synonym is worth. */
const RELATED = 0.5;
/** The same where the index does not know the word itself, so that nothing can say it better. */
const RELATED_ALONE = 0.8;

/**
 * Coverage BM25: which share of the query's information each record covers, 0 to 1 per row. BM25 divided by the most it
 * could reach for this query, where words that the index does not know count with the largest idf: a query about something
 * else scores low everywhere, so scores compare between queries and libraries.
 */
export function coverage(
  index: LexicalIndex,
  text: string,
  lexicon: Lexicon = shippedLexicon(),
): Float32Array {
  const scores = new Float32Array(index.rows);
  const units = queryUnits(text, (word) => index.terms.has(word), lexicon);
  const unit = new UnitScores(index);
  let information = 0;
  for (const it of units) information += it.weight * unit.add(it, scores);
  if (information > 0)
    for (let row = 0; row < scores.length; row++) scores[row] = (scores[row] ?? 0) / information;
  return scores;
}

/** Scores one unit at a time, on scratch memory that is shared between units. */
class UnitScores {
  private readonly best: Float32Array;
  private readonly sum: Float32Array;
  private readonly matched: Uint8Array;

  constructor(private readonly index: LexicalIndex) {
    this.best = new Float32Array(index.rows);
    this.sum = new Float32Array(index.rows);
    this.matched = new Uint8Array(index.rows);
  }

  /** Adds the unit's share to `scores` and returns its information, the most that it can add per weight. */
  add(unit: QueryUnit, scores: Float32Array): number {
    const touched: number[] = [];
    let information = unit.word === undefined ? 0 : this.term([unit.word], 1, touched);
    const itself = information > 0;
    let related = 0;
    const weight = itself ? RELATED : RELATED_ALONE;
    for (const term of unit.alternatives) related = Math.max(related, this.term(term, weight, touched));
    if (!itself) information = related > 0 ? related : idf(this.index.rows, 0);
    for (const row of touched) {
      scores[row] = (scores[row] ?? 0) + unit.weight * (this.best[row] ?? 0);
      this.best[row] = 0;
    }
    return information;
  }

  /** Raises `best` of the rows that have all words of the term. Returns the term's idf, 0 if a word is unknown. */
  private term(words: readonly string[], weight: number, touched: number[]): number {
    const { terms, starts, postingRows, frequencies, lengths, averageLength, rows } = this.index;
    const ids = words.map((word) => terms.get(word));
    if (ids.length === 0 || ids.includes(undefined)) return 0;
    const seen: number[] = [];
    let mean = 0;
    for (const id of ids) {
      if (id === undefined) continue;
      const from = starts[id] ?? 0;
      const to = starts[id + 1] ?? from;
      const weightOfWord = idf(rows, to - from);
      mean += weightOfWord / ids.length;
      for (let at = from; at < to; at++) {
        const row = postingRows[at] ?? 0;
        const tf = frequencies[at] ?? 0;
        const norm = K1 * (1 - B + (B * (lengths[row] ?? 0)) / averageLength);
        if (this.matched[row] === 0) seen.push(row);
        this.matched[row] = (this.matched[row] ?? 0) + 1;
        this.sum[row] = (this.sum[row] ?? 0) + (weightOfWord * tf) / (tf + norm);
      }
    }
    for (const row of seen) {
      if (this.matched[row] === ids.length) {
        const value = (weight * (this.sum[row] ?? 0)) / ids.length;
        if (value > (this.best[row] ?? 0)) {
          if (this.best[row] === 0) touched.push(row);
          this.best[row] = value;
        }
      }
      this.matched[row] = 0;
      this.sum[row] = 0;
    }
    return mean;
  }
}

function idf(rows: number, frequency: number): number {
  return Math.log(1 + (rows - frequency + 0.5) / (frequency + 0.5));
}
