import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { epigen, epigenOk, HX_DECLARATIONS, jsonLines, ROOT, writeFiles } from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

interface Prediction {
  id: string | number | null;
  steps: string[];
  apis: string[];
  code: string;
  diagnostics: unknown[];
}

interface Task {
  id: string;
  kind: string;
  context?: string;
  entry?: { name: string };
}

describe('batches', () => {
  const folder = temporaryFolder();
  const jsonl = (values: readonly unknown[]) => values.map((it) => `${JSON.stringify(it)}\n`).join('');
  const readLines = (name: string) => jsonLines(readFileSync(join(folder, name), 'utf8'));

  before(() => {
    epigenOk(folder, 'index', HX_DECLARATIONS, '--library', 'HX', '--access', 'global:HX');
  });

  it('search: subtasks, the choice, and the best 20', () => {
    writeFiles(folder, {
      'in.jsonl': jsonl([
        { id: 'a', requirement: 'Ask the user for a date, then show a toast "Done".' },
        { id: 2, requirement: '显示加载提示' },
      ]),
    });
    assert.equal(epigenOk(folder, 'search', '--batch', 'in.jsonl', '--out', 'out.jsonl', '--json'), '');
    const [first, second, ...others] = readLines('out.jsonl') as {
      id: unknown;
      steps: { text: string; apis: { name: string; score: number }[] }[];
      apis: string[];
      ranked: { name: string; score: number }[];
    }[];
    assert.deepEqual(others, []);
    assert.deepEqual(Object.keys(first ?? {}), ['id', 'steps', 'apis', 'ranked']);
    assert.deepEqual([first?.id, second?.id], ['a', 2]);
    assert.equal(first?.steps.length, 2);
    assert.deepEqual(Object.keys(first.steps[0]?.apis[0] ?? {}), ['name', 'score']);
    assert.ok(first.apis.includes('HX.pickDate') && first.apis.includes('HX.showToast'), `${first.apis}`);
    assert.equal(first.ranked.length, 20);
  });

  it('corpus build: a line for each function that uses the library, for generate --code', () => {
    writeFiles(folder, {
      'src/greet.js':
        '/** Greets whoever is logged in. */\nexport function greet() {\n  return HX.showToast({ msg: "Hi" });\n}\n',
    });
    const report = epigenOk(folder, 'corpus', 'build', 'src', '--out', 'corpus.jsonl', '--json');
    assert.deepEqual(JSON.parse(report), {
      functions: 1,
      files: 1,
      byComment: 1,
      byModel: 0,
      duplicates: 0,
      failed: 0,
    });
    const [line] = readLines('corpus.jsonl') as { code: string }[];
    assert.deepEqual(line, {
      id: 'greet.js#greet',
      file: 'greet.js',
      function: 'greet',
      apis: ['HX.showToast'],
      requirement: 'Greets whoever is logged in.',
      steps: [],
      code: line?.code,
      by: 'comment',
    });
    const made = epigenOk(folder, 'generate', '--code', 'corpus.jsonl', '--json', 'show a toast "Hi"');
    assert.deepEqual((JSON.parse(made) as Prediction).apis, ['HX.showToast']);
    const { code, err } = epigen(folder, 'corpus', 'build', 'nowhere', '--out', 'c.jsonl');
    assert.deepEqual([code, /there is no such code base/.test(err)], [2, true], err);
    const group = epigen(folder, 'corpus');
    assert.equal(group.code, 2);
    assert.match(group.err, /Usage: epigen corpus/);
    assert.doesNotMatch(group.err, /^epigen:/m);
  });

  it('generate: the whole function where an entry is asked for, statements where a context marks the place', () => {
    writeFiles(folder, {
      'in.jsonl': jsonl([
        { id: 'f', requirement: 'Show a toast "Hi".', entry: { name: 'greet', params: [] } },
        {
          id: 'c',
          requirement: 'Show a toast "Hi".',
          context: 'async function greet() {\n  // @insert\n}\n',
        },
        { id: 'n', requirement: 'xyzzy plugh frobnicate' },
      ]),
    });
    assert.equal(epigenOk(folder, 'generate', '--batch', 'in.jsonl', '--out', 'out.jsonl'), '');
    const [whole, statements, nothing] = readLines('out.jsonl') as Prediction[];
    assert.deepEqual(Object.keys(whole ?? {}), ['id', 'steps', 'apis', 'code', 'diagnostics']);
    assert.match(
      whole?.code ?? '',
      /function greet\(\) \{[\s\S]*HX\.showToast\(\{ msg: 'Hi' \}\)[\s\S]*\}\s*$/,
    );
    assert.doesNotMatch(statements?.code ?? '', /function greet/);
    assert.match(statements?.code ?? '', /HX\.showToast\(\{ msg: 'Hi' \}\)/);
    assert.equal(nothing?.code, '');
  });

  it('bad lines are told with their numbers, and the good ones answered', () => {
    writeFiles(folder, {
      'in.jsonl': [
        '{"id": 1, "requirement": "Show a toast \\"Hi\\"."}',
        '',
        'not json',
        '{"id": 4}',
        '[5]',
        '{"id": 6, "requirement": "x", "entry": {"params": 3}}',
        '{"id": 7, "requirement": "x", "context": "no mark"}',
        '{"id": 8, "requirement": "Show a toast \\"Hi\\"."}',
      ].join('\r\n'),
    });
    const { code, out, err } = epigen(
      folder,
      'generate',
      '--batch',
      'in.jsonl',
      '--out',
      'out.jsonl',
      '--json',
    );
    assert.deepEqual([code, out], [2, '']);
    assert.deepEqual(
      (readLines('out.jsonl') as Prediction[]).map((it) => it.id),
      [1, 8],
    );
    const errors = err.trimEnd().split('\n');
    for (const [index, what] of [
      /^epigen: the line is not JSON \(in\.jsonl:3\): /,
      /^epigen: the line has no requirement \(in\.jsonl:4\): /,
      /^epigen: the line is not an object \(in\.jsonl:5\): /,
      /^epigen: the entry cannot be understood \(in\.jsonl:6, entry\): /,
      /^epigen: the context marks no place \(in\.jsonl:7, context\): /,
    ].entries()) {
      assert.match(errors[index] ?? '', what);
    }
    assert.equal(errors.length, 5);
  });

  it('an input that is missing or empty, and an output that cannot be written', () => {
    writeFiles(folder, {
      'empty.jsonl': '\n\n',
      'one.jsonl': jsonl([{ id: 1, requirement: 'Show a toast "Hi".' }]),
    });
    for (const [input, output, what] of [
      ['nowhere.jsonl', 'out.jsonl', /there is no such file \(nowhere\.jsonl\)/],
      ['empty.jsonl', 'out.jsonl', /there is no line in it \(empty\.jsonl\)/],
      ['one.jsonl', 'no/such/folder/out.jsonl', /the file cannot be written/],
    ] as [string, string, RegExp][]) {
      const { code, err } = epigen(folder, 'search', '--batch', input, '--out', output);
      assert.equal(code, 2);
      assert.match(err, what);
      assert.equal(err.trimEnd().split('\n').length, 1);
    }
  });

  it('the evaluator reads what generate writes', function () {
    this.timeout(180_000);
    const library = join(ROOT, 'test/w-library');
    const lines = readFileSync(join(library, 'tasks.dev.jsonl'), 'utf8').trim().split('\n');
    const some = lines.filter((_, index) => index % 11 === 0);
    const tasks = some.map((line) => JSON.parse(line) as Task);
    writeFiles(folder, { 'tasks.jsonl': `${some.join('\n')}\n` });
    epigenOk(folder, 'generate', '--batch', 'tasks.jsonl', '--out', 'predictions.jsonl');

    const predictions = readLines('predictions.jsonl') as Prediction[];
    assert.deepEqual(
      predictions.map((it) => it.id),
      tasks.map((it) => it.id),
    );
    for (const { id, apis, diagnostics } of predictions) {
      assert.ok(
        apis.every((name) => /^HX\.\w+$/.test(name)),
        `${id}: callables only: ${apis}`,
      );
      assert.deepEqual(diagnostics, [], `${id}: nothing that fails the checker goes unmarked`);
    }
    execFileSync(
      process.execPath,
      [
        join(library, 'evaluate.mjs'),
        '--tasks',
        join(folder, 'tasks.jsonl'),
        '--predictions',
        join(folder, 'predictions.jsonl'),
        '--out',
        join(folder, 'report.json'),
        '--typescript',
        join(ROOT, 'node_modules/typescript'),
      ],
      { cwd: ROOT },
    );
    const report = JSON.stringify(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')));
    assert.match(report, /api_integrity/);
  });
});
