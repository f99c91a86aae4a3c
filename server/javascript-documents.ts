import type { CheckedDocument } from './checks/checked-document.js';
import { OpenDocuments } from './open-documents.js';
import type { Workspace } from './workspace.js';
export type JavaScriptDocuments = OpenDocuments<{ uri: string }>;
export async function javascriptEngine(
  _w: Workspace,
  publish: (d: CheckedDocument) => void,
): Promise<JavaScriptDocuments> {
  return new OpenDocuments<{ uri: string; version: number; text: string }>(
    {
      open: (i) => ({ uri: i.uri, version: i.version, text: i.text }),
      change: (s) => s,
      close() {},
      analyze: (s) => ({ ...s, requirements: [], uses: [], problems: [], hasSyntaxErrors: false }),
    },
    publish,
  );
}
