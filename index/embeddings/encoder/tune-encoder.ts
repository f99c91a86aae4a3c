import type { ApiDoc } from '../../api-doc.js';
import { innerProduct } from '../../vectors/exact.js';
import { keyVector } from '../key-vector.js';
import { type DocumentationPair, documentationPairs } from './documentation-pairs.js';
import { Encoder } from './encoder.js';
import {
  addRow,
  countOf,
  decodeTable,
  type EncoderTable,
  encodeTable,
  rowOf,
  weightOf,
} from './encoder-table.js';
import { featureHash, wordGrams } from './encoder-words.js';
import { Random } from './random.js';
import { train } from './trainer.js';
import { compilePairs } from './training-set.js';

export interface Tuning {
  /** Mean reciprocal rank of the right records for the pairs that were held back, without and with the tuning. */
  readonly before: number;
  readonly after: number;
  /** Rows that take the place of those of the table, as a table of their own. */
  readonly bytes: Uint8Array;
}

const TRAINING = { seed: 1, epochs: 10, batch: 256, chunk: 256, rate: 0.01, weightRate: 0.002 };
const DEVIATION = 0.025;
/** One of so many records is held back, with all that could be asked about it. */
const HELD_BACK = 8;
/** Held-back pairs that are tried, at most. */
const TRIED = 500;

/**
 * Learns a library's words from its own documentation: texts that stand at the same record should come near each other. What
 * that brings is measured on records whose texts were held back. The same records give the same tuning.
 */
export function tuneEncoder(table: EncoderTable, apis: readonly ApiDoc[]): Tuning {
  const pairs = documentationPairs(apis);
  const isHeldBack = ({ row, asks }: DocumentationPair) => asks && row % HELD_BACK === HELD_BACK - 1;
  const bytes = learn(
    table,
    pairs.filter((pair) => !isHeldBack(pair)),
  );
  const tests = sample(pairs.filter(isHeldBack), TRIED);
  return {
    before: meanReciprocalRank(new Encoder(table), apis, tests),
    after: meanReciprocalRank(new Encoder(table, decodeTable(bytes)), apis, tests),
    bytes,
  };
}

function learn(table: EncoderTable, pairs: readonly DocumentationPair[]): Uint8Array {
  const { dimension } = table;
  const counts = new Map<string, number>();
  let total = table.total;
  for (const { a, b } of pairs) {
    for (const word of [...a, ...b]) counts.set(word, (counts.get(word) ?? 0) + 1);
    total += a.length + b.length;
  }
  for (const [word, count] of counts) {
    const row = rowOf(table, featureHash(word));
    if (row >= 0) counts.set(word, count + countOf(table, row));
  }

  // Every word of the library gets a row, n-grams only where the table has them.
  const random = new Random(TRAINING.seed + 1);
  const ids = new Map<string, number>();
  const rows: number[] = [];
  for (const word of counts.keys()) {
    for (const feature of [word, ...wordGrams(word)]) {
      const row = rowOf(table, featureHash(feature));
      if (ids.has(feature) || (row < 0 && feature !== word)) continue;
      ids.set(feature, rows.length);
      rows.push(row);
    }
  }
  const vectors = new Float32Array(rows.length * dimension);
  const weights = new Float32Array(rows.length);
  for (const [id, row] of rows.entries()) {
    const vector = vectors.subarray(id * dimension, (id + 1) * dimension);
    if (row < 0) for (let at = 0; at < dimension; at++) vector[at] = random.normal() * DEVIATION;
    else addRow(table, row, 1, vector);
    weights[id] = row < 0 ? 0 : weightOf(table, row);
  }
  const set = compilePairs(
    pairs,
    (feature) => ids.get(feature),
    (word) => (counts.get(word) ?? 0) / total,
  );
  train(set, { dimension, vectors, weights }, TRAINING);
  const tuned = [...ids].map(([feature, id]) => ({
    hash: featureHash(feature),
    vector: vectors.subarray(id * dimension, (id + 1) * dimension),
    weight: weights[id] ?? 0,
    count: feature.startsWith('#') ? 0 : (counts.get(feature) ?? 0),
  }));
  return encodeTable(tuned, dimension, total);
}

/** How well texts find the records they stand at; a record with the same sentence is as good. */
function meanReciprocalRank(
  encoder: Encoder,
  apis: readonly ApiDoc[],
  tests: readonly DocumentationPair[],
): number {
  const { dimension } = encoder;
  const vectors = new Float32Array(apis.length * dimension);
  for (const [row, { key }] of apis.entries()) vectors.set(keyVector(key, encoder), row * dimension);
  let sum = 0;
  for (const { a, row } of tests) {
    const query = encoder.encodeWords(a);
    const wanted = innerProduct(vectors, dimension, query, row);
    const sentence = apis[row]?.functionality;
    let rank = 1;
    for (const [other, api] of apis.entries()) {
      if (innerProduct(vectors, dimension, query, other) > wanted && api.functionality !== sentence) rank++;
    }
    sum += 1 / rank;
  }
  return tests.length === 0 ? 0 : sum / tests.length;
}

/** So many of the items, evenly spread. */
function sample<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  return items.filter(
    (_, at) => Math.floor((at * count) / items.length) !== Math.floor(((at + 1) * count) / items.length),
  );
}
