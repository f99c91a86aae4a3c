import type { BaseRetriever } from '@langchain/core/retrievers';
import type { Runnable } from '@langchain/core/runnables';
import type { ApiLibrary } from '../../index/library.js';
import { switchOffTracing } from '../../index/services/no-tracing.js';
import type { ChatModel, PipelineModels } from '../models/chat-model.js';
import type { Generation, GenerationSettings } from './generation.js';
import { decomposeWithModel } from './model/decompose-with-model.js';
import { candidatesFor } from './model/retrieve-for-subtasks.js';

/**
 * TDM, ARM and CGM for programs that are made of LangChain's parts. The package is loaded when one is made; nothing in
 * the server or the command line needs it. Making one switches LangChain's tracing off for the process.
 */

/** TDM as a Runnable: a requirement in, subtasks out. */
export async function decomposer(
  libraries: readonly ApiLibrary[],
  model: ChatModel,
): Promise<Runnable<string, string[]>> {
  switchOffTracing();
  const { RunnableLambda } = await import('@langchain/core/runnables');
  return RunnableLambda.from((requirement: string, { signal }: { signal?: AbortSignal } = {}) =>
    decomposeWithModel(
      {
        requirement,
        libraries,
        context: '',
        ...(signal && { signal }),
        spent: () => {},
        report: () => {},
      },
      model,
    ),
  );
}

/** ARM as a retriever: a subtask in, APIs as documents out (API Des as content, the record in the metadata). */
export async function apiRetriever(libraries: readonly ApiLibrary[], k = 5): Promise<BaseRetriever> {
  switchOffTracing();
  const { BaseRetriever } = await import('@langchain/core/retrievers');
  class ApiRetriever extends BaseRetriever {
    lc_namespace = ['epigen'];

    override async _getRelevantDocuments(subtask: string) {
      const { Document } = await import('@langchain/core/documents');
      const found = await candidatesFor(subtask, libraries, k);
      return found.map(
        ({ api, score }) =>
          new Document({
            pageContent: api.des,
            metadata: { name: api.name, key: api.key, exp: api.exp, library: api.library, score },
          }),
      );
    }
  }
  return new ApiRetriever();
}

/**
 * CGM as a Runnable, with what comes before it: a requirement in, a generation out. Code is made by `models.generate`
 * as a plan, or by rules where there is none, unless the settings say otherwise.
 */
export async function generator(
  libraries: readonly ApiLibrary[],
  models: PipelineModels = {},
  settings: Partial<GenerationSettings> = {},
): Promise<Runnable<string, Generation>> {
  switchOffTracing();
  const { RunnableLambda } = await import('@langchain/core/runnables');
  const engine = models.generate ? 'structured' : 'offline';
  return RunnableLambda.from(
    async (requirement: string, { signal }: { signal?: AbortSignal } = {}): Promise<Generation> => {
      const { generate } = await import('./generate.js');
      return generate({
        requirement,
        libraries,
        settings: { engine, stepComments: true, onInvalid: 'refuse', ...settings },
        models,
        ...(signal && { signal }),
      });
    },
  );
}
