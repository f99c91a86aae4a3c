import assert from 'node:assert/strict';
import { LspClient } from '../support/lsp-client.js';
import { HX, LspWorkspace } from '../support/lsp-workspace.js';

describe('the server takes documents as they come', function () {
  this.timeout(180_000);
  let workspace: LspWorkspace;
  let client: LspClient;

  before(async () => {
    workspace = new LspWorkspace();
    workspace.write({ libraries: [HX] });
    client = await LspClient.start({ folder: workspace.folder });
    await client.libraries();
  });
  after(async () => {
    assert.equal(await client.stop(), 0, 'it was the same process all the time');
    workspace.remove();
  });

  it('publishes for the version it checked, again after each change, and clears when a document is closed', async () => {
    const uri = await client.open('versions.js', 'HX.showToast({ msg: 1 });\n');
    const [first] = await client.diagnostics(uri);
    assert.equal(first?.code, 'type-mismatch');
    assert.deepEqual(first?.range.start, { line: 0, character: 15 });
    const value = client.position(uri, '1');
    await client.edit(uri, [
      { range: { start: value, end: { ...value, character: value.character + 1 } }, newText: "'a'" },
    ]);
    assert.deepEqual(await client.diagnostics(uri), []);
    await client.replace(uri, 'HX.showTost({ msg: 1 });\n');
    assert.equal((await client.diagnostics(uri))[0]?.code, 'unknown-api');
    await client.close(uri);
    await client.diagnosticsWhere(uri, 'the cleared diagnostics', (it) => it.length === 0);
  });

  it('marks deprecated APIs as such and carries the fixes', async () => {
    const uri = await client.open('fixes.js', "HX.showToast({ mgs: 'a' });\n");
    const problems = await client.diagnostics(uri);
    const fixable = problems.find(({ code }) => code === 'unknown-property');
    const data = fixable?.data as { fixes: unknown[] } | undefined;
    assert.ok(data && data.fixes.length > 0, JSON.stringify(problems));
  });

  it('fixes everything at once on source.fixAll.epigen', async () => {
    const uri = await client.open(
      'all.js',
      "HX.showToast({ mgs: 'a' });\nHX.showToast({ msg: 'b', typ: 's' });\n",
    );
    await client.diagnostics(uri);
    const [action, ...rest] = await client.codeActions(uri, { line: 0, character: 0 }, ['source.fixAll']);
    assert.deepEqual(rest, []);
    assert.equal(action?.kind, 'source.fixAll.epigen');
    assert.ok(action?.edit && (await client.apply(action.edit)));
    assert.equal(client.text(uri), "HX.showToast({ msg: 'a' });\nHX.showToast({ msg: 'b', type: 's' });\n");
    assert.deepEqual(await client.diagnostics(uri), []);
  });

  it('has an opinion on sound code only, in a file with syntax errors', async () => {
    const uri = await client.open('broken.js', 'function ( {{{ \n]] HX.showToast(\n');
    await client.diagnostics(uri);
    assert.equal(await client.hover(uri, { line: 99, character: 99 }), null);
    await client.completion(uri, client.position(uri, 'HX.', 'after'));
  });

  it('keeps up with a file of 50,000 lines', async () => {
    const block = "function f() {\n  HX.showToast({ msg: 'a' });\n  const x = 1;\n  return x;\n}\n";
    const uri = await client.open('huge.js', `${block.repeat(10_000)}HX.showToast({ typ: 's' });\n`);
    const problems = await client.diagnostics(uri);
    assert.ok(problems.some(({ range }) => range.start.line === 50_000));
    await client.edit(uri, [
      { range: { start: { line: 1, character: 22 }, end: { line: 1, character: 25 } }, newText: '7' },
    ]);
    assert.ok((await client.diagnostics(uri)).some(({ range }) => range.start.line === 1));
    await client.close(uri);
  });

  it('takes URIs of other systems, line ends of all kinds and characters beyond the basic plane', async () => {
    for (const uri of [
      'file:///c%3A/work/app.js',
      'file:///C:/work/app.js',
      'untitled:Untitled-1',
      'vscode-notebook-cell:/a#x',
    ]) {
      await client.connection.sendNotification('textDocument/didOpen', {
        textDocument: {
          uri,
          languageId: 'javascript',
          version: 3,
          text: "\uFEFF// 𝒳\r\nHX.showToast({ msg: '𝒳', typ: 's' });\r// x\n",
        },
      });
      const [problem] = await client.diagnosticsWhere(uri, 'a finding', (it) => it.length > 0);
      assert.deepEqual(problem?.range.start, { line: 1, character: 26 });
    }
  });

  it('leaves documents of other languages alone', async () => {
    const uri = client.uri('style.css');
    await client.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'css', version: 1, text: 'HX.showToast({ typ: 1 })' },
    });
    assert.equal(await client.hover(uri, { line: 0, character: 5 }), null);
    assert.equal(
      client.published.some((it) => it.uri === uri && it.diagnostics.length > 0),
      false,
    );
  });

  it('takes TypeScript and TSX as well', async () => {
    for (const [name, languageId, text] of [
      ['typed.ts', 'typescript', 'const text: string = "a";\nHX.vibrate(text as unknown as string);\n'],
      ['typed.tsx', 'typescriptreact', 'const b = <b onClick={() =>\nHX.vibrate("x")}>a</b>;\n'],
    ] as const) {
      const uri = client.uri(name);
      await client.connection.sendNotification('textDocument/didOpen', {
        textDocument: { uri, languageId, version: 1, text },
      });
      const found = await client.diagnosticsWhere(uri, 'a finding', (it) => it.length > 0);
      assert.deepEqual(
        found.map((it) => [it.code, it.range.start.line]),
        [['type-mismatch', 1]],
        name,
      );
    }
  });

  it('survives changes that make no sense', async () => {
    const uri = await client.open('odd.js', 'HX.showToast({ typ: 1 });\n');
    await client.diagnostics(uri);
    const send = (contentChanges: unknown, version: number) =>
      client.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges,
      });
    await send(
      [{ range: { start: { line: 500, character: 0 }, end: { line: 900, character: 9 } }, text: '// end\n' }],
      2,
    );
    await send([{ range: 'all', text: 'x' }], 3);
    await send('nothing', 4);
    await client.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: 'file:///never-opened.js', version: 2 },
      contentChanges: [{ text: '' }],
    });
    const hover = await client.hover(uri, { line: 0, character: 5 });
    assert.ok(hover, 'the document is still there');
  });
});
