import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { ratingSheet, readKey, readRated } from '../../../server/evaluation/rating.js';
import type { CellAnswers } from '../../../server/evaluation/report.js';
import { readTasks } from '../../../server/evaluation/task.js';

const TASKS = readTasks(
  Array.from({ length: 12 }, (_, at) => JSON.stringify({ id: `t${at}`, requirement: `Do, "${at}"` })).join(
    '\n',
  ),
  'tasks.jsonl',
);

const cell = (cgm: string, code: (id: string) => string): CellAnswers => ({
  tdm: 'offline',
  cgm,
  answers: new Map(
    TASKS.map(({ id }) => [
      id,
      { id, steps: ['One; two', '=SUM(1)'], apis: [], code: code(id), errors: 0, marked: 0, engine: 'free' },
    ]),
  ),
});

const CELLS = [
  cell('secret-model', (id) => `await one('${id}');`),
  cell('other-model', (id) => (id === 't0' ? "await one('t0');" : `await two('${id}');\n`)),
];

type Row = Record<string, string>;
const rowsOf = (csv: string): Row[] => parse(csv, { bom: true, columns: true });

describe('the sheet for experts', () => {
  const { csv, markdown, key } = ratingSheet(TASKS, CELLS, 7);

  it('has each answer once and does not say whose it is', () => {
    const rows = rowsOf(csv);
    assert.equal(rows.length, 23, 'what both answer stands there once');
    assert.ok(!/secret-model|other-model|offline/.test(csv + markdown));
    assert.deepEqual(Object.keys(rows[0] ?? {}), [
      ...['answer', 'task', 'requirement', 'subtasks', 'code'],
      ...['acceptable', 'readable', 'comment'],
    ]);
    const shared = rows.find((it) => it.task === 't0');
    assert.deepEqual(key[shared?.answer ?? ''], ['offline × secret-model', 'offline × other-model']);
    assert.equal(shared?.subtasks, 'One; two\n=SUM(1)');
    assert.equal(markdown.match(/^## A\d{4}/gm)?.length, 23);
  });

  it('has an order that the seed alone decides, which tells nothing', () => {
    assert.equal(ratingSheet(TASKS, CELLS, 7).csv, csv);
    assert.notEqual(ratingSheet(TASKS, CELLS, 8).csv, csv);
    const first = rowsOf(csv).map((it) => key[it.answer ?? '']?.[0]);
    const secret = first.filter((it, at) => at % 2 === 0 && it === 'offline × secret-model').length;
    assert.ok(secret > 1 && secret < 11, String(secret));
  });

  it('is read back, in the form of any spreadsheet', () => {
    const rated = (delimiter: string, value: (row: Row) => string): string =>
      [
        ['answer', 'acceptable', 'readable', 'comment'],
        ...rowsOf(csv).map((row) => [row.answer ?? '', value(row), '4', '"a;b,c"']),
      ]
        .map((row) => row.join(delimiter))
        .join('\r\n');
    const byModel = (row: Row): string => (/one/.test(row.code ?? '') ? '5' : '2');
    for (const delimiter of [',', ';', '\t']) {
      const said = readRated(`\uFEFF${rated(delimiter, byModel)}`, 's.csv', key);
      assert.deepEqual(Object.fromEntries(said), {
        'offline × secret-model': { answers: 12, acceptable: 5, readable: 4 },
        'offline × other-model': { answers: 12, acceptable: 2.25, readable: 4 },
      });
    }
    const empty = readRated(
      rated(',', () => ''),
      's.csv',
      key,
    ).get('offline × secret-model');
    assert.deepEqual(empty, { answers: 12, readable: 4 });
    assert.throws(
      () =>
        readRated(
          rated(',', () => '6'),
          's.csv',
          key,
        ),
      /acceptable must be a number from 1 to 5.*\(s\.csv:2\)/,
    );
    assert.throws(() => readRated('answer,acceptable,readable\nA9999,1,1', 's.csv', key), /no answer A9999/);
    assert.throws(() => readKey('[]', 'k.json'), /no key of a sheet/);
  });
});
