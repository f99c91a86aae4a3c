import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CancellationTokenSource, type ResponseError } from 'vscode-languageserver/node';
import { LspClient } from '../support/lsp-client.js';
import { HX, LspWorkspace, MAIL } from '../support/lsp-workspace.js';
import { framed, type RawMessage, RawServer } from '../support/raw-server.js';

const CANCELLED = -32800;

describe('cancelled requests', function () {
  this.timeout(120_000);

  /** 40 hovers, and cancellations of all but the last. */
  const hovers = Array.from({ length: 40 }, (_, id) => {
    const params = { textDocument: { uri: 'file:///nowhere.js' }, position: { line: 0, character: 0 } };
    return framed({ jsonrpc: '2.0', id, method: 'textDocument/hover', params });
  });
  const cancels = Array.from({ length: 39 }, (_, id) =>
    framed({ jsonrpc: '2.0', method: '$/cancelRequest', params: { id } }),
  );

  for (const [what, burst] of [
    ['behind all requests', [...hovers, ...cancels]],
    ['each behind its request', hovers.flatMap((it, at) => [it, ...cancels.slice(at, at + 1)])],
    ['twice', [...hovers, ...cancels, ...cancels]],
  ] as const) {
    it(`40 requests and 39 cancellations in one burst, ${what}: 39 answers say so and the last is answered`, async () => {
      const server = new RawServer(tmpdir());
      await server.initialize();
      server.send(Buffer.concat(burst));
      await server.until('the answer to the last', ({ id }) => id === 39);
      assert.equal((await server.ask('epigen/unknown')).error?.code, -32601);
      const answers = server.messages.filter(({ id }) => typeof id === 'number');
      assert.equal(answers.length, 40, 'each is answered once');
      const byId = (a: RawMessage, b: RawMessage) => Number(a.id) - Number(b.id);
      assert.deepEqual(
        answers.sort(byId).map(({ error }) => error?.code),
        [...Array(39).fill(CANCELLED), undefined],
      );
      server.kill();
    });
  }

  describe('that run already', () => {
    let workspace: LspWorkspace;
    let client: LspClient;

    beforeEach(() => {
      workspace = new LspWorkspace();
    });
    afterEach(() => {
      client.kill();
      workspace.remove();
    });

    it('are answered before anything that is asked later, and their work ends', async () => {
      workspace.write({ libraries: [HX, MAIL] });
      client = await LspClient.start({ folder: workspace.folder });
      await client.until('both libraries', () => client.statuses.at(-1)?.libraries.length === 2);
      const builds = () => client.statuses.at(-1)?.libraries.map(({ build }) => build);
      const before = builds();

      // The workspace notices by itself as well, but its own run waits for this one.
      appendFileSync(
        join(workspace.folder, 'hx.d.ts'),
        '\ndeclare namespace HX { function late(): void; }\n',
      );
      const order: string[] = [];
      const seen = client.progress.length;
      const source = new CancellationTokenSource();
      const params = { command: 'epigen.rebuildIndex', arguments: [] };
      const rebuilt = client.connection.sendRequest('workspace/executeCommand', params, source.token);
      const refused = assert.rejects(rebuilt, (error: ResponseError) => {
        order.push('cancelled');
        return error.code === CANCELLED;
      });
      await client.until('the run', () => client.progress.length > seen);
      source.cancel();
      const later = client.execute('epigen.showStatus', []).then(() => order.push('later'));
      await Promise.all([refused, later]);
      assert.deepEqual(order, ['cancelled', 'later']);
      await client.until('the end of its progress', () =>
        client.progress.slice(seen).some(({ value }) => value.kind === 'end'),
      );
      assert.deepEqual(builds(), before, 'nothing was published');
      assert.deepEqual(client.messages.slice(1), [], 'and nothing is wrong');
    });

    it('are answered while they wait for the editor', async () => {
      workspace.write({ libraries: [] });
      client = LspClient.spawn({ folder: workspace.folder });
      // The server opens its workspace only when this is answered, or after some seconds.
      let answer: (settings: unknown[]) => void = () => {};
      const asked = new Promise<void>((done) => {
        client.connection.onRequest('workspace/configuration', () => {
          done();
          return new Promise((settings) => {
            answer = settings;
          });
        });
      });
      await client.initialize({ workspace: { configuration: true } });
      await asked;
      const source = new CancellationTokenSource();
      const hover = client.hover('file:///nowhere.js', { line: 0, character: 0 }, source.token);
      source.cancel();
      await assert.rejects(hover, (error: ResponseError) => error.code === CANCELLED);
      answer([null]);
      assert.equal(await client.hover('file:///nowhere.js', { line: 0, character: 0 }), null);
    });
  });
});
