import type { Settings } from '../settings.js';
import type { PipelineModels } from './chat-model.js';

/**
 * The models that code is made with; loads nothing where the settings name none. The rules of the offline engine take
 * subtasks of a model, but nothing else. A model that writes code also splits requirements unless the settings say who
 * does: of APIs that are not found by the subtasks it cannot know.
 */
export async function modelsFor(
  { models }: Settings,
  engine: Settings['generation']['engine'],
): Promise<PipelineModels> {
  const { decompose = engine === 'offline' ? 'offline' : models.generate } = models;
  const wanted: Settings['models'] =
    engine === 'offline'
      ? { ...(decompose && { decompose }) }
      : { ...models, ...(decompose && { decompose }) };
  if (Object.values(wanted).every((it) => it === undefined || it === 'offline')) return {};
  const { openModels } = await import('./open-models.js');
  return openModels(wanted);
}
