import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientCapabilities, CodeLens } from 'vscode-languageserver/node';
import type { PlanAnswer } from '../../server/features/generation.js';
import { LspClient, PLAIN, RESOLVING } from '../support/lsp-client.js';
import { HX, LspWorkspace } from '../support/lsp-workspace.js';

const FILE = `// @requirement Ask whether to delete the draft; if confirmed, remove "draft" from the storage and show a success toast "Deleted".

export const other = 1;
`;

describe('requirement comments live on', function () {
  this.timeout(120_000);
  let workspace: LspWorkspace;
  let client: LspClient;

  const start = async (capabilities: ClientCapabilities = RESOLVING) => {
    client = await LspClient.start({ folder: workspace.folder, capabilities });
    await client.libraries();
  };
  const lens = async (uri: string): Promise<CodeLens['command']> => {
    const [first] = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
      textDocument: { uri },
    });
    return first?.command;
  };
  const generated = async (): Promise<string> => {
    const uri = await client.open('draft.js', FILE);
    const [action] = await client.codeActions(uri, { line: 0, character: 5 }, ['refactor.rewrite']);
    assert.ok(action);
    const { edit } = await client.resolve(action);
    // An edit that was made and not applied is nothing to be remembered.
    assert.equal((await lens(uri))?.title, 'Generate code');
    assert.ok(edit && (await client.apply(edit)));
    assert.equal((await lens(uri))?.title, '4/4 subtasks');
    return uri;
  };
  const without = async (uri: string, call: string): Promise<void> => {
    const text = client.text(uri);
    const at = text.indexOf(call);
    assert.ok(at > 0, text);
    const end = text.indexOf(';', at) + 1;
    await client.replace(uri, text.slice(0, at) + text.slice(end));
  };

  beforeEach(() => {
    workspace = new LspWorkspace();
    workspace.write({ libraries: [HX] });
  });
  afterEach(() => {
    client.kill();
    workspace.remove();
  });

  it('says how many subtasks stand, also after a restart, and keeps that beside the index', async () => {
    await start();
    const uri = await generated();
    const text = client.text(uri);
    assert.doesNotMatch(text, /generated\.json|epigen:/);
    const file = join(workspace.folder, '.epigen/generated.json');
    await client.until('what was generated is written', () => existsSync(file));
    assert.deepEqual(Object.keys(JSON.parse(readFileSync(file, 'utf8')).files), ['draft.js']);
    assert.equal(await client.stop(), 0);

    await start();
    const again = await client.open('draft.js', text);
    assert.equal((await lens(again))?.title, '4/4 subtasks');
  });

  it('regenerates the subtask whose call was removed, and keeps what was written by hand', async () => {
    await start();
    const uri = await generated();
    await client.replace(
      uri,
      client
        .text(uri)
        .replace("'Deleted'", "'Deleted by hand'")
        .replace('export const other', 'console.log(1);\nexport const other'),
    );
    assert.equal((await lens(uri))?.title, '4/4 subtasks');
    await without(uri, 'await HX.removeStorage(');
    const drifted = await lens(uri);
    assert.match(
      drifted?.title ?? '',
      /^drifted: HX\.removeStorage is not called any more \(3\/4 subtasks\)$/,
    );

    const actions = await client.codeActions(uri, { line: 0, character: 5 }, ['refactor.rewrite']);
    const action = actions.find((it) => it.title.startsWith('Regenerate subtask'));
    assert.ok(action, actions.map((it) => it.title).join());
    const { edit } = await client.resolve(action);
    assert.ok(edit && (await client.apply(edit)));
    const text = client.text(uri);
    assert.match(text, /HX\.removeStorage\(/);
    assert.match(text, /Deleted by hand/);
    assert.match(text, /console\.log\(1\)/);
    assert.equal(text.match(/HX\.showToast/g)?.length, 1);
    assert.equal((await lens(uri))?.title, '4/4 subtasks');
    assert.deepEqual(await client.diagnostics(uri), []);
  });

  it('regenerates two subtasks one after the other', async () => {
    await start();
    const uri = await generated();
    await without(uri, 'await HX.removeStorage(');
    await without(uri, 'await HX.showToast(');
    for (const expected of [
      /^drifted: HX\.removeStorage is not called any more \(2\/4 subtasks\)$/,
      /^drifted: HX\.showToast is not called any more \(3\/4 subtasks\)$/,
    ]) {
      const command = await lens(uri);
      assert.match(command?.title ?? '', expected);
      await client.execute(command?.command ?? '', command?.arguments ?? []);
    }
    assert.equal((await lens(uri))?.title, '4/4 subtasks');
    assert.match(
      client.text(uri),
      /if \(confirmed\) \{[\s\S]*HX\.removeStorage[\s\S]*HX\.showToast[\s\S]*\}/,
    );
    assert.equal(client.text(uri).match(/HX\./g)?.length, 3);
    assert.deepEqual(await client.diagnostics(uri), []);
  });

  it('leaves functions further down alone, whatever they call', async () => {
    await start();
    const uri = await generated();
    const others =
      "export async function clean() {\n  await HX.removeStorage('draft');\n  await HX.showToast({ msg: 'x' });\n}\n";
    await client.replace(uri, `${client.text(uri)}\n${others}`);
    await without(uri, 'await HX.showToast(');
    const command = await lens(uri);
    assert.match(command?.title ?? '', /HX\.showToast is not called any more/);
    await client.execute(command?.command ?? '', command?.arguments ?? []);
    assert.ok(client.text(uri).endsWith(others), client.text(uri));
    assert.equal((await lens(uri))?.title, '4/4 subtasks');
  });

  it('refuses to replace a call together with other code', async () => {
    await start();
    const uri = await generated();
    const text = client
      .text(uri)
      .replace(/await HX\.showToast\(.*\);/, "const all = [HX.showToast({ mgs: 'Deleted' }), mine()];");
    await client.replace(uri, text);
    const command = await lens(uri);
    assert.match(command?.title ?? '', /^drifted: .*mgs/);
    await assert.rejects(
      client.execute(command?.command ?? '', command?.arguments ?? []),
      /change it by hand/,
    );
    assert.equal(client.text(uri), text);
    assert.ok(client.messages.some((it) => /HX\.showToast .*change it by hand/.test(it)));
  });

  it('is remembered also where nobody asks for lenses', async () => {
    await start(PLAIN);
    const uri = await client.open('draft.js', FILE);
    await client.execute('epigen.generate', [uri, 1, 0]);
    const file = join(workspace.folder, '.epigen/generated.json');
    await client.until('what was generated is written', () => existsSync(file));
    await without(uri, 'await HX.removeStorage(');
    assert.match((await lens(uri))?.title ?? '', /HX\.removeStorage is not called any more/);
  });

  it('is the same requirement when it is generated again', async () => {
    await start();
    const uri = await generated();
    const position = { line: 0, character: 5 };
    const plan = await client.connection.sendRequest<PlanAnswer>('epigen/plan', {
      textDocument: { uri },
      position,
    });
    assert.equal(`// @requirement ${plan.requirement}`, FILE.split('\n')[0]);
    assert.equal(plan.steps.length, 4);
  });

  it('remembers neither previews nor what was offered before the document was closed', async () => {
    await start();
    let uri = await client.open('draft.js', FILE);
    const position = { line: 0, character: 5 };
    const plan = await client.connection.sendRequest<PlanAnswer>('epigen/plan', {
      textDocument: { uri },
      position,
    });
    const byHand = FILE.replace('\n', `\n\n${plan.code}\n`);
    await client.replace(uri, byHand);
    assert.equal((await lens(uri))?.title, 'Generate code');
    await client.replace(uri, FILE);
    const [action] = await client.codeActions(uri, position, ['refactor.rewrite']);
    assert.ok(action);
    assert.ok((await client.resolve(action)).edit);
    await client.close(uri);
    uri = await client.open('draft.js', byHand);
    assert.equal((await lens(uri))?.title, 'Generate code');
  });

  it('does the same by command for clients that resolve nothing', async () => {
    await start(PLAIN);
    const uri = await client.open('draft.js', FILE);
    await client.execute('epigen.generate', [uri, 1, 0]);
    assert.equal((await lens(uri))?.title, '4/4 subtasks');
    await without(uri, 'await HX.removeStorage(');
    const command = await lens(uri);
    assert.equal(command?.command, 'epigen.regenerate');
    await client.execute(command?.command ?? '', command?.arguments ?? []);
    assert.match(client.text(uri), /HX\.removeStorage\(/);
    assert.equal((await lens(uri))?.title, '4/4 subtasks');
  });

  it('notices when the library changes so that a call no longer fits, and replaces that call', async () => {
    await start();
    const uri = await generated();
    const declarations = readFileSync(join(workspace.folder, 'hx.d.ts'), 'utf8');
    const at = declarations.indexOf('function showToast');
    const changed =
      `${declarations.slice(0, at)}${declarations.slice(at).replace('msg: string;', 'message: string;')}`.replace(
        '@param options.msg - Text of the toast',
        '@param options.message - Text of the toast',
      );
    workspace.write(changed, 'hx.d.ts');
    await client.diagnosticsWhere(uri, 'the call does not fit', (it) => it.length > 0);
    const command = await lens(uri);
    assert.match(command?.title ?? '', /^drifted: .*msg.*\(3\/4 subtasks\)$/);
    await client.execute(command?.command ?? '', command?.arguments ?? []);
    assert.match(client.text(uri), /showToast\(\{ message: 'Deleted'/);
    assert.match(client.text(uri), /HX\.removeStorage\(/);
    assert.deepEqual(await client.diagnostics(uri), []);
    assert.equal((await lens(uri))?.title, '4/4 subtasks');
  });

  it('says when the requirement was reworded', async () => {
    await start();
    const uri = await generated();
    await client.replace(uri, client.text(uri).replace('success toast', 'warning toast'));
    assert.match((await lens(uri))?.title ?? '', /^drifted: the requirement was reworded/);
  });

  it('can be switched off', async () => {
    workspace.write({ libraries: [HX], editor: { codeLens: false } });
    await start();
    const uri = await client.open('draft.js', FILE);
    const answer = await client.connection.sendRequest('textDocument/codeLens', { textDocument: { uri } });
    assert.equal(answer, null);
  });
});
