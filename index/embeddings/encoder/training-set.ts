import { RARITY } from './encoder.js';
import { wordGrams } from './encoder-words.js';

/** Two texts, as words, that should come near each other. */
export interface TextPair {
  readonly a: readonly string[];
  readonly b: readonly string[];
  /** Pairs of one group are drawn into the same batch: what a library says is told apart within it. */
  readonly group: string;
}

/** Pairs with their words as numbers, for the trainer. */
export interface TrainingSet {
  readonly pairs: number;
  /** The features of word w are `features[featureStarts[w] .. featureStarts[w + 1]]`; the first is the word itself if `isKnown`. */
  readonly featureStarts: Int32Array;
  readonly features: Int32Array;
  readonly isKnown: Uint8Array;
  /** What a word weighs by its rarity alone. */
  readonly rarity: Float32Array;
  readonly a: Texts;
  readonly b: Texts;
  readonly groups: Int32Array;
}

/** The words of text i are `words[starts[i] .. starts[i + 1]]`; equal texts have one id. */
interface Texts {
  readonly starts: Int32Array;
  readonly words: Int32Array;
  readonly ids: Int32Array;
}

/**
 * Numbers the words of the pairs, sorted by group. `featureId` is the row of a feature (undefined: unknown), `frequency`
 * the share of a word among all.
 */
export function compilePairs(
  pairs: readonly TextPair[],
  featureId: (feature: string) => number | undefined,
  frequency: (word: string) => number,
): TrainingSet {
  const sorted = [...pairs].sort((x, y) => (x.group < y.group ? -1 : x.group > y.group ? 1 : 0));
  const words = new Map<string, number>();
  const textIds = new Map<string, number>();
  const groupIds = new Map<string, number>();
  const features: number[] = [];
  const featureStarts = [0];
  const isKnown: number[] = [];
  const rarity: number[] = [];

  const wordId = (word: string): number => {
    const known = words.get(word);
    if (known !== undefined) return known;
    const id = numberOf(words, word);
    const own = featureId(word);
    if (own !== undefined) features.push(own);
    features.push(...wordGrams(word).flatMap((gram) => featureId(gram) ?? []));
    featureStarts.push(features.length);
    isKnown.push(own === undefined ? 0 : 1);
    rarity.push(RARITY / (RARITY + (own === undefined ? 0 : frequency(word))));
    return id;
  };
  const texts = (side: 'a' | 'b'): Texts => {
    const starts = [0];
    const ids: number[] = [];
    const all: number[] = [];
    for (const pair of sorted) {
      for (const word of pair[side]) all.push(wordId(word));
      starts.push(all.length);
      ids.push(numberOf(textIds, pair[side].join(' ')));
    }
    return { starts: Int32Array.from(starts), words: Int32Array.from(all), ids: Int32Array.from(ids) };
  };
  const [a, b] = [texts('a'), texts('b')];
  return {
    pairs: sorted.length,
    featureStarts: Int32Array.from(featureStarts),
    features: Int32Array.from(features),
    isKnown: Uint8Array.from(isKnown),
    rarity: Float32Array.from(rarity),
    a,
    b,
    groups: Int32Array.from(sorted, ({ group }) => numberOf(groupIds, group)),
  };
}

function numberOf(numbers: Map<string, number>, key: string): number {
  const number = numbers.get(key) ?? numbers.size;
  numbers.set(key, number);
  return number;
}
