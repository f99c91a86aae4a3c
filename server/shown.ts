import type {
  CancellationToken,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
  InlineCompletionItem,
  InlineCompletionParams,
  Range,
  SemanticTokens,
  TextDocumentIdentifier,
} from 'vscode-languageserver/node';
import { inlineCode } from './features/inline-completion.js';
import { requirementFor } from './features/requirement-completion.js';
import { packed, semanticTokens } from './features/semantic-tokens.js';
import type { Session } from './session.js';

/** The names of APIs as tokens; none while the setting is off. */
export async function tokensOf(
  session: Session,
  params: { readonly textDocument: TextDocumentIdentifier },
  within?: Range,
): Promise<SemanticTokens> {
  const tokens = await session.inDocument(
    { ...params, within },
    ({ within: range }, document, { workspace }) =>
      workspace.settings.editor.semanticTokens ? semanticTokens(document, range) : [],
  );
  return { data: packed(tokens ?? []) };
}

/** The code for the requirement above the cursor; null while the setting is off, or there is none. */
export async function inlineCompletion(
  session: Session,
  params: InlineCompletionParams,
  token: CancellationToken,
): Promise<InlineCompletionItem[] | null> {
  return session.inDocument(params, async ({ position }, document, { workspace }) => {
    if (!workspace.settings.editor.inlineCompletion) return null;
    const requirement = requirementFor(document, position);
    if (!requirement) return null;
    const at = { uri: document.uri, version: document.version, line: requirement.range.start.line };
    const made = await session.preview(at, token);
    const item = inlineCode(document, position, made.generation);
    if (!item) return null;
    await session.offered(made);
    return [item];
  });
}

/** The diagnostics of a document for a client that asks; `unchanged` if they are those it has. */
export async function pulledDiagnostics(
  session: Session,
  { textDocument, previousResultId }: DocumentDiagnosticParams,
): Promise<DocumentDiagnosticReport> {
  const document = (await session.ready()).documents.get(textDocument.uri);
  const { items, resultId } = document ? session.diagnostics(document) : { items: [], resultId: 'closed' };
  if (resultId === previousResultId) return { kind: 'unchanged', resultId };
  return { kind: 'full', resultId, items };
}
