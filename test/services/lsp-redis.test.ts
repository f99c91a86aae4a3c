import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeJourney } from '../support/lsp-journey.js';

let server: ChildProcess | undefined;
let folder: string;
let port = 0;

describe('the main job on Redis', () => {
  before(async () => {
    port = await freePort();
    folder = mkdtempSync(join(tmpdir(), 'epigen-redis-'));
    const args = [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--save',
      '',
      '--appendonly',
      'no',
      '--dir',
      folder,
    ];
    server = spawn('redis-server', args, { stdio: 'ignore' });
    server.on('error', (error) => assert.fail(`redis-server does not run: ${error.message}`));
    await answering();
  });
  after(async () => {
    if (server?.exitCode === null) {
      server.kill();
      await once(server, 'exit');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  describeJourney('from requirement comment to edited file', () => `redis://127.0.0.1:${port}`);
});

async function freePort(): Promise<number> {
  const probe = createServer();
  probe.listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

async function answering(): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const socket = createConnection(port, '127.0.0.1');
    const isUp = await Promise.race([
      once(socket, 'connect').then(() => true),
      once(socket, 'error').then(() => false),
    ]).catch(() => false);
    socket.destroy();
    if (isUp) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.fail('redis-server does not answer');
}
