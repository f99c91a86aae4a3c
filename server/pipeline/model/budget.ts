import { ModelError } from '../../../index/services/model-error.js';
import type { ChatModel, PipelineModels } from '../../models/chat-model.js';
import { tokensOf } from './prompt-data.js';

/** What one generation may cost; what is not stated has no bound. */
export interface Budget {
  /** Tokens read and written by all models together. */
  readonly maxTokens?: number;
  /** For all of it, waiting for turns and tries again included. */
  readonly timeoutMs?: number;
}

/**
 * The same models for one generation that begins now. Where its time ends, so does the question that is being answered;
 * where its tokens are used up, the answer is still taken. From then on each question is refused with a ModelError of the
 * kind `used-up`.
 */
export function boundedModels(models: PipelineModels, { maxTokens, timeoutMs }: Budget): PipelineModels {
  const deadline = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  let tokens = 0;

  const usedUp = (model: ChatModel): ModelError | undefined => {
    if (deadline?.aborted) {
      const what = `the time of the generation is used up (${(timeoutMs ?? 0) / 1000} s)`;
      return new ModelError(
        'used-up',
        what,
        model.label,
        'raise generation.timeoutMs, or use a faster model',
      );
    }
    if (maxTokens === undefined || tokens < maxTokens) return undefined;
    const what = `the tokens of the generation are used up (${tokens} of ${maxTokens})`;
    return new ModelError(
      'used-up',
      what,
      model.label,
      'raise generation.maxTokens, or ask for less at once',
    );
  };
  const bounded = (model: ChatModel): ChatModel => ({
    ...model,
    async ask(messages, options = {}) {
      const refusal = usedUp(model);
      if (refusal) throw refusal;
      const { signal } = options;
      const ending = signal && deadline ? AbortSignal.any([signal, deadline]) : (signal ?? deadline);
      try {
        const reply = await model.ask(messages, { ...options, ...(ending && { signal: ending }) });
        const { input, output } = reply.tokens ?? {
          input: messages.reduce((sum, it) => sum + tokensOf(it.content), 0),
          output: tokensOf(reply.text),
        };
        tokens += input + output;
        return reply;
      } catch (error) {
        signal?.throwIfAborted();
        throw usedUp(model) ?? error;
      }
    },
  });
  return Object.fromEntries(
    Object.entries(models).map(([step, model]: [string, ChatModel]) => [step, bounded(model)]),
  );
}
