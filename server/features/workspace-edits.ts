import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';

/** An edit that the client must refuse if the document has moved on: it names the version it was made for. */
export function versionedEdit(
  uri: string,
  version: number,
  edits: readonly Readonly<TextEdit>[],
): WorkspaceEdit {
  return { documentChanges: [{ textDocument: { uri, version }, edits: [...edits] }] };
}
