import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileChangeType, FileEvent, ResponseError } from 'vscode-languageserver/node';
import { LspClient } from '../support/lsp-client.js';
import { LspWorkspace, MAIL } from '../support/lsp-workspace.js';

const CREATED = 1;
const CHANGED = 2;
const DELETED = 3;

const MISUSE = "import { sendMail } from '@corp/mail';\nsendMail({ to: 'a', subjct: 'b' });\n";
const REQUIREMENT = '// @requirement Send a mail to "bob@corp.example".\n';

describe('the server and what is no longer so', function () {
  this.timeout(180_000);
  let workspace: LspWorkspace;
  let client: LspClient;

  before(async () => {
    workspace = new LspWorkspace();
    workspace.write({ libraries: [MAIL] });
    client = await LspClient.start({ folder: workspace.folder });
    await client.libraries();
  });
  after(async () => {
    assert.equal(await client.stop(), 0, 'it was the same process all the time');
    workspace.remove();
  });

  describe('versions', () => {
    const change = (uri: string, version: number, text: string) =>
      client.connection.sendNotification('textDocument/didChange', {
        textDocument: { uri, version },
        contentChanges: [{ text }],
      });
    const published = (uri: string, version: number) =>
      client.until(`the findings of version ${version}`, () =>
        client.published.findLast((it) => it.uri === uri && it.version === version),
      );

    it('a change with an older version than the document has is not made', async () => {
      const uri = await client.open('older.js', '');
      await change(uri, 7, MISUSE);
      await change(uri, 6, '// nothing to see here\n');
      assert.equal((await published(uri, 7)).diagnostics[0]?.code, 'unknown-property');
      await client.hover(uri, { line: 0, character: 0 });
      await client.until('a line in the log', () => client.stderr.includes('version 6 came after 7'));
      await change(uri, 8, MISUSE.replace('subjct', 'subject'));
      assert.deepEqual((await published(uri, 8)).diagnostics, []);
      assert.ok(!client.published.some((it) => it.uri === uri && it.version === 6));
    });

    it('a client that does not count its versions is followed all the same', async () => {
      const uri = await client.open('constant.js', '');
      await change(uri, 1, MISUSE);
      await client.diagnosticsWhere(uri, 'the finding', (it) => it.length > 0);
      await change(uri, 1, '');
      await client.diagnosticsWhere(uri, 'no finding', (it) => it.length === 0);
    });

    it('what is published last is of the version that came last, however fast it came', async () => {
      const uri = await client.open('fast.js', '');
      for (let version = 2; version <= 300; version += 1)
        await change(uri, version, version % 2 ? '' : MISUSE);
      assert.equal((await published(uri, 300)).diagnostics.length, 1);
      const versions = client.published.filter((it) => it.uri === uri).map(({ version }) => version ?? 0);
      assert.deepEqual(
        versions,
        [...versions].sort((a, b) => a - b),
      );
    });

    for (const [what, ask] of [
      ['the command', (uri: string) => client.execute('epigen.generate', [uri, 1, 0])],
      [
        'the code action',
        (uri: string) =>
          client.resolve({
            title: 'Generate',
            kind: 'refactor.rewrite.epigen.generate',
            data: { uri, version: 1, line: 0 },
          }),
      ],
    ] as const) {
      it(`${what} for a version that has gone inserts nothing and says so`, async () => {
        const uri = await client.open(`moved-${what}.js`, REQUIREMENT);
        await client.replace(uri, `\n${REQUIREMENT}`);
        await rejectsWith(ask(uri), -32801, /is at version 2 now, not 1.*ask again/);
        await client.close(uri);
        await rejectsWith(ask(uri), -32803, /not open/);
      });
    }

    // Either the server notices, or the editor when it is asked to apply the edit.
    it('a document that moves on or is closed while its code is made gets nothing', async () => {
      for (const [what, moveOn, message] of [
        [
          'edited',
          (uri: string) => client.replace(uri, '// else\n'),
          /is at version 2 now|did not take the edit/,
        ],
        ['closed', (uri: string) => client.close(uri), /was closed|not open|did not take the edit/],
      ] as const) {
        const uri = await client.open(`while-${what}.js`, REQUIREMENT);
        const answer = client.execute('epigen.generate', [uri, 1, 0]);
        await Promise.all([moveOn(uri), assert.rejects(answer, message)]);
      }
    });

    it('requests and changes for a closed document are answered with nothing', async () => {
      const uri = await client.open('closed.js', MISUSE);
      const place = client.position(uri, 'sendMail(');
      await client.close(uri);
      await change(uri, 2, MISUSE);
      assert.equal(await client.hover(uri, place), null);
      assert.deepEqual(await client.completion(uri, place), []);
      assert.deepEqual(await client.codeActions(uri, place), []);
      const last = await client.until('the cleared findings', () =>
        client.published.findLast((it) => it.uri === uri),
      );
      assert.deepEqual(last.diagnostics, []);
    });
  });

  describe('files', () => {
    const config = () => client.uri('epigen.config.json');
    const tell = (...changes: FileEvent[]) =>
      client.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });

    it('a renamed document takes its findings along', async () => {
      const uri = await client.open('before.js', MISUSE);
      await client.diagnosticsWhere(uri, 'a finding', (it) => it.length > 0);
      await client.close(uri);
      const renamed = await client.open('after.js', MISUSE);
      await client.diagnosticsWhere(renamed, 'a finding', (it) => it.length > 0);
      await client.diagnosticsWhere(uri, 'no finding', (it) => it.length === 0);
      await client.close(renamed);
    });

    it('a deleted configuration takes its findings along, and comes back', async () => {
      workspace.write({ libraries: [MAIL], storee: 'x' });
      await client.diagnosticsWhere(config(), 'a finding', (it) => it.length > 0);
      rmSync(join(workspace.folder, 'epigen.config.json'));
      await tell({ uri: config(), type: DELETED });
      await client.diagnosticsWhere(config(), 'no finding', (it) => it.length === 0);
      workspace.write({ libraries: [MAIL] });
      await tell({ uri: config(), type: CREATED });
      await client.libraries();
    });

    it('a renamed source is missed, and the index stays until the configuration names it anew', async () => {
      const [source, moved] = ['mail/index.d.ts', 'mail/other.d.ts'];
      renameSync(join(workspace.folder, source), join(workspace.folder, moved));
      await tell({ uri: client.uri(source), type: DELETED }, { uri: client.uri(moved), type: CREATED });
      await client.until('the problem', () =>
        client.statuses.at(-1)?.problems.some((it) => it.includes(source)),
      );
      assert.deepEqual(
        client.statuses.at(-1)?.libraries.map(({ name }) => name),
        ['mail'],
      );
      workspace.write({ libraries: [{ ...MAIL, sources: [moved] }] });
      await client.until('no problem', () => client.statuses.at(-1)?.problems.length === 0);
    });

    it('a deleted index is made again', async () => {
      const before = client.statuses.length;
      rmSync(join(workspace.folder, '.epigen'), { recursive: true });
      await client.until('its loss', () =>
        client.statuses.slice(before).some(({ libraries }) => libraries.length === 0),
      );
      await client.libraries();
    });

    it('a storm of thousands of changes is followed a few times only, and requests are answered meanwhile', async () => {
      const before = client.progress.length;
      const uri = await client.open('storm.js', MISUSE);
      const source = join(workspace.folder, 'mail/other.d.ts');
      const text = readFileSync(source, 'utf8');
      const index = join(workspace.folder, '.epigen/mail');
      mkdirSync(join(index, 'tmp-storm'), { recursive: true });
      for (let turn = 0; turn < 1_000; turn += 1) {
        const event = (name: string, type: FileChangeType = CHANGED) => ({ uri: client.uri(name), type });
        await tell(
          event('epigen.config.json'),
          event('mail/other.d.ts'),
          event(`.epigen/mail/file-${turn}`, CREATED),
          event(`src/file-${turn}.js`, DELETED),
          { uri: 'untitled:Untitled-1', type: CHANGED },
          { uri: 'git:/x.d.ts?ref', type: CHANGED },
        );
        if (turn % 100 === 0) {
          workspace.write({ libraries: [{ ...MAIL, sources: ['mail/other.d.ts'] }] });
          writeFileSync(source, text);
          writeFileSync(join(index, 'tmp-storm', `file-${turn}`), 'x');
        }
      }
      assert.ok(await client.hover(uri, client.position(uri, 'sendMail(')));
      await client.execute('epigen.rebuildIndex', []);
      const runs = client.progress.slice(before).filter(({ value }) => value.kind === 'begin').length;
      assert.ok(runs <= 10, `the library was indexed ${runs} times`);
      assert.deepEqual(client.statuses.at(-1)?.problems, []);
      assert.equal((await client.diagnostics(uri))[0]?.code, 'unknown-property');
    });

    it('a workspace folder that goes away leaves a server that answers', async () => {
      rmSync(workspace.folder, { recursive: true, force: true });
      await tell({ uri: config(), type: DELETED });
      const uri = await client.open('orphan.js', MISUSE);
      await client.hover(uri, client.position(uri, 'sendMail('));
      await client.execute('epigen.showStatus', []);
    });
  });
});

async function rejectsWith(answer: Promise<unknown>, code: number, message: RegExp): Promise<void> {
  await assert.rejects(answer, (error: ResponseError) => {
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
    return true;
  });
}
