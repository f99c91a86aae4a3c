import { EpigenError } from '../../index/error.js';
import type { ApiLibrary } from '../../index/library.js';
import type { CellFile } from '../evaluation/cell-file.js';
import type { Answer } from '../evaluation/scores.js';
import type { Task } from '../evaluation/task.js';
import type { PipelineModels } from '../models/chat-model.js';
import type { Generation, GenerationRequest } from '../pipeline/generation.js';
import type { Settings } from '../settings.js';
import type { Pair } from './eval-pairs.js';
import { placeAtMark } from './insertion-place.js';

/** Answers what the cell does not have yet. What fails for good is a refusal of its task, not the end of the run. */
export async function answerAll(
  tasks: readonly Task[],
  cell: CellFile,
  pair: Pair,
  libraries: readonly ApiLibrary[],
  settings: Settings,
): Promise<void> {
  for (const task of tasks) {
    if (cell.answers.has(task.id)) continue;
    const start = performance.now();
    try {
      const given = await answer(task, pair, libraries, settings);
      cell.add({ ...given, mb: Math.round(process.memoryUsage.rss() / 1e6) });
    } catch (error) {
      if (!(error instanceof EpigenError)) throw error;
      cell.add({
        id: task.id,
        steps: [],
        apis: [],
        code: '',
        errors: 0,
        marked: 0,
        refusal: error.message,
        failed: true,
        outcome: 'refused',
        engine: pair.cgm.baseline ?? pair.cgm.engine,
        ms: Math.round(performance.now() - start),
      });
    }
  }
}

async function answer(
  task: Task,
  { tdm, cgm, rerank }: Pair,
  libraries: readonly ApiLibrary[],
  settings: Settings,
): Promise<Answer> {
  const { generate } = await import('../pipeline/generate.js');
  const start = performance.now();
  const models: PipelineModels = {
    ...(tdm.model && { decompose: tdm.model.chat }),
    ...(cgm.model && { generate: cgm.model.chat }),
    ...(rerank && { rerank: rerank.chat }),
  };
  const request: GenerationRequest = {
    requirement: task.requirement,
    libraries,
    settings: { ...settings.generation, stepComments: false, engine: cgm.engine },
    models,
    // The rules of CGM split by themselves.
    ...(tdm.none && cgm.engine !== 'offline' && { subtasks: [task.requirement] }),
    ...(task.entry && { entry: task.entry }),
    ...(task.context !== undefined && {
      file: { uri: 'untitled:context.js', text: task.context, target: await placeAtMark(task.context) },
    }),
  };
  if (cgm.baseline && cgm.model) {
    const { baseline } = await import('../evaluation/baseline.js');
    return await baseline(task.id, request, cgm.model.chat, cgm.baseline);
  }
  const generation = await generate(request);
  return answerOf(task.id, generation, performance.now() - start, libraries);
}

function answerOf(id: string, generation: Generation, ms: number, libraries: readonly ApiLibrary[]): Answer {
  const errors = generation.diagnostics.filter((it) => it.severity === 'error');
  return {
    id,
    steps: generation.steps.map((it) => it.text),
    apis: generation.apis.filter((name) => !libraries.some((it) => it.find(name)?.member)),
    code: generation.code,
    errors: errors.filter((it) => !it.marked).length,
    marked: errors.filter((it) => it.marked).length,
    engine: generation.engine,
    ms: Math.round(ms),
    ...(generation.refusal !== undefined && { refusal: generation.refusal }),
    ...(generation.outcome !== undefined && { outcome: generation.outcome }),
    ...(generation.note !== undefined && { note: generation.note }),
    ...(generation.tokens && { tokens: generation.tokens }),
  };
}
