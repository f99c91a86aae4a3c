import { statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ApiLibrary } from '../index/library.js';
import { burst } from './burst.js';
import type { TypeScriptView } from './checks/typescript-overlap.js';
import { messageOf } from './error-text.js';
import { withoutPassword } from './features/status.js';
import { OpenLibraries } from './libraries.js';
import { type RebuildResult, rebuild } from './rebuild.js';
import {
  CONFIG_FILE,
  defaultSettings,
  inOtherVersions,
  knowsAllLibraries,
  readSettings,
  type Settings,
  type SettingsProblem,
  type SettingsReading,
} from './settings.js';
import { isStoreUrl } from './settings-trust.js';
import { watchFiles } from './watch.js';

/** Runs a task with work-done progress; the signal aborts when the user cancels. */
export type WithProgress = <T>(
  title: string,
  task: (report: (message: string, percentage?: number) => void, signal: AbortSignal) => Promise<T>,
) => Promise<T>;

/** What a workspace needs of the server. */
export interface WorkspaceHost {
  /** Settings, libraries or problems are others now. */
  changed(): void;
  /** Shows a message to the user. */
  show(severity: 'error' | 'warning' | 'information', message: string): void;
  /** Shows what is wrong in a configuration file with this text; an empty list clears it. */
  showInConfig(file: string, text: string, problems: readonly SettingsProblem[]): void;
  /** What the editor has under `epigen`; undefined if it has nothing. */
  editorSettings(): Promise<unknown>;
  readonly withProgress: WithProgress;
}

export interface WorkspaceOptions {
  /** Absolute. */
  readonly folder: string;
  /** From the command line; these win over everything else. `store` is absolute or an address. */
  readonly store?: string;
  readonly config?: string;
  readonly libraries?: readonly string[];
}

/** Settings and libraries of one workspace folder, followed as they change. Nothing here throws after `open`. */
export class Workspace {
  settings: Settings;
  /** The folder that relative paths of the settings start from. */
  base: string;

  readonly #options: WorkspaceOptions;
  readonly #host: WorkspaceHost;
  #libraries: OpenLibraries | undefined;
  #config: string | undefined;
  #settingsProblems: readonly SettingsProblem[] = [];
  #hasGoodSettings = false;
  #told = new Set<string>();
  /** Loaded for the profile that needs it. */
  #typescriptView: typeof import('./typescript-view.js').typescriptView | undefined;
  readonly #views = new Map<string, TypeScriptView | undefined>();
  /** Names of the libraries that were open when somebody looked last. */
  #seen: ReadonlySet<string> = new Set();
  #unwatchConfig: (() => void) | undefined;
  #unwatchSources: (() => void) | undefined;
  readonly #inputs = new Map<string, readonly string[]>();
  readonly #failures = new Map<string, string>();
  /** Changes on disk come in storms, from the editor and from the system alike. */
  readonly #configChanged = burst(() => this.#followConfig());
  readonly #sourcesChanged = burst(async () => void (await this.rebuild()));
  #work: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(options: WorkspaceOptions, host: WorkspaceHost) {
    this.#options = options;
    this.#host = host;
    this.base = options.folder;
    this.settings = defaultSettings(options.folder);
  }

  /** Whether the libraries were opened once, so that findings can be trusted to be complete. */
  get isOpen(): boolean {
    return this.#libraries !== undefined;
  }

  get libraries(): readonly ApiLibrary[] {
    return this.#libraries?.libraries ?? [];
  }

  /** Whether what is found is all that could be found: no library is missing, and none was left out. */
  get isComplete(): boolean {
    const isWhole = (this.#options.libraries ?? []).length === 0 && this.#libraries?.problems.length === 0;
    return isWhole && knowsAllLibraries(this.settings, this.libraries);
  }

  /** What a TypeScript server does with a document; undefined if findings do not depend on that. */
  typescript(uri: string): TypeScriptView | undefined {
    if (this.settings.profile === 'full' || !this.#typescriptView) return undefined;
    if (!this.#views.has(uri)) this.#views.set(uri, this.#typescriptView(uri, this.settings, this.base));
    return this.#views.get(uri);
  }

  /** Looks again at what TypeScript does with a document, when it is asked for the next time. */
  forgetTypeScript(uri: string): void {
    this.#views.delete(uri);
  }

  /** What is wrong with settings, store and index now, each as a sentence. */
  get problems(): readonly string[] {
    return [
      ...this.#settingsProblems.map((it) => it.message),
      ...(this.#libraries?.problems ?? []),
      ...this.#otherVersions(),
      ...this.libraries.flatMap((it) => it.problem?.() ?? []),
      ...this.#failures.values(),
    ];
  }

  /** A store has one version of a library, which others may have chosen. */
  #otherVersions(): string[] {
    return inOtherVersions(this.settings, this.libraries).map(
      ({ library: { name, version }, wanted }) =>
        `The store has ${name} ${version}, not ${wanted}: index that version, or change "version" in ${CONFIG_FILE}.`,
    );
  }

  /** Reads the settings and opens the libraries; resolves when both are there, and indexes what is missing after that. */
  async open(): Promise<void> {
    await this.reload();
    this.#watchConfig();
    void this.#indexWhatIsMissing();
  }

  /** Reads the settings again and follows what changed in them. While they are broken the last good ones stay. */
  async reload(): Promise<void> {
    const reading = await this.#readSettings();
    if (!reading || this.#closed) return;
    this.#showProblems(reading);

    if (reading.settings.profile === 'complement') {
      this.#typescriptView ??= (await import('./typescript-view.js')).typescriptView;
    }
    const isBroken = reading.problems.some((problem) => problem.severity === 'error');
    const before = this.settings;
    if (!isBroken || !this.#hasGoodSettings) {
      this.settings = reading.settings;
      this.base = reading.base;
      this.#hasGoodSettings = !isBroken;
    }
    if (!this.#libraries || before.store !== this.settings.store) await this.#openLibraries();
    this.#tellTrouble();
    this.#views.clear();
    this.#host.changed();
  }

  /** After a change on disk that the editor noticed. */
  fileChanged(file: string): void {
    if (file === this.#config || file.endsWith(CONFIG_FILE)) this.#configChanged();
    else if (/[\\/][jt]sconfig[^\\/]*\.json$/.test(file)) {
      this.#views.clear();
      this.#host.changed();
    } else if ([...this.#inputs.values()].some((inputs) => inputs.includes(file))) this.#sourcesChanged();
  }

  /**
   * Indexes the libraries of the settings again, or only those named. Resolves when all are done, with what went wrong
   * in `failures`. `withProgress` shows it in another place than the host does.
   */
  async rebuild(
    names?: readonly string[],
    withProgress: WithProgress = this.#host.withProgress,
  ): Promise<{ rebuilt: RebuildResult[]; failures: string[] }> {
    const run = this.#work.then(() => this.#rebuild(names, withProgress));
    this.#work = run.catch(() => {});
    return run;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#configChanged.stop();
    this.#sourcesChanged.stop();
    this.#unwatchConfig?.();
    this.#unwatchSources?.();
    await this.#libraries?.close();
  }

  async #readSettings(): Promise<SettingsReading | undefined> {
    const { folder, config, store } = this.#options;
    const fromEditor = await this.#host.editorSettings().catch(() => undefined);
    try {
      return await readSettings({
        folder,
        ...(config !== undefined && { file: config }),
        ...(store !== undefined && { store }),
        overrides: fromEditor,
      });
    } catch (error) {
      this.#tellOnce('error', messageOf(error));
      return undefined;
    }
  }

  #showProblems(reading: SettingsReading): void {
    const inFile = reading.problems.filter((problem) => problem.file !== undefined);
    // A file that is no longer the configuration must not keep its marks.
    if (this.#config && this.#config !== reading.file) this.#host.showInConfig(this.#config, '', []);
    this.#config = reading.file;
    if (reading.file) this.#host.showInConfig(reading.file, reading.text ?? '', inFile);
    this.#settingsProblems = reading.problems;
    for (const problem of reading.problems) {
      if (problem.file === undefined) this.#tellOnce(problem.severity, problem.message);
    }
  }

  async #openLibraries(): Promise<void> {
    const old = this.#libraries;
    const libraries = new OpenLibraries({
      location: this.settings.store,
      cwd: this.base,
      wanted: this.#options.libraries ?? [],
      embeddings: this.settings.embeddings,
      changed: () => {
        if (this.#libraries !== libraries) return;
        this.#tellTrouble();
        this.#host.changed();
        this.#remakeLost();
      },
    });
    await libraries.refresh();
    this.#libraries = libraries;
    this.#seen = new Set(libraries.libraries.map(({ name }) => name));
    void old?.close().catch(() => {});
  }

  /** Indexes again what was there and is gone from the workspace's own folder: somebody cleaned up. */
  #remakeLost(): void {
    const open = new Set(this.libraries.map(({ name }) => name));
    const lost = this.settings.libraries
      .map(({ name }) => name)
      .filter((name) => this.#seen.has(name) && !open.has(name));
    this.#seen = open;
    if (lost.length > 0 && !isStoreUrl(this.settings.store)) void this.rebuild(lost);
  }

  /** One message for each kind of trouble, and one when there is nothing to work with. */
  #tellTrouble(): void {
    for (const problem of this.#libraries?.problems ?? []) this.#tellOnce('warning', problem);
    // A folder's index is made anew from the sources first.
    if (isStoreUrl(this.settings.store)) this.#tellOtherVersions();
    const nothing =
      this.libraries.length === 0 && this.settings.libraries.length === 0 && this.problems.length === 0;
    if (nothing) {
      this.#tellOnce(
        'warning',
        `There is no indexed library (${withoutPassword(this.settings.store)}): run epigen index, or name libraries in ${CONFIG_FILE}.`,
      );
    }
  }

  #tellOtherVersions(): void {
    for (const problem of this.#otherVersions()) this.#tellOnce('warning', problem);
  }

  #tellOnce(severity: 'error' | 'warning', message: string): void {
    if (this.#told.has(message)) return;
    this.#told.add(message);
    this.#host.show(severity, message);
  }

  #watchConfig(): void {
    this.#unwatchConfig?.();
    const own = this.#options.config ?? join(this.#options.folder, CONFIG_FILE);
    const files = this.#config && this.#config !== own ? [own, this.#config] : [own];
    this.#unwatchConfig = watchFiles(files, this.#configChanged);
  }

  async #followConfig(): Promise<void> {
    const before = this.#config;
    await this.reload();
    if (this.#config !== before) this.#watchConfig();
    await this.#indexWhatIsMissing();
  }

  /** Indexes what the store lacks, and in a folder what has changed while nobody looked. */
  async #indexWhatIsMissing(): Promise<void> {
    // A team's store may be ahead of the sources here: opening an editor must not turn it back.
    const isShared = isStoreUrl(this.settings.store);
    const open = new Set(this.libraries.map((library) => library.name));
    const names = this.settings.libraries
      .map(({ name }) => name)
      .filter((name) => !isShared || !open.has(name));
    if (names.length > 0) await this.rebuild(names);
    else this.#watchSources();
  }

  #watchSources(): void {
    this.#unwatchSources?.();
    const files = this.settings.libraries.flatMap(
      // Before a library was read once only what the settings name is known; globs and packages are no files.
      (library) =>
        this.#inputs.get(library.name) ?? library.sources.map((source) => resolve(this.base, source)),
    );
    const folders = this.settings.libraries
      .flatMap((library) => library.sources.map((source) => resolve(this.base, source)))
      .filter(isFolder);
    this.#unwatchSources = watchFiles([...new Set(files)], this.#sourcesChanged, folders);
  }

  async #rebuild(
    names: readonly string[] | undefined,
    withProgress: WithProgress,
  ): Promise<{ rebuilt: RebuildResult[]; failures: string[] }> {
    const rebuilt: RebuildResult[] = [];
    const failures: string[] = [];
    for (const library of this.settings.libraries) {
      if (this.#closed || (names && !names.includes(library.name))) continue;
      const { base } = this;
      const { store, embeddings } = this.settings;
      let cancelled: AbortSignal | undefined;
      try {
        const result = await withProgress(`Indexing ${library.name}`, async (report, signal) => {
          cancelled = signal;
          return rebuild({ library, base, store, embeddings }, report, signal);
        });
        rebuilt.push(result);
        this.#inputs.set(library.name, result.inputs);
        this.#failures.delete(library.name);
      } catch (error) {
        const message = messageOf(error);
        failures.push(message);
        // Nothing is wrong, and who cancelled it knows; the others are not wanted either.
        if (cancelled?.aborted) break;
        // The same failure after every save would be noise; the status keeps it in view.
        if (this.#failures.get(library.name) !== message) this.#host.show('error', message);
        this.#failures.set(library.name, message);
      }
    }
    this.#watchSources();
    // The store announces changes by itself, but not every store at once.
    await this.#libraries?.refresh();
    this.#tellOtherVersions();
    this.#host.changed();
    return { rebuilt, failures };
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
