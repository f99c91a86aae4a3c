import assert from 'node:assert/strict';
import type { ClientCapabilities, DocumentDiagnosticReport } from 'vscode-languageserver/node';
import { LspClient, RESOLVING } from '../support/lsp-client.js';
import { HX, LspWorkspace } from '../support/lsp-workspace.js';

/** A client that asks for diagnostics, and can be told to ask again. */
const PULLING: ClientCapabilities = {
  ...RESOLVING,
  workspace: { ...RESOLVING.workspace, diagnostics: { refreshSupport: true } },
  textDocument: { ...RESOLVING.textDocument, diagnostic: {} },
};

const WRONG = "HX.showToast({ mgs: 'a' });\n";

describe('diagnostics, sent or asked for', function () {
  this.timeout(120_000);
  let workspace: LspWorkspace;
  let client: LspClient;

  const start = async (capabilities: ClientCapabilities) => {
    client = LspClient.spawn({ folder: workspace.folder });
    let refreshes = 0;
    client.connection.onRequest('workspace/diagnostic/refresh', () => {
      refreshes += 1;
      return null;
    });
    const result = await client.initialize(capabilities);
    await client.libraries();
    return { result, refreshes: () => refreshes };
  };
  const pull = (uri: string, previousResultId?: string) =>
    client.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri },
      ...(previousResultId === undefined ? {} : { previousResultId }),
    });

  beforeEach(() => {
    workspace = new LspWorkspace();
    workspace.write({ libraries: [HX] });
  });
  afterEach(() => {
    client.kill();
    workspace.remove();
  });

  it('who asks gets an answer, unchanged as long as it is, and nothing is sent', async () => {
    const { result } = await start(PULLING);
    assert.ok(result.capabilities.diagnosticProvider);
    const uri = await client.open('a.js', WRONG);
    const first = await pull(uri);
    assert.equal(first.kind, 'full');
    assert.ok(first.kind === 'full' && first.resultId);
    assert.deepEqual(
      first.items.map((it) => it.code),
      ['unknown-property'],
    );
    assert.deepEqual(await pull(uri, first.resultId), { kind: 'unchanged', resultId: first.resultId });

    await client.edit(uri, [
      { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } }, newText: '// x\n' },
    ]);
    assert.equal((await pull(uri, first.resultId)).kind, 'unchanged');
    await client.replace(uri, WRONG.replace('mgs', 'msg'));
    const now = await pull(uri, first.resultId);
    assert.ok(now.kind === 'full');
    assert.deepEqual(now.items, []);
    await client.close(uri);
    assert.ok((await pull(uri)).kind === 'full');
    assert.deepEqual(
      client.published.filter((it) => it.uri === uri),
      [],
    );
  });

  it('who asks is told to ask again when the settings or the index change', async () => {
    const { refreshes } = await start(PULLING);
    const uri = await client.open('a.js', WRONG);
    const first = await pull(uri);
    const before = refreshes();
    workspace.write({ libraries: [HX], diagnostics: { 'unknown-property': 'off' } });
    await client.until('a refresh', () => refreshes() > before);
    const now = await pull(uri, first.kind === 'full' ? first.resultId : undefined);
    assert.ok(now.kind === 'full');
    assert.deepEqual(
      now.items.map((it) => it.code),
      [],
    );
  });

  it('who could not be told to ask again is sent them', async () => {
    const { result } = await start({
      ...RESOLVING,
      textDocument: { ...RESOLVING.textDocument, diagnostic: {} },
    });
    assert.equal(result.capabilities.diagnosticProvider, undefined);
    const uri = await client.open('a.js', WRONG);
    assert.equal((await client.diagnostics(uri)).length, 1);
  });

  it('inline completion shows the code of a requirement, when it is switched on', async () => {
    const inline = { textDocument: { ...RESOLVING.textDocument, inlineCompletion: {} } };
    const { result } = await start({ ...RESOLVING, ...inline });
    assert.equal(result.capabilities.inlineCompletionProvider, true);
    const uri = await client.open(
      'a.js',
      'async function f() {\n  // @requirement Show a toast "Saved".\n  \n}\n',
    );
    const ask = () =>
      client.connection.sendRequest<{ insertText: string }[] | null>('textDocument/inlineCompletion', {
        textDocument: { uri },
        position: { line: 2, character: 2 },
        context: { triggerKind: 1 },
      });
    assert.equal(await ask(), null);
    const seen = client.statuses.length;
    client.settings = { editor: { inlineCompletion: true } };
    await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
    await client.until('the new settings', () => client.statuses.length > seen);
    const [item] = (await ask()) ?? [];
    assert.match(
      item?.insertText ?? '',
      /^\n {2}\/\/ Show a toast "Saved"\.\n {2}await HX\.showToast\(\{ msg: 'Saved' \}\);$/,
    );
    // Who only looks sees no progress of it.
    const titles = client.progress.map(({ value }) => value.title);
    assert.ok(!titles.includes('Generating code'), titles.join());
  });
});
