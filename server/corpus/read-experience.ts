import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { glob } from 'tinyglobby';
import { EpigenError } from '../../index/error.js';
import type { ApiLibrary } from '../../index/library.js';
import { Experience } from '../pipeline/retrieval/experience.js';
import { parseCorpus } from './corpus-file.js';
import { readCode } from './read-code.js';
import type { SolvedRequirement } from './solved.js';

/** Files with code of the company's own. */
const SCRIPTS = '**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}';
const IGNORED = ['**/node_modules/**', '**/dist/**', '**/build/**', '**/*.min.js', '**/*.d.ts'];

/**
 * What a code base knows of the libraries: a folder of JavaScript and TypeScript files, or the JSON lines that
 * `epigen corpus build` made of one. Throws EpigenError if there is no such thing, or nothing of the libraries in it.
 */
export async function readExperience(place: string, libraries: readonly ApiLibrary[]): Promise<Experience> {
  const info = await stat(place).catch(() => undefined);
  const isFile = info !== undefined && !info.isDirectory();
  return new Experience(
    isFile ? parseCorpus(await readFile(place, 'utf8'), place) : await readCodeBase(place, libraries),
  );
}

/** What the code in a folder solves with the libraries. Throws EpigenError if there is no such folder, or nothing in it. */
export async function readCodeBase(
  folder: string,
  libraries: readonly ApiLibrary[],
): Promise<SolvedRequirement[]> {
  const info = await stat(folder).catch(() => undefined);
  if (!info?.isDirectory()) {
    throw new EpigenError(
      'there is no such code base',
      folder,
      'name a folder with code, or where one is taken a file that epigen corpus build wrote',
    );
  }
  const files = await glob(SCRIPTS, { cwd: folder, absolute: true, ignore: IGNORED });
  const solved = await readCode(files.sort(), path.resolve(folder), libraries);
  if (solved.length > 0) return solved;
  throw new EpigenError(
    'nothing in it uses the libraries',
    folder,
    'name a folder with code that calls them',
  );
}
