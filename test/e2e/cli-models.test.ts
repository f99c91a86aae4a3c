import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertFails, type CliResult, epigenOk, HX_DECLARATIONS, writeFiles } from '../support/cli.js';
import { epigenAsync } from '../support/cli-async.js';
import { QUESTIONED, questionedDeclarations } from '../support/questioned-library.js';
import { type ScriptedProvider, scriptedProvider } from '../support/scripted-provider.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const PLAN = JSON.stringify({
  steps: [{ call: 'HX.showToast', args: { options: { msg: 'Saved', type: 's' } } }],
});
const SUBTASKS = JSON.stringify({
  subtasks: [{ text: 'Show the success message "Saved".', needs: '', yields: '' }],
});

describe('models on the command line', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let provider: ScriptedProvider;

  const run = (...args: readonly string[]): Promise<CliResult> => epigenAsync(folder, ...args);

  before(async () => {
    provider = await scriptedProvider();
    epigenOk(folder, 'index', HX_DECLARATIONS, '--library', 'HX', '--access', 'global:HX');
    const generate = { provider: 'openai', model: 'm', baseUrl: provider.baseUrl, timeoutMs: 20_000 };
    writeFiles(folder, { 'epigen.config.json': JSON.stringify({ models: { generate } }) });
  });
  afterEach(() => {
    assert.equal(provider.unexpected(), 0);
    provider.requests.length = 0;
  });
  after(() => provider.close());

  it('generate: the model splits and fills in a plan', async () => {
    provider.script(SUBTASKS, PLAN);
    const { code, out, err } = await run('generate', 'tell them it is "Saved"', '--json');
    assert.deepEqual([code, err], [0, '']);
    const answer = JSON.parse(out);
    assert.equal(answer.engine, 'structured');
    assert.deepEqual(answer.steps, ['Show the success message "Saved".']);
    assert.deepEqual(answer.apis, ['HX.showToast']);
    assert.equal(answer.outcome, 'accepted');
    assert.match(answer.code, /await HX\.showToast\(\{ msg: 'Saved', type: 's' \}\);/);
  });

  it('generate: the offline engine answers where the model does not, and says so on stderr', async () => {
    provider.script({ status: 401 }, { status: 401 });
    const { code, out, err } = await run('generate', 'Show a toast "Saved".');
    assert.equal(code, 0);
    assert.match(out, /HX\.showToast\(\{ msg: 'Saved' \}\)/);
    assert.match(err, /offline engine's answer, since openai:m failed: the service refused the key \(401\)/);
  });

  it('generate: a batch says which lines another engine answered', async () => {
    writeFiles(folder, { 'in.jsonl': '{"id":1,"requirement":"Show a toast \\"Saved\\"."}\n' });
    provider.script(SUBTASKS, { status: 404 });
    const { code, err } = await run('generate', '--batch', 'in.jsonl', '--out', 'out.jsonl');
    assert.deepEqual([code, err], [0, '']);
    const answer = JSON.parse(readFileSync(join(folder, 'out.jsonl'), 'utf8'));
    assert.deepEqual([answer.id, answer.engine, answer.outcome], [1, 'offline', 'replaced']);
  });

  it('doctor: tries each model', async () => {
    provider.script('{"word":"ready"}');
    assert.match((await run('doctor')).out, /ok {7}models\.generate: openai:m at .* answers in [\d.]+ s/);
    provider.script({ status: 404 });
    const { code, out } = await run('doctor');
    assert.equal(code, 2);
    assert.match(out, /BROKEN {3}models\.generate: .*404[\s\S]*-> check baseUrl and model/);
  });

  it('index --enrich: questions in the languages of the configuration, asked for once', async () => {
    const declarations = questionedDeclarations();
    const model = { provider: 'openai', model: 'm', baseUrl: provider.baseUrl, timeoutMs: 20_000 };
    writeFiles(folder, {
      'depot/depot.d.ts': declarations,
      'depot/epigen.config.json': JSON.stringify({ models: { generate: model }, languages: ['en', 'de'] }),
    });
    const depot = join(folder, 'depot');
    const args = ['index', 'depot.d.ts', '--library', 'Depot', '--json'];
    const search = async (text: string): Promise<string> => {
      const { out } = await epigenAsync(depot, 'search', text, '-k', '1', '--json');
      return JSON.parse(out).results[0]?.name;
    };
    assert.equal('enriched' in JSON.parse((await epigenAsync(depot, ...args)).out), false);
    const ask = ({ text }: { text: string }): string => {
      const api = QUESTIONED.find((it) => text.includes(`Depot.${it.name}`));
      return JSON.stringify({ questions: [...(api?.questions ?? []), 'x'] });
    };
    provider.script(...QUESTIONED.map(() => ask));
    const first = await epigenAsync(depot, ...args, '--enrich');
    assert.deepEqual([first.code, first.err], [0, '']);
    const { enriched, build } = JSON.parse(first.out);
    assert.deepEqual(enriched, { asked: 8, failed: 0, apis: 8, questions: 17 });
    assert.match(provider.requests[0]?.text ?? '', /Write 4 in each of these languages: English, German\./);
    assert.equal(await search('hand out a slip after paying'), 'Depot.issueVoucher');

    const second = JSON.parse((await epigenAsync(depot, ...args, '--enrich')).out);
    assert.deepEqual([second.build, second.enriched.asked], [build, 0]);
    assert.equal(JSON.parse((await epigenAsync(depot, ...args)).out).build, build);
    writeFiles(folder, { 'depot/depot.d.ts': declarations.replace('Emits a', 'Emits one') });
    provider.script(ask);
    const third = JSON.parse((await epigenAsync(depot, ...args, '--enrich')).out);
    assert.deepEqual([third.changed, third.enriched.asked, third.enriched.questions], [1, 1, 17]);
    const none = await epigenAsync(depot, ...args, '--enrich', '--model', 'offline');
    assertFails(none, /takes a language model.*index --enrich/);
    assertFails(await epigenAsync(depot, ...args, '--model', 'openai:m'), /--model has nothing to do/);
  });

  it('eval: every pair, and an evaluation that is taken up again asks nobody twice', async () => {
    writeFiles(folder, {
      'tasks.jsonl':
        '{"id":"t1","level":1,"lang":"en","requirement":"Show a toast \\"Saved\\".","apis":["showToast"],"steps":["Show the message \\"Saved\\"."]}\n',
    });
    const args = [
      'eval',
      '--tasks',
      'tasks.jsonl',
      '--out',
      'ev',
      '--json',
      '--model',
      `A=openai:m@${provider.baseUrl}`,
      '--tdm',
      'none,offline,A',
      '--cgm',
      'offline,A,A/model',
    ];
    const code = "```js\nawait HX.showToast({ msg: 'Saved' });\n```";
    // The plain assistant, TDM, and CGM: none × A and offline × A ask the same.
    for (let more = 0; more < 4; more++) {
      provider.script(({ text }) => {
        if (/You split a programming/.test(text)) return SUBTASKS;
        return /You plan the code/.test(text) ? PLAN : code;
      });
    }
    const first = await run(...args);
    assert.equal(first.code, 0, first.err);
    const report = JSON.parse(first.out);
    const cells = report.cells.map((it: { tdm: string; cgm: string }) => `${it.tdm} × ${it.cgm}`);
    assert.deepEqual(cells, [
      'offline × offline',
      'none × A',
      '- × A/model',
      'offline × A',
      'A × offline',
      'A × A',
    ]);
    // No model puts APIs in order here.
    assert.deepEqual(Object.keys(report.prompts), ['generate', 'decompose']);
    assert.ok(
      report.cells.every((it: { overall: { apiIntegrity: number } }) => it.overall.apiIntegrity === 100),
      first.out,
    );
    const asked = provider.requests.length;
    const second = await run(...args);
    assert.deepEqual(JSON.parse(second.out), report);
    assert.equal(provider.requests.length, asked);
    assert.match(readFileSync(join(folder, 'ev/report.md'), 'utf8'), /\| none × A \| 1 \| 100 \|/);
  });

  it('eval: a task that fails is refused with the reason, and is tried again when the evaluation is taken up', async () => {
    writeFiles(folder, {
      'two.jsonl':
        '{"id":"t1","requirement":"Show a toast \\"One\\".","apis":["showToast"]}\n{"id":"t2","requirement":"Show a toast \\"Two\\".","apis":["showToast"]}\n',
      'evaluator.mjs': `import { readFileSync, writeFileSync } from 'node:fs';
const { 5: predictions, 7: out } = process.argv;
const ids = readFileSync(predictions, 'utf8').trim().split('\\n').map((line) => JSON.parse(line).id);
writeFileSync(out, JSON.stringify({ overall: { predictions: ids.filter((it) => it !== undefined).length, lines: ids.length } }));
`,
    });
    const args = ['eval', '--tasks', 'two.jsonl', '--out', 'fails', '--cgm', 'A/model'];
    const model = ['--model', `A=openai:m@${provider.baseUrl}`];
    const code = "```js\nawait HX.showToast({ msg: 'Two' });\n```";
    provider.script({ status: 401 }, code);
    const first = await run(...args, ...model, '--evaluator', 'evaluator.mjs');
    assert.equal(first.code, 0, first.err);
    assert.match(
      first.err,
      /^- × A\/model: 2 answers, 1 of them failed: the service refused the key \(401\)/m,
    );
    const report = JSON.parse(readFileSync(join(folder, 'fails/report.json'), 'utf8'));
    assert.equal(report.cells[0].overall.apiIntegrity, 50);
    assert.deepEqual(report.cells[0].overall.outcomes, { refused: 1 });
    assert.deepEqual(report.cells[0].measured, { predictions: 2, lines: 2 });

    provider.script(code);
    const second = await run(...args, ...model, '--json');
    assert.equal(second.code, 0, second.err);
    assert.equal(JSON.parse(second.out).cells[0].overall.apiIntegrity, 100);

    const asked = provider.requests.length;
    const other = await run(...args, '--model', `A=openai:other@${provider.baseUrl}`, '--json');
    assertFails(other, /made with something else: cgm \(fails\/cells\/A_model\.jsonl\): .*--out.*delete/);
    assert.equal(provider.requests.length, asked);
  });

  it('eval: models.rerank of the settings puts the APIs in order', async () => {
    const model = { provider: 'openai', model: 'm', baseUrl: provider.baseUrl, timeoutMs: 20_000 };
    writeFiles(folder, {
      'rerank.config.json': JSON.stringify({ models: { generate: model, rerank: model } }),
      'one.jsonl': '{"id":"t1","requirement":"Show a toast \\"Saved\\".","apis":["showToast"]}\n',
    });
    provider.script('{"names":["HX.showToast"]}', PLAN);
    const { code, out, err } = await run(
      ...['eval', '--tasks', 'one.jsonl', '--out', 'reranked', '--json'],
      ...['--config', 'rerank.config.json', '--tdm', 'none', '--cgm', 'settings'],
    );
    assert.equal(code, 0, err);
    assert.match(provider.requests[0]?.text ?? '', /You choose which API/);
    const { prompts, cells } = JSON.parse(out);
    assert.deepEqual(Object.keys(prompts), ['rerank', 'generate']);
    assert.equal(cells[0].overall.apiIntegrity, 100);
  });
});
