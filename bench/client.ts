import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import {
  createProtocolConnection,
  type Diagnostic,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  type TextDocumentContentChangeEvent,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type { Server } from './servers.js';

const PATIENCE_MS = 120_000;

/** A client that does as little as possible beside measuring. Times are milliseconds. */
export class BenchClient {
  #version = 1;
  #stopping = false;
  #heard: (() => void) | undefined;
  #diagnostics: readonly Diagnostic[] = [];
  #capabilities: InitializeResult['capabilities'] = {};

  private constructor(
    private readonly server: Server,
    private readonly process: ChildProcess,
    private readonly connection: ProtocolConnection,
    private readonly uri: string,
  ) {}

  /** Spawns the server and waits for its answer to `initialize`. */
  static async start(server: Server, folder: string): Promise<{ client: BenchClient; ms: number }> {
    const began = performance.now();
    const child = spawn(process.execPath, server.args, {
      cwd: folder,
      stdio: ['pipe', 'pipe', server.isNoisy ? 'ignore' : 'inherit'],
    });
    if (!child.stdout || !child.stdin) throw new Error('no pipes');
    const connection = createProtocolConnection(
      new StreamMessageReader(child.stdout),
      new StreamMessageWriter(child.stdin),
    );
    const root = URI.file(folder).toString();
    const client = new BenchClient(server, child, connection, `${root}/open.js`);
    client.#listen();
    child.once('exit', (code) => {
      if (client.#stopping) return;
      console.error(`${server.name} ended with ${code}`);
      process.exit(1);
    });
    const { capabilities } = await connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: root,
      workspaceFolders: [{ uri: root, name: 'bench' }],
      initializationOptions: server.initializationOptions,
      capabilities: {
        textDocument: {
          publishDiagnostics: { versionSupport: true },
          hover: { contentFormat: ['markdown'] },
          diagnostic: {},
          completion: {
            completionList: { itemDefaults: ['commitCharacters', 'editRange', 'insertTextFormat', 'data'] },
            completionItem: {
              documentationFormat: ['markdown'],
              resolveSupport: { properties: ['documentation', 'detail'] },
            },
          },
          signatureHelp: { signatureInformation: { documentationFormat: ['markdown'] } },
          codeAction: {
            dataSupport: true,
            codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor'] } },
            resolveSupport: { properties: ['edit'] },
          },
        },
      },
    });
    const ms = performance.now() - began;
    client.#capabilities = capabilities;
    await connection.sendNotification('initialized', {});
    return { client, ms };
  }

  /** Opens the document. Returns the time until diagnostics arrive for which the condition holds. */
  async open(text: string, condition: (diagnostics: readonly Diagnostic[]) => boolean): Promise<number> {
    const began = performance.now();
    const textDocument = { uri: this.uri, languageId: 'javascript', version: this.#version, text };
    await this.connection.sendNotification('textDocument/didOpen', { textDocument });
    await this.#until(condition);
    return performance.now() - began;
  }

  /** Changes the document. Returns the time until diagnostics arrive for which the condition holds. */
  async change(
    change: TextDocumentContentChangeEvent,
    condition: (diagnostics: readonly Diagnostic[]) => boolean,
  ): Promise<number> {
    const began = performance.now();
    this.#diagnostics = [];
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: this.uri, version: ++this.#version },
      contentChanges: [change],
    });
    await this.#until(condition);
    return performance.now() - began;
  }

  /** Sends a request at a position. Returns its time, the size of the answer in bytes, and the answer. */
  async ask(
    method: string,
    position: Position,
    more: object = {},
  ): Promise<{ ms: number; bytes: number; answer: unknown }> {
    const began = performance.now();
    const params = { textDocument: { uri: this.uri }, position, ...more };
    const answer = await this.connection.sendRequest(method, params);
    const ms = performance.now() - began;
    return { ms, bytes: Buffer.byteLength(JSON.stringify(answer)), answer };
  }

  request<T>(method: string, params: unknown): Promise<T> {
    return this.connection.sendRequest<T>(method, params);
  }

  get textDocument(): { uri: string } {
    return { uri: this.uri };
  }

  provides(capability: keyof InitializeResult['capabilities']): boolean {
    return Boolean(this.#capabilities[capability]);
  }

  /** Resident memory of the server and all its processes, in MB; only where /proc tells. */
  memory(): number | undefined {
    const parents = new Map<number, number>();
    try {
      for (const name of readdirSync('/proc').filter((it) => /^\d+$/.test(it))) {
        try {
          const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
          parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
        } catch {
          // It has ended.
        }
      }
    } catch {
      return undefined;
    }
    let kilobytes = 0;
    for (const pid of parents.keys()) {
      let at: number | undefined = pid;
      while (at !== undefined && at !== this.process.pid) at = parents.get(at);
      if (at === undefined) continue;
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      kilobytes += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
    }
    return kilobytes / 1024;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const exited = once(this.process, 'exit');
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const late = setTimeout(() => this.process.kill('SIGKILL'), 5000);
    await exited;
    clearTimeout(late);
    this.connection.dispose();
  }

  async #until(condition: (diagnostics: readonly Diagnostic[]) => boolean): Promise<void> {
    const end = Date.now() + PATIENCE_MS;
    while (Date.now() < end) {
      if (this.server.pull) {
        const report = await this.connection.sendRequest<{ items?: Diagnostic[] }>(
          'textDocument/diagnostic',
          { textDocument: { uri: this.uri } },
        );
        this.#diagnostics = report.items ?? [];
        if (condition(this.#diagnostics)) return;
      } else {
        await new Promise<void>((heard, fail) => {
          const late = setTimeout(() => fail(new Error(`${this.server.name}: no diagnostics`)), PATIENCE_MS);
          this.#heard = () => {
            clearTimeout(late);
            heard();
          };
        });
        if (condition(this.#diagnostics)) return;
      }
    }
    throw new Error(`${this.server.name}: the awaited diagnostics did not come`);
  }

  #listen(): void {
    this.connection.onNotification('textDocument/publishDiagnostics', ({ uri, version, diagnostics }) => {
      if (uri !== this.uri || (version !== undefined && version !== null && version !== this.#version))
        return;
      this.#diagnostics = diagnostics;
      this.#heard?.();
    });
    this.connection.onRequest('workspace/configuration', ({ items }) => items.map(() => null));
    this.connection.onRequest('client/registerCapability', () => null);
    this.connection.onRequest('window/workDoneProgress/create', () => null);
    this.connection.onUnhandledNotification(() => {});
    this.connection.listen();
  }
}
