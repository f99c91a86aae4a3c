import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary, Candidate } from '../../index/library.js';
import type { LibraryReading } from '../../index/library-reading.js';

/** A library straight from its reading, without a store. `search` must be given where a test needs it. */
export function memoryLibrary(
  reading: LibraryReading,
  search: (text: string, k: number) => Promise<Candidate[]> = () => Promise.reject(new Error('no search')),
): ApiLibrary {
  const apis = new Map(reading.apis.map((api) => [api.name, api]));
  const types = new Map(reading.types.map((type) => [type.name, type]));
  return {
    name: reading.name,
    version: reading.version,
    build: `${reading.version}-00000000`,
    access: reading.access,
    roots: reading.roots,
    names: () => [...apis.keys()],
    find: (name) => apis.get(name),
    type: (name) => types.get(name),
    fetch: async (names) =>
      names.map((name) => apis.get(name)).filter((api): api is ApiDoc => api !== undefined),
    search,
    close: async () => {},
  };
}
