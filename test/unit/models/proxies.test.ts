import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { openChatModel } from '../../../server/models/open-chat-model.js';
import { ROOT } from '../../support/cli.js';
import { type LocalProxy, localProxy } from '../../support/local-proxy.js';
import { type ScriptedProvider, scriptedProvider } from '../../support/scripted-provider.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const QUESTION = [{ role: 'user', content: 'How many?' }] as const;
/** No name server knows it, so whatever arrives came through the proxy. */
const HOST = 'models.corp.invalid';

const ask = (baseUrl: string, environment: NodeJS.ProcessEnv) =>
  openChatModel({ provider: 'openai', model: 'm', baseUrl, timeoutMs: 10_000 }, environment).ask(QUESTION);

describe('a model behind a proxy', () => {
  let provider: ScriptedProvider;
  let proxy: LocalProxy;
  before(async () => {
    provider = await scriptedProvider();
    proxy = await localProxy(Number(new URL(provider.baseUrl).port));
  });
  afterEach(() => {
    assert.equal(provider.unexpected(), 0);
    proxy.asked.length = 0;
  });
  after(() => Promise.all([provider.close(), proxy.close()]));

  it('is asked through the proxy of the environment, and its name is looked up there', async () => {
    for (const variable of ['HTTP_PROXY', 'http_proxy']) {
      provider.script('Seven.');
      assert.equal((await ask(`http://${HOST}/v1`, { [variable]: proxy.url })).text, 'Seven.');
      assert.deepEqual(proxy.asked.splice(0), [`POST http://${HOST}/v1/chat/completions`]);
    }
  });

  it('on this machine, or a host that NO_PROXY names, is asked directly', async () => {
    provider.script('Seven.');
    assert.equal((await ask(provider.baseUrl, { HTTP_PROXY: proxy.url })).text, 'Seven.');
    for (const spared of [HOST, '.corp.invalid', '*']) {
      const asking = ask(`http://${HOST}/v1`, { HTTP_PROXY: proxy.url, NO_PROXY: spared });
      await assert.rejects(asking, /nobody answers/);
    }
    assert.deepEqual(proxy.asked, []);
  });

  it('is not asked through a proxy that is away, refuses, or has no address, and that is said', async () => {
    const throughTo = (url: string) => ask(`http://${HOST}/v1`, { HTTP_PROXY: url });
    await assert.rejects(
      throughTo('http://127.0.0.1:9'),
      /ECONNREFUSED.* through the proxy 127\.0\.0\.1:9 .*check HTTPS_PROXY/,
    );
    await assert.rejects(throughTo('pro xy'), /address of the proxy cannot be understood/);
    const strict = await localProxy(Number(new URL(provider.baseUrl).port), 'secret');
    try {
      const refusal = /refuses the way to the service \(407\) .*user name and password/;
      await assert.rejects(throughTo(strict.url), refusal);
      await assert.rejects(ask(`https://${HOST}/v1`, { HTTPS_PROXY: strict.url }), refusal);
      provider.script('Seven.');
      assert.equal((await throughTo(strict.url.replace('//', '//ann:secret@'))).text, 'Seven.');
    } finally {
      await strict.close();
    }
  });

  describe('and TLS', function () {
    this.timeout(60_000);
    const folder = temporaryFolder();
    let secure: ScriptedProvider;
    let tunnel: LocalProxy;
    before(async () => {
      const names = [
        { type: 2 as const, value: HOST },
        { type: 7 as const, ip: '127.0.0.1' },
      ];
      const pair = await generate([{ name: 'commonName', value: HOST }], {
        keyType: 'ec',
        algorithm: 'sha256',
        extensions: [
          { name: 'basicConstraints', cA: true },
          { name: 'subjectAltName', altNames: names },
        ],
      });
      writeFileSync(join(folder, 'ca.pem'), pair.cert);
      secure = await scriptedProvider({ key: pair.private, cert: pair.cert });
      tunnel = await localProxy(Number(new URL(secure.baseUrl).port));
    });
    after(() => Promise.all([secure.close(), tunnel.close()]));

    /** In a program of its own, since Node.js reads the variable when it starts. */
    const askElsewhere = async (baseUrl: string, environment: NodeJS.ProcessEnv): Promise<string> => {
      const model = JSON.stringify({ provider: 'openai', model: 'm', baseUrl, timeoutMs: 10_000 });
      const source = `import { openChatModel } from './server/models/open-chat-model.ts';
openChatModel(${model}).ask(${JSON.stringify(QUESTION)}).then((it) => console.log(it.text), (it) => console.log(it.message));`;
      const program = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', source], {
        cwd: ROOT,
        env: { PATH: process.env.PATH, ...environment },
      });
      let out = '';
      for (const stream of [program.stdout, program.stderr])
        stream.on('data', (data) => {
          out += data;
        });
      await new Promise((resolve) => program.on('close', resolve));
      return out;
    };

    it('trusts the authority of NODE_EXTRA_CA_CERTS, and no other', async () => {
      const authority = { NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') };
      assert.match(await askElsewhere(secure.baseUrl, {}), /certificate of the service is not trusted/);
      secure.script('Seven.');
      assert.equal(await askElsewhere(secure.baseUrl, authority), 'Seven.\n');
      const through = { HTTPS_PROXY: tunnel.url };
      assert.match(
        await askElsewhere(`https://${HOST}/v1`, through),
        /certificate of the service is not trusted/,
      );
      secure.script('Eight.');
      assert.equal(await askElsewhere(`https://${HOST}/v1`, { ...through, ...authority }), 'Eight.\n');
      assert.deepEqual(tunnel.asked, [`CONNECT ${HOST}:443`, `CONNECT ${HOST}:443`]);
    });
  });
});
