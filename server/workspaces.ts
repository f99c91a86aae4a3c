import { sep } from 'node:path';
import { URI } from 'vscode-uri';
import type { ApiLibrary } from '../index/library.js';
import { type Status, status } from './features/status.js';
import type { PlacedLibrary } from './features/workspace-symbols.js';
import { findConfig } from './settings.js';
import { Workspace, type WorkspaceHost, type WorkspaceOptions } from './workspace.js';

/** What the server gives for each workspace folder. */
export type HostOf = (folder: string) => WorkspaceHost;

/**
 * The workspace folders of a client. Each document belongs to the innermost folder that holds it, with its own settings,
 * libraries and versions of them; folders under one configuration are one workspace.
 */
export class Workspaces {
  readonly #options: Omit<WorkspaceOptions, 'folder'>;
  readonly #hostOf: HostOf;
  /** By the folder of the client. */
  readonly #byFolder = new Map<string, Workspace>();
  /** For documents outside of all folders, as long as there is none inside. */
  readonly #fallback: string;
  #opening: Promise<unknown> | undefined;

  /** `folders` are absolute; `fallback` stands for them if there is none. */
  constructor(
    folders: readonly string[],
    fallback: string,
    options: Omit<WorkspaceOptions, 'folder'>,
    hostOf: HostOf,
  ) {
    this.#options = options;
    this.#hostOf = hostOf;
    this.#fallback = fallback;
    for (const folder of folders.length > 0 ? folders : [fallback]) this.#add(folder);
  }

  /** Each once, those of the client's first folders first. */
  get all(): readonly Workspace[] {
    return [...new Set(this.#byFolder.values())];
  }

  /** The libraries of all folders; the same build is there once. */
  get libraries(): readonly ApiLibrary[] {
    return this.placedLibraries.map((it) => it.library);
  }

  /** The libraries of all folders, each with the folder that its files are relative to; the same build is there once. */
  get placedLibraries(): readonly PlacedLibrary[] {
    const found = new Map<string, PlacedLibrary>();
    for (const { libraries, base } of this.all) {
      for (const library of libraries) {
        const key = `${library.name}@${library.build}`;
        if (!found.has(key)) found.set(key, { library, base });
      }
    }
    return [...found.values()];
  }

  /** The folders of the client that belong to a workspace. */
  foldersOf(workspace: Workspace): readonly string[] {
    return [...this.#byFolder].filter(([, it]) => it === workspace).map(([folder]) => folder);
  }

  /** The workspace that a document belongs to; the first for what lies outside of all. */
  of(uri: string): Workspace {
    const parsed = URI.parse(uri);
    const path = parsed.scheme === 'file' ? parsed.fsPath : '';
    let best: string | undefined;
    for (const folder of this.#byFolder.keys()) {
      const isInside = path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
      if (isInside && folder.length > (best?.length ?? -1)) best = folder;
    }
    const found = this.#byFolder.get(best ?? '') ?? this.all[0];
    return found ?? this.#add(this.#fallback);
  }

  /** Opens them all; resolves when their settings and libraries are there. */
  open(): Promise<unknown> {
    this.#opening ??= Promise.all(this.all.map((it) => it.open()));
    return this.#opening;
  }

  /** Follows the client, which opened and closed folders. */
  async change(added: readonly string[], removed: readonly string[]): Promise<void> {
    const before = new Set(this.all);
    for (const folder of removed) this.#byFolder.delete(folder);
    for (const folder of added) if (!this.#byFolder.has(folder)) this.#add(folder);
    if (this.#byFolder.size === 0) this.#add(this.#fallback);
    const now = new Set(this.all);
    await Promise.all([...now].filter((it) => !before.has(it)).map((it) => it.open()));
    for (const it of before) if (!now.has(it)) void it.close().catch(() => {});
  }

  async reload(): Promise<void> {
    await Promise.all(this.all.map((it) => it.reload()));
  }

  fileChanged(file: string): void {
    for (const it of this.all) it.fileChanged(file);
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((it) => it.close()));
  }

  /** All of them in one status; store and engine are those of the first. */
  status(): Status {
    const [first] = this.all;
    const problems = [...new Set(this.all.flatMap((it) => it.problems))];
    return status(
      this.libraries,
      first?.settings.store ?? '',
      first?.settings.generation.engine ?? 'offline',
      problems,
    );
  }

  #add(folder: string): Workspace {
    const config = this.#options.config ?? findConfig(folder);
    const same = [...this.#byFolder].find(
      ([other]) => config !== undefined && (this.#options.config ?? findConfig(other)) === config,
    );
    const workspace = same?.[1] ?? new Workspace({ ...this.#options, folder }, this.#hostOf(folder));
    this.#byFolder.set(folder, workspace);
    return workspace;
  }
}
