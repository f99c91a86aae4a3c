import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResponseError } from 'vscode-languageserver/node';
import { LspClient, RESOLVING } from '../support/lsp-client.js';

describe('the server keeps to the life cycle of the protocol', () => {
  let folder: string;
  let client: LspClient;
  const hoverParams = { textDocument: { uri: 'file:///nowhere.js' }, position: { line: 0, character: 0 } };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'epigen-lsp-'));
    client = LspClient.spawn({ folder });
  });
  afterEach(() => {
    client.kill();
    rmSync(folder, { recursive: true, force: true });
  });

  it('refuses requests before initialize, and then works', async () => {
    await rejectsWith(client.connection.sendRequest('textDocument/hover', hoverParams), -32002);
    const { capabilities } = await client.initialize(RESOLVING);
    assert.equal(capabilities.hoverProvider, true);
    assert.equal(await client.connection.sendRequest('textDocument/hover', hoverParams), null);
  });

  it('announces what it can do', async () => {
    const { capabilities, serverInfo } = await client.initialize(RESOLVING);
    assert.equal(serverInfo?.name, 'epigen');
    assert.deepEqual(capabilities.textDocumentSync, { openClose: true, change: 2 });
    assert.deepEqual(capabilities.executeCommandProvider?.commands, [
      'epigen.generate',
      'epigen.regenerate',
      'epigen.plan',
      'epigen.search',
      'epigen.rebuildIndex',
      'epigen.showStatus',
    ]);
  });

  it('is initialized once only', async () => {
    await client.initialize(RESOLVING);
    await rejectsWith(client.connection.sendRequest('initialize', { capabilities: {} }), -32600);
  });

  it('answers unknown methods and commands with an error', async () => {
    await client.initialize(RESOLVING);
    await rejectsWith(client.connection.sendRequest('epigen/nonsense', {}), -32601);
    await rejectsWith(client.connection.sendRequest('textDocument/moniker', hoverParams), -32601);
    await rejectsWith(client.connection.sendRequest('$/nonsense', {}), -32601);
    await rejectsWith(client.execute('epigen.nonsense', []), -32602);
  });

  it('refuses requests after shutdown and ends with 0', async () => {
    await client.initialize(RESOLVING);
    const exited = once(client.process, 'exit');
    await client.connection.sendRequest('shutdown');
    await rejectsWith(client.connection.sendRequest('textDocument/hover', hoverParams), -32600);
    await client.connection.sendNotification('exit');
    assert.deepEqual(await exited, [0, null]);
  });

  it('ends with 1 when exit comes without shutdown', async () => {
    await client.initialize(RESOLVING);
    const exited = once(client.process, 'exit');
    await client.connection.sendNotification('exit');
    assert.deepEqual(await exited, [1, null]);
  });

  it('takes no notice of notifications outside of its time, or that it does not know', async () => {
    const opened = { uri: 'file:///early.js', languageId: 'javascript', version: 1, text: 'HX.a(' };
    await client.connection.sendNotification('textDocument/didOpen', { textDocument: opened });
    await client.initialize(RESOLVING);
    await client.connection.sendNotification('$/unknown', { any: 'thing' });
    await client.connection.sendNotification('epigen/unknown');
    await client.connection.sendNotification('$/cancelRequest', { id: 'none' });
    const plan = { textDocument: { uri: opened.uri }, position: { line: 0, character: 0 } };
    await rejectsWith(client.connection.sendRequest('epigen/plan', plan), -32803, /not open/);
    assert.equal(client.stderr, '');
  });

  it('survives malformed parameters', async () => {
    await client.initialize(RESOLVING);
    const { connection } = client;
    await connection.sendNotification('textDocument/didOpen', {});
    await connection.sendNotification('textDocument/didChange', { textDocument: null });
    await connection.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: 7 }] });
    assert.equal(await client.connection.sendRequest('textDocument/hover', { position: 'here' }), null);
    await rejectsWith(client.execute('epigen.generate', ['x', 'y', 'z']), -32602);
    await rejectsWith(client.connection.sendRequest('epigen/plan', {}), -32602);
    await rejectsWith(client.connection.sendRequest('epigen/search', { text: 1 }), -32602);
    await rejectsWith(client.resolve({ title: 'foreign' }), -32602);
    assert.equal(await client.connection.sendRequest('textDocument/hover', hoverParams), null);
  });
});

async function rejectsWith(answer: Promise<unknown>, code: number, message = /./): Promise<void> {
  await assert.rejects(answer, (error: ResponseError) => {
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
    return true;
  });
}
