import assert from 'node:assert/strict';
import type { SnippetTextEdit } from 'vscode-languageserver/node';
import { LspClient, RESOLVING } from '../support/lsp-client.js';
import { HX, LspWorkspace } from '../support/lsp-workspace.js';

const TEXT = `function f() {
  HX.showToast({ duration: 500 });
  HX.showToast({ msg: HX.digest({ data: 'x' }) });
  HX.showToast({ msg: HX.digest({ data: 'y' }), typ: 's' });
}
`;

describe('quick fixes in the editor', function () {
  this.timeout(120_000);
  const workspace = new LspWorkspace();
  let client: LspClient | undefined;
  before(() => workspace.write({ libraries: [HX] }));
  afterEach(() => client?.kill());
  after(() => workspace.remove());

  it('write plain text where the client takes no snippets, and fix all that is certain', async () => {
    client = await LspClient.start({ folder: workspace.folder });
    await client.libraries();
    const uri = await client.open('plain.js', TEXT);
    await client.diagnosticsWhere(uri, 'findings', (it) => it.length > 0);
    const [add] = await client.codeActions(uri, client.position(uri, '{ duration'), ['quickfix']);
    assert.deepEqual([add?.title, add?.isPreferred], ["Add 'msg'", undefined]);
    assert.ok(add?.edit && (await client.apply(add.edit)));
    assert.match(client.text(uri), /\{ duration: 500, msg: 'msg' \}/);
    await client.diagnostics(uri);

    const [all] = await client.codeActions(uri, client.position(uri, 'function'), ['source.fixAll.epigen']);
    assert.ok(all?.edit && (await client.apply(all.edit)));
    assert.equal(
      client.text(uri),
      `async ${TEXT.replace('500 }', "500, msg: 'msg' }").replaceAll('HX.digest', 'await HX.digest').replace('typ:', 'type:')}`,
    );
    assert.deepEqual(await client.diagnostics(uri), []);
    assert.equal(await client.stop(), 0);
  });

  it('write tab stops where the client takes snippets', async () => {
    const { workspace: abilities } = RESOLVING;
    const workspaceEdit = { ...abilities?.workspaceEdit, snippetEditSupport: true };
    const capabilities = { ...RESOLVING, workspace: { ...abilities, workspaceEdit } };
    client = await LspClient.start({ folder: workspace.folder, capabilities });
    await client.libraries();
    const uri = await client.open('snippet.js', TEXT);
    await client.diagnosticsWhere(uri, 'findings', (it) => it.length > 0);
    const [add] = await client.codeActions(uri, client.position(uri, '{ duration'), ['quickfix']);
    const [change] = add?.edit?.documentChanges ?? [];
    assert.ok(change && 'edits' in change);
    const [edit] = change.edits as SnippetTextEdit[];
    assert.deepEqual(edit?.snippet, { kind: 'snippet', value: `, msg: \${1:'msg'}` });
    assert.deepEqual(edit?.range.start, client.position(uri, ' });'));
    assert.equal(await client.stop(), 0);
  });

  it('end what a call began, and point to where that was forgotten', async () => {
    client = await LspClient.start({ folder: workspace.folder });
    await client.libraries();
    const text = `export function load(user) {
  HX.showLoading({ text: 'One moment' });
  if (!user) {
    return null;
  }
  HX.hideLoading();
  return user;
}
`;
    const uri = await client.open('pair.js', text);
    const [found] = await client.diagnosticsWhere(uri, 'findings', (it) => it.length > 0);
    assert.equal(found?.code, 'contract-pair');
    assert.deepEqual(
      found?.relatedInformation?.map(({ location }) => [location.uri, location.range.start]),
      [[uri, { line: 3, character: 4 }]],
    );
    const [fix] = await client.codeActions(uri, client.position(uri, 'showLoading'), ['quickfix']);
    assert.equal(fix?.title, "Call 'HX.hideLoading()' before it");
    assert.ok(fix?.edit && (await client.apply(fix.edit)));
    assert.match(client.text(uri), /\n {4}HX\.hideLoading\(\);\n {4}return null;/);
    assert.deepEqual(await client.diagnostics(uri), []);
    assert.equal(await client.stop(), 0);
  });
});
