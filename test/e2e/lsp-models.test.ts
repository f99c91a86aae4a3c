import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import {
  CancellationTokenSource,
  type ClientCapabilities,
  CodeActionTag,
  type ResponseError,
} from 'vscode-languageserver/node';
import type { PlanAnswer } from '../../server/features/generation.js';
import { LspClient, PLAIN, RESOLVING } from '../support/lsp-client.js';
import { HX, LspWorkspace } from '../support/lsp-workspace.js';
import { type ScriptedProvider, scriptedProvider } from '../support/scripted-provider.js';

const CODE = "```js\nawait HX.showToast({ msg: 'Saved', type: 's' });\n```";
const SUBTASKS = JSON.stringify({
  subtasks: [
    { text: 'Show a toast "Saved".', needs: '', yields: '' },
    { text: 'Write it to the log.', needs: '', yields: '' },
  ],
});

const MODERN: ClientCapabilities = {
  ...RESOLVING,
  workspace: {
    ...RESOLVING.workspace,
    workspaceEdit: { documentChanges: true, changeAnnotationSupport: {} },
  },
  textDocument: {
    ...RESOLVING.textDocument,
    codeAction: {
      ...RESOLVING.textDocument?.codeAction,
      tagSupport: { valueSet: [CodeActionTag.LLMGenerated] },
    },
  },
};

describe('code of a model in the editor', function () {
  this.timeout(120_000);
  let workspace: LspWorkspace;
  let provider: ScriptedProvider;
  let client: LspClient;
  let open = 0;

  const start = async (capabilities: ClientCapabilities = MODERN, steps = ['generate']) => {
    client?.kill();
    const model = { provider: 'openai', model: 'm', baseUrl: provider.baseUrl, timeoutMs: 20_000 };
    workspace.write({
      libraries: [HX],
      models: { decompose: 'offline', ...Object.fromEntries(steps.map((step) => [step, model])) },
      generation: { engine: 'free', stepComments: false, repairRounds: 1 },
    });
    client = await LspClient.start({ folder: workspace.folder, capabilities });
    await client.libraries();
  };
  // Answers are kept by what was asked, so every test asks for another thing.
  const openText = () => {
    open++;
    return client.open(`model-${open}.js`, `// @requirement Show a toast "Saved ${open}".\n`);
  };
  const offered = async () => {
    const uri = await openText();
    const actions = await client.codeActions(uri, { line: 0, character: 5 });
    const action = actions.find((it) => it.title.startsWith('Generate'));
    assert.ok(action);
    return { uri, action };
  };

  before(async () => {
    workspace = new LspWorkspace();
    provider = await scriptedProvider();
    await start();
  });
  afterEach(() => {
    assert.equal(provider.unexpected(), 0);
    provider.requests.length = 0;
  });
  after(async () => {
    client.kill();
    await provider.close();
    workspace.remove();
  });

  it('is marked as such, and annotated', async () => {
    provider.script(CODE);
    const { uri, action } = await offered();
    assert.deepEqual(action.tags, [CodeActionTag.LLMGenerated]);
    assert.equal(provider.requests.length, 0);
    const { edit, tags } = await client.resolve(action);
    assert.deepEqual(tags, [CodeActionTag.LLMGenerated]);
    assert.equal(edit?.changeAnnotations?.epigen?.label, 'Code of a language model, checked');
    assert.ok(edit && (await client.apply(edit)));
    assert.equal(
      client.text(uri),
      `// @requirement Show a toast "Saved ${open}".\n(async () => {\n  await HX.showToast({ msg: 'Saved', type: 's' });\n})();\n`,
    );
  });

  it('is the offline engine’s where the model fails, and the edit says so', async () => {
    provider.script({ status: 401 });
    const { action } = await offered();
    const { edit, tags } = await client.resolve(action);
    assert.equal(tags, undefined);
    assert.match(
      edit?.changeAnnotations?.epigen?.description ?? '',
      /openai:m failed: the service refused the key \(401\)/,
    );
    assert.match(JSON.stringify(edit), /HX\.showToast\(\{ msg: 'Saved \d' \}\)/);
  });

  it('comes by workspace/applyEdit too, with a message where there are no annotations', async () => {
    await start(PLAIN);
    provider.script({ status: 404 });
    const uri = await openText();
    await client.connection.sendRequest('workspace/executeCommand', {
      command: 'epigen.generate',
      arguments: [uri, 1, 0],
    });
    assert.match(client.text(uri), /HX\.showToast/);
    assert.ok(
      client.messages.some((it) => /check baseUrl and model/.test(it)),
      client.messages.join('\n'),
    );
    await start();
  });

  it('shows its subtasks before the last byte of the answer is sent', async () => {
    await start(MODERN, ['decompose', 'generate']);
    const pieces = SUBTASKS.match(/.{1,30}/g) ?? [];
    provider.script({ pieces, everyMs: 150 }, CODE);
    const uri = await openText();
    const seen: { at: number; steps: { text: string }[] }[] = [];
    client.onProgress = (token, value) => {
      if (token === 'plan')
        seen.push({ at: performance.now(), steps: (value as { steps: { text: string }[] }).steps });
    };
    const asking = client.connection.sendRequest<PlanAnswer>('epigen/plan', {
      textDocument: { uri },
      position: { line: 0, character: 0 },
      partialResultToken: 'plan',
    });
    await client.until('a request', () => provider.requests.length > 0);
    const started = performance.now();
    const answer = await asking;
    assert.deepEqual(seen[0]?.steps, [{ text: 'Show a toast "Saved".' }]);
    assert.ok((seen[0]?.at ?? Infinity) - started < pieces.length * 150, 'only after the answer');
    assert.match(answer.code, /HX\.showToast/);
    await start();
  });

  it('is cancelled with its connection', async () => {
    provider.script({ endless: 'await ', everyMs: 10 });
    const uri = await openText();
    const before = provider.abandoned.count;
    const source = new CancellationTokenSource();
    const asking = client.connection.sendRequest(
      'epigen/plan',
      { textDocument: { uri }, position: { line: 0, character: 0 } },
      source.token,
    );
    await client.until('a request', () => provider.requests.length > 0);
    await sleep(50);
    source.cancel();
    await assert.rejects(asking, ({ code }: ResponseError) => code === -32800);
    const answeredAt = performance.now();
    while (provider.abandoned.count === before && performance.now() - answeredAt < 1000) await sleep(5);
    assert.ok(provider.abandoned.at - answeredAt < 100, String(provider.abandoned.at - answeredAt));
  });

  it('gives way to a later one for the same document', async () => {
    provider.script({ silent: true }, CODE);
    const { action } = await offered();
    const first = client.resolve(action).then(
      () => assert.fail('it was answered'),
      (error: Error) => error,
    );
    await client.until('a request', () => provider.requests.length > 0);
    const { edit } = await client.resolve(action);
    assert.match(JSON.stringify(edit), /HX\.showToast/);
    assert.match((await first).message, /Another generation for this document/);
  });

  it('does not give way to a preview', async () => {
    provider.script({ pieces: [CODE], everyMs: 2000 }, CODE);
    const { uri, action } = await offered();
    const order: string[] = [];
    const resolving = client.resolve(action).finally(() => order.push('edit'));
    await client.until('a request', () => provider.requests.length > 0);
    const params = { textDocument: { uri }, position: { line: 0, character: 0 } };
    const planning = client.connection.sendRequest('epigen/plan', params).finally(() => order.push('plan'));
    const [{ edit }, answer] = await Promise.all([resolving, planning]);
    assert.match(JSON.stringify(edit), /HX\.showToast/);
    assert.match((answer as PlanAnswer).code, /HX\.showToast/);
    assert.deepEqual(order, ['plan', 'edit']);
  });

  it('is never inserted into another text than it was made for', async () => {
    provider.script((_request) => ({ pieces: [CODE], everyMs: 300 }));
    const { uri, action } = await offered();
    const resolving = client.resolve(action).then(
      () => assert.fail('it was answered'),
      (error: Error) => error,
    );
    await client.until('a request', () => provider.requests.length > 0);
    await client.replace(uri, `// A new first line.\n${client.text(uri)}`);
    assert.match((await resolving).message, /changed|version/i);
  });

  it('asks nobody by default, and connects nowhere', async () => {
    client.kill();
    workspace.write({ libraries: [HX] });
    const deny = pathToFileURL(join(import.meta.dirname, '../fixtures/deny-sockets.mjs')).href;
    client = await LspClient.start({
      folder: workspace.folder,
      env: { NODE_OPTIONS: `--import=${deny}`, LANGSMITH_TRACING: 'true', OPENAI_API_KEY: 'k' },
    });
    await client.libraries();
    const { action } = await offered();
    const { edit } = await client.resolve(action);
    assert.match(JSON.stringify(edit), /HX\.showToast/);
    assert.ok(!client.stderr.includes('SOCKET'), client.stderr);
  });
});
