import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { EpigenError } from '../error.js';
import { findPackage, type PackageTypes, packageAt } from './package-types.js';

/** The files that the given sources come to, by the reader that takes them. */
export interface SourceFiles {
  /** Entry files for the TypeScript reader. */
  readonly declarations: readonly string[];
  /** `explicit`: named by the user, so that one that holds no API is an error rather than something else's file. */
  readonly json: readonly { readonly file: string; readonly explicit: boolean }[];
  /** The packages among the sources: they give the library its name and version. */
  readonly packages: readonly PackageTypes[];
}

const DECLARATION = /\.d\.[cm]?ts$/i;
const TYPESCRIPT = /\.[cm]?tsx?$/i;
const JAVASCRIPT = /\.[cm]?jsx?$/i;
const JSON_FILE = /\.json$/i;
const SUPPORTED = '.d.ts, .ts, .js, .mjs, .cjs and .json';

/**
 * Resolves what the user names as sources: files, folders, globs, or packages found from `cwd` upwards.
 * Throws an `EpigenError` for a source that does not exist or that no reader takes.
 */
export async function sourceFiles(sources: readonly string[], cwd: string): Promise<SourceFiles> {
  const declarations = new Set<string>();
  const json = new Map<string, { file: string; explicit: boolean }>();
  const packages: PackageTypes[] = [];
  const take = (file: string, explicit: boolean): void => {
    if (JSON_FILE.test(file))
      json.set(file, { file, explicit: explicit || json.get(file)?.explicit === true });
    else declarations.add(file);
  };

  for (const source of sources) {
    const place = path.resolve(cwd, source);
    const kind = await kindOf(place);
    if (kind === 'file') {
      if (!isSupported(place)) throw unsupported(place);
      take(await realpath(place), true);
    } else if (kind === 'folder') {
      const found = await packageAt(await realpath(place));
      if (found) {
        packages.push(found);
        for (const file of found.entries) declarations.add(file);
      } else for (const file of await folderFiles(place)) take(file, false);
    } else if (isDynamicPattern(source)) {
      const files = (await matches(cwd, source)).filter(isSupported);
      if (files.length === 0) {
        throw new EpigenError(
          'the pattern matches no file that can be read',
          source,
          `it should match ${SUPPORTED} files`,
        );
      }
      for (const file of files) take(file, false);
    } else {
      if (looksLikePath(source)) throw missing(source, place);
      const found = await findPackage(source, cwd);
      packages.push(found);
      for (const file of found.entries) declarations.add(file);
    }
  }
  return { declarations: [...declarations], json: [...json.values()], packages };
}

async function kindOf(place: string): Promise<'file' | 'folder' | undefined> {
  try {
    const found = await stat(place);
    return found.isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}

/** Files of a folder. Where there are declarations, the code they describe is not read as well. */
async function folderFiles(folder: string): Promise<string[]> {
  const all = (await matches(folder, '**/*')).filter((file) => isSupported(file) && !isAside(file));
  const typed = all.filter((file) => DECLARATION.test(file));
  const written = all.filter((file) => TYPESCRIPT.test(file));
  const code =
    typed.length > 0 ? typed : written.length > 0 ? written : all.filter((file) => JAVASCRIPT.test(file));
  const files = [...code, ...all.filter((file) => JSON_FILE.test(file))];
  if (files.length === 0) {
    throw new EpigenError(
      'the folder holds no file that can be read',
      folder,
      `put ${SUPPORTED} files there or name another source`,
    );
  }
  return files;
}

async function matches(cwd: string, pattern: string): Promise<string[]> {
  const found = await glob(pattern, {
    cwd,
    absolute: true,
    onlyFiles: true,
    expandDirectories: false,
    ignore: ['**/node_modules/**', '**/.*/**'],
  });
  return found.map((file) => path.normalize(file)).sort();
}

function isSupported(file: string): boolean {
  return TYPESCRIPT.test(file) || JAVASCRIPT.test(file) || JSON_FILE.test(file);
}

/** Tests and configuration are not documentation. */
function isAside(file: string): boolean {
  return /(?:\.(?:test|spec|config|min)\.[cm]?[jt]sx?|[\\/](?:package|package-lock|tsconfig[^\\/]*|jsconfig)\.json)$/i.test(
    file,
  );
}

function looksLikePath(source: string): boolean {
  return (
    /^\.{0,2}[\\/]|^[a-z]:[\\/]|\\/i.test(source) || /\.(?:[cm]?[jt]sx?|json|csv|md|pdf|ya?ml)$/i.test(source)
  );
}

function missing(source: string, place: string): EpigenError {
  return new EpigenError('the source does not exist', place, `check the spelling of ${source}`);
}

function unsupported(file: string): EpigenError {
  const extension = path.extname(file) || 'files without an extension';
  return new EpigenError(
    `no reader takes ${extension}`,
    file,
    `sources may be ${SUPPORTED} files, folders, globs or packages`,
  );
}
