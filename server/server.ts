import { isAbsolute, resolve } from 'node:path';
import {
  CodeActionTag,
  type DocumentDiagnosticParams,
  DocumentDiagnosticRequest,
  ExecuteCommandRequest,
  type InitializeParams,
  type InitializeResult,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import { programVersion } from '../index/program-version.js';
import { detailOf } from './error-text.js';
import { COMMANDS, executeCommand, plan, search, viewFileText } from './execute-command.js';
import { type CodeActionStyle, codeActions, GENERATE_KIND } from './features/code-actions.js';
import { codeLenses } from './features/code-lens.js';
import { completion } from './features/completion.js';
import { documentLinks } from './features/document-links.js';
import { hover } from './features/hover.js';
import { inlayHints } from './features/inlay-hints.js';
import { FIX_ALL_KIND } from './features/quick-fixes.js';
import { TOKENS_LEGEND } from './features/semantic-tokens.js';
import { signatureHelp } from './features/signature-help.js';
import { findDefinition, findReferences, findSymbols } from './find.js';
import { fences } from './guard.js';
import { resolveCodeAction, resolveCompletion } from './resolve.js';
import { Session } from './session.js';
import { inlineCompletion, pulledDiagnostics, tokensOf } from './shown.js';
import { languageNamed } from './syntax/language.js';
import { openConnection, type Transport } from './transport.js';

export interface ServerOptions {
  readonly transport: Transport;
  /** Folder or address; a relative folder starts from the working folder. Wins over the settings. */
  readonly store?: string;
  /** The configuration file, instead of the one found upwards from the workspace folder. */
  readonly config?: string;
  /** `NAME` or `NAME@VERSION`; all libraries of the store if absent. */
  readonly libraries?: readonly string[];
}

/**
 * Serves one client until it says `exit` or vanishes; the process ends with the code the protocol asks for. This file
 * is the connection table: one line per request, each behind a fence, so that no failure ends the server.
 */
export function startServer(options: ServerOptions): void {
  const connection = openConnection(options.transport);
  const session = new Session(connection, {
    ...(options.store !== undefined && { store: absoluteStore(options.store) }),
    ...(options.config !== undefined && { config: resolve(options.config) }),
    ...(options.libraries && { libraries: options.libraries }),
  });
  const { guard, demand, listen } = fences(connection.console);
  keepAlive((message) => connection.console.error(message));

  connection.onInitialize((params) => initialize(session, params));
  connection.onInitialized(listen('initialized', () => session.initialized()));
  connection.onShutdown(() => session.close());

  connection.onDidOpenTextDocument(
    listen('didOpen', async ({ textDocument }) => {
      // Editors may send everything they have; requests for what was not opened here are answered with nothing.
      if (languageNamed(textDocument.languageId)) (await session.documents()).open(textDocument);
    }),
  );
  connection.onDidChangeTextDocument(
    listen('didChange', async ({ textDocument, contentChanges }) =>
      (await session.documents()).change(textDocument.uri, contentChanges, textDocument.version),
    ),
  );
  connection.onDidCloseTextDocument(
    listen('didClose', async ({ textDocument }) => {
      const wasOpen = (await session.documents()).close(textDocument.uri);
      if (wasOpen && !session.client.pullsDiagnostics)
        await connection.sendDiagnostics({ uri: textDocument.uri, diagnostics: [] });
    }),
  );
  connection.onDidChangeConfiguration(
    listen('didChangeConfiguration', ({ settings }) => session.settingsChanged(settings)),
  );
  connection.onDidChangeWatchedFiles(
    listen('didChangeWatchedFiles', ({ changes }) => session.filesChanged(changes.map(({ uri }) => uri))),
  );

  connection.onHover(
    guard('hover', null, (params) =>
      session.inDocument(params, ({ position }, _document, { source, workspace }) => {
        const style = { markdown: session.client.hoverMarkdown, base: workspace.base };
        return hover(source, position, workspace.libraries, style);
      }),
    ),
  );
  connection.onSignatureHelp(
    guard('signatureHelp', null, (params) =>
      session.inDocument(params, ({ position }, _document, { source, workspace }) => {
        const { signatureMarkdown: markdown, labelOffsets } = session.client;
        return signatureHelp(source, position, workspace.libraries, { markdown, labelOffsets });
      }),
    ),
  );
  connection.onCompletion(
    guard('completion', null, (params) =>
      session.inDocument(params, ({ position }, document, { source, workspace }) => {
        session.completedIn = document.uri;
        // A model is asked by who takes the item, not by who looks at it.
        const asksModel = workspace.settings.generation.engine !== 'offline';
        const style = { ...session.client, ...(asksModel && { resolvesAdditionalEdits: false }) };
        return completion(document, source, position, workspace.libraries, style);
      }),
    ),
  );
  connection.onCompletionResolve(
    demand('completionItem/resolve', (item, token) => resolveCompletion(session, item, token)),
  );
  connection.onDefinition(guard('definition', null, (params) => findDefinition(session, params)));
  connection.onReferences(
    guard('references', null, (params, token) => findReferences(session, params, token)),
  );
  connection.onDocumentLinks(
    guard('documentLink', null, (params) =>
      session.inDocument(params, (_params, _document, { source, workspace }) =>
        documentLinks(source, workspace.libraries, workspace.base),
      ),
    ),
  );
  connection.onWorkspaceSymbol(guard('workspaceSymbol', null, ({ query }) => findSymbols(session, query)));
  connection.onCodeLens(
    guard('codeLens', null, (params) =>
      session.inDocument(params, async (_params, document, at) => {
        if (!at.workspace.settings.editor.codeLens) return null;
        return codeLenses(document, await session.requirementStates(document, at));
      }),
    ),
  );
  connection.languages.inlayHint.on(
    guard('inlayHint', null, (params) =>
      session.inDocument(params, ({ range }, _document, { source, workspace }) =>
        workspace.settings.editor.inlayHints ? inlayHints(source, range, workspace.libraries) : null,
      ),
    ),
  );
  connection.languages.semanticTokens.on(demand('semanticTokens', (params) => tokensOf(session, params)));
  connection.languages.semanticTokens.onRange(
    demand('semanticTokens', (params) => tokensOf(session, params, params.range)),
  );
  connection.onRequest(
    DocumentDiagnosticRequest.method,
    demand('diagnostic', (params: DocumentDiagnosticParams) => pulledDiagnostics(session, params)),
  );
  connection.languages.inlineCompletion.on(
    guard('inlineCompletion', null, (params, token) => inlineCompletion(session, params, token)),
  );
  connection.onCodeAction(
    guard('codeAction', null, (params) =>
      session.inDocument(params, async ({ range, context }, document, at) => {
        const states = await session.requirementStates(document, at);
        const { codeActionLiterals, resolvesCodeActionEdit, snippetEdits, llmGeneratedTag } = session.client;
        const byModel = at.workspace.settings.generation.engine !== 'offline';
        const style: CodeActionStyle = {
          literals: codeActionLiterals,
          resolvesEdit: resolvesCodeActionEdit,
          snippets: snippetEdits,
          tags: byModel && llmGeneratedTag ? [CodeActionTag.LLMGenerated] : [],
        };
        return codeActions(document, at.source, range, context, style, states);
      }),
    ),
  );
  connection.onCodeActionResolve(
    demand('codeAction/resolve', (action, token) => resolveCodeAction(session, action, token)),
  );
  // `onExecuteCommand` would take the client's progress token out of the parameters.
  connection.onRequest(
    ExecuteCommandRequest.type,
    demand('executeCommand', (params, token) => executeCommand(session, connection, params, token)),
  );
  connection.onRequest(
    'epigen/plan',
    demand('epigen/plan', (params, token) => plan(session, connection, params, token)),
  );
  connection.onRequest(
    'epigen/search',
    demand('epigen/search', (params) => search(session, params)),
  );
  connection.onRequest(
    'epigen/viewFileText',
    demand('epigen/viewFileText', (params) => viewFileText(session, params)),
  );

  connection.listen();
}

function initialize(session: Session, params: InitializeParams): InitializeResult {
  session.initialize(params);
  return {
    serverInfo: { name: 'epigen', version: programVersion() },
    capabilities: {
      positionEncoding: session.encoding,
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      hoverProvider: true,
      signatureHelpProvider: { triggerCharacters: ['(', ',', '{', ':'], retriggerCharacters: [' '] },
      completionProvider: { triggerCharacters: ['.', "'", '"'], resolveProvider: true },
      codeActionProvider: {
        codeActionKinds: ['quickfix', GENERATE_KIND, 'refactor', FIX_ALL_KIND],
        resolveProvider: true,
      },
      definitionProvider: true,
      referencesProvider: true,
      documentLinkProvider: {},
      workspaceSymbolProvider: true,
      codeLensProvider: {},
      inlayHintProvider: true,
      semanticTokensProvider: { legend: TOKENS_LEGEND, full: true, range: true },
      ...(session.client.pullsDiagnostics && {
        diagnosticProvider: {
          identifier: 'epigen',
          interFileDependencies: false,
          workspaceDiagnostics: false,
        },
      }),
      ...(session.client.inlineCompletion && { inlineCompletionProvider: true }),
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      executeCommandProvider: { commands: [...COMMANDS], workDoneProgress: true },
    },
  };
}

/** What slips past every fence is written down; the editor keeps its server. */
function keepAlive(log: (message: string) => void): void {
  const note = (error: unknown) => log(detailOf(error));
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
  // Standard output belongs to the protocol.
  console.log = console.info = console.debug = console.error;
}

function absoluteStore(location: string): string {
  return isAbsolute(location) || /^[a-z][\w+.-]+:\/\//i.test(location) ? location : resolve(location);
}
