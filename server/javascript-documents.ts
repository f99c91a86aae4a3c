import type { CheckedDocument } from './checks/checked-document.js';
import { OpenDocuments } from './open-documents.js';
import { changesFromClient, type PositionEncoding } from './position-encoding.js';
import type { SyntaxDocument } from './syntax/syntax-document.js';
import type { Workspace } from './workspace.js';

export type JavaScriptDocuments = OpenDocuments<SyntaxDocument>;

/**
 * The open JavaScript documents of a client, each checked as its workspace folder says. The parser is loaded here, after `initialize` was answered; rejects if
 * it cannot be loaded.
 */
export async function javascriptDocuments(
  workspaceOf: (uri: string) => Workspace,
  encoding: PositionEncoding,
  publish: (document: CheckedDocument) => void,
): Promise<JavaScriptDocuments> {
  const { languageNamed } = await import('./syntax/language.js');
  const { changeDocument, closeDocument, openDocument } = await import('./syntax/syntax-document.js');
  const { checkDocument } = await import('./checks/check.js');
  return new OpenDocuments<SyntaxDocument>(
    {
      open: ({ uri, text, version, languageId }) => {
        workspaceOf(uri).forgetTypeScript(uri);
        return openDocument(uri, text, version, languageNamed(languageId));
      },
      change: (document, changes, version) =>
        changeDocument(document, changesFromClient(changes, document, encoding), version),
      close: closeDocument,
      isReady: ({ uri }) => workspaceOf(uri).isOpen,
      analyze: (document) => {
        const workspace = workspaceOf(document.uri);
        const typescript = workspace.typescript(document.uri);
        return checkDocument(document, workspace.libraries, {
          tags: workspace.settings.requirement.tags,
          severities: severitiesIn(workspace),
          ...(typescript && { typescript }),
        });
      },
    },
    publish,
  );
}

/** Where libraries are missing, a comment may disable what would be found with them. */
function severitiesIn({ settings, isComplete }: Workspace): Workspace['settings']['diagnostics'] {
  return isComplete ? settings.diagnostics : { ...settings.diagnostics, 'unused-disable': 'off' };
}
