import { EpigenError } from '../../index/error.js';
import type { ApiLibrary } from '../../index/library.js';
import type { Generation, GenerationRequest } from './generation.js';

/**
 * Turns a requirement into checked code: TDM, ARM, CGM (paper §3), each by rules or by the model that the request has for
 * it. Where a model fails the rules answer, and the generation's `note` says so.
 *
 * Answers with a refusal and no edit where there is nothing to insert. Throws an EpigenError for an engine that needs a
 * model and has none, and the signal's reason when it is aborted.
 */
export async function generate(request: GenerationRequest): Promise<Generation> {
  const { settings, models = {}, signal } = request;
  signal?.throwIfAborted();
  if (settings.engine !== 'offline' && !models.generate) {
    throw new EpigenError(
      `the engine ${settings.engine} needs a model`,
      'generation.engine',
      'set models.generate, or use the engine offline',
    );
  }
  const generation =
    settings.engine === 'offline' && !models.decompose && !request.subtasks
      ? (await import('./generate-offline.js')).generateOffline(request)
      : (await import('./model/generate-with-models.js')).generateWithModels(request);
  return withTrouble(await generation, request.libraries);
}

/** What kept retrieval from doing its best, said in the note. */
function withTrouble(generation: Generation, libraries: readonly ApiLibrary[]): Generation {
  const trouble = libraries.flatMap((it) => it.problem?.() ?? []);
  if (trouble.length === 0) return generation;
  return { ...generation, note: [generation.note, ...trouble].filter(Boolean).join(' ') };
}
