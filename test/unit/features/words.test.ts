import assert from 'node:assert/strict';
import type { Contract } from '../../../index/contract.js';
import { abbreviationRank, wordsOf } from '../../../server/analysis/abbreviation.js';
import { enumMeanings } from '../../../server/analysis/enum-meanings.js';
import { intentAt } from '../../../server/analysis/intent.js';
import { contractsAt, contractText } from '../../../server/features/contract-text.js';
import { openDocument } from '../../../server/syntax/syntax-document.js';

describe('words of names and documentation', () => {
  const meanings: readonly [doc: string, values: string[], expected: Record<string, string>][] = [
    ['Style: `n` neutral, `s` success.', ['n', 's'], { n: 'neutral', s: 'success' }],
    [
      "'asc' - smallest first; 'desc' - largest first",
      ['asc', 'desc'],
      { asc: 'smallest first', desc: 'largest first' },
    ],
    ['One of `a` (first) or `b` (second)', ['a', 'b'], { a: 'first', b: 'second' }],
    ['类型：`n` 普通，`s` 成功。', ['n', 's'], { n: '普通', s: '成功' }],
    ['`a`: the one\n`b`: the other', ['a', 'b'], { a: 'the one', b: 'the other' }],
    ['Either `a` or `b`.', ['a', 'b'], {}],
    ['A word like a or b.', ['a', 'b'], {}],
    ['Default: `a`.', ['a', 'b', 'c'], {}],
  ];
  for (const [doc, values, expected] of meanings) {
    it(`meanings in ${JSON.stringify(doc)}`, () =>
      assert.deepEqual(Object.fromEntries(enumMeanings(doc, values)), expected));
  }

  const stated = { sentence: '', stated: 'tag' } as const;
  const contracts: readonly [Contract, string | undefined][] = [
    [{ kind: 'range', path: 'a', minimum: 1, maximum: 9, ...stated }, 'Range: 1 to 9'],
    [{ kind: 'range', path: 'a', exclusiveMinimum: 0, ...stated }, 'Range: more than 0'],
    [{ kind: 'range', path: 'a', maximum: 9, except: [-1], ...stated }, 'Range: at most 9, or -1'],
    [
      { kind: 'range', path: 'a', minimum: 0, exclusiveMaximum: 1, ...stated },
      'Range: at least 0, less than 1',
    ],
    [
      { kind: 'length', path: 'a', maximum: 60, of: 'characters', ...stated },
      'Length: at most 60 characters',
    ],
    [{ kind: 'length', path: 'a', minimum: 2, maximum: 2, of: 'items', ...stated }, 'Length: 2 items'],
    [{ kind: 'unit', path: 'a', unit: 'ms', ...stated }, 'Unit: milliseconds'],
    [{ kind: 'unit', path: 'a', unit: 's', moment: true, ...stated }, 'Unit: seconds since 1970'],
    [{ kind: 'format', path: 'a', formats: ['date', 'date-time'], ...stated }, 'Format: date or date-time'],
    [{ kind: 'pattern', path: 'a', pattern: '^wx_', ...stated }, 'Pattern: `^wx_`'],
    [{ kind: 'together', names: ['a', 'b'], ...stated }, 'Together with: `b`'],
    [{ kind: 'together', names: ['a', 'b'], given: 'b', ...stated }, 'Needed with: `b`'],
    [{ kind: 'exclusive', names: ['a', 'b'], ...stated }, 'Not together with: `b`'],
    [{ kind: 'exclusive', names: ['a', 'b'], required: true, ...stated }, 'Either this or: `b`'],
    [{ kind: 'awaited', ...stated }, undefined],
  ];
  for (const [contract, expected] of contracts)
    it(`${contract.kind}: ${expected}`, () => assert.equal(contractText(contract, 'a'), expected));

  it('contracts of a path are its own, and those of its group', () => {
    const list = [
      { kind: 'unit', path: 'options.a', unit: 'ms', ...stated },
      { kind: 'exclusive', path: 'options', names: ['a', 'b'], ...stated },
      { kind: 'exclusive', names: ['a', 'b'], ...stated },
      { kind: 'unit', path: 'options.b', unit: 's', ...stated },
    ] as const;
    assert.deepEqual(contractsAt(list, 'options.a'), list.slice(0, 2));
    assert.deepEqual(contractsAt(list, 'a'), [list[2]]);
  });

  it('abbreviations: beginnings before humps before parts before letters', () => {
    const ranks = (typed: string, ...names: string[]) => names.map((it) => abbreviationRank(typed, it));
    assert.deepEqual(ranks('show', 'showToast', 'reshow', 'shadowOfWindow', 'hide'), [0, 2, 1, undefined]);
    assert.deepEqual(ranks('sT', 'showToast', 'startUp'), [0, 0]);
    assert.deepEqual(ranks('st', 'showToast', 'startUp', 'list'), [1, 0, 2]);
    assert.deepEqual(ranks('cUT', 'createUploadTask', 'cut'), [0, 0]);
  });

  it('words of names in any style', () => {
    assert.deepEqual(wordsOf('createUPLOADTask2'), ['create', 'upload', 'task', '2']);
    assert.deepEqual(wordsOf('upload_task'), ['upload', 'task']);
    assert.deepEqual(wordsOf('显示提示'), ['显示提示']);
  });

  const intents: readonly [script: string, expected: string | undefined][] = [
    ['notifyUser<|>', 'notify user'],
    ['// @requirement tell the user, then leave<|>', 'tell the user then leave'],
    ['// TODO(epigen): tell the user<|>', 'tell the user'],
    ['显示提示<|>', '显示提示'],
    ['/* a\n * show a thing<|>\n */', 'show a thing'],
    ['a<|>', undefined],
    ['HX.notifyUser<|>', undefined],
    ["'notifyUser<|>'", undefined],
    ['// x<|>', undefined],
  ];
  for (const [script, expected] of intents) {
    it(`intent of ${script}`, () => {
      const document = openDocument('file:///a.js', script.replace('<|>', ''), 1);
      assert.equal(intentAt(document, script.indexOf('<|>'))?.text, expected);
    });
  }
});
