import assert from 'node:assert/strict';
import type { LspWorkspace } from '../support/lsp-workspace.js';
import { failureOverStdio, replayWorkspace, ServedDocument } from '../support/replay/over-stdio.js';
import { Typist } from '../support/replay/typist.js';

/** What the soak test relies on: that it would notice. */
describe('a replay over stdio', () => {
  let workspace: LspWorkspace;
  let document: ServedDocument;

  before(async () => {
    workspace = await replayWorkspace();
  });
  beforeEach(async () => {
    document = await ServedDocument.open(workspace.folder, 'javascript', "HX.showToast({ mgs: 'a' });\n");
  });
  afterEach(() => document.kill());
  after(() => workspace.remove());

  it('goes well', async () => {
    assert.equal(await failureOverStdio(new Typist(5, 'typescript').replay(50), workspace.folder), undefined);
  });

  it('sees another text', async () => {
    await document.compareText();
    document.text += ' ';
    await assert.rejects(document.compareText(), /the text/);
  });

  it('sees other diagnostics', async () => {
    await document.compareWithColdServer();
    document.text = document.text.replace('mgs', 'mgsx');
    await assert.rejects(document.compareWithColdServer(), /the diagnostics/);
  });

  it('sees that the server has logged something', async () => {
    await document.take({
      changes: [{ range: { start: { line: 0, character: 0 }, end: {} }, text: '' } as never],
      asks: { line: 0, character: 0 },
    });
    await assert.rejects(document.compareText(), /logged/);
  });

  it('sees that the server has ended', async () => {
    process.kill(document.pid, 'SIGKILL');
    const asks = { line: 0, character: 0 };
    await assert.rejects(document.take({ changes: [], asks }), /the server ended with SIGKILL/);
  });
});
