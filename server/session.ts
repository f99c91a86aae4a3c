import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import {
  type CancellationToken,
  type Connection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  LSPErrorCodes,
  MessageType,
  type ProgressToken,
  ResponseError,
  type TextDocumentIdentifier,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type { Requirement } from './analysis/requirement.js';
import type { CheckedDocument } from './checks/checked-document.js';
import { type ClientTraits, clientTraits } from './client-traits.js';
import { messageOf } from './error-text.js';
import { requirementOnLine } from './features/code-actions.js';
import { diagnostic } from './features/diagnostics.js';
import { annotationOf, generateAt } from './features/generation.js';
import { type Status, status } from './features/status.js';
import { annotatedEdit, versionedEdit } from './features/workspace-edits.js';
import { type JavaScriptDocuments, javascriptDocuments } from './javascript-documents.js';
import { modelsFor } from './models/models-for.js';
import type { Generation, GenerationProgress } from './pipeline/generation.js';
import { progressText } from './pipeline/progress-text.js';
import {
  chosenEncoding,
  forClient,
  fromClient,
  type Lines,
  type PositionEncoding,
} from './position-encoding.js';
import { CONFIG_FILE, type SettingsProblem } from './settings.js';
import { LineIndex } from './syntax/line-index.js';
import { type WithProgress, Workspace, type WorkspaceOptions } from './workspace.js';

/** An editor that never answers must not keep the server from starting. */
const EDITOR_ANSWER_MS = 3_000;
const CLOSING_MS = 1_000;
const PROGRESS_MS = 200;

const MESSAGE_TYPES = {
  error: MessageType.Error,
  warning: MessageType.Warning,
  information: MessageType.Info,
};

export type SessionOptions = Omit<WorkspaceOptions, 'folder'>;

/** What requests work with, once it is there. */
export interface Ready {
  readonly documents: JavaScriptDocuments;
  readonly workspace: Workspace;
}

/** Code for a document, as the client gets it. */
export interface GeneratedEdit {
  readonly edit: WorkspaceEdit;
  readonly byModel: boolean;
}

/** One client: its abilities, its workspace and its open documents. */
export class Session {
  client: ClientTraits = clientTraits(undefined);
  /** What columns count on the way to and from the client. */
  encoding: PositionEncoding = 'utf-16';
  readonly #connection: Connection;
  readonly #options: SessionOptions;
  #editorSettings: unknown;
  #ready: Promise<Ready> | undefined;
  #documents: Promise<JavaScriptDocuments> | undefined;
  #workspace: Workspace | undefined;
  /** What ends the generation that runs for a document. */
  readonly #turns = new Map<string, AbortController>();
  #lastGeneration:
    | { document: CheckedDocument; requirement: Requirement; generation: Generation }
    | undefined;

  constructor(connection: Connection, options: SessionOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  /** Takes note of the client. Quick: everything heavy waits until the answer to `initialize` is out. */
  initialize(params: InitializeParams): void {
    this.client = clientTraits(params.capabilities);
    this.encoding = chosenEncoding(params.capabilities.general?.positionEncodings);
    this.#editorSettings = editorSection(params.initializationOptions);
    this.#workspace = new Workspace({ ...this.#options, folder: folderOf(params) }, this.#host());
    const workspace = this.#workspace;
    this.#documents = nextTurn().then(() => this.#openDocuments(workspace));
    this.#documents.catch((error) => this.show('error', `EpiGEN cannot work here: ${messageOf(error)}`));
  }

  /** Opens the workspace; from now on requests are answered. */
  initialized(): void {
    this.#registerWatchers();
    void this.#open();
  }

  /** Documents and libraries; waits for the first opening. Rejects if the parser cannot be loaded. */
  ready(): Promise<Ready> {
    return this.#open();
  }

  /** The open documents, as soon as the parser is there; libraries may still be missing. */
  documents(): Promise<JavaScriptDocuments> {
    if (!this.#documents) throw new Error('The client is not known yet.');
    return this.#documents;
  }

  /**
   * Answers a request about an open document; null if it is not open. Positions are the client's outside, and count
   * UTF-16 units inside.
   */
  async inDocument<P extends { readonly textDocument: TextDocumentIdentifier }, R>(
    params: P,
    answer: (params: P, document: CheckedDocument, ready: Ready) => R,
  ): Promise<R | null> {
    const ready = await this.ready();
    const document = ready.documents.get(params.textDocument.uri);
    if (!document) return null;
    return this.forClient(answer(this.fromClient(params, document), document, ready), document);
  }

  /** A value that the client gives back, with all its positions in one text. */
  fromClient<T>(value: T, text: Lines): T {
    return fromClient(value, text, this.encoding);
  }

  /** A value for the client, with all its positions in one text. */
  forClient<T>(value: T, text: Lines): T {
    return forClient(value, text, this.encoding);
  }

  /** Reads the settings again, after the editor's changed. */
  async settingsChanged(settings: unknown): Promise<void> {
    // Clients that can be asked send null or everything; what they answer counts more.
    if (settings !== null && settings !== undefined) this.#editorSettings = editorSection(settings);
    await this.#workspace?.reload();
  }

  filesChanged(uris: readonly string[]): void {
    for (const uri of uris) {
      const file = URI.parse(uri);
      if (file.scheme === 'file') this.#workspace?.fileChanged(file.fsPath);
    }
  }

  /** Lets go of everything; does not wait for a store that hangs. */
  async close(): Promise<void> {
    const closing = this.#workspace?.close().catch(() => {});
    await Promise.race([closing, sleep(CLOSING_MS, undefined, { ref: false })]);
  }

  /**
   * Runs the pipeline for the requirement on a line. `version` is the one the user saw; null takes the document as it
   * is. Throws a ResponseError when the document moves on meanwhile, or another generation for it is asked for.
   */
  async generate(
    at: { readonly uri: string; readonly version: number | null; readonly line: number },
    token: CancellationToken,
    workDone?: ProgressToken,
    report: (progress: GenerationProgress) => void = () => {},
  ): Promise<{ readonly document: CheckedDocument; readonly generation: Generation }> {
    const { documents, workspace } = await this.ready();
    const document = documents.get(at.uri);
    if (!document) throw failure(`The document ${at.uri} is not open.`);
    if (at.version !== null && at.version !== document.version) throw moved(at.version, document.version);
    const requirement = requirementOnLine(document, at.line);
    if (!requirement) throw failure(`There is no requirement comment on line ${at.line + 1}.`);
    const { libraries, settings } = workspace;
    if (libraries.length === 0) throw failure('There is no indexed library: run epigen index.');

    // An editor resolves the same completion whenever it is selected; facts are new for each version and library.
    const known = this.#lastGeneration;
    if (known && known.document === document && known.requirement === requirement) return known;
    const models = await modelsFor(settings, settings.generation.engine);
    const turn = this.#takeTurn(at.uri);
    let shownAt = 0;
    const generation = await this.withProgress(
      'Generating code',
      async (show, signal) => {
        const { generate } = await import('./pipeline/generate.js');
        const running = {
          models,
          report: (progress: GenerationProgress) => {
            report(progress);
            // Code arrives in hundreds of pieces, and nobody reads that fast.
            const isDue = progress.phase !== 'generate' || performance.now() - shownAt > PROGRESS_MS;
            if (!isDue) return;
            shownAt = performance.now();
            show(progressText(progress));
          },
          signal: AbortSignal.any([signal, turn.signal]),
        };
        return generateAt(document, requirement, libraries, settings.generation, generate, running);
      },
      token,
      workDone,
    ).finally(() => this.#leaveTurn(at.uri, turn));
    // What a model could not be asked for may be there the next time.
    this.#lastGeneration =
      generation.outcome === 'replaced' ? undefined : { document, requirement, generation };
    // The user may have typed while we waited; the edit would land in the wrong place.
    const now = documents.version(at.uri);
    if (now !== document.version) throw moved(document.version, now);
    return { document, generation };
  }

  /**
   * `generate` for a user who wants the code in the document: a refusal is shown and thrown, and nothing is inserted.
   */
  async generateEdit(
    at: { readonly uri: string; readonly version: number | null; readonly line: number },
    token: CancellationToken,
    workDone?: ProgressToken,
  ): Promise<GeneratedEdit> {
    try {
      const { document, generation } = await this.generate(at, token, workDone);
      const { edit, note } = generation;
      if (!edit) throw failure(generation.refusal ?? 'There is nothing to insert.');
      const annotated = this.client.changeAnnotations && generation.outcome !== undefined;
      // Who sees no annotation is told otherwise.
      if (note !== undefined && !annotated) this.show('warning', note);
      const plain = annotated
        ? annotatedEdit(document.uri, document.version, edit, annotationOf(generation))
        : versionedEdit(document.uri, document.version, [edit]);
      return { edit: this.forClient(plain, document), byModel: generation.engine !== 'offline' };
    } catch (error) {
      // Not every client shows why a request failed; a cancelled one needs no explanation.
      if (!token.isCancellationRequested) this.show('warning', messageOf(error));
      throw error;
    }
  }

  /** One generation for a document at a time: the later one is what the user wants. */
  #takeTurn(uri: string): AbortController {
    const turn = new AbortController();
    this.#turns.get(uri)?.abort(failure('Another generation for this document was asked for.'));
    this.#turns.set(uri, turn);
    return turn;
  }

  #leaveTurn(uri: string, turn: AbortController): void {
    if (this.#turns.get(uri) === turn) this.#turns.delete(uri);
  }

  /** Runs a task with work-done progress, if the client shows such. The signal aborts on either kind of cancellation. */
  async withProgress<T>(
    title: string,
    task: (report: (message: string, percentage?: number) => void, signal: AbortSignal) => Promise<T>,
    token?: CancellationToken,
    workDone?: ProgressToken,
  ): Promise<T> {
    const controller = new AbortController();
    const abort = () => controller.abort();
    if (token?.isCancellationRequested) abort();
    token?.onCancellationRequested(abort);

    // The client is not waited for: the task may be over before it has made the progress bar.
    const reporter = this.#openProgress(workDone, abort).catch(() => undefined);
    void reporter.then((it) => it?.begin(title, 0, undefined, true));
    try {
      return await task((message, percentage) => {
        void reporter.then((it) =>
          percentage === undefined ? it?.report(message) : it?.report(percentage, message),
        );
      }, controller.signal);
    } finally {
      void reporter.then((it) => it?.done());
    }
  }

  /** What `epigen/status` says now. */
  status(): Status {
    const workspace = this.#workspace;
    if (!workspace) return status([], '', 'offline', []);
    const { libraries, settings, problems } = workspace;
    return status(libraries, settings.store, settings.generation.engine, problems);
  }

  show(severity: 'error' | 'warning' | 'information', message: string): void {
    // The connection's own window.show… asks the client to answer, and not every client can.
    const type = MESSAGE_TYPES[severity];
    void this.#connection.sendNotification('window/showMessage', { type, message });
  }

  #open(): Promise<Ready> {
    const workspace = this.#workspace;
    if (!workspace) throw new Error('The client is not known yet.');
    this.#ready ??= Promise.all([this.documents(), workspace.open()]).then(([documents]) => ({
      documents,
      workspace,
    }));
    return this.#ready;
  }

  async #openDocuments(workspace: Workspace): Promise<JavaScriptDocuments> {
    return javascriptDocuments(workspace, this.encoding, (document) => this.#publish(document));
  }

  #publish(document: CheckedDocument): void {
    void this.#connection.sendDiagnostics({
      uri: document.uri,
      version: document.version,
      diagnostics: this.forClient(
        document.problems.map((it) => diagnostic(it, document.uri)),
        document,
      ),
    });
  }

  #host() {
    return {
      changed: () => {
        void this.#documents?.then((documents) => documents.recheck()).catch(() => {});
        void this.#connection.sendNotification('epigen/status', this.status());
      },
      show: (severity: 'error' | 'warning' | 'information', message: string) => this.show(severity, message),
      showInConfig: (file: string, text: string, problems: readonly SettingsProblem[]) => {
        const diagnostics = problems.map(({ range, message, severity }): Diagnostic => {
          return { range, message, severity: severity === 'error' ? 1 : 2, source: 'epigen' };
        });
        void this.#connection.sendDiagnostics({
          uri: URI.file(file).toString(),
          diagnostics: this.forClient(diagnostics, { text, lines: new LineIndex(text) }),
        });
      },
      editorSettings: () => this.#readEditorSettings(),
      withProgress: ((title, task) => this.withProgress(title, task)) satisfies WithProgress,
    };
  }

  async #readEditorSettings(): Promise<unknown> {
    if (!this.client.configuration) return this.#editorSettings;
    const asked = this.#connection.workspace.getConfiguration('epigen').catch(() => undefined);
    const timeout = sleep(EDITOR_ANSWER_MS, undefined, { ref: false });
    const answer: unknown = await Promise.race([asked, timeout]);
    return answer ?? this.#editorSettings;
  }

  async #openProgress(workDone: ProgressToken | undefined, abort: () => void) {
    const { window } = this.#connection;
    if (workDone !== undefined) return window.attachWorkDoneProgress(workDone);
    if (!this.client.workDoneProgress) return undefined;
    const reporter = await window.createWorkDoneProgress();
    reporter.token.onCancellationRequested(abort);
    return reporter;
  }

  #registerWatchers(): void {
    const { client } = this.#connection;
    if (this.client.registersConfiguration) {
      client.register(DidChangeConfigurationNotification.type, { section: 'epigen' }).catch(() => {});
    }
    if (this.client.watchesFiles) {
      const watchers = [
        { globPattern: `**/${CONFIG_FILE}` },
        { globPattern: '**/*.d.ts' },
        { globPattern: '**/{js,ts}config*.json' },
      ];
      client.register(DidChangeWatchedFilesNotification.type, { watchers }).catch(() => {});
    }
  }
}

/** The folder the client works in; the working folder if it names none on this machine. */
function folderOf(params: InitializeParams): string {
  const uri = params.workspaceFolders?.[0]?.uri ?? params.rootUri;
  if (typeof uri === 'string') {
    const parsed = URI.parse(uri);
    if (parsed.scheme === 'file') return parsed.fsPath;
  }
  return params.rootPath || process.cwd();
}

/** The settings under `epigen`; a client may send those of other servers along. */
function editorSection(settings: unknown): unknown {
  return typeof settings === 'object' && settings !== null && 'epigen' in settings
    ? settings.epigen
    : undefined;
}

/** The document has another version than the request was made for. */
function moved(asked: number, now: number | undefined): ResponseError<void> {
  const state = now === undefined ? 'was closed' : `is at version ${now} now, not ${asked}`;
  return new ResponseError(
    LSPErrorCodes.ContentModified,
    `The document ${state}, so nothing was inserted: ask again.`,
  );
}

/** A request that cannot be fulfilled, with the reason for the user. */
export function failure(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
