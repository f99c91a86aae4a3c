import assert from 'node:assert/strict';
import path from 'node:path';
import { EpigenError } from '../../../index/error.js';
import type { ApiLibrary } from '../../../index/library.js';
import { generate } from '../../../server/pipeline/generate.js';
import { generated, libraryFrom } from '../../support/generated.js';
import { SHOP } from './shop.js';

/** About other things than any of the libraries here. */
const ELSEWHERE = [
  'bake a cake',
  'sort this array of numbers by size',
  'Reverse the string and count its vowels.',
  'compute the fibonacci sequence up to n',
  'Parse the CSV and compute the average of the third column.',
  'implement quicksort',
  'Convert 10 dollars to euros',
  'debounce this function by 300 ms',
  'Turn on the lights in the kitchen.',
  'Set the alarm clock to 7 am.',
  'Remove duplicates from the list.',
  'asdf qwer zxcv',
  'fix this later',
  '烤一个蛋糕',
  '把这个数组按大小排序',
  '给猫喂食',
];

const TEXT = 'async function run() {<|>}\n';

describe('refusal', () => {
  let shop: ApiLibrary;
  let large: ApiLibrary;
  before(async () => {
    shop = await libraryFrom({ declarations: SHOP });
    large = await libraryFrom({ file: path.join(import.meta.dirname, '../../w-library/hx.d.ts') });
  });

  for (const requirement of ELSEWHERE) {
    it(`says that nothing fits: ${requirement}`, async () => {
      for (const library of [shop, large]) {
        const generation = await generated({ library, requirement, text: TEXT });
        assert.deepEqual(
          [generation.refusal, generation.edit, generation.code, generation.apis],
          [`no API in ${library.name} fits: ${requirement}`, undefined, '', []],
        );
      }
    });
  }

  it('asks for a requirement where a comment has only a tag', async () => {
    for (const requirement of ['', '   ', '...', '\n']) {
      const { refusal, edit } = await generated({ library: shop, requirement, text: TEXT });
      assert.deepEqual(
        [refusal, edit],
        ['the requirement says nothing: write what should be done', undefined],
      );
    }
  });

  it('says so where there is no library', async () => {
    const { refusal } = await generate({
      requirement: 'Print the invoice.',
      libraries: [],
      settings: { engine: 'offline', stepComments: false, onInvalid: 'refuse' },
    });
    assert.equal(refusal, 'no API in any library fits: Print the invoice.');
  });

  it('shortens a long requirement in the message', async () => {
    const { refusal = '' } = await generated({ library: shop, requirement: 'blah '.repeat(2000) });
    assert.ok(refusal.length < 250, refusal);
  });

  it('throws for an engine that needs a model', async () => {
    await assert.rejects(
      generated({ library: shop, requirement: 'Print the invoice.', settings: { engine: 'free' } }),
      (error) => error instanceof EpigenError && /needs a model/.test(error.message),
    );
  });

  it('stops when it is aborted', async () => {
    const reason = new Error('enough');
    await assert.rejects(
      generate({
        requirement: 'Print the invoice.',
        libraries: [shop],
        settings: { engine: 'offline', stepComments: false, onInvalid: 'refuse' },
        signal: AbortSignal.abort(reason),
      }),
      reason,
    );
  });
});
