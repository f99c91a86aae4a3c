import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { URI } from 'vscode-uri';
import type { ApiLibrary } from '../index/library.js';
import type { TypeScriptView } from './checks/typescript-overlap.js';
import type { Settings } from './settings.js';
import { languageOf } from './syntax/language.js';
import { findUp, type TypeScriptConfig, typescriptConfig } from './typescript-config.js';

const TYPED_FILE = /\.[mc]?[jt]sx?$/i;
/** So many records tell what a library is made of. */
const SAMPLE = 64;

/**
 * What a TypeScript server does with a document, as its files tell; undefined for one that is not in a file. Where that
 * is doubtful, the answer is that it sees nothing: a finding twice is better than none.
 */
export function typescriptView(
  uri: string,
  { libraries }: Settings,
  base: string,
): TypeScriptView | undefined {
  const { scheme, fsPath: file } = URI.parse(uri);
  if (scheme !== 'file') return undefined;
  const config = typescriptConfig(file);
  const isTypeScript = languageOf(file) !== 'javascript';
  const seen = new WeakMap<ApiLibrary, Map<string, boolean>>();
  const sees = (library: ApiLibrary, references: readonly string[]): boolean => {
    const sources = libraries.find((it) => it.name === library.name)?.sources ?? [];
    const files = [...declaredIn(library), ...sources].map((it) => resolve(base, it));
    if (files.length === 0 || !files.every((it) => TYPED_FILE.test(it) || !existsSync(it))) return false;
    // Where TypeScript knew nothing of the library, no use of it would compile.
    if (isTypeScript) return true;
    if (library.access.kind === 'module') return isTypedModule(library.access.module, file, config);
    const isIncluded = config.includes(file);
    return files
      .filter((it) => existsSync(it))
      .some((it) => references.includes(it) || (isIncluded && isInProgram(it, config)));
  };
  return {
    checks: isTypeScript || (config.checkJs && config.includes(file)),
    strictNullChecks: config.strictNullChecks,
    noImplicitAny: config.noImplicitAny,
    // Asked after every keystroke, and answered from the disk once.
    sees(library, references) {
      const known = seen.get(library) ?? new Map<string, boolean>();
      seen.set(library, known);
      const paths = references.map((it) => resolve(dirname(file), it));
      const key = paths.join('\0');
      const answer = known.get(key) ?? sees(library, paths);
      known.set(key, answer);
      return answer;
    },
  };
}

/** The files that records of a library come from. */
function declaredIn(library: ApiLibrary): readonly string[] {
  const names = library.names();
  const step = Math.max(1, Math.floor(names.length / SAMPLE));
  const files = names.filter((_, at) => at % step === 0).map((name) => library.find(name)?.source.file);
  return [...new Set(files.filter((it) => it !== undefined))];
}

/** Whether a program of the configuration has a file of declarations, without anybody importing it. */
function isInProgram(file: string, { types, includes }: TypeScriptConfig): boolean {
  const name = /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(file)?.[1]?.replaceAll('\\', '/');
  if (name === undefined) return includes(file);
  if (!types) return name.startsWith('@types/');
  return types.some((it) => it === '*' || it === name || `@types/${it}` === name);
}

/** Whether an import of a module finds types. */
function isTypedModule(module: string, file: string, { paths }: TypeScriptConfig): boolean {
  if (paths.includes(module)) return true;
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? module;
  const types = `@types/${name.replace(/^@/, '').replace('/', '__')}`;
  const places = [join(name, 'package.json'), join(types, 'package.json')];
  const manifest = findUp(
    dirname(file),
    places.map((it) => join('node_modules', it)),
  );
  if (manifest === undefined) return false;
  if (manifest.includes(`${join('node_modules', '@types')}`)) return true;
  const text = readFileSync(manifest, 'utf8');
  return /"(?:types|typings)"\s*:/.test(text) || existsSync(join(dirname(manifest), 'index.d.ts'));
}
