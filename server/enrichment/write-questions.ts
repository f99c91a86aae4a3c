import * as z from 'zod';
import type { ApiDoc } from '../../index/api-doc.js';
import type { Enrichment } from '../../index/enrich-library.js';
import { NO_LIBRARY } from '../analysis/typed.js';
import { askEach } from '../models/ask-each.js';
import { askJson } from '../models/ask-json.js';
import type { ChatModel } from '../models/chat-model.js';
import { apiText } from '../pipeline/model/api-text.js';
import {
  QUESTIONS_PER_LANGUAGE,
  QUESTIONS_VERSION,
  questionsPrompt,
  questionsSchema,
} from '../pipeline/prompts/questions.js';

/** A model that writes questions in these languages (BCP 47) for the records of an index. */
export function enrichmentBy(model: ChatModel, languages: readonly string[]): Enrichment {
  return {
    form: `${QUESTIONS_VERSION} ${[...languages].sort().join(',')}`,
    ask: (apis, answered, onProgress) =>
      askEach(apis, async (api) => answered(api, await questionsFor(api, languages, model)), onProgress),
  };
}

const answerSchema = z.object({ questions: z.array(z.string().trim()) });

async function questionsFor(api: ApiDoc, languages: readonly string[], model: ChatModel): Promise<string[]> {
  const { questions } = await askJson(model, {
    name: 'questions',
    messages: questionsPrompt(apiText({ api, library: NO_LIBRARY }), languages),
    schema: questionsSchema(languages),
    read: answerSchema,
  });
  const usable = questions.filter((it) => it.length >= 2 && it.length <= 300);
  return [...new Set(usable)].slice(0, QUESTIONS_PER_LANGUAGE * languages.length);
}
