import type { ApiLibrary } from '../../index/library.js';

/** What `epigen/status` announces and `epigen.showStatus` answers. */
export interface Status {
  readonly libraries: readonly { readonly name: string; readonly version: string; readonly build: string }[];
  readonly store: string;
  readonly engine: string;
  readonly problems: readonly string[];
}

export function status(
  libraries: readonly ApiLibrary[],
  store: string,
  engine: string,
  problems: readonly string[],
): Status {
  return {
    libraries: libraries.map(({ name, version, build }) => ({ name, version, build })),
    // A store address may hold a password, and clients log what they are told.
    store: withoutPassword(store),
    engine,
    problems,
  };
}

/** One sentence for a message box. */
export function statusSentence({ libraries, store, engine, problems }: Status): string {
  const named = libraries.map(({ name, version }) => `${name} ${version}`).join(', ');
  const what = libraries.length > 0 ? `EpiGEN knows ${named}` : 'EpiGEN knows no library';
  const trouble = problems.length > 0 ? ` Problems: ${problems.join(' ')}` : '';
  return `${what} (store ${store}, engine ${engine}).${trouble}`;
}

/** A store location without the password it may hold. */
export function withoutPassword(location: string): string {
  return location.replace(/^([a-z][\w+.-]*:\/\/[^/@:]*):[^@]*@/i, '$1:***@');
}
