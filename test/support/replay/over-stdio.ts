import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Diagnostic } from 'vscode-languageserver/node';
import { LspClient } from '../lsp-client.js';
import { HX, LspWorkspace, MAIL } from '../lsp-workspace.js';
import { applied, fileName, languageId, type Replay, type Step } from './replay.js';

/** A server that has not answered by then never will. */
const PATIENCE_MS = 300_000;

/** A workspace whose index is built, for servers that come and go. */
export async function replayWorkspace(): Promise<LspWorkspace> {
  const workspace = new LspWorkspace();
  workspace.write({ libraries: [HX, MAIL] });
  const client = await LspClient.start({ folder: workspace.folder });
  await bothLibraries(client);
  await client.stop();
  return workspace;
}

/** A document that is edited in a running server, beside the model of its text. */
export class ServedDocument {
  readonly #client: LspClient;
  readonly #uri: string;
  #version = 1;
  /** Rejects when the server ends; requests to a server that is gone are never answered. */
  readonly #ended: Promise<never>;
  text: string;

  private constructor(
    client: LspClient,
    readonly folder: string,
    readonly language: Replay['language'],
    start: string,
  ) {
    this.#client = client;
    this.#uri = client.uri(fileName('replay', language));
    this.text = start;
    this.#ended = once(client.process, 'exit').then(([code, signal]) => {
      throw new Error(`the server ended with ${code ?? signal}\n${client.stderr}`);
    });
    this.#ended.catch(() => {});
  }

  /** Starts a server and opens the document in it. */
  static async open(folder: string, language: Replay['language'], text: string): Promise<ServedDocument> {
    const client = await LspClient.start({ folder });
    const document = new ServedDocument(client, folder, language, text);
    await client.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri: document.#uri, languageId: languageId(language), version: 1, text },
    });
    await bothLibraries(client);
    return document;
  }

  /** Sends a step. Where it asks something the answers are waited for, so that no backlog grows. */
  async take({ changes, asks }: Step): Promise<void> {
    const { connection } = this.#client;
    const textDocument = { uri: this.#uri };
    this.#version += 1;
    this.text = applied(this.text, changes);
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { ...textDocument, version: this.#version },
      contentChanges: changes,
    });
    if (!asks) return;
    await this.#answered([
      connection.sendRequest('textDocument/completion', { textDocument, position: asks }),
      connection.sendRequest('textDocument/hover', { textDocument, position: asks }),
      connection.sendRequest('textDocument/codeAction', {
        textDocument,
        range: { start: asks, end: asks },
        context: { diagnostics: [] },
      }),
    ]);
  }

  /** Throws if the server logged anything, ended, or has another text than the model. */
  async compareText(): Promise<void> {
    assert.equal(this.#client.stderr, '', 'the server logged something');
    const [served] = await this.#answered([
      this.#client.connection.sendRequest('epigen/viewFileText', { textDocument: { uri: this.#uri } }),
    ]);
    if (served !== this.text) assert.equal(served, this.text, 'the text');
  }

  /** Throws if a server that has just been started finds something else in the same text. */
  async compareWithColdServer(): Promise<void> {
    const served = await this.diagnostics();
    const cold = await ServedDocument.open(this.folder, this.language, this.text);
    const fresh = await cold.diagnostics();
    await cold.stop();
    assert.deepEqual(served, fresh, 'the diagnostics');
  }

  /** What is published for the present version. */
  async diagnostics(): Promise<Diagnostic[]> {
    const { published } = this.#client;
    const last = await until(`the diagnostics of version ${this.#version}`, () =>
      published.findLast((it) => it.uri === this.#uri && it.version === this.#version),
    );
    published.length = 0;
    published.push(last);
    return last.diagnostics;
  }

  async #answered(requests: readonly Promise<unknown>[]): Promise<unknown[]> {
    const controller = new AbortController();
    const late = sleep(PATIENCE_MS, undefined, controller).then(() => {
      throw new Error('the server does not answer any more');
    });
    try {
      return await Promise.race([Promise.all(requests), this.#ended, late]);
    } finally {
      late.catch(() => {});
      controller.abort();
    }
  }

  /** Resident memory of the server in KiB; undefined where the system does not tell. */
  residentKiB(): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]);
    } catch {
      return undefined;
    }
  }

  /** Ends the server as the protocol wants it; throws if it does not end well. */
  async stop(): Promise<void> {
    const code = await this.#client.stop();
    const { signalCode } = this.#client.process;
    assert.equal(code ?? signalCode, 0, `the exit code\n${this.#client.stderr}`);
  }

  get pid(): number {
    return this.#client.process.pid ?? 0;
  }

  kill(): void {
    this.#client.kill();
  }
}

/** Runs a replay against a server. Returns what went wrong, or undefined. */
export async function failureOverStdio(
  { language, start, steps }: Replay,
  folder: string,
): Promise<Error | undefined> {
  const document = await ServedDocument.open(folder, language, start);
  try {
    for (const step of steps) await document.take(step);
    await document.compareText();
    await document.compareWithColdServer();
    await document.stop();
    return undefined;
  } catch (error) {
    document.kill();
    return error as Error;
  }
}

async function bothLibraries(client: LspClient): Promise<void> {
  await until('both libraries', () => client.statuses.at(-1)?.libraries.length === 2 || undefined);
}

/** `LspClient.until` for runs that may have the machine to themselves for hours, or hardly at all. */
async function until<T>(what: string, look: () => T | undefined): Promise<T> {
  for (const end = Date.now() + PATIENCE_MS; ; await sleep(5)) {
    const found = look();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
  }
}
