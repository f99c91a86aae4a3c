import { type ClientCapabilities, CodeActionTag } from 'vscode-languageserver/node';

/** What the client can do, as far as the server acts on it. */
export interface ClientTraits {
  readonly codeActionLiterals: boolean;
  /** Asks for a code action's edit by `codeAction/resolve` and keeps its `data`. */
  readonly resolvesCodeActionEdit: boolean;
  /** Takes edits with tab stops in a workspace edit. */
  readonly snippetEdits: boolean;
  readonly hoverMarkdown: boolean;
  readonly signatureMarkdown: boolean;
  /** Takes the place of a parameter in the label of a signature. */
  readonly labelOffsets: boolean;
  readonly completionMarkdown: boolean;
  readonly snippets: boolean;
  /** Takes the range of a completion's edit once for the whole list. */
  readonly itemDefaults: boolean;
  readonly deprecatedTag: boolean;
  /** Takes a completion's additional edits from `completionItem/resolve`. */
  readonly resolvesAdditionalEdits: boolean;
  readonly workDoneProgress: boolean;
  /** Asks for diagnostics, and can be told to ask again: without that it would not hear of a new index. */
  readonly pullsDiagnostics: boolean;
  readonly refreshesCodeLenses: boolean;
  readonly refreshesInlayHints: boolean;
  readonly refreshesTokens: boolean;
  readonly inlineCompletion: boolean;
  /** Tells which workspace folders it opens and closes. */
  readonly workspaceFolders: boolean;
  /** Marks code actions whose edit a model wrote. */
  readonly llmGeneratedTag: boolean;
  /** Shows what is said of an edit before it is made. */
  readonly changeAnnotations: boolean;
  /** Answers `workspace/configuration`. */
  readonly configuration: boolean;
  readonly registersConfiguration: boolean;
  /** Watches files on the server's behalf. */
  readonly watchesFiles: boolean;
}

/** Reads the capabilities; what a client does not say it cannot do. */
export function clientTraits(capabilities: ClientCapabilities | undefined): ClientTraits {
  const { textDocument, workspace, window } = capabilities ?? {};
  const codeAction = textDocument?.codeAction;
  const signature = textDocument?.signatureHelp?.signatureInformation;
  const item = textDocument?.completion?.completionItem;
  return {
    codeActionLiterals: codeAction?.codeActionLiteralSupport !== undefined,
    resolvesCodeActionEdit:
      codeAction?.dataSupport !== false && (codeAction?.resolveSupport?.properties ?? []).includes('edit'),
    snippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
    hoverMarkdown: prefersMarkdown(textDocument?.hover?.contentFormat),
    signatureMarkdown: prefersMarkdown(signature?.documentationFormat),
    labelOffsets: signature?.parameterInformation?.labelOffsetSupport === true,
    completionMarkdown: prefersMarkdown(item?.documentationFormat),
    itemDefaults: (textDocument?.completion?.completionList?.itemDefaults ?? []).includes('editRange'),
    snippets: item?.snippetSupport === true,
    deprecatedTag: (item?.tagSupport?.valueSet ?? []).includes(1),
    resolvesAdditionalEdits: (item?.resolveSupport?.properties ?? []).includes('additionalTextEdits'),
    pullsDiagnostics:
      textDocument?.diagnostic !== undefined && workspace?.diagnostics?.refreshSupport === true,
    refreshesCodeLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesInlayHints: workspace?.inlayHint?.refreshSupport === true,
    refreshesTokens: workspace?.semanticTokens?.refreshSupport === true,
    inlineCompletion: textDocument?.inlineCompletion !== undefined,
    workspaceFolders: workspace?.workspaceFolders === true,
    workDoneProgress: window?.workDoneProgress === true,
    llmGeneratedTag: (codeAction?.tagSupport?.valueSet ?? []).includes(CodeActionTag.LLMGenerated),
    changeAnnotations: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
    configuration: workspace?.configuration === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
  };
}

/** The list is in order of preference; a client that sends none predates it and shows Markdown. */
function prefersMarkdown(formats: readonly string[] | undefined): boolean {
  return !formats || formats.length === 0 || formats[0] === 'markdown';
}
