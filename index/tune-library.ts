import { builtin } from './embeddings/builtin.js';
import { shippedTable } from './embeddings/encoder/shipped-table.js';
import { tuneEncoder } from './embeddings/encoder/tune-encoder.js';
import { EpigenError } from './error.js';
import { buildId, embeddedTexts } from './store/build-content.js';
import type { WritableStore } from './store/writable-store.js';

/** What tuning came to: the JSON of `epigen tune --json`. */
export interface TuningReport {
  /** Mean reciprocal rank of the right records for texts of the documentation that were held back. */
  readonly before: number;
  readonly after: number;
  /** Whether the tuned embedding is in use now: only if it is better. */
  readonly kept: boolean;
}

/**
 * Tunes the built-in embedding on a library's own documentation, and makes a build with it current if it finds held-back
 * texts better than the embedding as it ships. Throws EpigenError as opening the library does, or when it was indexed with
 * another embedding.
 */
export async function tuneLibrary(store: WritableStore, library: string): Promise<TuningReport> {
  const content = await store.content(library);
  if (content.embedding.id.split('+')[0] !== builtin.id) {
    throw new EpigenError(
      `${library} was indexed with the embedding ${content.embedding.id}, which cannot be tuned`,
      store.location,
      "rebuild it with 'epigen index'",
    );
  }
  const { before, after, bytes } = tuneEncoder(shippedTable(), content.apis);
  if (after <= before) return { before, after, kept: false };

  const embedder = builtin.withTuning(bytes);
  const vectors = await embedder.embed(embeddedTexts(content));
  const embedding = { id: embedder.id, dimension: embedder.dimension, changed: 0 };
  const build = buildId({ ...content, embedding });
  if (build !== content.build) {
    const inputs = await store.inputs(library);
    await store.publish({ ...content, embedding, build, vectors, tuning: bytes });
    // The sources are still those of the build before.
    if (inputs?.build === content.build) await store.setInputs(library, { ...inputs, build });
  }
  return { before, after, kept: true };
}
