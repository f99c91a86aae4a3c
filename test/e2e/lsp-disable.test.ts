import assert from 'node:assert/strict';
import { LspClient } from '../support/lsp-client.js';
import { HX, LspWorkspace } from '../support/lsp-workspace.js';

describe('disabling a finding in the editor', function () {
  this.timeout(120_000);
  const workspace = new LspWorkspace();
  let client: LspClient | undefined;
  afterEach(() => client?.kill());
  after(() => workspace.remove());

  it('is the last quick fix, silences the finding, and is faded once there is nothing to silence', async () => {
    workspace.write({ libraries: [HX] });
    client = await LspClient.start({ folder: workspace.folder });
    await client.libraries();
    const text = "function f() {\n  HX.showToast({ msg: 'Hi', typ: 's' });\n}\n";
    for (const [title, expected] of [
      [
        'Disable unknown-property for this line',
        text.replace('  HX', '  // epigen-disable-next-line unknown-property\n  HX'),
      ],
      ['Disable unknown-property for the whole file', `/* epigen-disable unknown-property */\n${text}`],
    ] as const) {
      const uri = await client.open(`${title.replaceAll(' ', '-')}.js`, text);
      await client.diagnosticsWhere(uri, 'a finding', (it) => it.length === 1);
      const actions = await client.codeActions(uri, client.position(uri, 'typ:'), ['quickfix']);
      const titles = actions.map((it) => it.title);
      assert.equal(titles.length, 4);
      assert.deepEqual(titles.slice(-2), [
        'Disable unknown-property for this line',
        'Disable unknown-property for the whole file',
      ]);
      const [all] = await client.codeActions(uri, client.position(uri, 'typ:'), ['source.fixAll']);
      assert.doesNotMatch(JSON.stringify(all?.edit), /epigen-disable/);

      const action = actions.find((it) => it.title === title);
      assert.equal(action?.isPreferred, undefined);
      assert.ok(action?.edit && (await client.apply(action.edit)));
      assert.equal(client.text(uri), expected);
      assert.deepEqual(await client.diagnostics(uri), []);

      const start = client.position(uri, "typ: 's'");
      const end = client.position(uri, "typ: 's'", 'after');
      await client.edit(uri, [{ range: { start, end }, newText: "type: 'success'" }]);
      const [unused] = await client.diagnostics(uri);
      assert.deepEqual([unused?.code, unused?.severity, unused?.tags], ['unused-disable', 4, [1]]);
      const fixes = await client.codeActions(uri, unused?.range ?? { start, end }, ['quickfix']);
      assert.deepEqual(
        fixes.map((it) => it.title),
        ['Remove the comment'],
      );
      assert.ok(fixes[0]?.edit && (await client.apply(fixes[0].edit)));
      assert.equal(client.text(uri), text.replace("typ: 's'", "type: 'success'"));
      await client.close(uri);
    }
    assert.equal(await client.stop(), 0);
  });
});
