import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LspClient } from '../support/lsp-client.js';
import { HX, LspWorkspace, MAIL } from '../support/lsp-workspace.js';

describe('the server follows configuration and index', function () {
  this.timeout(120_000);
  let workspace: LspWorkspace;
  let client: LspClient | undefined;

  const start = async (args: readonly string[] = [], settings?: unknown) => {
    client = await LspClient.start({ folder: workspace.folder, args, settings });
    return client;
  };

  beforeEach(() => {
    workspace = new LspWorkspace();
  });
  afterEach(() => {
    client?.kill();
    workspace.remove();
  });

  it('indexes the libraries of the configuration, with progress', async () => {
    workspace.write({ libraries: [MAIL] });
    const client = await start();
    const status = await client.libraries();
    assert.deepEqual(
      status.libraries.map(({ name }) => name),
      ['mail'],
    );
    assert.equal(status.engine, 'offline');
    const kinds = await client.until('the end of the progress', () => {
      const own = client.progress.map(({ value }) => value);
      return own.some((it) => it.kind === 'end') && own;
    });
    assert.equal(kinds[0]?.kind, 'begin');
    assert.match(kinds[0]?.title ?? '', /mail/);
    assert.deepEqual(client.messages, []);
  });

  it('says when the store has another version than the configuration, and goes on with that', async () => {
    workspace.write({ libraries: [MAIL] });
    const client = await start();
    const { version } = (await client.libraries()).libraries[0] ?? {};
    // The version that is wanted cannot be made here.
    workspace.write({ libraries: [{ ...MAIL, version: '9.9', sources: ['nowhere.d.ts'] }] });
    const message = await client.until('a warning', () =>
      client.messages.find((it) => it.startsWith('The store has')),
    );
    assert.equal(
      message,
      `The store has mail ${version}, not 9.9: index that version, or change "version" in epigen.config.json.`,
    );
    const status = await client.until('the status', () => {
      const last = client.statuses.at(-1);
      return last?.problems.includes(message) && last;
    });
    assert.equal(status.libraries[0]?.version, version);
  });

  it('tells once that there is nothing to work with, and works when a library comes', async () => {
    const client = await start();
    const message = await client.until('a message', () => client.messages[0]);
    assert.match(message, /no indexed library.*epigen index/);
    workspace.write({ libraries: [MAIL] });
    await client.libraries();
    assert.equal(client.messages.length, 1);
  });

  it('shows what is wrong in the configuration, keeps the last good settings, and clears it when repaired', async () => {
    workspace.write({ libraries: [MAIL] });
    const client = await start();
    await client.libraries();
    const config = client.uri('epigen.config.json');

    workspace.write('{\n  "libraries": [{ "name": "mail", "sorces": [] }]\n}');
    const [problem] = await client.diagnosticsWhere(
      config,
      'a diagnostic in the configuration',
      (it) => it.length > 0,
    );
    assert.equal(problem?.source, 'epigen');
    assert.equal(problem?.range.start.line, 1);
    assert.equal(
      ((await client.execute('epigen.search', ['send a mail', 1])) as { results: { name: string }[] })
        .results[0]?.name,
      'sendMail',
    );

    workspace.write({ libraries: [MAIL], generation: { stepComments: false } });
    await client.diagnosticsWhere(config, 'no diagnostic in the configuration', (it) => it.length === 0);
  });

  it('survives a configuration that is no JSON at all', async () => {
    workspace.write('\u0000\u0001 not json {{{');
    const client = await start();
    await client.diagnosticsWhere(client.uri('epigen.config.json'), 'a diagnostic', (it) => it.length > 0);
    assert.ok(await client.execute('epigen.showStatus', []));
  });

  it('lets the editor override the file', async () => {
    workspace.write({ libraries: [MAIL], generation: { onInvalid: 'mark' } });
    const client = await start([], { store: 'elsewhere' });
    const status = await client.libraries();
    assert.equal(status.store, join(workspace.folder, 'elsewhere'));
    assert.ok(readdirSync(join(workspace.folder, 'elsewhere')).includes('mail'));
  });

  it('answers epigen/search over all libraries', async () => {
    workspace.write({ libraries: [HX, MAIL] });
    const client = await start();
    await client.until('both libraries', () => client.statuses.at(-1)?.libraries.length === 2);
    const answer = await client.connection.sendRequest<{ results: { name: string; library: string }[] }>(
      'epigen/search',
      { text: 'move a mail into another folder', k: 3 },
    );
    assert.equal(answer.results.length, 3);
    const found = answer.results.find(({ name }) => name === 'moveMail');
    assert.equal(found?.library, 'mail', JSON.stringify(answer.results));
  });

  it('indexes again when a source changes', async () => {
    workspace.write({ libraries: [MAIL] });
    const client = await start();
    const {
      libraries: [before],
    } = await client.libraries();
    appendFileSync(
      join(workspace.folder, 'mail/index.d.ts'),
      '\n/** Deletes a mail for good. */\nexport function deleteMail(messageId: string): Promise<void>;\n',
    );
    await client.until('another build', () => {
      const [now] = client.statuses.at(-1)?.libraries ?? [];
      return now && now.build !== before?.build;
    });
    const answer = await client.execute('epigen.search', ['delete a mail', 1]);
    assert.equal((answer as { results: { name: string }[] }).results[0]?.name, 'deleteMail');
  });

  it('keeps the old index when a source breaks, and tells once', async () => {
    workspace.write({ libraries: [MAIL] });
    const client = await start();
    await client.libraries();
    const source = join(workspace.folder, 'mail/index.d.ts');
    const good = readFileSync(source, 'utf8');
    writeFileSync(source, '');
    await client.until('a message', () => client.messages.length === 1);
    await assert.rejects(client.execute('epigen.rebuildIndex', []));
    assert.equal(client.messages.length, 1, client.messages.join('\n'));
    const status = (await client.execute('epigen.showStatus', [])) as {
      libraries: unknown[];
      problems: string[];
    };
    assert.equal(status.libraries.length, 1);
    assert.equal(status.problems.length, 1);
    writeFileSync(source, good);
    await client.until('no problem', () => client.statuses.at(-1)?.problems.length === 0);
  });

  it('survives a damaged index and says so once', async () => {
    workspace.write({ libraries: [MAIL] });
    const first = await start();
    await first.libraries();
    await first.stop();
    workspace.write({}); // Now nothing says how to build it again.
    const library = join(workspace.folder, '.epigen/mail');
    for (const name of readdirSync(library, { recursive: true, encoding: 'utf8' })) {
      if (/\.(json|jsonl|bin|jsonc|f32|idx)$/.test(name)) writeFileSync(join(library, name), 'garbage');
    }
    const client = await start();
    await client.until('a message', () => client.messages.length > 0);
    const status = (await client.execute('epigen.showStatus', [])) as {
      libraries: unknown[];
      problems: string[];
    };
    assert.equal(status.libraries.length, 0);
    assert.equal(status.problems.length, 1);
    assert.equal(client.messages.filter((it) => it === status.problems[0]).length, 1);
  });

  it('follows a store that another process replaces or removes', async () => {
    workspace.write({ libraries: [MAIL] });
    const client = await start();
    await client.libraries();
    rmSync(join(workspace.folder, '.epigen'), { recursive: true });
    await client.execute('epigen.rebuildIndex', []);
    await client.libraries();
  });

  it('serves only the libraries that the command line names, and says which are not there', async () => {
    workspace.write({ libraries: [HX, MAIL] });
    const client = await start(['--library', 'mail', '--library', 'HX@0.0.7']);
    const status = await client.until('the refusal', () =>
      client.statuses.findLast(({ problems }) => problems.some((it) => it.includes('not 0.0.7'))),
    );
    assert.equal(
      status.libraries.some(({ name }) => name === 'HX'),
      false,
    );
    await client.until('the other library', () => client.statuses.at(-1)?.libraries[0]?.name === 'mail');
  });
});
