import assert from 'node:assert/strict';
import fc from 'fast-check';
import type {
  CompletionItem,
  SymbolInformation,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { EncodedText } from '../support/encoded-text.js';
import { LspClient, RESOLVING } from '../support/lsp-client.js';
import { HX, LspWorkspace } from '../support/lsp-workspace.js';

const CODE = "const 名前 = '消息😀'; /* 👨‍👩‍👧 */ HX.showToast({ msg: '𝒳é', typ: 's' });\r\n";
const ODD = { name: 'Odd', sources: ['odd.d.ts'], access: 'global:Odd' };
const DECLARATIONS = 'declare namespace Odd { /** 响铃😀。 */ function ringTheBell(): void; }\n';
const REQUIREMENT = '/* 消😀 */ // @requirement Show a toast "保存😀".\n名\n';

for (const [offered, encoding] of [
  [['utf-32', 'utf-8', 'utf-16'], 'utf-8'],
  [undefined, 'utf-16'],
] as const) {
  describe(`columns, when the client offers ${offered?.join(', ') ?? 'nothing'}`, function () {
    this.timeout(120_000);
    let workspace: LspWorkspace;
    let client: LspClient;
    const encoded = (text: string) => new EncodedText(text, encoding);

    before(async () => {
      workspace = new LspWorkspace();
      workspace.write(DECLARATIONS, 'odd.d.ts');
      workspace.write({ libraries: [HX, ODD] });
      client = LspClient.spawn({ folder: workspace.folder });
      const general = offered ? { general: { positionEncodings: [...offered] } } : {};
      const { capabilities } = await client.initialize({ ...RESOLVING, ...general });
      assert.equal(capabilities.positionEncoding, encoding);
      await client.until('both libraries', () => client.statuses.at(-1)?.libraries.length === 2);
    });
    after(async () => {
      assert.equal(await client.stop(), 0);
      workspace.remove();
    });

    it('diagnostics, hover and quick fixes are where the client sees them', async () => {
      const uri = await client.open('code.js', CODE);
      const text = encoded(CODE);
      const [problem] = await client.diagnostics(uri);
      assert.ok(problem);
      assert.deepEqual(problem.range, text.range('typ'));
      const { fixes } = problem.data as { fixes: { edits: TextEdit[] }[] };
      assert.equal(text.slice(fixes[1]?.edits[0]?.range ?? text.range('msg')), ", typ: 's'");

      const hover = await client.hover(uri, text.place('showToast', 'after'));
      assert.match(text.slice(hover?.range ?? text.range('msg')), /showToast$/);
      const root = await client.hover(uri, text.place('HX'));
      assert.equal(text.slice(root?.range ?? text.range('msg')), 'HX');

      const [action] = await client.codeActions(uri, text.place('typ'), ['quickfix']);
      assert.equal(text.apply(editsOf(action?.edit)), CODE.replace('typ', 'type'));
      assert.deepEqual(action?.diagnostics?.[0]?.range, text.range('typ'));
    });

    it('changes are where the client makes them', async () => {
      const uri = await client.open('changes.js', CODE);
      const first = CODE.replace('消息😀', '😀');
      const changes = [
        { range: encoded(CODE).range('消息😀'), text: '😀' },
        { range: encoded(first).range('typ'), text: '消' },
        { range: encoded(first.replace('typ', '消')).range('消'), text: 'tipe' },
      ];
      await client.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version: 2 },
        contentChanges: changes,
      });
      const published = await client.until('the new findings', () =>
        client.published.find((it) => it.uri === uri && it.version === 2),
      );
      assert.deepEqual(
        published.diagnostics.map(({ code, range }) => [code, range]),
        [['unknown-property', encoded(first.replace('typ', 'tipe')).range('tipe')]],
      );
    });

    it('completion replaces what was typed', async () => {
      const typing = `const a = '😀消'; HX.showTo`;
      const uri = await client.open('completion.js', typing);
      const items = await client.completion(uri, encoded(typing).place('showTo', 'after'));
      const item = items.find(({ label }) => label === 'showToast');
      assert.equal(encoded(typing).slice(rangeOf(item)), 'showTo');
    });

    it('generated code comes where it belongs, in all three ways', async () => {
      const uri = await client.open('generated.js', REQUIREMENT);
      const text = encoded(REQUIREMENT);
      const [comment = ''] = REQUIREMENT.split('\n');
      const isInserted = (result: string) => {
        assert.ok(result.startsWith(comment), result);
        assert.match(result, /HX\.showToast\(\{ msg: '保存😀' \}\)/);
      };

      const [action] = await client.codeActions(uri, text.place('Show'), ['refactor.rewrite']);
      assert.ok(action);
      const { edit } = await client.resolve(action);
      isInserted(text.apply(editsOf(edit)));

      let applied: WorkspaceEdit | undefined;
      client.connection.onRequest('workspace/applyEdit', ({ edit }) => {
        applied = edit;
        return { applied: true };
      });
      await client.execute('epigen.generate', [uri, 1, 0]);
      assert.deepEqual(applied, edit);

      const [item] = await client.completion(uri, text.place('名', 'after'));
      assert.ok(item);
      assert.equal(text.slice(rangeOf(item)), '名');
      const resolved = await client.resolveItem(item);
      const own: TextEdit = { range: rangeOf(resolved), newText: '' };
      const result = text.apply([own, ...(resolved.additionalTextEdits ?? [])]);
      isInserted(result);
      assert.ok(!result.includes('名'));
    });

    it('findings in the configuration too', async () => {
      const config = `{ "libraries": [${JSON.stringify(HX)}], "$schema": "消😀", "storee": "x" }`;
      workspace.write(config);
      const [problem] = await client.diagnosticsWhere(
        client.uri('epigen.config.json'),
        'a finding',
        (it) => it.length > 0,
      );
      assert.ok(problem);
      assert.match(encoded(config).slice(problem.range), /^"?storee"?$/);
    });

    it('symbols are where the declarations are', async () => {
      const [symbol] = await client.connection.sendRequest<SymbolInformation[]>('workspace/symbol', {
        query: 'ringTheBell',
      });
      assert.deepEqual(symbol?.location.range.start, encoded(DECLARATIONS).place('ringTheBell'));
    });

    it('whatever stands before', () =>
      fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 30 }), async (before) => {
          const text = `/*${before.replaceAll('*/', '')}*/ HX.showToast({ msg: 'a', typ: 's' });`;
          const uri = await client.open('any.js', text);
          const [problem] = await client.diagnosticsWhere(uri, 'a finding', (it) => it.length > 0);
          assert.deepEqual(problem?.range.start, encoded(text).place('typ: '));
          await client.close(uri);
          await client.diagnosticsWhere(uri, 'no finding', (it) => it.length === 0);
        }),
        { numRuns: 20 },
      ));
  });
}

function editsOf(edit: WorkspaceEdit | undefined): TextEdit[] {
  const [change] = (edit?.documentChanges ?? []) as TextDocumentEdit[];
  assert.ok(change);
  return change.edits as TextEdit[];
}

function rangeOf(item: CompletionItem | undefined) {
  assert.ok(item?.textEdit && 'range' in item.textEdit);
  return item.textEdit.range;
}
