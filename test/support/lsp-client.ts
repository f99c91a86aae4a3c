import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import {
  type ApplyWorkspaceEditParams,
  type CancellationToken,
  type ClientCapabilities,
  type CodeAction,
  type Command,
  type CompletionItem,
  type CompletionList,
  createProtocolConnection,
  type Diagnostic,
  type Hover,
  type InitializeResult,
  type Position,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';
import type { Status } from '../../server/features/status.js';

const SERVER = resolve(import.meta.dirname, '../../dist/server/language-server.js');
/** How long a test waits for what must come; the machine may be slow, so this is generous. */
const PATIENCE_MS = 40_000;

/** A client that resolves code actions and completions, like VS Code and Neovim. */
export const RESOLVING: ClientCapabilities = {
  workspace: { applyEdit: true, workspaceEdit: { documentChanges: true }, configuration: true },
  window: { workDoneProgress: true },
  textDocument: {
    hover: { contentFormat: ['markdown', 'plaintext'] },
    completion: {
      completionItem: {
        documentationFormat: ['markdown'],
        resolveSupport: { properties: ['documentation', 'detail', 'additionalTextEdits'] },
      },
    },
    codeAction: {
      dataSupport: true,
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor', 'source'] } },
      resolveSupport: { properties: ['edit'] },
    },
  },
};

/** A client without resolve, like Eglot: edits come by `workspace/applyEdit`. */
export const PLAIN: ClientCapabilities = {
  workspace: { applyEdit: true, workspaceEdit: { documentChanges: true } },
  textDocument: {
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix', 'refactor', 'source'] } },
    },
  },
};

export interface ClientOptions {
  /** The workspace folder. */
  readonly folder: string;
  readonly capabilities?: ClientCapabilities;
  /** Further arguments of the server, such as `--store S`. */
  readonly args?: readonly string[];
  /** What the editor answers for the section `epigen`. */
  readonly settings?: unknown;
  readonly env?: NodeJS.ProcessEnv;
}

/** A language client that keeps documents as an editor does and applies the edits it gets. */
export class LspClient {
  readonly messages: string[] = [];
  readonly published: PublishDiagnosticsParams[] = [];
  readonly progress: { token: unknown; value: { kind?: string; title?: string } }[] = [];
  /** Called with each `$/progress` as it comes. */
  onProgress: (token: unknown, value: unknown) => void = () => {};
  readonly statuses: Status[] = [];
  stderr = '';
  settings: unknown;
  readonly #documents = new Map<string, TextDocument>();

  private constructor(
    readonly process: ChildProcessWithoutNullStreams,
    readonly connection: ProtocolConnection,
    readonly folder: string,
  ) {}

  /** Starts the built server and goes through initialize and initialized. */
  static async start(options: ClientOptions): Promise<LspClient> {
    const client = LspClient.spawn(options);
    await client.initialize(options.capabilities ?? RESOLVING);
    return client;
  }

  /** Starts the built server without a word. */
  static spawn({ folder, args = [], settings, env }: ClientOptions): LspClient {
    const server = spawn(process.execPath, [SERVER, '--stdio', ...args], {
      cwd: folder,
      env: { ...process.env, ...env },
      stdio: 'pipe',
    });
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    const client = new LspClient(server, connection, folder);
    client.settings = settings;
    client.#listen();
    return client;
  }

  async initialize(capabilities: ClientCapabilities): Promise<InitializeResult> {
    const uri = URI.file(this.folder).toString();
    const result = await this.connection.sendRequest<InitializeResult>('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'test' }],
      capabilities,
    });
    await this.connection.sendNotification('initialized', {});
    return result;
  }

  /** Shuts down as the protocol wants it. Returns the exit code. */
  async stop(): Promise<number | null> {
    const exited = this.process.exitCode === null ? once(this.process, 'exit') : [this.process.exitCode];
    await this.connection.sendRequest('shutdown');
    await this.connection.sendNotification('exit');
    const [code] = await exited;
    this.connection.dispose();
    return code;
  }

  /** Ends the server however it is; for `afterEach`. */
  kill(): void {
    this.connection.dispose();
    this.process.kill('SIGKILL');
  }

  uri(name: string): string {
    return name.includes('://') ? name : URI.file(join(this.folder, name)).toString();
  }

  async open(name: string, text: string, languageId = 'javascript'): Promise<string> {
    const uri = this.uri(name);
    this.#documents.set(uri, TextDocument.create(uri, languageId, 1, text));
    await this.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 1, text },
    });
    return uri;
  }

  /** Edits an open document and tells the server the changes. */
  async edit(uri: string, edits: readonly TextEdit[]): Promise<void> {
    const before = this.document(uri);
    // Changes apply one after the other, so the last in the text goes first.
    const sorted = [...edits].sort(
      (a, b) => b.range.start.line - a.range.start.line || b.range.start.character - a.range.start.character,
    );
    const version = before.version + 1;
    this.#documents.set(
      uri,
      TextDocument.create(uri, 'javascript', version, TextDocument.applyEdits(before, [...edits])),
    );
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: sorted.map(({ range, newText }) => ({ range, text: newText })),
    });
  }

  /** Replaces the whole text. */
  async replace(uri: string, text: string): Promise<void> {
    const version = this.document(uri).version + 1;
    this.#documents.set(uri, TextDocument.create(uri, 'javascript', version, text));
    await this.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ text }],
    });
  }

  async close(uri: string): Promise<void> {
    this.#documents.delete(uri);
    await this.connection.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  document(uri: string): TextDocument {
    const document = this.#documents.get(uri);
    assert.ok(document, `${uri} is not open`);
    return document;
  }

  text(uri: string): string {
    return this.document(uri).getText();
  }

  /** The place of a text in a document, or behind it. */
  position(uri: string, text: string, where: 'before' | 'after' = 'before'): Position {
    const document = this.document(uri);
    const index = document.getText().indexOf(text);
    assert.ok(index >= 0, `no ${JSON.stringify(text)} in the document`);
    return document.positionAt(index + (where === 'after' ? text.length : 0));
  }

  /** The diagnostics of the document's present version, once they are published. */
  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const { version } = this.document(uri);
    const published = await this.until(`diagnostics of version ${version}`, () =>
      this.published.findLast((it) => it.uri === uri && it.version === version),
    );
    return published.diagnostics;
  }

  /** Waits until the latest diagnostics of a file satisfy a condition. */
  async diagnosticsWhere(
    uri: string,
    what: string,
    condition: (diagnostics: Diagnostic[]) => boolean,
  ): Promise<Diagnostic[]> {
    const published = await this.until(what, () => {
      const last = this.published.findLast((it) => it.uri === uri);
      return last && condition(last.diagnostics) ? last : undefined;
    });
    return published.diagnostics;
  }

  async codeActions(uri: string, range: Range | Position, only?: readonly string[]): Promise<CodeAction[]> {
    const answer = await this.connection.sendRequest<(CodeAction | Command)[] | null>(
      'textDocument/codeAction',
      {
        textDocument: { uri },
        range: 'start' in range ? range : { start: range, end: range },
        context: { diagnostics: [], ...(only && { only }) },
      },
    );
    return (answer ?? []) as CodeAction[];
  }

  resolve(action: CodeAction): Promise<CodeAction> {
    return this.connection.sendRequest('codeAction/resolve', action);
  }

  hover(uri: string, position: Position, token?: CancellationToken): Promise<Hover | null> {
    const params = { textDocument: { uri }, position };
    // An absent token would be sent as a second parameter.
    return token
      ? this.connection.sendRequest('textDocument/hover', params, token)
      : this.connection.sendRequest('textDocument/hover', params);
  }

  async completion(uri: string, position: Position): Promise<CompletionItem[]> {
    const answer = await this.connection.sendRequest<CompletionItem[] | CompletionList | null>(
      'textDocument/completion',
      { textDocument: { uri }, position },
    );
    return Array.isArray(answer) ? answer : (answer?.items ?? []);
  }

  resolveItem(item: CompletionItem): Promise<CompletionItem> {
    return this.connection.sendRequest('completionItem/resolve', item);
  }

  execute(command: string, args: readonly unknown[]): Promise<unknown> {
    return this.connection.sendRequest('workspace/executeCommand', { command, arguments: args });
  }

  /** Applies an edit as an editor does: only to the version it was made for. Returns whether it was applied. */
  async apply(edit: WorkspaceEdit): Promise<boolean> {
    for (const change of edit.documentChanges ?? []) {
      assert.ok('textDocument' in change && 'edits' in change, 'only text edits are expected');
      const { uri, version } = change.textDocument;
      assert.equal(typeof version, 'number', 'edits name the version they are for');
      if (this.#documents.get(uri)?.version !== version) return false;
      await this.edit(uri, change.edits as TextEdit[]);
    }
    return (edit.documentChanges ?? []).length > 0;
  }

  /** Waits until `look` finds something. */
  async until<T>(what: string, look: () => T | undefined | false): Promise<T> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = look();
      if (found !== undefined && found !== false) return found;
      if (Date.now() > end) {
        const seen = JSON.stringify({ messages: this.messages, status: this.statuses.at(-1) });
        throw new Error(`waited in vain for ${what}; ${seen}\n${this.stderr}`);
      }
      await new Promise((done) => setTimeout(done, 15));
    }
  }

  /** The status once the server has libraries. */
  libraries(): Promise<Status> {
    return this.until('a library', () =>
      this.statuses.findLast((status, index, all) => index === all.length - 1 && status.libraries.length > 0),
    );
  }

  #listen(): void {
    const { connection } = this;
    this.process.stderr.on('data', (data) => {
      this.stderr += data;
    });
    connection.onNotification('window/showMessage', ({ message }) => {
      this.messages.push(message);
    });
    connection.onNotification('window/logMessage', ({ message }) => {
      this.stderr += `${message}\n`;
    });
    connection.onNotification('textDocument/publishDiagnostics', (params) => {
      this.published.push(params);
    });
    connection.onNotification('epigen/status', (status) => {
      this.statuses.push(status);
    });
    connection.onNotification('$/progress', (params) => {
      this.progress.push(params);
      this.onProgress(params.token, params.value);
    });
    connection.onRequest('window/workDoneProgress/create', () => null);
    connection.onRequest('client/registerCapability', () => null);
    connection.onRequest('workspace/configuration', ({ items }) =>
      items.map((_: unknown) => this.settings ?? null),
    );
    connection.onRequest('workspace/applyEdit', async ({ edit }: ApplyWorkspaceEditParams) => {
      const applied = await this.apply(edit);
      return applied ? { applied } : { applied, failureReason: 'the document has moved on' };
    });
    connection.listen();
  }
}
