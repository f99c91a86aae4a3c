import assert from 'node:assert/strict';
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { framed, RawServer } from '../support/raw-server.js';

const SERVER = resolve(import.meta.dirname, '../../dist/server/language-server.js');

describe('the server ends with its client', () => {
  let server: RawServer;

  beforeEach(() => {
    server = new RawServer(tmpdir());
  });
  afterEach(() => server.kill());

  const ends = async (code: number) => {
    assert.deepEqual(await server.exited, [code, null]);
    assert.equal(server.stderr, '');
  };

  it('when its input ends without a word', async () => {
    server.process.stdin.end();
    await ends(1);
  });

  it('when its input ends within a message', async () => {
    await server.initialize();
    server.process.stdin.end('Content-Length: 1000\r\n\r\n{"jsonrpc":');
    await ends(1);
  });

  it('when its input ends after shutdown, even without exit', async () => {
    await server.initialize();
    await server.ask('shutdown');
    server.process.stdin.end();
    await ends(0);
  });

  it('having handled what was sent before the end', async () => {
    server.send(framed({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { capabilities: {} } }));
    server.process.stdin.end(framed({ jsonrpc: '2.0', id: 2, method: 'shutdown' }));
    await ends(0);
    assert.ok(server.messages.some(({ id, result }) => id === 1 && result !== undefined));
  });

  it('when nobody reads its output', async () => {
    await server.initialize();
    server.process.stdout.destroy();
    const questions = setInterval(
      () => server.send(framed({ jsonrpc: '2.0', id: 1, method: 'epigen/unknown' })),
      50,
    );
    await ends(1);
    clearInterval(questions);
  });

  it('when the process that it was told of is gone, although its input is still open', async () => {
    const client = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(client, 'spawn');
    await server.initialize(client.pid ?? null);
    assert.equal((await server.ask('epigen/unknown')).error?.code, -32601);
    client.kill('SIGKILL');
    await ends(1);
  });

  it('when the socket is closed', async () => {
    const listener = createServer();
    listener.listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const address = listener.address();
    assert.ok(address && typeof address === 'object');
    const process = spawn(globalThis.process.execPath, [SERVER, '--socket', String(address.port)]);
    const exited = once(process, 'exit');
    const [socket] = await once(listener, 'connection');
    socket.write(framed({ jsonrpc: '2.0', id: 1, method: 'epigen/early' }));
    // Header and body may come apart.
    let answer = '';
    while (!answer.includes('}')) answer += String((await once(socket, 'data'))[0]);
    assert.match(answer, /-32002/);
    socket.destroy();
    assert.deepEqual(await exited, [1, null]);
    listener.close();
  });

  it('when the channel to its parent is closed', async () => {
    const process = fork(SERVER, ['--node-ipc'], { execArgv: [], silent: true });
    const exited = once(process, 'exit');
    process.send({ jsonrpc: '2.0', id: 1, method: 'epigen/early' });
    const [answer] = (await once(process, 'message')) as [{ error: { code: number } }];
    assert.equal(answer.error.code, -32002);
    process.disconnect();
    assert.deepEqual(await exited, [1, null]);
  });
});
