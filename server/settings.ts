import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Range } from 'vscode-languageserver-types';
import type { ProblemCode, Severity } from './checks/problem.js';

/** Where the settings of a workspace stand. */
export const CONFIG_FILE = 'epigen.config.json';

export interface LibrarySettings {
  readonly name: string;
  readonly version?: string;
  /** Files, folders and globs relative to `SettingsReading.base`, or names of installed packages. */
  readonly sources: readonly string[];
  /** `global:HX`, `module:@corp/h5`; absent when the sources decide. */
  readonly access?: string;
}

/** A language model. Keys and headers are never part of it: they come from the environment. */
export interface ModelSettings {
  readonly provider: string;
  readonly model: string;
  readonly baseUrl?: string;
  readonly temperature?: number;
  readonly timeoutMs?: number;
}

/** The settings with all defaults filled in (DESIGN §3). */
export interface Settings {
  readonly libraries: readonly LibrarySettings[];
  /** An absolute folder, or an address such as `redis://127.0.0.1:6379`. */
  readonly store: string;
  readonly embeddings: string;
  /** Of requirements, as BCP 47 tags. */
  readonly languages: readonly string[];
  readonly models: {
    readonly decompose?: 'offline' | ModelSettings;
    readonly generate?: 'offline' | ModelSettings;
    readonly rerank?: 'offline' | ModelSettings;
  };
  readonly requirement: { readonly tags: readonly string[] };
  readonly generation: {
    readonly engine: 'offline' | 'structured' | 'free';
    readonly repairRounds: number;
    readonly stepComments: boolean;
    readonly onInvalid: 'refuse' | 'mark';
    readonly maxTokens: number;
    readonly timeoutMs: number;
  };
  readonly editor: {
    readonly codeLens: boolean;
    readonly inlayHints: boolean;
    readonly semanticTokens: boolean;
    readonly inlineCompletion: boolean;
  };
  /** `complement`: what a TypeScript server reports too is left to it. */
  readonly profile: 'full' | 'complement';
  readonly diagnostics: { readonly [Code in ProblemCode]?: Severity | 'off' };
}

/** Something wrong with the settings. */
export interface SettingsProblem {
  /** `what: remedy`, as a diagnostic shows it. */
  readonly message: string;
  readonly what: string;
  readonly remedy: string;
  /** The file it is in; absent if it comes from the editor's settings. */
  readonly file?: string;
  /** Where in the file; its beginning if it cannot be told. */
  readonly range: Range;
  /** `error`: what is written there is not used. `warning`: it is understood, but this version does not act on it. */
  readonly severity: 'error' | 'warning';
}

export interface SettingsRequest {
  /** Absolute; the search for the configuration starts here, and without one relative paths do. */
  readonly folder: string;
  /** The configuration file, when it is not to be searched for. */
  readonly file?: string;
  /** Settings from the editor (`epigen.*`); they win over the file, key by key. */
  readonly overrides?: unknown;
  /** The store that the user named on the command line. It is taken as it is, relative to `folder`. */
  readonly store?: string;
  /** The folder that stores of a configuration must lie in; otherwise the repository of the configuration, or its folder. */
  readonly workspace?: string;
  /** Hosts that the editor's *user* settings allow. Never pass what comes from a workspace. */
  readonly allowedHosts?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

export interface SettingsReading {
  /** Complete; what was wrong is replaced by its default. */
  readonly settings: Settings;
  /** The configuration file, if there is one. */
  readonly file?: string;
  /** What stands in it, if it could be read. */
  readonly text?: string;
  /** The folder that relative sources start from: the configuration's, else the one asked for. */
  readonly base: string;
  readonly problems: readonly SettingsProblem[];
}

/** The settings of a workspace that says nothing; `base` is the folder the store lies in. */
export function defaultSettings(base: string): Settings {
  return {
    libraries: [],
    store: join(base, '.epigen'),
    embeddings: 'builtin',
    languages: ['en', 'zh'],
    models: {},
    requirement: { tags: ['requirement', 'epigen'] },
    generation: {
      engine: 'offline',
      repairRounds: 2,
      stepComments: true,
      onInvalid: 'refuse',
      maxTokens: 100_000,
      timeoutMs: 300_000,
    },
    editor: { codeLens: true, inlayHints: false, semanticTokens: false, inlineCompletion: false },
    profile: 'full',
    diagnostics: {},
  };
}

/** Whether every library that the settings name is open. */
export function knowsAllLibraries(
  { libraries }: Settings,
  open: readonly { readonly name: string }[],
): boolean {
  return libraries.every(({ name }) => open.some((it) => it.name === name));
}

/** The libraries that are open in another version than the settings name, `wanted`. */
export function inOtherVersions<T extends { readonly name: string; readonly version: string }>(
  { libraries }: Settings,
  open: readonly T[],
): { readonly library: T; readonly wanted: string }[] {
  return open.flatMap((library) => {
    const wanted = libraries.find(({ name }) => name === library.name)?.version;
    return wanted === undefined || wanted === library.version ? [] : [{ library, wanted }];
  });
}

/** The nearest `epigen.config.json` in the folder or above it; undefined if there is none. */
export function findConfig(startFolder: string): string | undefined {
  for (let folder = resolve(startFolder); ; folder = dirname(folder)) {
    const file = join(folder, CONFIG_FILE);
    if (existsSync(file)) return file;
    if (dirname(folder) === folder) return undefined;
  }
}

/**
 * Reads the settings that apply to a folder. Never throws for what stands in a file: every mistake is a problem with
 * its place, and the rest applies. Loads the schema only if there is something to validate, so that a server without
 * configuration starts at once.
 */
export async function readSettings(request: SettingsRequest): Promise<SettingsReading> {
  const file = request.file ? resolve(request.folder, request.file) : findConfig(request.folder);
  const base = file ? dirname(file) : resolve(request.folder);
  if (!file && request.store === undefined && !hasKeys(request.overrides)) {
    return { settings: defaultSettings(base), base, problems: [] };
  }

  const { validateSettings } = await import('./settings-validation.js');
  let text: string | undefined;
  let unreadable: SettingsProblem | undefined;
  if (file) {
    try {
      text = readFileSync(file, 'utf8');
    } catch (error) {
      unreadable = cannotRead(file, error);
    }
  }
  const { settings, problems } = validateSettings({ ...request, base }, file, text);
  return {
    settings,
    ...(file && { file }),
    ...(text !== undefined && { text }),
    base,
    problems: [...(unreadable ? [unreadable] : []), ...problems],
  };
}

function hasKeys(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

function cannotRead(file: string, error: unknown): SettingsProblem {
  const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  const what = missing ? 'there is no such configuration' : 'the configuration cannot be read';
  const remedy = missing ? 'check the path, or run epigen init' : 'make it readable';
  const start = { line: 0, character: 0 };
  return {
    message: `${what}: ${remedy}`,
    what,
    remedy,
    file,
    range: { start, end: start },
    severity: 'error',
  };
}
