import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hover, Location, MarkupContent, SymbolInformation } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { LspClient, RESOLVING } from '../support/lsp-client.js';
import { LspWorkspace, MAIL } from '../support/lsp-workspace.js';

const CALL = "HX.showToast({ msg: 'a', duration: 1500 });\n";

describe('several workspace folders', function () {
  this.timeout(120_000);
  let workspace: LspWorkspace;
  let client: LspClient;
  let refreshes: number;

  const folder = (name: string) => ({ uri: URI.file(join(workspace.folder, name)).toString(), name });
  const start = async (names: readonly string[]) => {
    client = LspClient.spawn({ folder: workspace.folder });
    refreshes = 0;
    client.connection.onRequest('workspace/codeLens/refresh', () => {
      refreshes += 1;
      return null;
    });
    await client.connection.sendRequest('initialize', {
      processId: process.pid,
      rootUri: null,
      workspaceFolders: names.map(folder),
      capabilities: {
        ...RESOLVING,
        workspace: { ...RESOLVING.workspace, workspaceFolders: true, codeLens: { refreshSupport: true } },
      },
    });
    await client.connection.sendNotification('initialized', {});
  };
  const hover = async (uri: string, text: string): Promise<string> => {
    const answer: Hover | null = await client.hover(uri, client.position(uri, text));
    return (answer?.contents as MarkupContent | undefined)?.value ?? '';
  };
  const known = (count: number) =>
    client.until(`${count} libraries`, () => client.statuses.findLast((it) => it.libraries.length === count));

  beforeEach(() => {
    workspace = new LspWorkspace();
    const hx = readFileSync(join(workspace.folder, 'hx.d.ts'), 'utf8');
    // The same library in two versions, and another one beside it.
    workspace.write(hx, 'old/hx.d.ts');
    workspace.write(hx.replace('    duration?: number;\n', '    seconds?: number;\n'), 'new/hx.d.ts');
    const library = (version: string) => ({ name: 'HX', version, sources: ['hx.d.ts'], access: 'global:HX' });
    workspace.write({ libraries: [library('1.0.0')] }, 'old/epigen.config.json');
    workspace.write(
      { libraries: [library('2.0.0'), { ...MAIL, sources: ['../mail/index.d.ts'] }] },
      'new/epigen.config.json',
    );
  });
  afterEach(() => {
    client.kill();
    workspace.remove();
  });

  it('have their own libraries and versions', async () => {
    await start(['old', 'new']);
    await known(3);
    const old = await client.open('old/a.js', CALL);
    const fresh = await client.open('new/a.js', `import { sendMail } from '@corp/mail';\n${CALL}`);
    assert.deepEqual(await client.diagnostics(old), []);
    assert.deepEqual(
      (await client.diagnostics(fresh)).map((it) => it.code),
      ['unknown-property'],
    );
    assert.match(await hover(old, 'showToast'), /HX 1\.0\.0/);
    assert.match(await hover(fresh, 'showToast'), /HX 2\.0\.0/);
    assert.match(await hover(fresh, 'sendMail'), /Sends a mail/);
    assert.equal(await hover(old, 'duration').then((it) => it.includes('milliseconds')), true);
    assert.equal(await hover(fresh, 'duration'), '');
  });

  it('resolve completions with the version of the folder', async () => {
    await start(['old', 'new']);
    await known(3);
    for (const [name, version] of [
      ['new', '2.0.0'],
      ['old', '1.0.0'],
    ]) {
      const uri = await client.open(`${name}/b.js`, 'HX.showT');
      const [item] = await client.completion(uri, { line: 0, character: 8 });
      assert.ok(item);
      assert.match(
        JSON.stringify((await client.resolveItem(item)).documentation),
        new RegExp(`HX ${version}`),
      );
    }
  });

  it('come and go', async () => {
    await start(['old']);
    await known(1);
    const old = await client.open('old/a.js', CALL);
    const fresh = await client.open('new/a.js', CALL);
    assert.deepEqual(await client.diagnostics(fresh), []);
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [folder('new')], removed: [] },
    });
    await client.diagnosticsWhere(fresh, 'the new version', (it) => it.length === 1);
    const before = refreshes;
    await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: [], removed: [folder('old')] },
    });
    await known(2);
    await client.until('a refresh of lenses', () => refreshes > before);
    // What lies in no folder is checked as the first one says.
    await client.diagnosticsWhere(old, 'the version that is left', (it) => it.length === 1);
  });

  it('list an API of the same version once, and of others each', async () => {
    workspace.write(readFileSync(join(workspace.folder, 'old/hx.d.ts'), 'utf8'), 'same/hx.d.ts');
    workspace.write(
      readFileSync(join(workspace.folder, 'old/epigen.config.json'), 'utf8'),
      'same/epigen.config.json',
    );
    await start(['old', 'new', 'same']);
    await known(3);
    const symbols = await client.connection.sendRequest<SymbolInformation[]>('workspace/symbol', {
      query: 'showToast',
    });
    assert.deepEqual(
      symbols.filter((it) => it.name === 'HX.showToast').map((it) => it.containerName),
      ['HX 1.0.0', 'HX 2.0.0'],
    );
  });

  it('one in the other list each place once', async () => {
    workspace.write(CALL, 'old/a.js');
    workspace.write(CALL, 'old/inner/b.js');
    workspace.write(CALL, 'old/own/c.js');
    workspace.write({ libraries: [] }, 'old/own/epigen.config.json');
    await start(['old', 'old/inner', 'old/own']);
    await known(1);
    const uri = await client.open('old/inner/b.js', CALL);
    const places = await client.connection.sendRequest<Location[]>('textDocument/references', {
      textDocument: { uri },
      position: client.position(uri, 'showToast'),
      context: { includeDeclaration: false },
    });
    // The innermost is a workspace of its own.
    assert.deepEqual(places.map((it) => it.uri).sort(), [client.uri('old/a.js'), uri]);
  });

  it('under one configuration are one workspace', async () => {
    workspace.write('', 'old/x/a.js');
    workspace.write('', 'old/y/a.js');
    await start(['old/x', 'old/y']);
    const status = await known(1);
    assert.equal(status.libraries[0]?.version, '1.0.0');
    const uri = await client.open('old/y/a.js', CALL);
    assert.match(await hover(uri, 'showToast'), /HX 1\.0\.0/);
  });
});
