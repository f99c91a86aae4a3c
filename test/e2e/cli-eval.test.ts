import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertFails, epigen, epigenOk, writeFiles } from '../support/cli.js';
import { QUESTIONED, questionedDeclarations } from '../support/questioned-library.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const FAKE = `import { answer } from './answers.mjs';
export function createDepot({ overrides = {} }) {
  const trace = [];
  const call = (api) => async (id) => {
    trace.push({ api, args: [id] });
    if (overrides[api] === 'fails') throw Object.assign(new Error('no'), { code: 'E_NO' });
    return answer(api);
  };
  return { Depot: { actuateBoom: call('actuateBoom'), emitChime: call('emitChime') }, trace };
}
`;

const TASKS = ['right', 'wrong', 'endless', 'thief', 'silent'].map((id) => ({
  id,
  level: 1,
  requirement: 'Let the lorry with the given id in, and ring.',
  apis: ['actuateBoom', 'emitChime'],
  steps: ['Actuate the boom of the lane.', 'Emit a chime on the terminal.'],
  entry: { name: 'admit', params: ['id'], args: ['lorry-7'] },
  reference:
    'export async function admit(id) {\n  const lane = await Depot.actuateBoom(id);\n  await Depot.emitChime(lane);\n  return lane;\n}',
  scenarios: [{ name: 'open' }, { name: 'stuck', overrides: { actuateBoom: 'fails' } }],
}));

const RIGHT =
  'async function admit(id) { const l = await Depot.actuateBoom(id); await Depot.emitChime(l); return l; }';
const PREDICTIONS = [
  { id: 'right', steps: TASKS[0]?.steps, apis: ['Depot.actuateBoom', 'emitChime'], code: RIGHT },
  { id: 'wrong', code: "const lane = await Depot.actuateBoom('x');\nawait Depot.emitChime(lane);" },
  { id: 'endless', code: 'function admit() { for (;;) ; }' },
  {
    // Right unless something of the process can be reached.
    id: 'thief',
    code: `async function admit(id) {
  const lane = await Depot.actuateBoom(id);
  await Depot.emitChime(lane);
  const found = [];
  for (const from of [Depot.actuateBoom, setTimeout, console.log, Object, Promise]) {
    try {
      found.push(from.constructor('return process')());
    } catch {}
  }
  try {
    found.push(await import('node:fs'));
  } catch {}
  return found.length > 0 || typeof process !== 'undefined' ? 'stolen' : lane;
}`,
  },
];

interface Report {
  readonly cells: readonly {
    readonly tdm: string;
    readonly cgm: string;
    readonly overall: Record<string, unknown>;
    readonly rated?: object;
  }[];
  readonly retrieval: readonly {
    embedding: string;
    index: string;
    recall: Record<string, number>;
    mrr: number;
  }[];
}

describe('epigen eval', function () {
  this.timeout(180_000);
  const folder = temporaryFolder();
  const report = (...args: readonly string[]): Report =>
    JSON.parse(epigenOk(folder, 'eval', '--tasks', 'tasks.jsonl', '--json', ...args));
  const jsonl = (lines: readonly object[]): string => lines.map((it) => `${JSON.stringify(it)}\n`).join('');

  before(() => {
    writeFiles(folder, {
      'depot.d.ts': questionedDeclarations(),
      'tasks.jsonl': jsonl(TASKS),
      'predictions.jsonl': jsonl(PREDICTIONS),
      'fakes/depot.mjs': FAKE,
      'fakes/answers.mjs': "export const answer = (api) => api + '-1';\n",
      'fakes/none.mjs': 'export const something = 1;\n',
    });
    epigenOk(folder, 'index', 'depot.d.ts', '--library', 'Depot', '--access', 'global:Depot');
  });

  it('scores answers of another program, and executes them apart from everything', () => {
    const { cells } = report('--out', 'p', '--predictions', 'predictions.jsonl', '--fake', 'fakes/depot.mjs');
    assert.deepEqual(
      cells.map((it) => [it.tdm, it.cgm]),
      [['-', 'predictions']],
    );
    const { overall = {} } = cells[0] ?? {};
    assert.deepEqual(overall.failures, {
      'API missing': 1,
      'argument wrong': 1,
      'executed: timeout': 1,
      'executed: wrong arguments': 1,
      // A lane is the result of a call that gives none.
      'finding left': 3,
      'model failed': 1,
    });
    // Both scenarios of the right one and of the one that looks for a way out, none of the others.
    assert.deepEqual([overall.acceptability, overall.solved], [40, 40]);
    assert.equal(overall.apiIntegrity, 60);
    assert.equal(overall.edgeAccuracy, 60);
    assert.equal(overall.secondsPerTask, undefined, 'nobody was asked');
    const html = readFileSync(join(folder, 'p/report.html'), 'utf8');
    assert.match(html, /<svg[\s\S]*executed acceptability %/);
    assert.doesNotMatch(html, /(?:src|href)=|https?:|<script/);
  });

  it('says what is wrong with a fake, and with predictions', () => {
    const args = ['eval', '--tasks', 'tasks.jsonl', '--out', 'x', '--predictions', 'predictions.jsonl'];
    assertFails(epigen(folder, ...args, '--fake', 'gone.mjs'), /no such fake \(gone\.mjs\)/);
    assertFails(epigen(folder, ...args, '--fake', 'fakes/none.mjs'), /createFake or createNAME/);
    writeFiles(folder, { 'strange.jsonl': '{"id":"other"}\n', 'bad.jsonl': '{"id":"right","apis":"x"}\n' });
    const other = (file: string) => epigen(folder, ...args.slice(0, 5), '--predictions', file);
    assertFails(other('strange.jsonl'), /answers a task/);
    assertFails(other('bad.jsonl'), /no prediction: apis.*\(bad\.jsonl:1\)/);
  });

  it('measures how APIs are found by each index, untuned and tuned (Tables 3 and 4)', () => {
    writeFiles(folder, {
      'find.jsonl': jsonl(
        QUESTIONED.map(({ name, doc }, at) => ({ id: at, requirement: doc, steps: [doc], apis: [name] })),
      ),
    });
    const args = ['eval', '--tasks', 'find.jsonl', '--out', 'r', '--json'];
    const { retrieval } = JSON.parse(epigenOk(folder, ...args, '--index', 'key,exp')) as Report;
    const kinds = [...new Set(retrieval.map((it) => `${it.embedding} ${it.index}`))];
    assert.deepEqual(kinds, [
      'search search',
      'builtin key',
      'builtin exp',
      'builtin, tuned key',
      'builtin, tuned exp',
    ]);
    const key = retrieval.find((it) => it.embedding === 'builtin' && it.index === 'key');
    assert.deepEqual([key?.recall[1], key?.recall[10], key?.mrr], [100, 100, 100]);
    assert.match(
      readFileSync(join(folder, 'r/report.md'), 'utf8'),
      /\| builtin \| key \| 100 \| 100 \| 100 \| 100 \| 100 \|/,
    );
    assertFails(epigen(folder, ...args, '--index', 'name'), /list of all, des, exp, key/);
    assertFails(epigen(folder, ...args, '--embeddings', 'nonsense'), /nonsense/);
  });

  it('has experts rate answers without knowing whose they are', () => {
    const args = ['--out', 'e', '--predictions', 'predictions.jsonl', '--cgm', 'offline'];
    assert.equal(report(...args, '--rate').cells.length, 2);
    const sheet = readFileSync(join(folder, 'e/rating.csv'), 'utf8');
    assert.ok(!/offline|predictions/.test(sheet));
    const key = JSON.parse(readFileSync(join(folder, 'e/rating-key.json'), 'utf8'));
    const rated = Object.entries(key).map(([name, pairs]) =>
      [name, (pairs as string[]).includes('- × predictions') ? 4 : 1, 3].join(','),
    );
    writeFileSync(join(folder, 'rated.csv'), ['answer,acceptable,readable', ...rated].join('\n'));
    const { cells } = report(...args, '--rated', 'rated.csv');
    const [offline, predictions] = cells.map((it) => it.rated);
    assert.deepEqual(predictions, { answers: 5, acceptable: 4, readable: 3 });
    assert.deepEqual(offline, { answers: 5, acceptable: 1, readable: 3 });
    assert.match(
      readFileSync(join(folder, 'e/report.md'), 'utf8'),
      /What experts said[\s\S]*\| 5 \| 4 \| 3 \|/,
    );
  });
});
