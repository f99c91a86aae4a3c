import type { Settings } from '../settings.js';
import type { PipelineModels } from './chat-model.js';

/**
 * The models that code is made with; loads nothing where the settings name none. The rules of the offline engine take
 * subtasks of a model, but nothing else.
 */
export async function modelsFor(
  { models }: Settings,
  engine: Settings['generation']['engine'],
): Promise<PipelineModels> {
  const wanted =
    engine === 'offline' ? ({ ...models, generate: 'offline', rerank: 'offline' } as const) : models;
  if (Object.values(wanted).every((it) => it === undefined || it === 'offline')) return {};
  const { openModels } = await import('./open-models.js');
  return openModels(wanted);
}
