import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SolvedRequirement } from '../../server/corpus/solved.js';
import {
  assertFails,
  type CliResult,
  epigen,
  epigenOk,
  HX_DECLARATIONS,
  writeFiles,
} from '../support/cli.js';
import { epigenAsync } from '../support/cli-async.js';
import {
  type ProviderRequest,
  type ScriptedProvider,
  scriptedProvider,
} from '../support/scripted-provider.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const CODE = `/** Greets whoever is logged in. */
export function greet() {
  return HX.showToast({ msg: "Hi" });
}

export function greetAgain() { return HX.showToast({ msg: 'Hi' }); }

/** Says goodbye. */
export async function leave(reason) {
  await HX.showToast({ msg: reason });
  await HX.hideLoading();
}

export async function who() {
  return (await HX.getUserInfo()).name;
}
`;

describe('a training corpus', function () {
  this.timeout(120_000);
  const folder = temporaryFolder();
  let provider: ScriptedProvider;
  const run = (...args: readonly string[]): Promise<CliResult> => epigenAsync(folder, ...args);
  const lines = (file: string): SolvedRequirement[] =>
    readFileSync(join(folder, file), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  const model = (): string[] => ['--model', `openai:m@${provider.baseUrl}`];

  /** Reads the function that a request is about. */
  const read = ({ text }: ProviderRequest): string => {
    const name = /function (\w+)\(/.exec(text)?.[1] ?? '';
    const apis = /APIs that the function uses: ([^\\]*)\\n/.exec(text)?.[1]?.split(', ') ?? [];
    return JSON.stringify({
      requirement: `Do what ${name} does.`,
      subtasks: apis.map((api, at) => ({ text: `Part ${at + 1} of ${name}.`, apis: [api] })),
    });
  };

  before(async () => {
    provider = await scriptedProvider();
    writeFiles(folder, { 'src/greet.js': CODE });
    epigenOk(folder, 'index', HX_DECLARATIONS, '--library', 'HX', '--access', 'global:HX');
  });
  afterEach(() => {
    assert.equal(provider.unexpected(), 0);
    provider.requests.length = 0;
  });
  after(() => provider.close());

  it('leaves repetitions out', () => {
    const report = epigenOk(folder, 'corpus', 'build', 'src', '--out', 'plain.jsonl', '--json');
    assert.deepEqual(JSON.parse(report), {
      functions: 3,
      files: 1,
      byComment: 2,
      byModel: 0,
      duplicates: 1,
      failed: 0,
    });
    assert.deepEqual(
      lines('plain.jsonl').map((it) => [it.function, it.by]),
      [
        ['greet', 'comment'],
        ['leave', 'comment'],
        ['who', 'name'],
      ],
    );
  });

  it('is read by a model, and taken up where it was left', async () => {
    const args = ['corpus', 'build', 'src', '--out', 'read.jsonl', '--json', ...model()];
    provider.script(read, read, read);
    // An answer that cannot be used, also not after it was sent back: that function stays as it is.
    const failing = (request: ProviderRequest): string =>
      /function leave/.test(request.text) ? 'nothing' : read(request);
    const first = await run(...args);
    assert.deepEqual([first.code, first.err], [0, '']);
    assert.deepEqual(JSON.parse(first.out), {
      functions: 3,
      files: 1,
      byComment: 0,
      byModel: 3,
      duplicates: 1,
      failed: 0,
      prompt: 1,
    });
    assert.deepEqual(lines('read.jsonl')[1]?.steps, [
      { text: 'Part 1 of leave.', apis: ['HX.showToast'] },
      { text: 'Part 2 of leave.', apis: ['HX.hideLoading'] },
    ]);

    const whole = readFileSync(join(folder, 'read.jsonl'), 'utf8');
    const again = await run(...args);
    assert.equal(again.code, 0, again.err);
    assert.equal(provider.requests.length, 3, 'nobody is asked twice');
    assert.equal(readFileSync(join(folder, 'read.jsonl'), 'utf8'), whole);

    // What a run that was killed left: one line, and half of another.
    const [one = '', two = ''] = whole.split('\n');
    writeFileSync(join(folder, 'read.jsonl'), `${one}\n${two.slice(0, 40)}`);
    provider.script(failing, failing, failing);
    const third = await run(...args);
    assert.deepEqual([third.code, JSON.parse(third.out).failed], [0, 1], third.err);
    assert.deepEqual(
      lines('read.jsonl').map((it) => it.by),
      ['model', 'comment', 'model'],
    );
    provider.script(read);
    assert.equal((await run(...args)).code, 0);
    assert.equal(readFileSync(join(folder, 'read.jsonl'), 'utf8'), whole);
  });

  it('keeps what was read when the model can be asked no more, and says why', async () => {
    provider.script(read, { status: 401 }, { status: 401 });
    const { code, err } = await run('corpus', 'build', 'src', '--out', 'stopped.jsonl', ...model());
    assertFails({ code, out: '', err }, /refused the key \(401\)/);
    assert.equal(lines('stopped.jsonl').length, 1);
  });

  it('takes the model of the settings, and none if that is said', async () => {
    const decompose = { provider: 'openai', model: 'm', baseUrl: provider.baseUrl };
    writeFiles(folder, { 'with.json': JSON.stringify({ models: { decompose } }) });
    const args = ['corpus', 'build', 'src', '--config', 'with.json', '--json'];
    provider.script(read, read, read);
    assert.equal(JSON.parse((await run(...args, '--out', 's.jsonl')).out).byModel, 3);
    const none = await run(...args, '--out', 'n.jsonl', '--model', 'offline');
    assert.equal(JSON.parse(none.out).byModel, 0);
    assertFails(await run(...args, '--out', 'n.jsonl', '--model', 'nobody'), /nobody cannot be understood/);
  });

  it('is said in other words, as often as asked for, and only for what is missing', async () => {
    const args = [
      'corpus',
      'augment',
      '--in',
      'plain.jsonl',
      '--out',
      'more.jsonl',
      '--times',
      '2',
      '--json',
    ];
    assertFails(epigen(folder, ...args), /takes a language model, and none is named.*--model/);
    const said = ({ text }: ProviderRequest): string =>
      JSON.stringify({ paraphrases: /goodbye/.test(text) ? ['Farewell.', 'Bid farewell.'] : ['Say hello.'] });
    provider.script(said, said, '{"paraphrases":["Greet the user."]}');
    const first = await run(...args, ...model());
    assert.deepEqual([first.code, first.err], [0, '']);
    assert.deepEqual(JSON.parse(first.out), {
      requirements: 3,
      paraphrases: 4,
      failed: 0,
      prompt: 1,
    });
    const ids = lines('more.jsonl').map((it) => it.id);
    const file = 'greet.js#';
    assert.deepEqual(
      ids,
      ['greet', 'greet~1', 'greet~2', 'leave', 'leave~1', 'leave~2', 'who'].map((it) => file + it),
    );
    assert.equal(provider.requests.length, 3);
    const whole = readFileSync(join(folder, 'more.jsonl'), 'utf8');
    await run(...args, ...model());
    assert.equal(provider.requests.length, 3);
    writeFileSync(
      join(folder, 'more.jsonl'),
      whole
        .split('\n')
        .filter((it) => !it.includes('leave~2'))
        .join('\n'),
    );
    provider.script('{"paraphrases":["Bid farewell."]}');
    await run(...args, ...model());
    assert.equal(readFileSync(join(folder, 'more.jsonl'), 'utf8'), whole);
  });

  it('becomes files for fine-tuning: the prompt of TDM and its answer', () => {
    const args = ['corpus', 'export', '--in', 'plain.jsonl', '--json'];
    const report = epigenOk(folder, ...args, '--out', 'chat', '--split', '1:1');
    assert.deepEqual(JSON.parse(report), { train: 1, test: 1, groups: 2, leftOut: 1 });
    const all = [...lines('chat/train.jsonl'), ...lines('chat/test.jsonl')] as unknown as {
      messages: { role: string; content: string }[];
    }[];
    const leave = all.find((it) => it.messages[1]?.content.includes('Says goodbye.'))?.messages ?? [];
    assert.deepEqual(
      leave.map((it) => it.role),
      ['system', 'user', 'assistant'],
    );
    assert.match(leave[0]?.content ?? '', /You split a programming requirement[\s\S]*UI feedback/);
    const { subtasks } = JSON.parse(leave[2]?.content ?? '');
    assert.equal(subtasks.length, 2, 'one for each API, as documented');
    assert.ok(
      subtasks.every((it: { text: string }) => /^[A-Z].*\.$/.test(it.text)),
      leave[2]?.content,
    );

    epigenOk(folder, 'corpus', 'export', '--in', 'plain.jsonl', '--out', 'pairs', '--format', 'pairs');
    const [pair] = lines('pairs/train.jsonl') as unknown as { prompt: string; completion: string }[];
    assert.deepEqual(Object.keys(pair ?? {}), ['prompt', 'completion']);
    assertFails(epigen(folder, ...args, '--out', 'x', '--split', '4'), /two numbers such as 4:1/);
    appendFileSync(join(folder, 'plain.jsonl'), '{}\n');
    assertFails(epigen(folder, ...args, '--out', 'x'), /no solved requirement \(plain\.jsonl:4\)/);
  });
});
