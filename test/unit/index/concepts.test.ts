import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { builtin } from '../../../index/embeddings/builtin.js';
import {
  decodeConcepts,
  encodeConcepts,
  indexConcepts,
  shippedConcepts,
} from '../../../index/phrases/concept-index.js';
import { parsePhrases } from '../../../index/phrases/phrase-bank.js';
import { scoresByConcepts } from '../../../index/search/concept-scores.js';
import { rankerFor, searchData } from '../../../index/search/memory-ranker.js';
import { libraryFrom } from '../../support/generated.js';

const LINES = [
  'hideSpinner | spinner.stop || Hides the spinner. | Removes the overlay. || let him tap again | it is gone || 隐藏加载提示。 || 转圈停掉',
  '',
  '---',
  'sortArray || Sorts an array. || put them in order || 数组排序。 || 排好顺序',
].join('\r\n');

describe('the phrase bank', () => {
  it('reads names, sentences and ways to ask in both languages', () => {
    assert.deepEqual(parsePhrases(LINES), [
      {
        names: ['hideSpinner', 'spinner.stop'],
        sentences: ['Hides the spinner.', 'Removes the overlay.', '隐藏加载提示。'],
        asks: ['let him tap again', 'it is gone', '转圈停掉'],
        elsewhere: false,
      },
      {
        names: ['sortArray'],
        sentences: ['Sorts an array.', '数组排序。'],
        asks: ['put them in order', '排好顺序'],
        elsewhere: true,
      },
    ]);
  });

  it('reads back what it writes', async () => {
    const index = await indexConcepts(parsePhrases(LINES), builtin);
    const read = decodeConcepts(new Uint8Array(encodeConcepts(index)));
    const { averageLength, ...lexical } = read.lexical;
    const { averageLength: written, ...own } = index.lexical;
    assert.deepEqual({ ...read, lexical }, { ...index, lexical: own });
    assert.ok(Math.abs(averageLength - written) < 1e-6);
    assert.deepEqual(read.sentences, [
      ['hideSpinner: Hides the spinner.', 'spinner.stop: Removes the overlay.', '隐藏加载提示。'],
      [],
    ]);
    assert.throws(() => decodeConcepts(new Uint8Array(encodeConcepts(index)).slice(0, -4)), RangeError);
  });

  it('ships an index of the phrases as they are, by the encoder as it is (npm run concepts)', async () => {
    const text = readFileSync(new URL('../../../index/phrases/phrases.txt', import.meta.url), 'utf8');
    const concepts = parsePhrases(text);
    const shipped = shippedConcepts();
    assert.equal(shipped.embedding, builtin.id);
    assert.equal(shipped.sentences.length, concepts.length);
    const few = concepts.slice(0, 3);
    const { vectors } = await indexConcepts(few, builtin);
    assert.deepEqual(shipped.vectors.slice(0, few.length * shipped.dimension), vectors);
  });

  it('has five parts in every line, and each way to ask once', () => {
    const text = readFileSync(new URL('../../../index/phrases/phrases.txt', import.meta.url), 'utf8');
    const concepts = parsePhrases(text);
    assert.ok(concepts.length > 700, `${concepts.length}`);
    const asks = concepts.flatMap((it) => it.asks.map((ask) => ask.toLowerCase()));
    assert.equal(new Set(asks).size, asks.length);
    for (const { names, sentences, asks: own } of concepts) {
      assert.ok(names.length > 0 && sentences.length >= 2 && own.length >= 8, names[0]);
    }
  });
});

describe('scores by concepts', () => {
  const DECLARATIONS = `declare const Corp: {
    /** Hides the loading indicator. */
    hideLoading(): void;
    /** Reads a mail. */
    readMail(id: string): void;
    /** Sorts the shelves of the store room. */
    sortShelves(): void;
  };`;

  it('find a record that has no word in common with the query', async () => {
    const library = await libraryFrom({ declarations: DECLARATIONS });
    const apis = library.names().flatMap((name) => library.find(name) ?? []);
    const data = await searchData({ apis }, builtin);
    const { rows, elsewhere } = await scoresByConcepts(data, 'get the spinner out of the way again');
    const [best] = [...rows].sort((a, b) => b[1] - a[1]);
    assert.equal(apis[best?.[0] ?? -1]?.name, 'Corp.hideLoading');
    assert.equal(elsewhere, 0);
  });

  it('tell requests for plain programming apart', async () => {
    const library = await libraryFrom({ declarations: DECLARATIONS });
    const apis = library.names().flatMap((name) => library.find(name) ?? []);
    const rank = rankerFor({ apis });
    const [own] = await rank('sort the shelves of the store room', 1);
    const [plain] = await rank('sort the numbers in the array from small to large', 1);
    assert.equal(own?.name, 'Corp.sortShelves');
    assert.ok((plain?.score ?? 0) < 0.5 * (own?.score ?? 0), `${plain?.score} ${own?.score}`);
  });
});
