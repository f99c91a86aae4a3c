import assert from 'node:assert/strict';
import fc from 'fast-check';
import { builtin } from '../../../index/embeddings/builtin.js';
import { openEmbedder } from '../../../index/embeddings/open-embedder.js';
import { EpigenError } from '../../../index/error.js';
import { exactIndex } from '../../../index/vectors/exact.js';
import { topRows } from '../../../index/vectors/top-rows.js';

describe('the best rows', () => {
  it('are those of a full sort, ties in row order', () =>
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -5, max: 5 })), fc.nat(12), (numbers, k) => {
        const sorted = numbers
          .map((score, row) => ({ row, score }))
          .sort((a, b) => b.score - a.score || a.row - b.row)
          .slice(0, k);
        assert.deepEqual(topRows(Float32Array.from(numbers), k), sorted);
      }),
    ));
});

describe('the exact scan', () => {
  it('orders rows by inner product', () => {
    const index = exactIndex(Float32Array.of(1, 0, 0, 1, 0.6, 0.8), 2);
    assert.deepEqual(
      index.nearest(Float32Array.of(0, 1), 5).map(({ row }) => row),
      [1, 2, 0],
    );
    assert.equal(index.similarity(Float32Array.of(2, 1), 2), Math.fround(0.6) * 2 + Math.fround(0.8));
  });

  it('answers nothing where there are no rows', () =>
    assert.deepEqual(exactIndex(new Float32Array(0), 8).nearest(new Float32Array(8), 3), []));
});

describe('the built-in embedding', () => {
  const KEYS = [
    'showToast: Shows a short message',
    'uploadFile: Uploads a file',
    'deleteFile: Deletes a file',
  ];

  async function nearest(query: string): Promise<string | undefined> {
    const index = exactIndex(await builtin.embed(KEYS), builtin.dimension);
    const [best] = index.nearest(await builtin.encode(query), 1);
    return best && best.score > 0 ? KEYS[best.row] : undefined;
  }

  it('finds related word forms', async () => assert.equal(await nearest('uploader'), KEYS[1]));

  it('finds what is said with other words, and in another language', async () => {
    assert.equal(await nearest('erase the document'), KEYS[2]);
    assert.equal(await nearest('弹出提示'), KEYS[0]);
  });

  it('makes vectors that depend on the text alone', async () => {
    const together = await builtin.embed(KEYS);
    const alone = await builtin.embed(KEYS.slice(1, 2));
    assert.deepEqual(together.subarray(builtin.dimension, 2 * builtin.dimension), alone);
    // The mean of three unit vectors.
    assert.ok(alone.reduce((sum, value) => sum + value * value, 0) <= 1 + 1e-5);
  });

  it('gives a query of which nothing is known no direction', async () =>
    assert.equal(await nearest('🙂 '), undefined));

  it('leaves an empty text zero', async () =>
    assert.ok((await builtin.embed([''])).every((value) => value === 0)));

  it('stops when it is told to', async () =>
    assert.rejects(builtin.embed(KEYS, AbortSignal.abort()), { name: 'AbortError' }));
});

it('an embedding that this version does not have is one clear error', () =>
  assert.rejects(openEmbedder('word2vec:some-model'), (error) => error instanceof EpigenError));
