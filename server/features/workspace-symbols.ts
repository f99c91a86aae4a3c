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

/** The APIs whose names a query abbreviates, the best first, and behind them those whose documentation it fits. */
export async function workspaceSymbols(
  query: string,
  libraries: readonly ApiLibrary[],
  base: string,
): Promise<SymbolInformation[]> {
  const named = libraries.flatMap((library) =>
    library.names().flatMap((name) => {
      const rank = rankOf(query, name);
      return rank === undefined ? [] : [{ library, name, rank }];
    }),
  );
  named.sort((a, b) => a.rank - b.rank || a.name.length - b.name.length);
  const found = named.slice(0, MAX_SYMBOLS);
  if (query.trim().length >= MIN_MEANT && libraries.length > 0) {
    const { results } = await search(libraries, query, MAX_MEANT);
    for (const { name, library: of } of results) {
      const library = libraries.find((it) => it.name === of);
      if (library && !found.some((it) => it.name === name && it.library === library))
        found.push({ library, name, rank: 9 });
    }
  }
  return found.slice(0, MAX_SYMBOLS).flatMap(({ library, name }) => {
    const api = library.find(name);
    return api ? [symbolOf(api, base)] : [];
  });
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
