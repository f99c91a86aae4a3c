import { existsSync, readFileSync } from 'node:fs';
import { dirname, extname, isAbsolute, join, resolve, sep } from 'node:path';
import { parse } from 'jsonc-parser';

/** Files that a configuration is written in, the first in a folder counts. */
const CONFIG_NAMES = ['tsconfig.json', 'jsconfig.json'];
/** What TypeScript leaves out unless the configuration says otherwise. */
const ALWAYS_EXCLUDED = ['node_modules', 'bower_components', 'jspm_packages'];
/** Since this version `strict` is the default, and `types` names what is taken from `@types`. */
const STRICT_VERSION = 6;
const MAX_EXTENDS = 20;

/** What a `tsconfig.json` or `jsconfig.json` says, with what it extends. */
export interface TypeScriptConfig {
  readonly checkJs: boolean;
  readonly strictNullChecks: boolean;
  readonly noImplicitAny: boolean;
  /** Packages of declarations that belong to every program; undefined: all below `@types`. */
  readonly types: readonly string[] | undefined;
  /** Module names that `paths` maps. */
  readonly paths: readonly string[];
  /** Whether a file, absolute, belongs to the project by its name. */
  includes(file: string): boolean;
}

/** The configuration that applies to a file: the nearest in its folder or above. Without one the defaults. */
export function typescriptConfig(file: string): TypeScriptConfig {
  const config = findUp(dirname(file), CONFIG_NAMES);
  const read = config === undefined ? undefined : readConfig(config);
  const { compilerOptions: options = {} } = read ?? {};
  const isNew = installedVersion(dirname(config ?? file)) >= STRICT_VERSION;
  const strict = options.strict ?? isNew;
  return {
    checkJs: options.checkJs === true && options.allowJs !== false,
    strictNullChecks: (options.strictNullChecks ?? strict) === true,
    noImplicitAny: (options.noImplicitAny ?? strict) === true,
    types: isTexts(options.types) ? options.types : isNew ? [] : undefined,
    paths: Object.keys(Object(options.paths)),
    includes: read && config !== undefined ? inclusion(read, dirname(config)) : () => false,
  };
}

/** The nearest of these files in a folder or above; undefined if there is none. */
export function findUp(folder: string, names: readonly string[]): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = names.map((name) => join(at, name)).find((it) => existsSync(it));
    if (found !== undefined || dirname(at) === at) return found;
  }
}

interface RawConfig {
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
  /** Each with the folder that its paths are relative to. */
  readonly files?: Patterns;
  readonly include?: Patterns;
  readonly exclude?: Patterns;
}

interface Patterns {
  readonly folder: string;
  readonly list: readonly string[];
}

function readConfig(file: string, depth = 0): RawConfig {
  const own = readJson(file);
  const folder = dirname(file);
  const bases = (Array.isArray(own.extends) ? own.extends : [own.extends]).filter(
    (it) => typeof it === 'string',
  );
  const configs = depth > MAX_EXTENDS ? [] : bases.flatMap((it) => extended(it, folder, depth));
  const patterns = (key: string) => (isTexts(own[key]) ? { [key]: { folder, list: own[key] } } : {});
  const options = [...configs.map((it) => it.compilerOptions), Object(own.compilerOptions)];
  return {
    ...Object.assign({}, ...configs),
    compilerOptions: Object.assign({}, ...options),
    ...patterns('files'),
    ...patterns('include'),
    ...patterns('exclude'),
  };
}

/** What a configuration extends: a path, or a package. */
function extended(name: string, folder: string, depth: number): readonly RawConfig[] {
  const isPath = /^\.{0,2}[\\/]/.test(name) || isAbsolute(name);
  const places = [name, `${name}.json`, `${name}/tsconfig.json`];
  const found = isPath
    ? places.map((it) => resolve(folder, it)).find((it) => extname(it) === '.json' && existsSync(it))
    : findUp(
        folder,
        places.filter((it) => extname(it) === '.json').map((it) => join('node_modules', it)),
      );
  return found === undefined ? [] : [readConfig(found, depth + 1)];
}

function readJson(file: string): Record<string, unknown> {
  try {
    return Object(parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''), [], { allowTrailingComma: true }));
  } catch {
    return {};
  }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((it) => typeof it === 'string');
}

function inclusion({ files, include, exclude, compilerOptions }: RawConfig, root: string) {
  const named = new Set(files?.list.map((it) => resolve(files.folder, withoutRoot(it, root))));
  const wanted = include ?? (files ? undefined : { folder: root, list: ['**/*'] });
  const output = [compilerOptions?.outDir, compilerOptions?.declarationDir].filter(
    (it) => typeof it === 'string',
  );
  const unwanted = exclude ?? { folder: root, list: [...ALWAYS_EXCLUDED, ...output] };
  const isWanted = matcher(wanted, root, true);
  const isUnwanted = matcher(unwanted, root, false);
  return (file: string) => named.has(file) || (isWanted(file) && !isUnwanted(file));
}

/** Whether a file matches one of TypeScript's patterns: `*`, `?`, `**`, and names of folders for all below them. */
function matcher(
  patterns: Patterns | undefined,
  root: string,
  isInclude: boolean,
): (file: string) => boolean {
  const expressions = (patterns?.list ?? []).map((it) => {
    const whole = resolve(patterns?.folder ?? root, withoutRoot(it, root)).replaceAll(sep, '/');
    return new RegExp(`^${expressionOf(whole, isInclude)}$`, sep === '\\' ? 'iu' : 'u');
  });
  return (file) => {
    const path = file.replaceAll(sep, '/');
    return expressions.some((it) => it.test(path));
  };
}

function withoutRoot(pattern: string, root: string): string {
  return pattern.replace(/^\$\{configDir\}/, () => root);
}

/** Wildcards of `include` go neither into hidden folders nor into packages, and leave out what is minified. */
const FOLDER = { include: `(?!\\.|(?:${ALWAYS_EXCLUDED.join('|')})(?:/|$))[^/]+`, exclude: '[^/]+' };
const NAME = { include: '(?:[^./]|\\.(?!min\\.js$))*', exclude: '[^/]*' };

function expressionOf(pattern: string, isInclude: boolean): string {
  const steps = pattern.split('/');
  const last = steps.at(-1) ?? '';
  // A name without an end stands for the folder with all below it.
  if (last !== '**' && !/[*?.]/.test(last)) steps.push('**');
  const kind = isInclude ? 'include' : 'exclude';
  return steps
    .map((step, at) => {
      const isLast = at === steps.length - 1;
      if (step === '**') return `(?:${FOLDER[kind]}/)*${isLast ? NAME[kind] : ''}`;
      const any = isLast ? NAME[kind] : '[^/]*';
      const text = step
        .split('*')
        .map((it) => it.replace(/[\\^$.+()[\]{}|]/g, '\\$&').replaceAll('?', '[^/]'))
        .join(any);
      // An exclusion of a file name excludes what is below a folder of that name too.
      return isLast ? `${text}${isInclude ? '' : '(?:/.*)?'}` : `${text}/`;
    })
    .join('');
}

/** The major version of the TypeScript installed for a folder; 0 if there is none. */
function installedVersion(folder: string): number {
  const file = findUp(folder, [join('node_modules', 'typescript', 'package.json')]);
  return file === undefined ? 0 : Number.parseInt(String(readJson(file).version), 10) || 0;
}
