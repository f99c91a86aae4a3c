import { type ClientCapabilities, CodeActionTag } from 'vscode-languageserver/node';

/** What the client can do, as far as the server acts on it. */
export interface ClientTraits {
  readonly codeActionLiterals: boolean;
  /** Asks for a code action's edit by `codeAction/resolve` and keeps its `data`. */
  readonly resolvesCodeActionEdit: boolean;
  /** Takes edits with tab stops in a workspace edit. */
  readonly snippetEdits: boolean;
  readonly hoverMarkdown: boolean;
  readonly completionMarkdown: boolean;
  readonly snippets: boolean;
  readonly deprecatedTag: boolean;
  /** Takes a completion's additional edits from `completionItem/resolve`. */
  readonly resolvesAdditionalEdits: boolean;
  readonly workDoneProgress: boolean;
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
  const item = textDocument?.completion?.completionItem;
  return {
    codeActionLiterals: codeAction?.codeActionLiteralSupport !== undefined,
    resolvesCodeActionEdit:
      codeAction?.dataSupport !== false && (codeAction?.resolveSupport?.properties ?? []).includes('edit'),
    snippetEdits: workspace?.workspaceEdit?.snippetEditSupport === true,
    hoverMarkdown: prefersMarkdown(textDocument?.hover?.contentFormat),
    completionMarkdown: prefersMarkdown(item?.documentationFormat),
    snippets: item?.snippetSupport === true,
    deprecatedTag: (item?.tagSupport?.valueSet ?? []).includes(1),
    resolvesAdditionalEdits: (item?.resolveSupport?.properties ?? []).includes('additionalTextEdits'),
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
