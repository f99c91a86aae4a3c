import { existsSync } from 'node:fs';
import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { EpigenError } from '../error.js';

/** An npm package as a source. */
export interface PackageTypes {
  /** The name a program imports: that of the described package for `@types/…`. */
  readonly name: string;
  readonly version: string;
  /** Real path of its folder. */
  readonly folder: string;
  /** Absolute paths of the files that declare it. */
  readonly entries: readonly string[];
  readonly manifest: string;
}

interface Manifest {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly types?: unknown;
  readonly typings?: unknown;
  readonly main?: unknown;
  readonly exports?: unknown;
}

/**
 * Finds a package in the `node_modules` folders from `cwd` upwards, and the files that declare it: what its
 * `package.json` names, else `index.d.ts` beside `main`, else its `@types/…` package, else its JavaScript.
 * Throws an `EpigenError` if the package is not installed or has nothing to read.
 */
export async function findPackage(name: string, cwd: string): Promise<PackageTypes> {
  const folder = await installed(name, cwd);
  const own = folder === undefined ? undefined : await packageAt(folder, 'typed');
  if (own) return own;
  if (!name.startsWith('@types/')) {
    const typesFolder = await installed(`@types/${name.replace(/^@([^/]+)\//, '$1__')}`, cwd);
    const described = typesFolder === undefined ? undefined : await packageAt(typesFolder, 'typed');
    if (described) return { ...described, name };
  }
  const code = folder === undefined ? undefined : await packageAt(folder);
  if (code) return code;
  if (folder !== undefined) {
    throw new EpigenError(
      'the package has neither declarations nor JavaScript to read',
      folder,
      `name its declaration file as the source, or install @types/${name}`,
    );
  }
  throw new EpigenError(
    `the source is neither a file nor an installed package`,
    name,
    `check the spelling, or run npm install ${name} in ${cwd}`,
  );
}

/**
 * The package in this folder; undefined if there is none that says where its code is.
 *
 * @param need - `typed`: only if there are declarations.
 */
export async function packageAt(
  folder: string,
  need: 'typed' | 'any' = 'any',
): Promise<PackageTypes | undefined> {
  const manifestFile = path.join(folder, 'package.json');
  const manifest = await readManifest(manifestFile);
  if (!manifest) return undefined;
  const entries = entryFiles(folder, manifest, need);
  const [entry] = entries;
  if (entry === undefined) return undefined;
  const name = typeof manifest.name === 'string' ? manifest.name : path.basename(folder);
  return {
    name: describedName(name),
    version: typeof manifest.version === 'string' ? manifest.version : '0.0.0',
    folder,
    entries: await Promise.all(entries.map((file) => realpath(file))),
    manifest: manifestFile,
  };
}

/** The name and version of the package that a file belongs to; undefined outside of packages. */
export async function packageAround(file: string): Promise<{ name?: string; version?: string } | undefined> {
  for (let folder = path.dirname(file); ; folder = path.dirname(folder)) {
    const manifest = await readManifest(path.join(folder, 'package.json'));
    if (manifest) {
      return {
        ...(typeof manifest.name === 'string' ? { name: describedName(manifest.name) } : {}),
        ...(typeof manifest.version === 'string' ? { version: manifest.version } : {}),
      };
    }
    if (folder === path.dirname(folder)) return undefined;
  }
}

async function installed(name: string, cwd: string): Promise<string | undefined> {
  if (!/^(?:@[\w.~-]+\/)?[\w.~-]+$/.test(name)) return undefined;
  for (let folder = path.resolve(cwd); ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', name);
    const found = await stat(candidate).catch(() => undefined);
    if (found?.isDirectory()) return realpath(candidate);
    if (folder === path.dirname(folder)) return undefined;
  }
}

async function readManifest(file: string): Promise<Manifest | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch (error) {
    throw new EpigenError(
      'the package description is not valid JSON',
      file,
      'correct it, or name the files themselves as sources',
      {
        cause: error,
      },
    );
  }
}

function entryFiles(folder: string, manifest: Manifest, need: 'typed' | 'any'): string[] {
  const main = typeof manifest.main === 'string' ? manifest.main : undefined;
  const exported = exportTargets(manifest.exports);
  const candidates = [
    manifest.types,
    manifest.typings,
    ...exported.types,
    ...[main, ...exported.code].flatMap((it) => (it === undefined ? [] : besides(it))),
    'index.d.ts',
    'index.d.mts',
    'index.d.cts',
  ];
  const typed = firstFile(folder, candidates);
  if (typed !== undefined) return [typed];
  if (need === 'typed') return [];
  const code = firstFile(folder, [...exported.code, main, main && `${main}.js`, main && `${main}/index.js`]);
  return code !== undefined && /\.[cm]?[jt]sx?$/.test(code) ? [code] : [];
}

/** The declaration that stands beside a file of code. */
function besides(code: string): string[] {
  const base = code.replace(/\.([cm]?)js$/, '');
  const kind = /\.([cm])js$/.exec(code)?.[1] ?? '';
  return [`${base}.d.${kind}ts`, `${base}.d.ts`, path.posix.join(path.posix.dirname(code), 'index.d.ts')];
}

/** What `exports` says about the package's root: files for types and files of code, in order of preference. */
function exportTargets(exports: unknown): { types: string[]; code: string[] } {
  const types: string[] = [];
  const code: string[] = [];
  const visit = (value: unknown, isTypes: boolean): void => {
    if (typeof value === 'string') (isTypes || /\.d\.[cm]?ts$/.test(value) ? types : code).push(value);
    else if (Array.isArray(value)) for (const it of value) visit(it, isTypes);
    else if (typeof value === 'object' && value !== null) {
      for (const [condition, target] of Object.entries(value)) {
        if (condition === '.' || !condition.startsWith('.')) visit(target, isTypes || condition === 'types');
      }
    }
  };
  visit(exports, false);
  return { types, code };
}

function firstFile(folder: string, candidates: readonly unknown[]): string | undefined {
  for (const candidate of candidates) {
    if (typeof candidate !== 'string' || candidate === '') continue;
    for (const file of [path.join(folder, candidate), path.join(folder, candidate, 'index.d.ts')]) {
      if (/\.[cm]?[jt]sx?$/.test(file) && existsSync(file)) return file;
    }
  }
  return undefined;
}

/** `@types/corp__h5` describes `@corp/h5`. */
function describedName(name: string): string {
  if (!name.startsWith('@types/')) return name;
  const described = name.slice('@types/'.length);
  return described.includes('__') ? `@${described.replace('__', '/')}` : described;
}
