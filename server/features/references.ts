import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Location, Range } from 'vscode-languageserver-types';
import { URI } from 'vscode-uri';
import type { ApiLibrary } from '../../index/library.js';
import { mentionsOf, type Wanted } from '../analysis/mentions.js';
import { closeDocument, openDocument, rangeOf, type SyntaxDocument } from '../syntax/syntax-document.js';
import { scriptText } from '../workspace-files.js';

/** References in one document, with its text, whose columns may have to be counted otherwise. */
export interface DocumentReferences {
  readonly locations: readonly Location[];
  readonly document: Pick<SyntaxDocument, 'text' | 'lines'>;
}

/** Work that takes longer than this lets other requests through. */
const TURN_MS = 8;

/**
 * Where open documents and files mention what is wanted. Files that are open count as they are in the editor, and a file
 * that comes twice counts once. Gives way to other requests, and ends early when the signal aborts.
 */
export async function references(
  wanted: Wanted,
  libraries: readonly ApiLibrary[],
  open: readonly SyntaxDocument[],
  files: Iterable<string>,
  signal: AbortSignal,
): Promise<DocumentReferences[]> {
  const found: DocumentReferences[] = [];
  const seen = new Set(open.map(({ uri }) => uri));
  let since = performance.now();
  const giveWay = async () => {
    if (performance.now() - since <= TURN_MS) return;
    await nextTurn();
    since = performance.now();
  };
  for (const document of open) {
    found.push(...referencesIn(document, wanted, libraries));
    await giveWay();
    if (signal.aborted) return [];
  }
  for (const file of files) {
    await giveWay();
    if (signal.aborted) return [];
    const uri = URI.file(file).toString();
    const text = seen.has(uri) ? undefined : scriptText(file);
    seen.add(uri);
    // A file that imports it under another name has to say the name as well.
    if (!text?.includes(wanted.word)) continue;
    const document = openDocument(uri, text, 0);
    found.push(...referencesIn(document, wanted, libraries));
    closeDocument(document);
  }
  return found;
}

function referencesIn(
  document: SyntaxDocument,
  wanted: Wanted,
  libraries: readonly ApiLibrary[],
): DocumentReferences[] {
  if (!document.text.includes(wanted.word)) return [];
  const locations = mentionsOf(wanted, document, libraries).map((node): Location => {
    const range: Range = rangeOf(document, node);
    return { uri: document.uri, range };
  });
  return locations.length === 0
    ? []
    : [{ locations, document: { text: document.text, lines: document.lines } }];
}
