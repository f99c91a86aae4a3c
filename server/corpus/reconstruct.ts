import * as z from 'zod';
import type { ApiLibrary } from '../../index/library.js';
import { askJson } from '../models/ask-json.js';
import type { ChatModel } from '../models/chat-model.js';
import { apiTexts, withinBudget } from '../pipeline/model/api-text.js';
import { MAX_SUBTASKS } from '../pipeline/model/decompose-with-model.js';
import { redaction } from '../pipeline/model/redaction.js';
import { reconstructPrompt, reconstructSchema } from '../pipeline/prompts/reconstruct.js';
import type { SolvedRequirement } from './solved.js';

/** What the documentation of the APIs that a function uses may take of the prompt. */
const TOKENS = 4000;

/**
 * Has a model write down what requirement a function fulfils, and by which subtasks (paper §4.1). Secrets in the code
 * reach neither the model nor what it writes. Throws a ModelError if the model fails or its answer cannot be used.
 */
export async function reconstruct(
  solved: SolvedRequirement,
  libraries: readonly ApiLibrary[],
  model: ChatModel,
): Promise<SolvedRequirement> {
  const { apis, code, by } = solved;
  const { hide } = redaction();
  const documented = apis.flatMap((name) =>
    libraries.flatMap((library) => {
      const api = library.find(name);
      return api ? [{ api, library }] : [];
    }),
  );
  const question = {
    code: hide(code),
    comment: by === 'comment' ? hide(solved.requirement) : '',
    apis,
    documentation: apiTexts(withinBudget(documented, TOKENS)),
    maxSubtasks: MAX_SUBTASKS,
  };
  const { requirement, subtasks } = await askJson(model, {
    name: 'requirement',
    messages: reconstructPrompt(question),
    schema: reconstructSchema(question),
    read: answerSchema(apis),
  });
  return { ...solved, requirement, steps: subtasks, by: 'model' };
}

function answerSchema(apis: readonly string[]) {
  const sentence = z.string().trim().min(1);
  return z.object({
    requirement: sentence.max(1500).refine((text) => !apis.some((api) => names(text, api)), {
      error: 'names an API; say what it does instead',
    }),
    subtasks: z
      .array(
        z.object({
          text: sentence.max(600),
          apis: z.array(z.string()).transform((given) => given.filter((it) => apis.includes(it))),
        }),
      )
      .min(1)
      .max(MAX_SUBTASKS),
  });
}

/** A name that is a word of the language as well, such as `open`, may well be meant as one. */
function names(text: string, api: string): boolean {
  return /[.A-Z]/.test(api) && text.includes(api);
}
