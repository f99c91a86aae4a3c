// The entry `epigen/langchain` of the package: the pipeline as parts of LangChain, for programs of one's own.
import type { ApiLibrary } from '../index/library.js';
import { openStore } from '../index/store/open-store.js';

export type { ApiLibrary } from '../index/library.js';
export type { ChatModel, PipelineModels } from './models/chat-model.js';
export { openModel } from './models/open-models.js';
export type { Generation, GenerationSettings } from './pipeline/generation.js';
export { apiRetriever, decomposer, generator } from './pipeline/runnables.js';

/** Libraries of a store, to be closed when they are no longer needed. */
export interface OpenLibraries {
  readonly libraries: readonly ApiLibrary[];
  close(): Promise<void>;
}

/**
 * Opens what `epigen index` has built: all libraries of a store, or those of these names. `store` is a folder or an
 * address, `embeddings` what they were indexed with (`builtin` unless given). Rejects with an error that says what to do
 * where there is none, or one is damaged.
 */
export async function openLibraries(
  store: string,
  {
    names,
    embeddings = 'builtin',
  }: { readonly names?: readonly string[]; readonly embeddings?: string } = {},
): Promise<OpenLibraries> {
  const opened = await openStore(store, { cwd: process.cwd(), embeddings });
  const libraries: ApiLibrary[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(libraries.map((it) => it.close()));
    await opened.close();
  };
  try {
    for (const name of names ?? (await opened.libraries())) libraries.push(await opened.open(name));
  } catch (error) {
    await close();
    throw error;
  }
  return { libraries, close };
}
