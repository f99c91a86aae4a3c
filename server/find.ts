import { readFile } from 'node:fs/promises';
import type {
  CancellationToken,
  DefinitionParams,
  Location,
  ReferenceParams,
  SymbolInformation,
} from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { wantedOf } from './analysis/mentions.js';
import { subjectAt } from './analysis/subject-at.js';
import { declarationPlace } from './features/declaration-place.js';
import { definition } from './features/definition.js';
import { references } from './features/references.js';
import { workspaceSymbols } from './features/workspace-symbols.js';
import type { Lines } from './position-encoding.js';
import type { Session } from './session.js';
import { LineIndex } from './syntax/line-index.js';
import type { Workspace } from './workspace.js';
import { scriptFiles } from './workspace-files.js';
import type { Workspaces } from './workspaces.js';

/** Where what is under the cursor is declared, its columns as the client counts them. */
export async function findDefinition(session: Session, params: DefinitionParams): Promise<Location | null> {
  return session.aboutDocument(params, async ({ position }, _document, { source, workspace }) => {
    const place = await definition(source, position, workspace.libraries, workspace.base);
    return place && session.forClient(place.location, { text: place.text, lines: new LineIndex(place.text) });
  });
}

/** Where open documents and workspace files mention what is under the cursor; null if that is nothing of a library. */
export async function findReferences(
  session: Session,
  params: ReferenceParams,
  token: CancellationToken,
): Promise<Location[] | null> {
  return session.aboutDocument(params, async ({ position, context }, _document, at) => {
    const { documents, source, workspace, workspaces } = at;
    const { libraries, base } = workspace;
    const subject = subjectAt(source, source.lines.offset(position), libraries);
    const wanted = subject && wantedOf(subject);
    if (!subject || !wanted) return null;
    const declared = context.includeDeclaration ? await declarationPlace(subject, base) : undefined;
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    const open = documents.sources().filter(({ uri }) => workspaces.of(uri) === workspace);
    const files = scriptsOf(workspace, workspaces);
    const found = await references(wanted, libraries, open, files, stop.signal);
    return [
      ...(declared
        ? [session.forClient(declared.location, { text: declared.text, lines: new LineIndex(declared.text) })]
        : []),
      ...found.flatMap(({ locations, document }) => locations.map((it) => session.forClient(it, document))),
    ];
  });
}

/** The APIs that a query names or means, their columns as the client counts them. */
export async function findSymbols(session: Session, query: string): Promise<SymbolInformation[]> {
  const symbols = await workspaceSymbols(query, (await session.ready()).workspaces.placedLibraries);
  if (session.encoding === 'utf-16') return symbols;
  // Other columns are known only with the text before them.
  const texts = new Map<string, Lines | undefined>();
  for (const { location } of symbols)
    if (!texts.has(location.uri)) texts.set(location.uri, await linesOf(location.uri));
  return symbols.map((it) => {
    const text = texts.get(it.location.uri);
    return text ? session.forClient(it, text) : it;
  });
}

async function linesOf(uri: string): Promise<Lines | undefined> {
  const text = await readFile(URI.parse(uri).fsPath, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : { text, lines: new LineIndex(text) };
}

/** The scripts of a workspace, those in folders of other workspaces left out. */
function* scriptsOf(workspace: Workspace, workspaces: Workspaces): Generator<string> {
  for (const folder of workspaces.foldersOf(workspace)) {
    for (const file of scriptFiles(folder))
      if (workspaces.of(URI.file(file).toString()) === workspace) yield file;
  }
}
