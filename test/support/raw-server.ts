import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

const SERVER = resolve(import.meta.dirname, '../../dist/server/language-server.js');
const PATIENCE_MS = 40_000;

export interface RawMessage {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** A message as it goes over the wire. */
export function framed(message: unknown): Buffer {
  const content = Buffer.from(typeof message === 'string' ? message : JSON.stringify(message));
  return Buffer.concat([Buffer.from(`Content-Length: ${content.length}\r\n\r\n`), content]);
}

/** The built server without a client: bytes go in, and what comes out is kept in order. */
export class RawServer {
  readonly messages: RawMessage[] = [];
  readonly process: ChildProcessWithoutNullStreams;
  readonly exited: Promise<unknown[]>;
  stderr = '';
  #rest = Buffer.alloc(0);
  #lastId = 0;

  constructor(folder: string, args: readonly string[] = []) {
    this.process = spawn(process.execPath, [SERVER, '--stdio', ...args], { cwd: folder });
    this.exited = once(this.process, 'exit');
    this.process.stdout.on('data', (chunk) => this.#read(chunk));
    this.process.stderr.on('data', (chunk) => {
      this.stderr += chunk;
    });
    // The server may be gone before it has read everything.
    this.process.stdin.on('error', () => {});
  }

  send(bytes: string | Buffer): void {
    this.process.stdin.write(bytes);
  }

  /** Sends a request and returns its answer. */
  async ask(method: string, params?: unknown): Promise<RawMessage> {
    this.#lastId += 1;
    const id = `ask-${this.#lastId}`;
    this.send(framed({ jsonrpc: '2.0', id, method, params }));
    return this.until(`the answer to ${method}`, (it) => it.id === id && it.method === undefined);
  }

  notify(method: string, params?: unknown): void {
    this.send(framed({ jsonrpc: '2.0', method, params }));
  }

  async initialize(processId: number | null = null): Promise<RawMessage> {
    const answer = await this.ask('initialize', { processId, rootUri: null, capabilities: {} });
    this.notify('initialized', {});
    return answer;
  }

  /** Waits for a message. */
  async until(what: string, condition: (message: RawMessage) => boolean): Promise<RawMessage> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = this.messages.find(condition);
      if (found) return found;
      if (Date.now() > end) {
        throw new Error(`waited in vain for ${what}: ${JSON.stringify(this.messages)}\n${this.stderr}`);
      }
      await new Promise((done) => setTimeout(done, 10));
    }
  }

  kill(): void {
    this.process.kill('SIGKILL');
  }

  #read(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (;;) {
      const header = /^Content-Length: (\d+)\r\n\r\n/.exec(this.#rest.toString('latin1', 0, 100));
      if (!header) return;
      const start = header[0].length;
      const end = start + Number(header[1]);
      if (this.#rest.length < end) return;
      this.messages.push(JSON.parse(this.#rest.toString('utf8', start, end)));
      this.#rest = this.#rest.subarray(end);
    }
  }
}
