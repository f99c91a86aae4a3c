import { builtin } from '../embeddings/builtin.js';
import type { Embedder } from '../embeddings/embedder.js';
import { buildLexicalIndex } from '../lexical/lexical-index.js';
import type { Candidate } from '../library.js';
import type { LibraryReading } from '../library-reading.js';
import { exactIndex } from '../vectors/exact.js';
import { searchCandidates } from './candidates.js';
import type { SearchData } from './direct-scores.js';
import { searchFields } from './search-fields.js';

/**
 * Hybrid retrieval over a library that is only in memory, without a store: the same ranking as `ApiLibrary.search`.
 * Its indexes are built at the first query.
 */
export function rankerFor(
  reading: Pick<LibraryReading, 'apis'>,
  embedder: Embedder = builtin,
): (text: string, k: number) => Promise<Candidate[]> {
  let data: Promise<SearchData> | undefined;
  return async (text, k) => {
    data ??= searchData(reading, embedder);
    return searchCandidates(await data, text, k, (row) => reading.apis[row]);
  };
}

/** The indexes of a library in memory. */
export async function searchData(
  { apis }: Pick<LibraryReading, 'apis'>,
  embedder: Embedder,
): Promise<SearchData> {
  const lexical = buildLexicalIndex(apis.map((api) => searchFields(api)));
  const vectors = await embedder.embed(apis.map((api) => api.key));
  return { lexical, meaning: { vectors: exactIndex(vectors, await embedder.dimension), embedder } };
}
