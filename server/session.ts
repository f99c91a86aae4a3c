import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import {
  type CancellationToken,
  CodeLensRefreshRequest,
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
  type WorkspaceFoldersChangeEvent,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type { Requirement } from './analysis/requirement.js';
import type { CheckedDocument } from './checks/checked-document.js';
import { type ClientTraits, clientTraits } from './client-traits.js';
import { messageOf } from './error-text.js';
import { requirementOnLine } from './features/code-actions.js';
import { diagnostic } from './features/diagnostics.js';
import { annotationOf, generateAt } from './features/generation.js';
import {
  arrivedOffers,
  generatedRequirement,
  type Offer,
  type RequirementState,
  requirementStates,
} from './features/requirement-state.js';
import { type Status, status } from './features/status.js';
import { annotatedEdit, versionedEdit } from './features/workspace-edits.js';
import { GeneratedRequirements } from './generated-requirements.js';
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
import { isStoreUrl } from './settings-trust.js';
import { LineIndex } from './syntax/line-index.js';
import type { SyntaxDocument } from './syntax/syntax-document.js';
import type { WithProgress, Workspace, WorkspaceHost, WorkspaceOptions } from './workspace.js';
import { Workspaces } from './workspaces.js';

/** An editor that never answers must not keep the server from starting. */
const EDITOR_ANSWER_MS = 3_000;
const CLOSING_MS = 1_000;
const PROGRESS_MS = 200;
const GENERATING = 'Generating code';
/** Clients put code in with the next change, or with some. */
const AWAITED_VERSIONS = 5;

const MESSAGE_TYPES = {
  error: MessageType.Error,
  warning: MessageType.Warning,
  information: MessageType.Info,
};

export type SessionOptions = Omit<WorkspaceOptions, 'folder'>;

/** What requests work with, once it is there. */
export interface Ready {
  readonly documents: JavaScriptDocuments;
  readonly workspaces: Workspaces;
}

/** What requests about one document work with. */
export interface InDocument extends Ready {
  readonly source: SyntaxDocument;
  /** The folder that the document belongs to. */
  readonly workspace: Workspace;
}

/** A line of a document; `version` is the one the user saw, null takes the document as it is. */
export interface DocumentLine {
  readonly uri: string;
  readonly version: number | null;
  readonly line: number;
}

/** What came of a requirement, and the version of the document it was made for. */
export interface Generated {
  readonly document: CheckedDocument;
  readonly generation: Generation;
}

type ProgressTask<T> = (
  report: (message: string, percentage?: number) => void,
  signal: AbortSignal,
) => Promise<T>;

/** Code for a document, as the client gets it. */
export interface GeneratedEdit {
  readonly edit: WorkspaceEdit;
  readonly byModel: boolean;
}

/** One client: its abilities, its workspace folders and its open documents. */
export class Session {
  client: ClientTraits = clientTraits(undefined);
  /** What columns count on the way to and from the client. */
  encoding: PositionEncoding = 'utf-16';
  /** The document that completions were asked for last. */
  completedIn: string | undefined;
  readonly #connection: Connection;
  readonly #options: SessionOptions;
  #editorSettings: unknown;
  #ready: Promise<Ready> | undefined;
  #documents: Promise<JavaScriptDocuments> | undefined;
  #workspaces: Workspaces | undefined;
  readonly #generated = new Map<string, GeneratedRequirements>();
  /** How many more versions of an open document are looked at for code that was offered, by its lineage. */
  readonly #awaited = new WeakMap<object, number>();
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
    const folders = (params.workspaceFolders ?? []).flatMap(({ uri }) => folderOf(uri) ?? []);
    const root = typeof params.rootUri === 'string' ? folderOf(params.rootUri) : undefined;
    const fallback = root ?? (params.rootPath || process.cwd());
    const workspaces = new Workspaces(folders, fallback, this.#options, (folder) => this.#host(folder));
    this.#workspaces = workspaces;
    this.#documents = nextTurn().then(() =>
      javascriptDocuments(
        (uri) => workspaces.of(uri),
        this.encoding,
        (document) => this.#publish(document),
      ),
    );
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
    answer: (params: P, document: CheckedDocument, at: InDocument) => R | Promise<R>,
  ): Promise<R | null> {
    return this.aboutDocument(params, async (inside, document, at) =>
      this.forClient(await answer(inside, document, at), document),
    );
  }

  /** The same for answers with places in other documents: those are the answer's own to count. */
  async aboutDocument<P extends { readonly textDocument: TextDocumentIdentifier }, R>(
    params: P,
    answer: (params: P, document: CheckedDocument, at: InDocument) => R | Promise<R>,
  ): Promise<R | null> {
    const ready = await this.ready();
    const { uri } = params.textDocument;
    const document = ready.documents.get(uri);
    const source = ready.documents.source(uri);
    if (!document || !source) return null;
    const at = { ...ready, source, workspace: ready.workspaces.of(uri) };
    return answer(this.fromClient(params, document), document, at);
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
    // Clients that can be asked send null or everything; what they answer counts more. Some send an object without our
    // section right after the start, and would take back what came with `initialize`.
    this.#editorSettings = editorSection(settings) ?? this.#editorSettings;
    await this.#workspaces?.reload();
  }

  filesChanged(uris: readonly string[]): void {
    for (const uri of uris) {
      const file = URI.parse(uri);
      if (file.scheme === 'file') this.#workspaces?.fileChanged(file.fsPath);
    }
  }

  /** Follows the folders that the client opens and closes. */
  async foldersChanged({ added, removed }: WorkspaceFoldersChangeEvent): Promise<void> {
    const paths = (list: readonly { readonly uri: string }[]) =>
      list.flatMap(({ uri }) => folderOf(uri) ?? []);
    await this.#open();
    await this.#workspaces?.change(paths(added), paths(removed));
    (await this.documents()).recheck();
    this.#refresh();
    void this.#connection.sendNotification('epigen/status', this.status());
  }

  /** Lets go of everything; does not wait for a store that hangs. */
  async close(): Promise<void> {
    const closing = Promise.allSettled([
      this.#workspaces?.close(),
      ...[...this.#generated.values()].map((it) => it.written()),
    ]);
    await Promise.race([closing, sleep(CLOSING_MS, undefined, { ref: false })]);
  }

  /**
   * Runs the pipeline for the requirement on a line, for a client that shows what would come of it: without progress unless
   * `workDone` asks for it, and beside whatever else runs. `version` is the one the user saw; null takes the document as it
   * is. Throws a ResponseError when the document moves on meanwhile.
   */
  preview(
    at: DocumentLine,
    token: CancellationToken,
    workDone?: ProgressToken,
    report: (progress: GenerationProgress) => void = () => {},
  ): Promise<Generated> {
    const title = workDone === undefined ? undefined : GENERATING;
    return this.#generate(at, (task) => this.withProgress(title, task, token, workDone), report);
  }

  /** Code that the client has now, and may put into the document. */
  async offered({ document, generation }: Generated): Promise<void> {
    const { documents, workspaces } = await this.ready();
    const generated = generatedRequirement(generation);
    const source = documents.source(document.uri);
    if (generated && source) this.#offer(source, workspaces.of(document.uri), { generated });
  }

  #offer({ lineage }: SyntaxDocument, workspace: Workspace, offer: Offer): void {
    this.#generatedIn(workspace).offered(lineage, offer);
    this.#awaited.set(lineage, AWAITED_VERSIONS);
  }

  /** Looks whether code that was offered is in the document now: not every client asks for lenses. */
  async #lookForOffers(document: CheckedDocument): Promise<void> {
    const { documents, workspaces } = await this.ready();
    const source = documents.source(document.uri);
    const left = source ? (this.#awaited.get(source.lineage) ?? 0) : 0;
    if (!source || left === 0) return;
    this.#awaited.set(source.lineage, left - 1);
    const workspace = workspaces.of(document.uri);
    await this.requirementStates(document, { documents, workspaces, source, workspace });
  }

  async #generate(
    at: DocumentLine,
    run: (task: ProgressTask<Generation>) => Promise<Generation>,
    report: (progress: GenerationProgress) => void = () => {},
  ): Promise<Generated> {
    const { documents, workspaces } = await this.ready();
    const workspace = workspaces.of(at.uri);
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
    let shownAt = 0;
    const generation = await run(async (show, signal) => {
      const { generate } = await import('./pipeline/generate.js');
      const running = {
        models,
        report: (progress: GenerationProgress) => {
          report(progress);
          // Code arrives in hundreds of pieces, and nobody reads that fast.
          const isFrequent = progress.phase === 'generate' || progress.phase === 'load';
          const isDue = !isFrequent || performance.now() - shownAt > PROGRESS_MS;
          if (!isDue) return;
          shownAt = performance.now();
          show(progressText(progress));
        },
        signal,
      };
      return generateAt(document, requirement, libraries, settings.generation, generate, running);
    });
    // What a model could not be asked for may be there the next time.
    this.#lastGeneration =
      generation.outcome === 'replaced' ? undefined : { document, requirement, generation };
    // The user may have typed while we waited; the edit would land in the wrong place.
    const now = documents.version(at.uri);
    if (now !== document.version) throw moved(document.version, now);
    return { document, generation };
  }

  /**
   * Generates for a user who wants the code in the document: a refusal is shown and thrown, and nothing is inserted. Throws
   * a ResponseError also when another such generation for the document is asked for.
   */
  async generateEdit(
    at: DocumentLine,
    token: CancellationToken,
    workDone?: ProgressToken,
  ): Promise<GeneratedEdit> {
    try {
      const made = await this.#generate(at, (task) => this.#inTurn(at.uri, task, token, workDone));
      const { document, generation } = made;
      const { edit } = generation;
      if (!edit) throw failure(generation.refusal ?? 'There is nothing to insert.');
      await this.offered(made);
      return this.#editForClient(document, generation, edit);
    } catch (error) {
      // Not every client shows why a request failed; a cancelled one needs no explanation.
      if (!token.isCancellationRequested) this.show('warning', messageOf(error));
      throw error;
    }
  }

  /** The edit with what should be known of it: as an annotation, or in a message for clients that show none. */
  #editForClient(
    document: CheckedDocument,
    generation: Generation,
    edit: NonNullable<Generation['edit']>,
  ): GeneratedEdit {
    const annotated = this.client.changeAnnotations && generation.outcome !== undefined;
    if (generation.note !== undefined && !annotated) this.show('warning', generation.note);
    const plain = annotated
      ? annotatedEdit(document.uri, document.version, edit, annotationOf(generation))
      : versionedEdit(document.uri, document.version, [edit]);
    return { edit: this.forClient(plain, document), byModel: generation.engine !== 'offline' };
  }

  /** What became of the requirements of a document that something was generated for. */
  async requirementStates(
    document: CheckedDocument,
    { source, workspace }: InDocument,
  ): Promise<RequirementState[]> {
    const memory = this.#generatedIn(workspace);
    const { libraries } = workspace;
    const isCurrent = () => source.source.text === document.text;
    if (!isCurrent()) return [];
    // Who asks at the same time finds it arrived, so nothing is waited for before.
    const arrived = arrivedOffers(document, source, memory.offersOf(source.lineage), libraries);
    const known = await (arrived.length > 0
      ? memory.arrived(document.uri, source.lineage, arrived)
      : memory.of(document.uri));
    // The user may have typed while we waited.
    return isCurrent() ? requirementStates(document, source, known, libraries) : [];
  }

  /** Generates one subtask of a requirement anew. Throws a ResponseError when the document moves on meanwhile. */
  async regenerateEdit(
    at: DocumentLine & { readonly step: number },
    token: CancellationToken,
    workDone?: ProgressToken,
  ): Promise<GeneratedEdit> {
    const { documents, workspaces } = await this.ready();
    const document = documents.get(at.uri);
    const source = documents.source(at.uri);
    if (!document || !source) throw failure(`The document ${at.uri} is not open.`);
    if (at.version !== null && at.version !== document.version) throw moved(at.version, document.version);
    const workspace = workspaces.of(at.uri);
    const states = await this.requirementStates(document, { documents, workspaces, source, workspace });
    const state = states.find((it) => it.requirement.range.start.line === at.line);
    const step = state?.generated.steps[at.step];
    if (!state || !step) throw failure(`Nothing was generated for a subtask on line ${at.line + 1}.`);
    const { settings, libraries } = workspace;
    const models = await modelsFor(settings, settings.generation.engine);
    const task: ProgressTask<Generation> = async (_report, signal) => {
      const { generate } = await import('./pipeline/generate.js');
      const { regenerate } = await import('./features/regeneration.js');
      const running = { models, signal };
      return regenerate(document, source, state, at.step, libraries, settings.generation, generate, running);
    };
    const generation = await this.#inTurn(at.uri, task, token, workDone);
    const now = documents.version(at.uri);
    if (now !== document.version) throw moved(document.version, now);
    if (!generation.edit) {
      const refusal = generation.refusal ?? 'There is nothing to insert.';
      if (!token.isCancellationRequested) this.show('warning', refusal);
      throw failure(refusal);
    }
    const { requirement } = state.generated;
    const steps = state.generated.steps.with(at.step, { text: step.text, apis: generation.apis });
    this.#offer(source, workspace, { generated: { requirement, steps }, step: at.step });
    return this.#editForClient(document, generation, generation.edit);
  }

  /** What was generated in a workspace: beside its index, or beside its configuration if that is on a server. */
  #generatedIn(workspace: Workspace): GeneratedRequirements {
    const { store } = workspace.settings;
    const folder = isStoreUrl(store) ? join(workspace.base, '.epigen') : store;
    let memory = this.#generated.get(folder);
    if (!memory) {
      memory = new GeneratedRequirements(folder, workspace.base);
      this.#generated.set(folder, memory);
    }
    return memory;
  }

  /** One generation that the user asked for at a time in a document: the later one is what the user wants. */
  async #inTurn<T>(
    uri: string,
    task: ProgressTask<T>,
    token: CancellationToken,
    workDone: ProgressToken | undefined,
  ): Promise<T> {
    const turn = new AbortController();
    this.#turns.get(uri)?.abort(failure('Another generation for this document was asked for.'));
    this.#turns.set(uri, turn);
    const inTurn: ProgressTask<T> = (report, signal) => task(report, AbortSignal.any([signal, turn.signal]));
    try {
      return await this.withProgress(GENERATING, inTurn, token, workDone);
    } finally {
      if (this.#turns.get(uri) === turn) this.#turns.delete(uri);
    }
  }

  /**
   * Runs a task with work-done progress, if the client shows such; without where there is no title. The signal aborts on
   * either kind of cancellation.
   */
  async withProgress<T>(
    title: string | undefined,
    task: ProgressTask<T>,
    token?: CancellationToken,
    workDone?: ProgressToken,
  ): Promise<T> {
    const controller = new AbortController();
    const abort = () => controller.abort();
    if (token?.isCancellationRequested) abort();
    token?.onCancellationRequested(abort);

    // The client is not waited for: the task may be over before it has made the progress bar.
    const opened = title === undefined ? Promise.resolve(undefined) : this.#openProgress(workDone, abort);
    const reporter = opened.catch(() => undefined);
    void reporter.then((it) => it?.begin(title ?? '', 0, undefined, true));
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
    return this.#workspaces?.status() ?? status([], '', 'offline', []);
  }

  show(severity: 'error' | 'warning' | 'information', message: string): void {
    // The connection's own window.show… asks the client to answer, and not every client can.
    const type = MESSAGE_TYPES[severity];
    void this.#connection.sendNotification('window/showMessage', { type, message });
  }

  #open(): Promise<Ready> {
    const workspaces = this.#workspaces;
    if (!workspaces) throw new Error('The client is not known yet.');
    this.#ready ??= Promise.all([this.documents(), workspaces.open()]).then(([documents]) => ({
      documents,
      workspaces,
    }));
    return this.#ready;
  }

  /** The diagnostics of a document for the client, and an id that stays the same as long as they do. */
  diagnostics(document: CheckedDocument): { readonly items: Diagnostic[]; readonly resultId: string } {
    const items = this.forClient(
      document.problems.map((it) => diagnostic(it, document.uri)),
      document,
    );
    return { items, resultId: createHash('sha256').update(JSON.stringify(items)).digest('base64url') };
  }

  #publish(document: CheckedDocument): void {
    void this.#lookForOffers(document).catch(() => {});
    // Who asks for diagnostics would show those that are sent as well a second time.
    if (this.client.pullsDiagnostics) return;
    const diagnostics = document.problems.map((it) => diagnostic(it, document.uri));
    void this.#connection.sendDiagnostics({
      uri: document.uri,
      version: document.version,
      diagnostics: this.forClient(diagnostics, document),
    });
  }

  /** Tells a client that asks for things by itself that the answers may be others now. */
  #refresh(): void {
    const { languages } = this.#connection;
    const { pullsDiagnostics, refreshesCodeLenses, refreshesInlayHints, refreshesTokens } = this.client;
    const asked = [
      pullsDiagnostics ? languages.diagnostics.refresh() : undefined,
      refreshesCodeLenses ? this.#connection.sendRequest(CodeLensRefreshRequest.type) : undefined,
      refreshesInlayHints ? languages.inlayHint.refresh() : undefined,
      refreshesTokens ? languages.semanticTokens.refresh() : undefined,
    ];
    for (const it of asked) it?.catch(() => {});
  }

  #host(folder: string): WorkspaceHost {
    return {
      changed: () => {
        void this.#documents?.then((documents) => documents.recheck()).catch(() => {});
        this.#refresh();
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
      editorSettings: () => this.#readEditorSettings(folder),
      withProgress: ((title, task) => this.withProgress(title, task)) satisfies WithProgress,
    };
  }

  async #readEditorSettings(folder: string): Promise<unknown> {
    if (!this.client.configuration) return this.#editorSettings;
    const item = { section: 'epigen', scopeUri: URI.file(folder).toString() };
    const asked = this.#connection.workspace.getConfiguration(item).catch(() => undefined);
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
    const { client, workspace } = this.#connection;
    if (this.client.workspaceFolders)
      workspace.onDidChangeWorkspaceFolders((event) => {
        this.foldersChanged(event).catch((error) => this.#connection.console.error(messageOf(error)));
      });
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

/** The path of a folder on this machine; undefined for others. */
function folderOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? parsed.fsPath : undefined;
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
