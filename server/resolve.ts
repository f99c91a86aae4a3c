import {
  type CancellationToken,
  type CodeAction,
  type CompletionItem,
  ErrorCodes,
  ResponseError,
} from 'vscode-languageserver/node';
import type { GenerateData } from './features/code-actions.js';
import { type ItemData, itemDocumentation } from './features/completion-resolve.js';
import { importEdits } from './features/import-edits.js';
import { type RequirementItemData, withCode, withRefusal } from './features/requirement-completion.js';
import type { Session } from './session.js';

/** Makes the edit of a generate action. Throws a ResponseError with the refusal when there is nothing to insert. */
export async function resolveCodeAction(
  session: Session,
  action: CodeAction,
  token: CancellationToken,
): Promise<CodeAction> {
  // Quick fixes carry their edit; clients resolve them all the same.
  if (action.edit) return action;
  const data: unknown = action.data;
  if (!isGenerateData(data)) {
    throw new ResponseError(ErrorCodes.InvalidParams, 'This code action does not come from this server.');
  }
  const { step } = data;
  const { edit, byModel } = await (step === undefined
    ? session.generateEdit(data, token)
    : session.regenerateEdit({ ...data, step }, token));
  const { tags: _, ...plain } = action;
  return { ...plain, edit, ...(byModel && action.tags && { tags: action.tags }) };
}

/** Adds what the list left out: documentation of an API, or the code for a requirement. */
export async function resolveCompletion(
  session: Session,
  item: CompletionItem,
  token: CancellationToken,
): Promise<CompletionItem> {
  const data: unknown = item.data;
  const { documents, workspaces } = await session.ready();
  if (isRequirementData(data)) {
    const made = await session.preview({ ...data, version: null }, token);
    const { document, generation } = made;
    if (!generation.edit) return withRefusal(item, generation);
    await session.offered(made);
    const here = session.fromClient(data, document);
    const { additionalTextEdits, ...resolved } = withCode(item, here, document, generation, generation.edit);
    // The other edit is the client's own already.
    return { ...resolved, additionalTextEdits: session.forClient(additionalTextEdits ?? [], document) };
  }
  if (isItemData(data)) {
    // Libraries of the same name may differ between folders: an item is of the list that was asked for last.
    const workspace = workspaces.of(session.completedIn ?? '');
    const style = { markdown: session.client.completionMarkdown, base: workspace.base };
    const documentation = itemDocumentation(data, workspace.libraries, style);
    const source = data.import && documents.source(data.import.uri);
    const edits = data.import && source ? importEdits(source, data.import) : [];
    return {
      ...item,
      ...(documentation ? { documentation } : {}),
      ...(source && edits.length > 0 ? { additionalTextEdits: session.forClient(edits, source) } : {}),
    };
  }
  return item;
}

function isGenerateData(data: unknown): data is GenerateData {
  if (typeof data !== 'object' || data === null) return false;
  const { uri, version, line } = data as Record<string, unknown>;
  const isStep = !('step' in data) || typeof data.step === 'number';
  return typeof uri === 'string' && typeof version === 'number' && typeof line === 'number' && isStep;
}

function isRequirementData(data: unknown): data is RequirementItemData {
  return isGenerateData(data) && 'start' in data && 'end' in data;
}

function isItemData(data: unknown): data is ItemData {
  return typeof data === 'object' && data !== null && 'library' in data && typeof data.library === 'string';
}
