import type { ApiLibrary } from '../index/library.js';
import type { Store } from '../index/store/store.js';
import { messageOf } from './error-text.js';
import { withoutPassword } from './features/status.js';

/** A replaced library is closed only when requests that still hold it are surely over. */
const RETIRE_MS = 60_000;
/** A store that cannot be opened is tried again after this, doubling up to the maximum. */
const RETRY_MS = 2_000;
const RETRY_MAX_MS = 60_000;

export interface LibrariesRequest {
  /** The store as the settings name it: an absolute folder or an address. */
  readonly location: string;
  /** The folder of the configuration. */
  readonly cwd: string;
  /** Names, or `NAME@VERSION`; all libraries of the store if empty. */
  readonly wanted: readonly string[];
  /** The embedding of queries, as the settings name it. */
  readonly embeddings: string;
  /** Called after every change of `libraries` or `problems`. */
  readonly changed: () => void;
}

/**
 * The libraries of one store, kept current: a library that is published anew replaces the old one without restart.
 * Nothing here throws; what is wrong is told in `problems`, and what was open stays open.
 */
export class OpenLibraries {
  /** A new array after each change. */
  libraries: readonly ApiLibrary[] = [];
  /** What is wrong now, each as a sentence. */
  problems: readonly string[] = [];

  readonly #request: LibrariesRequest;
  #store: Store | undefined;
  #unfollow: (() => void) | undefined;
  #refreshing: Promise<void> = Promise.resolve();
  #retry: NodeJS.Timeout | undefined;
  #retryMs = RETRY_MS;
  #closed = false;

  constructor(request: LibrariesRequest) {
    this.#request = request;
  }

  /** Opens what is new and lets go of what is gone. Calls are queued; resolves when this one is done. */
  refresh(): Promise<void> {
    this.#refreshing = this.#refreshing.then(() => this.#refresh());
    return this.#refreshing;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#unfollow?.();
    await this.#refreshing;
    await Promise.allSettled(this.libraries.map((library) => library.close()));
    await this.#store?.close();
  }

  async #refresh(): Promise<void> {
    if (this.#closed) return;
    const before = { libraries: this.libraries, problems: this.problems };
    try {
      await this.#reopen(await this.#openStore());
      this.#retryMs = RETRY_MS;
    } catch (error) {
      // The store as a whole is out of reach: what is open keeps answering.
      this.problems = [messageOf(error)];
      this.#retryLater();
    }
    const isSame =
      before.libraries === this.libraries && before.problems.join('\n') === this.problems.join('\n');
    if (!isSame && !this.#closed) this.#request.changed();
  }

  async #openStore(): Promise<Store> {
    if (this.#store) return this.#store;
    // Loaded here, so that a server is up before it knows what a store is.
    const { openStore } = await import('../index/store/open-store.js');
    const { location, cwd, embeddings } = this.#request;
    const store = await openStore(location, { cwd, embeddings });
    this.#store = store;
    this.#unfollow = store.onChange(() => void this.refresh());
    return store;
  }

  async #reopen(store: Store): Promise<void> {
    const wanted = new Map(this.#request.wanted.map((it) => splitVersion(it)));
    const names = (await store.libraries()).filter((name) => wanted.size === 0 || wanted.has(name));
    const problems: string[] = [];
    for (const name of wanted.keys()) {
      if (!names.includes(name))
        problems.push(`The store ${withoutPassword(this.#request.location)} has no library ${name}.`);
    }

    const open = new Map(this.libraries.map((library) => [library.name, library]));
    const next: ApiLibrary[] = [];
    for (const name of names) {
      const old = open.get(name);
      try {
        const build = await store.current(name);
        const library = old && old.build === build ? old : await store.open(name);
        const version = wanted.get(name);
        if (version !== undefined && library.version !== version) {
          problems.push(`The store has ${name} ${library.version}, not ${version}.`);
          if (library !== old) void library.close();
          continue;
        }
        next.push(library);
      } catch (error) {
        problems.push(messageOf(error));
        // A damaged new build must not take away the old one that still works.
        if (old) next.push(old);
      }
    }

    for (const library of this.libraries) if (!next.includes(library)) retire(library);
    const isSame =
      next.length === this.libraries.length && next.every((it, index) => it === this.libraries[index]);
    if (!isSame) this.libraries = next;
    this.problems = problems;
  }

  #retryLater(): void {
    if (this.#closed) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.refresh(), this.#retryMs);
    this.#retry.unref();
    this.#retryMs = Math.min(this.#retryMs * 2, RETRY_MAX_MS);
  }
}

/** `NAME@VERSION`; a scoped package begins with an `@` of its own. */
function splitVersion(text: string): [name: string, version: string | undefined] {
  const at = text.lastIndexOf('@');
  return at > 0 ? [text.slice(0, at), text.slice(at + 1)] : [text, undefined];
}

function retire(library: ApiLibrary): void {
  const timer = setTimeout(() => void library.close().catch(() => {}), RETIRE_MS);
  timer.unref();
}
