import type * as z from 'zod';
import { ModelError } from '../../index/services/model-error.js';
import type { ChatModel, JsonSchema, Message } from './chat-model.js';
import { readJson } from './reply-json.js';

export interface JsonQuestion<T> {
  /** Names the answer, in letters and underscores. */
  readonly name: string;
  readonly messages: readonly Message[];
  /** What the model is told of the form. */
  readonly schema: JsonSchema;
  /** Reads the answer, or says in a sentence for the model what is wrong with it. */
  readonly read: z.ZodType<T>;
  readonly signal?: AbortSignal;
}

/**
 * Asks for JSON of a form. An answer that is not of it goes back once with what is wrong; then it throws a ModelError, as
 * it does where the model fails.
 */
export async function askJson<T>(model: ChatModel, question: JsonQuestion<T>): Promise<T> {
  const { name, schema, read, signal } = question;
  const messages = [...question.messages];
  for (let attempt = 1; ; attempt++) {
    const { text } = await model.ask(messages, {
      ...(signal && { signal }),
      schema: { name, description: `The ${name}.`, schema },
    });
    const result = read.safeParse(readJson(text));
    if (result.success) return result.data;
    const [issue] = result.error.issues;
    const wrong = `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim();
    if (attempt === 2) {
      throw new ModelError(
        'broken-answer',
        `the model gave no ${name}: ${wrong}`,
        model.label,
        'use a larger model',
      );
    }
    messages.push(
      { role: 'assistant', content: text.slice(0, 4000) },
      { role: 'user', content: `That is not what was asked for (${wrong}). Answer with the JSON alone.` },
    );
  }
}
