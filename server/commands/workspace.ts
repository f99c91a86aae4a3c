import { relative } from 'node:path';
import { EpigenError } from '../../index/error.js';
import type { ApiLibrary } from '../../index/library.js';
import type { Store } from '../../index/store/store.js';
import { inOtherVersions, readSettings, type Settings, type SettingsProblem } from '../settings.js';
import type { CommonOptions, LibraryName } from './options.js';
import { printError, printWarning, withoutPassword } from './output.js';

/** The settings that a command runs under. */
export interface Workspace {
  readonly settings: Settings;
  /** The configuration file, if there is one. */
  readonly file?: string;
  /** The folder that sources of the configuration are relative to. */
  readonly base: string;
}

/** Libraries opened for one command. */
export interface OpenLibraries {
  readonly libraries: readonly ApiLibrary[];
  readonly close: () => Promise<void>;
}

/** Reads the settings for the working folder. Throws EpigenError for the last mistake in them, after printing the others. */
export async function readWorkspace(options: CommonOptions): Promise<Workspace> {
  const { problems, ...workspace } = await readSettings({
    folder: process.cwd(),
    ...(options.config !== undefined && { file: options.config }),
    ...(options.store !== undefined && { store: options.store }),
  });
  for (const problem of problems) {
    if (problem.severity === 'warning') printWarning(problem.what, placeOf(problem), problem.remedy);
  }
  const errors = problems.filter((it) => it.severity === 'error');
  const thrown = errors.map((it) => new EpigenError(it.what, placeOf(it), it.remedy));
  for (const error of thrown.slice(0, -1)) printError(error);
  const last = thrown.at(-1);
  if (last) throw last;
  return workspace;
}

/** `epigen.config.json:3:5`. */
export function placeOf({ file, range }: SettingsProblem): string {
  if (file === undefined) return 'settings';
  return `${displayPath(file)}:${range.start.line + 1}:${range.start.character + 1}`;
}

/** Opens the store that the settings or the command line name. */
export async function openWorkspaceStore(settings: Settings): Promise<Store> {
  const { openStore } = await import('../../index/store/open-store.js');
  return openStore(settings.store, { cwd: process.cwd(), embeddings: settings.embeddings });
}

/**
 * Opens the libraries that a command needs: those named, else all in the store. Throws EpigenError if there is none,
 * so that no command ever answers "no findings" for want of a library.
 */
export async function openLibraries(
  settings: Settings,
  wanted: readonly LibraryName[] = [],
): Promise<OpenLibraries> {
  const store = await openWorkspaceStore(settings);
  const opened: ApiLibrary[] = [];
  const close = async () => {
    for (const library of opened) await library.close();
    await store.close();
  };
  try {
    const there = await store.libraries();
    const where = `store ${displayStore(settings.store)}`;
    if (there.length === 0) {
      throw new EpigenError('there is no library', where, 'build one with epigen index SOURCE');
    }
    const names = wanted.length > 0 ? wanted : there.map((name): LibraryName => ({ name }));
    for (const { name, version } of names) {
      if (!there.includes(name)) {
        throw new EpigenError(`there is no library ${name}`, where, `name one of ${there.join(', ')}`);
      }
      const library = await store.open(name);
      opened.push(library);
      if (version !== undefined && library.version !== version) {
        throw new EpigenError(
          `${name} is not there in version ${version}`,
          where,
          `name the one that is there: ${name}@${library.version}`,
        );
      }
    }
    // Who names a version on the command line has said which.
    const named = new Set(names.filter((it) => it.version !== undefined).map((it) => it.name));
    for (const { library, wanted: version } of inOtherVersions(settings, opened)) {
      if (named.has(library.name)) continue;
      printWarning(
        `${library.name} is there in version ${library.version}, not ${version}`,
        where,
        'run epigen index, or change "version" in the configuration',
      );
    }
    return { libraries: opened, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A path as people like to read it: relative where it lies in the working folder. */
export function displayPath(file: string): string {
  const way = relative(process.cwd(), file);
  return way === '' || way.startsWith('..') ? file : way;
}

/** A store for messages: no password, and a short path. */
export function displayStore(location: string): string {
  return /^[a-z][\w+.-]+:\/\//i.test(location) ? withoutPassword(location) : displayPath(location);
}
