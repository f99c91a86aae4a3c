import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { EpigenError } from '../error.js';
import { findPackage, type PackageTypes, packageAt } from './package-types.js';

/** The files that the given sources come to, by the reader that takes them. */
export interface SourceFiles {
  /** Entry files for the TypeScript reader. */
  readonly declarations: readonly FoundFile[];
  readonly json: readonly FoundFile[];
  /** The packages among the sources: they give the library its name and version. */
  readonly packages: readonly PackageTypes[];
}

export interface FoundFile {
  readonly file: string;
  /** Named by the user, so that one that cannot be read is an error; others are left out and reported. */
  readonly explicit: boolean;
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
  const found = new Map<string, FoundFile>();
  const packages: PackageTypes[] = [];
  const take = (file: string, explicit: boolean): void => {
    found.set(file, { file, explicit: explicit || found.get(file)?.explicit === true });
  };
  const takePackage = (source: PackageTypes): void => {
    packages.push(source);
    for (const file of source.entries) take(file, true);
  };

  for (const given of sources) {
    const source = await portable(given, cwd);
    const place = path.resolve(cwd, source);
    const kind = await kindOf(place);
    if (kind === 'file') {
      if (!isSupported(place)) throw unsupported(place);
      take(await realpath(place), true);
    } else if (kind === 'folder') {
      const inPackage = await packageAt(await realpath(place));
      if (inPackage) takePackage(inPackage);
      else for (const file of await folderFiles(place)) take(file, false);
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
      takePackage(await findPackage(source, cwd));
    }
  }
  const files = [...found.values()];
  return {
    declarations: files.filter(({ file }) => !JSON_FILE.test(file)),
    json: files.filter(({ file }) => JSON_FILE.test(file)),
    packages,
  };
}

/** Separators of Windows work everywhere, unless a file has such a name; globs only know the slash. */
async function portable(source: string, cwd: string): Promise<string> {
  if (!source.includes('\\') || (await kindOf(path.resolve(cwd, source)))) return source;
  return source.replaceAll('\\', '/');
}

async function kindOf(place: string): Promise<'file' | 'folder' | undefined> {
  try {
    const found = await stat(place);
    return found.isDirectory() ? 'folder' : 'file';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ELOOP')
      throw new EpigenError(
        'the symbolic links of the source lead in a circle',
        place,
        'name the file itself',
      );
    if (code === 'EACCES')
      throw new EpigenError('the source cannot be opened', place, 'check its permissions');
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
  // Symbolic links may lead to the same file on several ways, even on ways without end.
  const files = await Promise.all(found.map((file) => realpath(file)));
  return [...new Set(files)].sort();
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
