import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EpigenError } from '../../../index/error.js';
import { isNamed } from '../../../server/evaluation/api-names.js';
import { openCell } from '../../../server/evaluation/cell-file.js';
import { htmlOf } from '../../../server/evaluation/html.js';
import { markdownOf } from '../../../server/evaluation/markdown.js';
import { reportOf } from '../../../server/evaluation/report.js';
import type { Answer } from '../../../server/evaluation/scores.js';
import { readTasks } from '../../../server/evaluation/task.js';
import { bleu4, rougeL, tokens } from '../../../server/evaluation/text-scores.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const answer = (id: string, more: Partial<Answer>): Answer => ({
  id,
  steps: [],
  apis: [],
  code: '',
  errors: 0,
  marked: 0,
  engine: 'offline',
  ms: 100,
  ...more,
});

describe('evaluation', () => {
  it('takes words, and every Chinese character, as tokens', () => {
    assert.deepEqual(tokens('Show "Saved_1", 弹出提示。'), ['show', 'saved_1', '弹', '出', '提', '示']);
  });

  it('scores equal texts with 1 and strange ones with 0', () => {
    const text = tokens('Show the success message for two seconds.');
    assert.equal(bleu4(text, text), 1);
    assert.equal(rougeL(text, text), 1);
    assert.equal(bleu4(tokens('nothing alike'), text), 0);
    assert.equal(rougeL([], text), 0);
  });

  it('scores as the formulas say', () => {
    // Unigrams 3/4, bigrams (1+1)/(3+1), trigrams (0+1)/(2+1), 4-grams (0+1)/(1+1); no brevity penalty.
    const value = bleu4(['a', 'b', 'x', 'c'], ['a', 'b', 'c', 'd']);
    assert.ok(Math.abs(value - (0.75 * 0.5 * (1 / 3) * 0.5) ** 0.25) < 1e-9, String(value));
    assert.equal(rougeL(['a', 'x', 'b'], ['a', 'b']), 0.8);
  });

  it('reports per level, kind and language, and APIs that no task asks for', () => {
    const tasks = readTasks(
      [
        { id: 1, level: 1, lang: 'en', requirement: 'a', apis: ['one'], steps: ['Do one.'] },
        { id: '2', level: 2, lang: 'zh', requirement: 'b', apis: ['one', 'two'], steps: ['Do two.'] },
      ]
        .map((it) => JSON.stringify(it))
        .join('\n'),
      'tasks.jsonl',
    );
    const answers = new Map([
      ['1', answer('1', { apis: ['L.one'], steps: ['Do one.'], code: 'x', outcome: 'accepted' })],
      ['2', answer('2', { apis: ['L.one', 'L.three'], tokens: { input: 5, output: 5 } })],
    ]);
    const report = reportOf(tasks, [{ tdm: 'none', cgm: 'A', answers }], ['L.one', 'L.two', 'L.four']);
    const [cell] = report.cells;
    assert.equal(cell?.overall.apiIntegrity, 75);
    assert.equal(cell?.overall.apiPrecision, 75);
    assert.equal(cell?.overall.apiExact, 50);
    assert.equal(cell?.groups['level 1']?.apiIntegrity, 100);
    assert.equal(cell?.groups['lang zh']?.apiIntegrity, 50);
    assert.deepEqual(report.uncovered, ['L.four']);
    assert.match(markdownOf(report), /\| none × A \| 2 \| 75 \|/);
    assert.match(htmlOf(report), /<svg[\s\S]*none × A/);
  });

  it('knows an API with or without what stands before its name', () => {
    assert.ok(isNamed('L.repos.get', 'get'));
    assert.ok(isNamed('L.repos.get', 'repos.get'));
    assert.ok(isNamed('L.repos.get', 'L.repos.get'));
    assert.ok(isNamed('L.repos.get', 'repos.get(options)'));
    assert.ok(!isNamed('L.issues.get', 'repos.get'));
    assert.ok(!isNamed('L.target', 'get'));
  });

  it('tells APIs of the same name in different namespaces apart', () => {
    const tasks = readTasks('{"id":"1","requirement":"a","apis":["repos.get"]}', 'tasks.jsonl');
    const answers = new Map([['1', answer('1', { apis: ['issues.get'] })]]);
    const report = reportOf(tasks, [{ tdm: 'none', cgm: 'A', answers }], ['issues.get', 'repos.get']);
    const { apiIntegrity, apiPrecision, apiExact } = report.cells[0]?.overall ?? {};
    assert.deepEqual([apiIntegrity, apiPrecision, apiExact], [0, 0, 0]);
    assert.deepEqual(report.uncovered, ['issues.get']);
  });

  it('counts what no task names against precision', () => {
    const tasks = readTasks('{"id":"1","requirement":"a","apis":["get","repos.get"]}', 'tasks.jsonl');
    const answers = new Map([['1', answer('1', { apis: ['repos.get', 'repos.list'] })]]);
    const { overall } = reportOf(tasks, [{ tdm: 'none', cgm: 'A', answers }], []).cells[0] ?? {};
    assert.deepEqual([overall?.apiIntegrity, overall?.apiPrecision, overall?.apiExact], [100, 50, 0]);
  });

  it('says in which pairs TDM plays no part', () => {
    const tasks = readTasks('{"id":"1","requirement":"a"}', 'tasks.jsonl');
    const text = (tdm: string, cgm: string): string =>
      markdownOf(reportOf(tasks, [{ tdm, cgm, answers: new Map() }], []));
    assert.match(text('-', 'A/rag'), /\| - × A\/rag \|[\s\S]*TDM plays no part/);
    assert.match(text('offline', 'offline'), /`none` as TDM makes no difference/);
    assert.doesNotMatch(text('none', 'A'), /no part|no difference/);
  });

  it('says which line is no task', () => {
    assert.throws(() => readTasks('{"id": "1"}\n', 'tasks.jsonl'), /requirement.*\(tasks\.jsonl:1\)/s);
  });
});

describe('the answers of a pair', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'A_x_A.jsonl');
  const open = (madeWith: Record<string, unknown>) => openCell(file, 'A_x_A.jsonl', madeWith);
  const ids = (madeWith: Record<string, unknown>) => [...open(madeWith).answers.keys()];

  beforeEach(() => writeFileSync(file, ''));

  it('stand behind what they were made with', () => {
    open({ cgm: 'A', temperature: undefined }).add(answer('1', {}));
    const [first = '', second = ''] = readFileSync(file, 'utf8').split('\n');
    assert.deepEqual(JSON.parse(first), { madeWith: { cgm: 'A' } });
    assert.equal(JSON.parse(second).id, '1');
    assert.deepEqual(ids({ cgm: 'A' }), ['1']);
  });

  it('survive half a line at the end', () => {
    open({ cgm: 'A' }).add(answer('1', {}));
    writeFileSync(file, '{"id":"2","st', { flag: 'a' });
    open({ cgm: 'A' }).add(answer('3', {}));
    assert.deepEqual(ids({ cgm: 'A' }), ['1', '3']);
  });

  it('are not those of something else, which is said once and changes nothing', () => {
    open({ cgm: 'A', libraries: ['L@1'], prompts: { generate: 1 } }).add(answer('1', {}));
    const before = readFileSync(file, 'utf8');
    assert.throws(
      () => open({ cgm: 'B', libraries: ['L@1'], prompts: { generate: 2 } }),
      (error: unknown) =>
        error instanceof EpigenError &&
        /^its answers were made with something else: cgm, prompts \(A_x_A\.jsonl\): .*--out.*delete/.test(
          error.message,
        ),
    );
    assert.equal(readFileSync(file, 'utf8'), before);
  });

  it('are not taken from a file that does not say what they were made with', () => {
    writeFileSync(file, `${JSON.stringify(answer('1', {}))}\n`);
    assert.throws(() => open({ cgm: 'A' }), /does not say what its answers were made with/);
  });

  it('leave out what failed, and with no other answer nothing is compared', () => {
    open({ cgm: 'A' }).add(answer('1', { failed: true, refusal: 'nobody answers' }));
    assert.deepEqual(ids({ cgm: 'B' }), []);
  });
});
