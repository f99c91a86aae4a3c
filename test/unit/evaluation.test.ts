import assert from 'node:assert/strict';
import { htmlOf, markdownOf, reportOf } from '../../server/evaluation/report.js';
import type { Answer } from '../../server/evaluation/scores.js';
import { readTasks } from '../../server/evaluation/task.js';
import { bleu4, rougeL, tokens } from '../../server/evaluation/text-scores.js';

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

  it('says which line is no task', () => {
    assert.throws(() => readTasks('{"id": "1"}\n', 'tasks.jsonl'), /requirement.*\(tasks\.jsonl:1\)/s);
  });
});
