import type { SnippetTextEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import type { FixEdit } from '../checks/problem.js';

/** An edit that the client must refuse if the document has moved on: it names the version it was made for. */
export function versionedEdit(
  uri: string,
  version: number,
  edits: readonly Readonly<TextEdit | SnippetTextEdit>[],
): WorkspaceEdit {
  return { documentChanges: [{ textDocument: { uri, version }, edits: [...edits] }] };
}

/** `versionedEdit` with a remark that the client shows beside the edit. */
export function annotatedEdit(
  uri: string,
  version: number,
  edit: TextEdit,
  annotation: { readonly label: string; readonly description: string },
): WorkspaceEdit {
  return {
    changeAnnotations: { epigen: { ...annotation, needsConfirmation: false } },
    documentChanges: [{ textDocument: { uri, version }, edits: [{ ...edit, annotationId: 'epigen' }] }],
  };
}

/** What a client gets of a fix: with tab stops in it where it can place them. */
export function fixEdits(edits: readonly FixEdit[], snippets: boolean): (TextEdit | SnippetTextEdit)[] {
  return edits.map(({ range, newText, snippet }) =>
    snippets && snippet !== undefined
      ? { range, snippet: { kind: 'snippet', value: snippet } }
      : { range, newText },
  );
}
