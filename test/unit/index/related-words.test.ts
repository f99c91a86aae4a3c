import assert from 'node:assert/strict';
import { buildLexicalIndex } from '../../../index/lexical/lexical-index.js';
import { RelatedWords } from '../../../index/search/related-words.js';

const DIMENSION = 128;

/** Made-up vectors: words that begin with the same letter are about 0.7 similar, others about 0. */
function vectorOf(word: string): Float32Array {
  const noise = (seed: string) =>
    Float32Array.from({ length: DIMENSION }, (_, at) => {
      const mixed = [...`${seed}${at}`].reduce(
        (hash, it) => Math.imul(hash ^ it.charCodeAt(0), 0x01000193),
        at + 7,
      );
      return Math.sin(mixed);
    });
  const [own, shared] = [noise(word), noise(word.charAt(0))];
  const vector = own.map((value, at) => value * 0.55 + (shared[at] ?? 0) * 0.83);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

describe('related words', () => {
  const texts = ['apple apricot avocado', 'banana berry', 'cherry', 'almond acorn 2026'];
  const index = buildLexicalIndex(texts.map((text) => [{ text, weight: 1 }]));
  const related = new RelatedWords(index, { dimension: DIMENSION, encodeWord: vectorOf });

  it('are the most similar words of the index, up to four, worth half of their similarity', () => {
    const found = related.of('anise');
    const similarity = (word: string) => {
      const other = vectorOf(index.forms[index.terms.get(word) ?? -1] ?? '');
      return vectorOf('anise').reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
    };
    const expected = [...index.terms.keys()]
      .map((word) => ({ word, weight: 0.5 * similarity(word) }))
      .sort((a, b) => b.weight - a.weight)
      .slice(0, 4);
    assert.deepEqual(
      found.map(({ word }) => word),
      expected.map(({ word }) => word),
    );
    for (const [at, { weight }] of found.entries()) {
      assert.ok(Math.abs(weight - (expected[at]?.weight ?? 0)) < 0.01);
    }
    assert.ok(found.every(({ word }) => word.startsWith('a')));
  });

  it('are not the word itself, nor what resembles it too little', () => {
    assert.deepEqual(related.of('cherry'), []);
    assert.deepEqual(related.of('zebra'), []);
  });

  it('of numbers there are none, nor where the embedding knows no words', () => {
    assert.deepEqual(related.of('2025'), []);
    assert.deepEqual(new RelatedWords(index, { dimension: DIMENSION }).of('apple'), []);
  });
});
