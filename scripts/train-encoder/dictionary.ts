import { wordGrams } from '../../index/embeddings/encoder/encoder-words.js';
import type { TextPair } from '../../index/embeddings/encoder/training-set.js';

/** Words that are rarer are known by their n-grams alone. */
const MIN_COUNT = 4;
const MAX_WORDS = 40_000;
const MAX_FEATURES = 65_536;

/** The features of a table, words first, and how often each word occurs. */
export interface Dictionary {
  readonly features: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
  /** Words in all. */
  readonly total: number;
}

/** Words by their count, then n-grams by how many words of how many occurrences have them. */
export function dictionaryOf(pairs: readonly TextPair[]): Dictionary {
  const counts = new Map<string, number>();
  for (const { a, b } of pairs)
    for (const word of [...a, ...b]) counts.set(word, (counts.get(word) ?? 0) + 1);
  const words = byValue(counts);
  const known = words.filter(([, count]) => count >= MIN_COUNT).slice(0, MAX_WORDS);

  const grams = new Map<string, number>();
  for (const [word, count] of words) {
    if (count < 2) continue;
    for (const gram of new Set(wordGrams(word))) {
      grams.set(gram, (grams.get(gram) ?? 0) + Math.sqrt(Math.min(count, 50)));
    }
  }
  const frequent = byValue(grams)
    .filter(([, value]) => value >= MIN_COUNT)
    .slice(0, MAX_FEATURES - known.length);
  return {
    features: [...known, ...frequent].map(([feature]) => feature),
    counts,
    total: words.reduce((sum, [, count]) => sum + count, 0),
  };
}

/** Largest first, equal ones in the order of their text. */
function byValue(values: ReadonlyMap<string, number>): [string, number][] {
  return [...values].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}
