import { EpigenError } from '../error.js';
import { builtin } from './builtin.js';
import type { Embedder } from './embedder.js';

/** The embedding that a setting names: `builtin` is the one there is. Throws EpigenError for any other. */
export function openEmbedder(setting: string): Embedder {
  if (setting === 'builtin') return builtin;
  throw new EpigenError(
    `embedding '${setting}' is not available in this version`,
    'embeddings',
    "use 'builtin', which needs no model and no network",
  );
}
