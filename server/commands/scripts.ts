import { statSync } from 'node:fs';
import { extname, resolve } from 'node:path';
import { globSync, isDynamicPattern } from 'tinyglobby';
import { EpigenError } from '../../index/error.js';
import { unreadable } from './input.js';
import { displayPath } from './workspace.js';

const SCRIPTS = ['.js', '.mjs', '.cjs', '.jsx', '.ts', '.mts', '.cts', '.tsx'];
/** Declarations hold no calls. */
const DECLARATIONS = /\.d\.[mc]?ts$/i;
/** Hidden folders are left out by the glob itself. */
const IGNORED = ['**/node_modules/**'];

/**
 * The JavaScript and TypeScript files that arguments name: files as they are, folders with all below them except
 * `node_modules`, declarations and hidden folders, globs (which Windows' shells leave to the program). Absolute paths, each once. An argument that
 * names none gives an error, and the others are found all the same.
 */
export function findScripts(
  names: readonly string[],
  folder: string,
): { files: string[]; errors: EpigenError[] } {
  const files = new Set<string>();
  const errors: EpigenError[] = [];
  for (const name of names) {
    try {
      for (const file of scriptsOf(name, folder)) files.add(file);
    } catch (error) {
      if (!(error instanceof EpigenError)) throw error;
      errors.push(error);
    }
  }
  return { files: [...files], errors };
}

function scriptsOf(name: string, folder: string): string[] {
  const path = resolve(folder, name);
  // A name that exists is that file, even with brackets in it as some frameworks have them.
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) {
    const files = glob(`**/*{${SCRIPTS.join(',')}}`, path).filter(isScript);
    if (files.length > 0) return files;
    throw new EpigenError(
      'there is no JavaScript or TypeScript file in it',
      displayPath(path),
      'name a folder that has some',
    );
  }
  if (found) {
    if (isScript(path)) return [path];
    throw new EpigenError(
      'this is not a JavaScript or TypeScript file',
      displayPath(path),
      `name a file that ends in ${SCRIPTS.join(', ')}`,
    );
  }
  if (!isDynamicPattern(name)) throw unreadable({ code: 'ENOENT' }, displayPath(path));
  const files = glob(name.replaceAll('\\', '/'), folder).filter(isScript);
  if (files.length > 0) return files;
  throw new EpigenError(
    'no JavaScript or TypeScript file matches',
    name,
    'check the pattern; put it in quotes',
  );
}

function isScript(file: string): boolean {
  return SCRIPTS.includes(extname(file).toLowerCase()) && !DECLARATIONS.test(file);
}

function glob(pattern: string, folder: string): string[] {
  return globSync(pattern, { cwd: folder, absolute: true, ignore: IGNORED, expandDirectories: false })
    .map((file) => resolve(file))
    .sort();
}
