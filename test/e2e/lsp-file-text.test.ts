import assert from 'node:assert/strict';
import { LspClient } from '../support/lsp-client.js';
import { LspWorkspace } from '../support/lsp-workspace.js';

describe('epigen/viewFileText', () => {
  let workspace: LspWorkspace;
  let client: LspClient;

  beforeEach(async () => {
    workspace = new LspWorkspace();
    client = await LspClient.start({ folder: workspace.folder });
  });
  afterEach(() => {
    client.kill();
    workspace.remove();
  });

  const viewed = (uri: string) =>
    client.connection.sendRequest('epigen/viewFileText', { textDocument: { uri } });

  it('answers the text that the server has after changes', async () => {
    const uri = await client.open('a.js', '\uFEFFone();\r\n消();\r');
    await client.edit(uri, [
      { range: { start: { line: 1, character: 1 }, end: { line: 2, character: 0 } }, newText: '\u{1F600}' },
    ]);
    assert.equal(await viewed(uri), '\uFEFFone();\r\n消\u{1F600}');
  });

  it('says so when the document is not open', async () => {
    await assert.rejects(viewed(client.uri('b.js')), /b\.js is not open/);
  });
});
