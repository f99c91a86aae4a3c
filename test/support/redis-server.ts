import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A port of this machine that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A real Redis server of our own on a free port, in a folder of its own. */
export class RedisServer {
  private process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    private readonly folder: string,
    private readonly options: readonly string[],
  ) {}

  /** Starts a server. `options` are given to it as they are. Rejects when there is no redis-server to start. */
  static async start(folder: string, ...options: string[]): Promise<RedisServer> {
    const server = new RedisServer(await freePort(), folder, options);
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Starts it (again), with what it had saved. */
  async start(): Promise<void> {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--dir', this.folder];
    const started = spawn(
      'redis-server',
      [...args, '--appendonly', 'yes', '--appendfsync', 'always', ...this.options],
      {
        stdio: 'ignore',
      },
    );
    this.process = started;
    const failed = once(started, 'error').then(([error]) => {
      throw error;
    });
    failed.catch(() => {});
    await Promise.race([failed, this.listens()]);
  }

  /** Ends it without a chance to say goodbye. */
  async kill(): Promise<void> {
    const { process } = this;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const exited = once(process, 'exit');
    process.kill('SIGKILL');
    await exited;
  }

  private async listens(): Promise<void> {
    for (;;) {
      const socket = connect(this.port, '127.0.0.1');
      const open = await Promise.race([
        once(socket, 'connect').then(
          () => true,
          () => false,
        ),
      ]);
      socket.destroy();
      if (open) return;
      await wait(20);
    }
  }
}
