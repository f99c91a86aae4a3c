import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { URI } from 'vscode-uri';
import type { ApiLibrary } from '../../index/library.js';
import { closeDocument, openDocument } from '../syntax/syntax-document.js';
import { solvedIn } from './mine.js';
import type { SolvedRequirement } from './solved.js';

/** Generated and bundled files say nothing about how people write. */
const MAX_FILE = 300_000;

/**
 * Reads what files of the company's code solve with the libraries. Files that cannot be read or mean nothing are left
 * out. Lets the event loop turn between files.
 *
 * @param files - Absolute paths.
 * @param folder - What the names of the files in the result start from.
 */
export async function readCode(
  files: readonly string[],
  folder: string,
  libraries: readonly ApiLibrary[],
  signal?: AbortSignal,
): Promise<SolvedRequirement[]> {
  const solved: SolvedRequirement[] = [];
  for (const file of files) {
    signal?.throwIfAborted();
    const text = await readFile(file, 'utf8').catch(() => '');
    if (text === '' || text.length > MAX_FILE) continue;
    const document = openDocument(URI.file(file).toString(), text, 0);
    try {
      solved.push(...solvedIn(document, libraries, path.relative(folder, file).replaceAll(path.sep, '/')));
    } finally {
      closeDocument(document);
    }
    await nextTurn();
  }
  return solved;
}
