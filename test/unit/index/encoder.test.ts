import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Encoder } from '../../../index/embeddings/encoder/encoder.js';
import {
  addRow,
  countOf,
  decodeHeader,
  decodeTable,
  encodeTable,
  rowOf,
  type TableRow,
  weightOf,
} from '../../../index/embeddings/encoder/encoder-table.js';
import { encoderWords, featureHash, wordGrams } from '../../../index/embeddings/encoder/encoder-words.js';
import { type Parameters, train } from '../../../index/embeddings/encoder/trainer.js';
import { compilePairs, type TextPair } from '../../../index/embeddings/encoder/training-set.js';

describe("the encoder's words", () => {
  const texts: readonly (readonly [string, string])[] = [
    ['getURLParts2', 'get url parts 2'],
    ["Doesn't show the user's files.", 'doesn show the user files'],
    ['上传文件 v2', '上 传 文 件 上传 传文 文件 v 2'],
    ['🙂', ''],
    ['x'.repeat(30), 'x'.repeat(24)],
  ];
  for (const [text, words] of texts) {
    it(`of ${JSON.stringify(text.slice(0, 40))}`, () => assert.equal(encoderWords(text).join(' '), words));
  }

  it('have n-grams of 3 to 5 letters, if they are Latin', () => {
    assert.deepEqual(wordGrams('get'), ['#<ge', '#get', '#et>', '#<get', '#get>', '#<get>']);
    assert.deepEqual(wordGrams('上传'), []);
    assert.deepEqual(wordGrams('2026'), []);
  });

  it('are hashed by FNV-1a over UTF-16', () => {
    assert.equal(featureHash(''), 0x811c9dc5);
    // The bytes 61 00, by the definition of FNV-1a.
    const once = Math.imul(0x811c9dc5 ^ 0x61, 0x01000193) >>> 0;
    assert.equal(featureHash('a'), Math.imul(once, 0x01000193) >>> 0);
  });
});

const DIMENSION = 8;

function rowFor(feature: string, vector: readonly number[], weight = 0, count = 0): TableRow {
  return { hash: featureHash(feature), vector: Float32Array.from(vector), weight, count };
}

describe('the table of the encoder', () => {
  const numbers = fc.array(fc.float({ min: -2, max: 2, noNaN: true }), {
    minLength: DIMENSION,
    maxLength: DIMENSION,
  });

  it('keeps vectors within half a step, and weights and counts about', () =>
    fc.assert(
      fc.property(
        numbers,
        fc.float({ min: -1, max: 1, noNaN: true }),
        fc.nat(100_000),
        (vector, weight, count) => {
          const bytes = encodeTable(
            [rowFor('word', vector, weight, count), rowFor('#wor', [])],
            DIMENSION,
            1000,
          );
          const table = decodeTable(bytes);
          const row = rowOf(table, featureHash('word'));
          const read = new Float32Array(DIMENSION);
          addRow(table, row, 1, read);
          const step = Math.max(...vector.map(Math.abs)) / 7;
          for (const [at, value] of vector.entries()) {
            assert.ok(
              Math.abs(value - (read[at] ?? 0)) <= 0.51 * step + 1e-6,
              `${value} ${read[at]} ${step}`,
            );
          }
          assert.ok(Math.abs(weightOf(table, row) - weight) <= 0.005);
          assert.ok(Math.abs(countOf(table, row) - count) <= 0.05 * count + 0.1);
          assert.equal(table.total, 1000);
        },
      ),
    ));

  it('knows which features it has', () => {
    const table = decodeTable(encodeTable([rowFor('b', [1]), rowFor('a', [2])], DIMENSION, 1));
    assert.deepEqual(
      [...table.hashes],
      [...table.hashes].sort((x, y) => x - y),
    );
    assert.ok(rowOf(table, featureHash('a')) >= 0 && rowOf(table, featureHash('b')) >= 0);
    assert.equal(rowOf(table, featureHash('c')), -1);
    assert.equal(rowOf(decodeTable(encodeTable([], DIMENSION, 1)), featureHash('a')), -1);
  });

  it('is the same bytes for the same rows in any order, and is named after them', () => {
    const rows = [rowFor('a', [1, 2], 0.5, 3), rowFor('b', [3, -4])];
    const bytes = encodeTable(rows, DIMENSION, 7);
    assert.deepEqual(encodeTable(rows.toReversed(), DIMENSION, 7), bytes);
    const { id } = decodeHeader(bytes);
    assert.match(id, /^[0-9a-f]{8}$/);
    assert.notEqual(decodeHeader(encodeTable(rows.slice(1), DIMENSION, 7)).id, id);
  });

  it('can be read from anywhere in memory', () => {
    const bytes = encodeTable([rowFor('a', [1, 2], 0.5, 3)], DIMENSION, 7);
    const shifted = Buffer.concat([Buffer.from('x'), bytes]).subarray(1);
    assert.deepEqual(decodeTable(shifted).values, decodeTable(bytes).values);
  });

  it('that is cut off is an error', () => {
    const bytes = encodeTable([rowFor('a', [1])], DIMENSION, 1);
    assert.throws(() => decodeTable(bytes.subarray(0, -1)), RangeError);
    assert.throws(() => decodeTable(new Uint8Array(600)), RangeError);
  });
});

describe('the encoder', () => {
  /** Vectors of which 4 bits keep everything. */
  const steps = (...values: number[]) => values.map((value) => value / 7);
  const rows = [
    rowFor('cat', steps(7, 0, 0, 0, 0, 0, 0, 0), 0, 100),
    rowFor('#cat', steps(0, 7, 0, 0, 0, 0, 0, 0)),
    rowFor('#<ca', steps(0, 0, 7, 0, 0, 0, 0, 0)),
    rowFor('dog', steps(0, 0, 0, 7, 0, 0, 0, 0), Math.log(2), 0),
  ];
  const table = decodeTable(encodeTable(rows, DIMENSION, 10_000));

  it('adds up words and the mean of their n-grams, by rarity and weight', () => {
    // Frequency 0.01, so weight 0.001 / 0.011; the cat's n-grams are half of #cat and half of #<ca.
    const count = 2 ** (Math.round(8 * Math.log2(101)) / 8) - 1;
    const weight = 0.001 / (0.001 + count / 10_000);
    const expected = [weight, weight / 2, weight / 2, 2, 0, 0, 0, 0];
    const length = Math.hypot(...expected);
    const encoded = new Encoder(table).encode('cat dog');
    for (const [at, value] of expected.entries()) {
      assert.ok(
        Math.abs((encoded[at] ?? 0) - value / length) < 0.01,
        `${at}: ${encoded[at]} ${value / length}`,
      );
    }
  });

  it('knows a word that it never saw by its parts, and nothing of one without any', () => {
    const encoder = new Encoder(table);
    assert.ok((encoder.encode('catalogue')[1] ?? 0) > 0.5);
    assert.ok(encoder.encode('zebra').every((value) => value === 0));
    assert.ok(encoder.encode('').every((value) => value === 0));
  });

  it('takes the rows of a tuning before its own', () => {
    const tuning = decodeTable(
      encodeTable([rowFor('dog', steps(0, 0, 0, 0, 0, 0, 0, 7))], DIMENSION, 10_000),
    );
    assert.deepEqual([...new Encoder(table, tuning).encode('dog')], [0, 0, 0, 0, 0, 0, 0, 1]);
  });
});

describe('training', () => {
  const SYNONYMS = ['cat kitty', 'dog puppy', 'car auto', 'sea ocean', 'big large', 'fast quick'];
  const pairs = SYNONYMS.map((line): TextPair => {
    const [a = '', b = ''] = line.split(' ');
    return { a: [a], b: [b], group: 'all' };
  });
  const words = SYNONYMS.join(' ').split(' ');

  function trained(seed: number): Parameters {
    const set = compilePairs(
      pairs,
      (feature) => (words.includes(feature) ? words.indexOf(feature) : undefined),
      () => 0.001,
    );
    const parameters = {
      dimension: DIMENSION,
      vectors: new Float32Array(words.length * DIMENSION).map((_, at) => 0.05 * Math.sin(at * at)),
      weights: new Float32Array(words.length),
    };
    train(set, parameters, { seed, epochs: 60, batch: 6, chunk: 2, rate: 0.05, weightRate: 0.01 });
    return parameters;
  }

  it('brings the texts of a pair together, and those of others apart', () => {
    const { vectors } = trained(1);
    const encoded = words.map((_, at) => vectors.subarray(at * DIMENSION, (at + 1) * DIMENSION));
    const cosine = (a: Float32Array, b: Float32Array) => {
      const product = a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0);
      return product / (Math.hypot(...a) * Math.hypot(...b));
    };
    for (const [at, vector] of encoded.entries()) {
      const others = encoded.map((other, to) => (to === at ? -1 : cosine(vector, other)));
      assert.equal(others.indexOf(Math.max(...others)), at ^ 1, words[at]);
    }
  });

  it('comes to the same with the same seed, and only then', () => {
    assert.deepEqual(trained(1), trained(1));
    assert.notDeepEqual(trained(1), trained(2));
  });
});
