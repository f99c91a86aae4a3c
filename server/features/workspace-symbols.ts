import { type SymbolInformation, SymbolKind, SymbolTag } from 'vscode-languageserver-types';
import { URI } from 'vscode-uri';
import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import { abbreviationRank } from '../analysis/abbreviation.js';
import { sourceFile } from './declaration-place.js';
import { search } from './search.js';

const MAX_SYMBOLS = 100;
/** How many APIs are added for the meaning of a query, and how long it must be to have one. */
const MAX_MEANT = 20;
const MIN_MEANT = 2;

/** A library, and the folder that the files of its records are relative to. */
export interface PlacedLibrary {
  readonly library: ApiLibrary;
  readonly base: string;
}

/**
 * The APIs whose names a query abbreviates, the best first, and behind them those whose documentation it fits. An API of
 * a library that several folders have in the same version is there once.
 */
export async function workspaceSymbols(
  query: string,
  libraries: readonly PlacedLibrary[],
): Promise<SymbolInformation[]> {
  const named = libraries.flatMap((of) =>
    of.library.names().flatMap((name) => {
      const rank = rankOf(query, name);
      return rank === undefined ? [] : [{ of, name, rank }];
    }),
  );
  named.sort((a, b) => a.rank - b.rank || a.name.length - b.name.length);
  const found = new Map<string, SymbolInformation>();
  const add = (name: string, { library, base }: PlacedLibrary) => {
    if (found.size >= MAX_SYMBOLS) return;
    const key = `${name} ${library.name} ${library.version}`;
    const api = found.has(key) ? undefined : library.find(name);
    if (api) found.set(key, symbolOf(api, base));
  };
  for (const { name, of } of named) add(name, of);
  if (query.trim().length >= MIN_MEANT && libraries.length > 0) {
    const searched = libraries.map((it) => it.library);
    const { results } = await search(searched, query, MAX_MEANT);
    for (const { name, library } of results)
      for (const it of libraries) if (it.library.name === library) add(name, it);
  }
  return [...found.values()];
}

/** The last part of a name counts most, since everybody knows the library's own. */
function rankOf(query: string, name: string): number | undefined {
  const last = abbreviationRank(query, name.split('.').at(-1) ?? name);
  if (last !== undefined) return last;
  const whole = abbreviationRank(query, name);
  return whole === undefined ? undefined : whole + 4;
}

function symbolOf(api: ApiDoc, base: string): SymbolInformation {
  const { line, column } = api.source;
  const place = { line: line - 1, character: column - 1 };
  return {
    name: api.name,
    kind: api.member ? SymbolKind.Method : SymbolKind.Function,
    containerName: `${api.library} ${api.version}`,
    location: { uri: URI.file(sourceFile(api, base)).toString(), range: { start: place, end: place } },
    ...(api.deprecated ? { tags: [SymbolTag.Deprecated] } : {}),
  };
}
