import { EpigenError } from '../../index/error.js';
import { messageOf } from '../error-text.js';
import type { ChatModel } from './chat-model.js';
import { readJson } from './reply-json.js';

/** What `epigen doctor` says of a model. */
export interface ModelFinding {
  readonly name: string;
  readonly status: 'ok' | 'broken';
  readonly detail: string;
  readonly remedy?: string;
}

const SCHEMA = {
  type: 'object',
  properties: { word: { type: 'string' } },
  required: ['word'],
  additionalProperties: false,
};

/** What a model of a step does not do by itself. */
const LIMITS: Readonly<Record<string, string>> = {
  'models.rerank': '; it is asked only where models.generate writes the code',
};

/** Asks a model for a word as JSON: whether it answers, in which form, and how long that takes. */
export async function modelFinding(name: string, model: ChatModel, address: string): Promise<ModelFinding> {
  const start = performance.now();
  try {
    const { text } = await model.ask([{ role: 'user', content: 'Say the word "ready".' }], {
      schema: { name: 'answer', description: 'A word.', schema: SCHEMA },
    });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const form = readJson(text) === undefined ? '; its answer was no JSON, so expect repairs' : '';
    return {
      name,
      status: 'ok',
      detail: `${model.label} at ${address} answers in ${seconds} s${form}${LIMITS[name] ?? ''}`,
    };
  } catch (error) {
    if (!(error instanceof EpigenError)) {
      return { name, status: 'broken', detail: `${model.label} at ${address}: ${messageOf(error)}` };
    }
    return {
      name,
      status: 'broken',
      detail: `${model.label} at ${address}: ${error.what}`,
      remedy: error.remedy,
    };
  }
}
