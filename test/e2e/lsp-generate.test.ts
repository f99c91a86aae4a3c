import assert from 'node:assert/strict';
import type { CodeAction, ResponseError } from 'vscode-languageserver/node';
import { LspClient, PLAIN, RESOLVING } from '../support/lsp-client.js';
import { HX, LspWorkspace } from '../support/lsp-workspace.js';

const GENERATE = 'refactor.rewrite.epigen.generate';

describe('code actions that generate', function () {
  this.timeout(120_000);
  let workspace: LspWorkspace;
  let client: LspClient;
  let open = 0;

  const openText = (text: string) => client.open(`file-${open++}.js`, text);
  const start = async (capabilities = RESOLVING) => {
    client?.kill();
    client = await LspClient.start({ folder: workspace.folder, capabilities });
    await client.libraries();
  };
  /** The generate actions where `<|>` stands in the text. */
  const offered = async (marked: string, only?: readonly string[]) => {
    const uri = await openText(marked.replace('<|>', ''));
    const actions = await client.codeActions(
      uri,
      client.document(uri).positionAt(marked.indexOf('<|>')),
      only,
    );
    return { uri, actions: actions.filter((it) => it.title.startsWith('Generate')) };
  };
  const generated = async (marked: string) => {
    const { uri, actions } = await offered(marked);
    assert.ok(actions[0]);
    const { edit } = await client.resolve(actions[0]);
    assert.ok(edit && (await client.apply(edit)));
    return client.text(uri);
  };

  before(async () => {
    workspace = new LspWorkspace();
    workspace.write({ libraries: [HX] });
    await start();
  });
  after(() => {
    client.kill();
    workspace.remove();
  });

  for (const comment of [
    '// @requirement Show a to<|>ast "Saved".',
    '/** @requirement Show a toast "Saved". */<|>',
    '// @epi<|>gen Show a toast "Saved".',
    '// TODO(epigen): Show a toast "Saved"<|>.',
    '// @requirement Show a toast\n// with the text "Sa<|>ved".',
  ]) {
    it(`is offered in ${JSON.stringify(comment)}`, async () => {
      const { actions } = await offered(`${comment}\n`);
      assert.deepEqual(
        actions.map(({ kind }) => kind),
        [GENERATE],
      );
    });
  }

  it('is offered on an empty documented function, and the code goes into its body', async () => {
    const text = await generated('/** Shows a toast "Saved". */\nexport async function saved() {<|>\n}\n');
    assert.match(text, /function saved\(\) \{\n[\s\S]*HX\.showToast\(\{ msg: 'Saved' \}\)[\s\S]*\n\}\n$/);
  });

  it('is offered last, as a plain refactor, on any other comment', async () => {
    const { actions } = await offered('// Show a <|>toast "Saved".\n');
    assert.deepEqual(
      actions.map(({ kind }) => kind),
      ['refactor'],
    );
    const { actions: none } = await offered('// Show a <|>toast "Saved".\n', ['refactor.rewrite']);
    assert.deepEqual(none, []);
  });

  it('is not offered in code, and obeys what the editor asks for', async () => {
    assert.deepEqual((await offered('const a<|> = 1;\n// @requirement Show a toast.\n')).actions, []);
    assert.deepEqual((await offered('// @requirement Show a <|>toast.\n', ['quickfix'])).actions, []);
    assert.equal((await offered('// @requirement Show a <|>toast.\n', ['refactor'])).actions.length, 1);
  });

  it('keeps CRLF line ends', async () => {
    const text = await generated('// @requirement Show a <|>toast "Saved".\r\nconst a = 1;\r\n');
    assert.match(text, /showToast/);
    assert.deepEqual(text.match(/(?<!\r)\n/g), null);
  });

  it('says that the document has moved on, and inserts nothing', async () => {
    const { uri, actions } = await offered('// @requirement Show a <|>toast "Saved".\n');
    await client.edit(uri, [{ range: zero(), newText: '// first\n' }]);
    const before = client.text(uri);
    assert.ok(actions[0]);
    await rejectsWith(client.resolve(actions[0]), -32801, /version 2/);
    assert.equal(client.text(uri), before);
    assert.match(client.messages.at(-1) ?? '', /nothing was inserted/);
  });

  it('says that nothing in the library fits, and inserts nothing', async () => {
    const { uri, actions } = await offered('// @requirement Bake a chocolate cake<|> with cherries.\n');
    const before = client.text(uri);
    assert.ok(actions[0]);
    await rejectsWith(client.resolve(actions[0]), -32803, /./);
    assert.equal(client.text(uri), before);
    assert.ok(client.messages.at(-1));
  });

  it('says that a comment with only a tag asks for nothing', async () => {
    const { uri, actions } = await offered('// @requirement<|>\n');
    for (const action of actions) await rejectsWith(client.resolve(action), -32803, /./);
    assert.equal(client.text(uri), '// @requirement\n');
    await rejectsWith(client.execute('epigen.generate', [uri, 1, 0]), -32803, /./);
  });

  it('answers epigen/plan with the whole plan and leaves the file alone', async () => {
    const uri = await openText('// @requirement Show a toast "Saved".\n');
    const plan = await client.connection.sendRequest<Record<string, unknown>>('epigen/plan', {
      textDocument: { uri },
      position: { line: 0, character: 5 },
    });
    assert.deepEqual(Object.keys(plan).sort(), [
      'alternatives',
      'apis',
      'code',
      'diagnostics',
      'requirement',
      'steps',
    ]);
    assert.deepEqual(plan.apis, ['HX.showToast']);
    assert.deepEqual(await client.execute('epigen.plan', [uri, 0]), plan);
    assert.equal(client.document(uri).version, 1);
  });

  it('reports progress', async () => {
    const before = client.progress.length;
    await generated('// @requirement Show a <|>toast "Saved".\n');
    await client.until('the end of the progress', () =>
      client.progress.slice(before).some(({ value }) => value.kind === 'end'),
    );
    assert.equal(client.progress[before]?.value.title, 'Generating code');
  });

  it('gives commands to a client that knows only commands', async () => {
    await start({});
    const uri = await openText('// @requirement Show a toast "Saved".\n');
    const [command] = await client.codeActions(uri, { line: 0, character: 5 });
    assert.equal(command?.command as unknown, 'epigen.generate');
  });

  it('tells when the editor refuses the edit', async () => {
    await start(PLAIN);
    const uri = await openText('// @requirement Show a toast "Saved".\n');
    client.connection.onRequest('workspace/applyEdit', () => ({
      applied: false,
      failureReason: 'read-only',
    }));
    await rejectsWith(client.execute('epigen.generate', [uri, 1, 0]), -32803, /read-only/);
  });
});

function zero() {
  return { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
}

async function rejectsWith(answer: Promise<unknown>, code: number, message: RegExp): Promise<void> {
  await assert.rejects(answer as Promise<CodeAction>, (error: ResponseError) => {
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
    return true;
  });
}
