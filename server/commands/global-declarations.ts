import { readFileSync, statSync } from 'node:fs';
import { globSync } from 'tinyglobby';

/** A declaration file of the workspace that describes a global library. */
export interface GlobalDeclaration {
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  /** The global with the most functions below it. */
  readonly global: string;
}

/** Larger files are generated descriptions of whole platforms. */
const MAX_BYTES = 5_000_000;
const MAX_FILES = 500;
/** Fewer functions are the types of a build tool or a few shared names, not a library. */
const MIN_FUNCTIONS = 3;

/** The global libraries that `*.d.ts` files of a workspace declare, outside of installed and built code. */
export function findGlobalDeclarations(folder: string): GlobalDeclaration[] {
  const files = globSync('**/*.d.ts', {
    cwd: folder,
    ignore: ['**/node_modules/**', '**/dist/**', '**/build/**', '**/out/**', '**/coverage/**'],
    expandDirectories: false,
  }).sort();
  return files.slice(0, MAX_FILES).flatMap((file) => {
    const path = `${folder}/${file}`;
    if (statSync(path).size > MAX_BYTES) return [];
    const global = globalLibrary(readFileSync(path, 'utf8'));
    return global === undefined ? [] : [{ file, global }];
  });
}

/** The name of the global that a declaration file describes; undefined if it describes none. */
export function globalLibrary(text: string): string | undefined {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
  // With an import or export on the top level a file is a module, and declares globals only in `declare global`.
  const isModule = /^(import|export)\b/m.test(code);
  const body = isModule ? /^declare\s+global\s*\{([\s\S]*?)^\}/m.exec(code)?.[1] : code;
  if (body === undefined || countFunctions(body) < MIN_FUNCTIONS) return undefined;

  const functions = new Map<string, number>();
  const globals = new Map<string, string>();
  for (const { kind, name, text } of outermost(body)) {
    functions.set(name, (functions.get(name) ?? 0) + countFunctions(text));
    if (!GLOBAL_KINDS.has(kind) || isPlatformName(name)) continue;
    // `declare const app: AppApi` has its functions where AppApi is declared.
    globals.set(name, /^[^\n]*?:\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)/u.exec(text)?.[1] ?? name);
  }
  const weight = ([name, type]: [string, string]) =>
    Math.max(functions.get(name) ?? 0, functions.get(type) ?? 0);
  const best = [...globals].sort((a, b) => weight(b) - weight(a))[0];
  return best && weight(best) >= MIN_FUNCTIONS ? best[0] : undefined;
}

const GLOBAL_KINDS = new Set(['namespace', 'module', 'const', 'let', 'var', 'class']);
const DECLARATION =
  /^([ \t]*)(?:declare\s+)?(namespace|module|const|let|var|class|function|interface|type|enum)\s+([\p{ID_Start}$_][\p{ID_Continue}$]*)/gmu;

/** The declarations that are indented least, each with its text up to the next one. */
function outermost(body: string): { kind: string; name: string; text: string }[] {
  const found = [...body.matchAll(DECLARATION)];
  const least = Math.min(...found.map(([, indent = '']) => indent.length));
  const outer = found.filter(([, indent = '']) => indent.length === least);
  return outer.map(({ 2: kind = '', 3: name = '', index }, at) => ({
    kind,
    name,
    text: body.slice(index, outer[at + 1]?.index ?? body.length).trimStart(),
  }));
}

/** Roughly: what is enough to tell a library from a few shared names. */
function countFunctions(code: string): number {
  return code.match(/[\w$]\??\s*(?:<[^<>()]*>)?\([^()]*\)\s*:|=>/g)?.length ?? 0;
}

/** Declared again so that a page's code type-checks: `console`, `setTimeout`, `window`. */
function isPlatformName(name: string): boolean {
  return name in globalThis || ['window', 'document', 'self', 'module', 'exports', 'require'].includes(name);
}
