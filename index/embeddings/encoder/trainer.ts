import { type Kernels, kernelsOver } from './kernels.js';
import { Random } from './random.js';
import type { TrainingSet } from './training-set.js';

/** What is learned: one vector per feature, and for words a weight (a logarithm). */
export interface Parameters {
  readonly dimension: number;
  readonly vectors: Float32Array;
  readonly weights: Float32Array;
}

export interface TrainingOptions {
  readonly seed: number;
  readonly epochs: number;
  readonly batch: number;
  /** Pairs that stay together when the order is drawn, so that a batch has several of one group. */
  readonly chunk: number;
  readonly rate: number;
  readonly weightRate: number;
  /** Called after each epoch with the mean loss. */
  readonly onEpoch?: (epoch: number, loss: number) => void;
}

const TEMPERATURE = 0.08;
/** Words left out at random, of texts of more than three. */
const DROPOUT = 0.15;
/** The rates fall linearly to this share. */
const LAST_RATE = 0.03;
const WEIGHT_DECAY = 0.01;
/** Slopes below this are left out: all of them together are a few percent. */
const NEGLIGIBLE = 1e-3;
const TINY = 1e-6;

/**
 * Trains `parameters` in place: the texts of a pair come near each other, those of different pairs of a batch apart (cross-entropy over
 * the cosines, in both directions), by Adagrad on the rows that a batch touches. The same set, parameters and seed give the
 * same result. The dimension is a multiple of 4.
 */
export function train(set: TrainingSet, parameters: Parameters, options: TrainingOptions): void {
  const trainer = new Trainer(set, parameters, options);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const loss = trainer.epoch();
    options.onEpoch?.(epoch, loss);
  }
  trainer.store();
}

/** Rows of numbers in the memory of the kernels, and where it has them. */
interface Rows {
  readonly at: number;
  readonly values: Float32Array;
}

class Trainer {
  private readonly random: Random;
  private readonly size: number;
  private readonly steps: number;
  private step = 0;
  private readonly weightSquares: Float32Array;
  private readonly kernels: Kernels;
  /** Bytes of a row. */
  private readonly width: number;
  private readonly vectors: Rows;
  private readonly vectorSquares: Rows;
  /** Unit vectors of the batch: first all of side a, then all of side b. */
  private readonly texts: Rows;
  private readonly textSlopes: Rows;
  private readonly lengths: Float32Array;
  /** Cosines of all texts of side a with all of side b, row by row, then their slopes. */
  private readonly products: Rows;
  private readonly slopes: Float32Array;
  private readonly exponentials: Float32Array;
  /** Position of each word and feature in the batch; -1 if it is not in it. */
  private readonly wordPlace: Int32Array;
  private readonly featurePlace: Int32Array;
  private readonly wordVectors: Rows;
  private readonly wordSlopes: Rows;
  private readonly featureSlopes: Rows;

  constructor(
    private readonly set: TrainingSet,
    private readonly parameters: Parameters,
    private readonly options: TrainingOptions,
  ) {
    const { dimension, vectors, weights } = parameters;
    this.random = new Random(options.seed);
    // Four rows go through a loop together.
    this.size = Math.min(options.batch, set.pairs) & ~3;
    this.steps = options.epochs * Math.floor(set.pairs / Math.max(1, this.size));
    this.width = 4 * dimension;
    const words = Math.min(set.rarity.length, set.a.words.length + set.b.words.length);
    const features = weights.length;
    const texts = 2 * this.size;
    const rows = 3 * features + 2 * words + 2 * texts + 1;
    const memory = new WebAssembly.Memory({
      initial: Math.ceil((rows * this.width + 4 * this.size * this.size) / 65_536) + 1,
    });
    this.kernels = kernelsOver(memory);
    let free = 0;
    const take = (length: number): Rows => {
      const taken = { at: free, values: new Float32Array(memory.buffer, free, length) };
      free += 16 * Math.ceil(length / 4);
      return taken;
    };
    this.vectors = take(features * dimension);
    this.vectors.values.set(vectors);
    this.vectorSquares = take(features * dimension);
    this.featureSlopes = take(features * dimension);
    this.wordVectors = take(words * dimension);
    this.wordSlopes = take(words * dimension);
    this.texts = take(texts * dimension);
    this.textSlopes = take(texts * dimension);
    this.products = take(this.size * this.size);
    this.slopes = new Float32Array(this.size * this.size);
    this.weightSquares = new Float32Array(features);
    this.lengths = new Float32Array(texts);
    this.exponentials = new Float32Array(this.size);
    this.wordPlace = new Int32Array(set.rarity.length).fill(-1);
    this.featurePlace = new Int32Array(features).fill(-1);
  }

  /** Puts what was learned into the parameters. */
  store(): void {
    this.parameters.vectors.set(this.vectors.values);
  }

  /** One pass over all pairs (but those that do not fill a batch). Returns the mean loss. */
  epoch(): number {
    const order = this.order();
    let loss = 0;
    let batches = 0;
    for (let from = 0; from + this.size <= order.length && this.size > 0; from += this.size) {
      loss += this.batch(order.subarray(from, from + this.size));
      batches++;
    }
    return loss / Math.max(1, batches);
  }

  /** Shuffled within the groups, cut into chunks, and the chunks shuffled. */
  private order(): Int32Array {
    const { pairs, groups } = this.set;
    const { chunk } = this.options;
    const order = Int32Array.from({ length: pairs }, (_, at) => at);
    for (let from = 0, to = 0; from < pairs; from = to) {
      while (to < pairs && groups[to] === groups[from]) to++;
      this.random.shuffle(order, from, to);
    }
    const chunks = Int32Array.from({ length: Math.ceil(pairs / chunk) }, (_, at) => at);
    this.random.shuffle(chunks);
    const shuffled = new Int32Array(pairs);
    let at = 0;
    for (const each of chunks) {
      const part = order.subarray(each * chunk, Math.min(pairs, (each + 1) * chunk));
      shuffled.set(part, at);
      at += part.length;
    }
    return shuffled;
  }

  private batch(order: Int32Array): number {
    const falling = Math.max(LAST_RATE, 1 - this.step / this.steps);
    this.step++;
    const words: number[] = [];
    const drawn = [
      ...Array.from(order, (pair) => this.draw(pair, 'a', words)),
      ...Array.from(order, (pair) => this.draw(pair, 'b', words)),
    ];
    const wordWeights = this.lookUp(words);
    this.encode(drawn, wordWeights);
    this.compare();
    const loss = this.contrast(order);
    this.spread();
    const slopes = this.descendIntoWords(drawn, wordWeights);
    this.update(words, slopes, falling);
    return loss;
  }

  /** The words of a text, some left out, as places in `words`. */
  private draw(pair: number, side: 'a' | 'b', words: number[]): number[] {
    const { starts, words: all } = this.set[side];
    const from = starts[pair] ?? 0;
    const to = starts[pair + 1] ?? from;
    const dropout = to - from > 3 ? DROPOUT : 0;
    const places: number[] = [];
    const take = (at: number) => {
      const word = all[at] ?? 0;
      let place = this.wordPlace[word] ?? -1;
      if (place < 0) {
        place = words.length;
        this.wordPlace[word] = place;
        words.push(word);
      }
      places.push(place);
    };
    for (let at = from; at < to; at++) if (this.random.next() >= dropout) take(at);
    if (places.length === 0) take(from);
    return places;
  }

  /** Makes the vectors of the batch's words. Returns their weights. */
  private lookUp(words: readonly number[]): Float32Array {
    const { weights, dimension } = this.parameters;
    const { featureStarts, features, isKnown, rarity } = this.set;
    const { width } = this;
    this.wordVectors.values.fill(0, 0, words.length * dimension);
    this.wordSlopes.values.fill(0, 0, words.length * dimension);
    const wordWeights = new Float32Array(words.length);
    for (const [place, word] of words.entries()) {
      const from = featureStarts[word] ?? 0;
      const to = featureStarts[word + 1] ?? from;
      const own = isKnown[word] ?? 0;
      const share = 1 / Math.max(1, to - from - own);
      const row = this.wordVectors.at + place * width;
      for (let at = from; at < to; at++) {
        const feature = this.vectors.at + (features[at] ?? 0) * width;
        this.kernels.addScaled(row, feature, at < from + own ? 1 : share, width);
      }
      const weight = own === 1 ? Math.exp(weights[features[from] ?? 0] ?? 0) : 1;
      wordWeights[place] = (rarity[word] ?? 0) * weight;
    }
    return wordWeights;
  }

  private encode(drawn: readonly number[][], wordWeights: Float32Array): void {
    const { dimension } = this.parameters;
    const { width } = this;
    const texts = this.texts.values;
    texts.fill(0);
    this.textSlopes.values.fill(0);
    for (const [text, places] of drawn.entries()) {
      for (const place of places) {
        const word = this.wordVectors.at + place * width;
        this.kernels.addScaled(this.texts.at + text * width, word, wordWeights[place] ?? 0, width);
      }
      const to = text * dimension;
      let square = 0;
      for (let at = to; at < to + dimension; at++) square += (texts[at] ?? 0) * (texts[at] ?? 0);
      const length = Math.sqrt(square) + TINY;
      this.lengths[text] = length;
      for (let at = to; at < to + dimension; at++) texts[at] = (texts[at] ?? 0) / length;
    }
  }

  /** All cosines between the two sides. */
  private compare(): void {
    const { size, width } = this;
    const other = this.texts.at + size * width;
    for (let i = 0; i < size; i++) {
      const row = this.texts.at + i * width;
      for (let j = 0; j < size; j += 4) {
        const from = other + j * width;
        const out = this.products.at + 4 * (i * size + j);
        this.kernels.dotFour(row, from, from + width, from + 2 * width, from + 3 * width, width, out);
      }
    }
  }

  /** The loss of the batch; leaves its derivatives by the products in `slopes`. */
  private contrast(order: Int32Array): number {
    const { size, slopes } = this;
    const products = this.products.values;
    const { a, b } = this.set;
    for (let i = 0; i < size; i++) {
      const aId = a.ids[order[i] ?? 0];
      const bId = b.ids[order[i] ?? 0];
      for (let j = 0; j < size; j++) {
        const at = i * size + j;
        products[at] = (products[at] ?? 0) / TEMPERATURE;
        if (i === j) continue;
        const other = order[j] ?? 0;
        // The same text in both pairs: then they are no contrast.
        if (aId === a.ids[other] || bId === b.ids[other] || aId === b.ids[other] || bId === a.ids[other]) {
          products[at] = -1e9;
        }
      }
    }
    let loss = 0;
    for (let i = 0; i < size; i++) loss += this.softmax(i * size, 1, i, false);
    for (let j = 0; j < size; j++) loss += this.softmax(j, size, j, true);
    for (let i = 0; i < size; i++) slopes[i * size + i] = (slopes[i * size + i] ?? 0) - 2;
    return loss / (2 * size);
  }

  /** Cross-entropy of one row or column, whose softmax goes into `slopes`. */
  private softmax(from: number, stride: number, target: number, add: boolean): number {
    const { size, slopes, exponentials } = this;
    const products = this.products.values;
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0, at = from; k < size; k++, at += stride) most = Math.max(most, products[at] ?? 0);
    let sum = 0;
    for (let k = 0, at = from; k < size; k++, at += stride) {
      const value = Math.exp((products[at] ?? 0) - most);
      exponentials[k] = value;
      sum += value;
    }
    const scale = 1 / sum;
    for (let k = 0, at = from; k < size; k++, at += stride) {
      const probability = (exponentials[k] ?? 0) * scale;
      slopes[at] = add ? (slopes[at] ?? 0) + probability : probability;
    }
    return Math.log(sum) + most - (products[from + target * stride] ?? 0);
  }

  /** From the derivatives by the products to those by the texts. */
  private spread(): void {
    const { size, width } = this;
    const [a, b] = [0, size * width];
    for (let i = 0; i < size; i++) {
      this.pull(this.textSlopes.at + a + i * width, i * size, 1, this.texts.at + b);
      this.pull(this.textSlopes.at + b + i * width, i, size, this.texts.at + a);
    }
  }

  /** Adds the texts that begin at `from`, each times its slope, where that is not negligible. */
  private pull(to: number, start: number, stride: number, from: number): void {
    const { size, slopes, width } = this;
    const scale = 1 / (2 * TEMPERATURE);
    const rows = [from, from, from, from];
    const factors = [0, 0, 0, 0];
    let count = 0;
    const add = () => {
      const [a = 0, b = 0, c = 0, d = 0] = rows;
      const [byA = 0, byB = 0, byC = 0, byD = 0] = factors;
      this.kernels.addFour(to, a, b, c, d, byA, byB, byC, byD, width);
    };
    for (let k = 0, at = start; k < size; k++, at += stride) {
      const factor = (slopes[at] ?? 0) * scale;
      if (factor < NEGLIGIBLE && factor > -NEGLIGIBLE) continue;
      rows[count] = from + k * width;
      factors[count++] = factor;
      if (count === 4) {
        add();
        count = 0;
      }
    }
    if (count === 0) return;
    factors.fill(0, count);
    add();
  }

  /** From the derivatives by the texts to those by the words; returns those by the words' weights. */
  private descendIntoWords(drawn: readonly number[][], wordWeights: Float32Array): Float32Array {
    const { dimension } = this.parameters;
    const { width } = this;
    const texts = this.texts.values;
    const slopes = this.textSlopes.values;
    const vectors = this.wordVectors.values;
    const weightSlopes = new Float32Array(wordWeights.length);
    for (const [text, places] of drawn.entries()) {
      const from = text * dimension;
      let along = 0;
      for (let at = from; at < from + dimension; at++) along += (slopes[at] ?? 0) * (texts[at] ?? 0);
      const scale = 1 / (this.lengths[text] ?? 1);
      for (let at = from; at < from + dimension; at++) {
        slopes[at] = ((slopes[at] ?? 0) - along * (texts[at] ?? 0)) * scale;
      }
      for (const place of places) {
        const weight = wordWeights[place] ?? 0;
        this.kernels.addScaled(
          this.wordSlopes.at + place * width,
          this.textSlopes.at + text * width,
          weight,
          width,
        );
        const word = place * dimension;
        let by = 0;
        for (let at = 0; at < dimension; at++) by += (slopes[from + at] ?? 0) * (vectors[word + at] ?? 0);
        weightSlopes[place] = (weightSlopes[place] ?? 0) + by * weight;
      }
    }
    return weightSlopes;
  }

  private update(words: readonly number[], weightSlopes: Float32Array, falling: number): void {
    const { weights } = this.parameters;
    const { featureStarts, features, isKnown } = this.set;
    const { kernels, width } = this;
    const touched: number[] = [];
    for (const [place, word] of words.entries()) {
      this.wordPlace[word] = -1;
      const from = featureStarts[word] ?? 0;
      const to = featureStarts[word + 1] ?? from;
      const own = isKnown[word] ?? 0;
      const share = 1 / Math.max(1, to - from - own);
      for (let at = from; at < to; at++) {
        const row = this.featureSlopes.at + this.placeOf(features[at] ?? 0, touched) * width;
        kernels.addScaled(row, this.wordSlopes.at + place * width, at < from + own ? 1 : share, width);
      }
      if (own === 1) {
        const feature = features[from] ?? 0;
        const weight = weights[feature] ?? 0;
        const slope = (weightSlopes[place] ?? 0) + WEIGHT_DECAY * weight;
        const squares = (this.weightSquares[feature] ?? 0) + slope * slope;
        this.weightSquares[feature] = squares;
        weights[feature] = weight - (this.options.weightRate * falling * slope) / (Math.sqrt(squares) + TINY);
      }
    }
    const rate = this.options.rate * falling;
    for (const [row, feature] of touched.entries()) {
      this.featurePlace[feature] = -1;
      const [vector, squares] = [this.vectors.at + feature * width, this.vectorSquares.at + feature * width];
      kernels.descend(vector, squares, this.featureSlopes.at + row * width, rate, width);
    }
  }

  private placeOf(feature: number, touched: number[]): number {
    const known = this.featurePlace[feature] ?? -1;
    if (known >= 0) return known;
    const { dimension } = this.parameters;
    const place = touched.length;
    this.featurePlace[feature] = place;
    touched.push(feature);
    this.featureSlopes.values.fill(0, place * dimension, (place + 1) * dimension);
    return place;
  }
}
