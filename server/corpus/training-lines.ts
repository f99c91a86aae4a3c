import type { ApiLibrary } from '../../index/library.js';
import { categoriesOf, MAX_SUBTASKS } from '../pipeline/model/decompose-with-model.js';
import { redaction } from '../pipeline/model/redaction.js';
import { decomposeAnswer, decomposePrompt } from '../pipeline/prompts/decompose.js';
import { distinctRequirements } from './distinct.js';
import type { SolvedRequirement } from './solved.js';

export type TrainingFormat = 'chat' | 'pairs';

/**
 * The lines that can teach how a requirement is split: those with a requirement in sentences. Where neither a model nor
 * comments tell the subtasks, they are what the documentation says of the APIs. Two lines never ask for the same.
 */
export function teachable(
  lines: readonly SolvedRequirement[],
  libraries: readonly ApiLibrary[],
): SolvedRequirement[] {
  return distinctRequirements(lines).flatMap((line) => {
    if (line.by === 'name') return [];
    const steps = toldSteps(line) ?? documentedSteps(line, libraries);
    return steps.length > 0 && steps.length <= MAX_SUBTASKS ? [{ ...line, steps }] : [];
  });
}

/** The steps of a line, if they say what all of its APIs are for. */
function toldSteps({ steps, apis }: SolvedRequirement): SolvedRequirement['steps'] | undefined {
  const told = new Set(steps.flatMap((it) => it.apis));
  return steps.length > 0 && apis.every((it) => told.has(it)) ? steps : undefined;
}

function documentedSteps({ apis }: SolvedRequirement, libraries: readonly ApiLibrary[]) {
  return apis.flatMap((name) => {
    const text = libraries.map((it) => it.find(name)?.functionality).find(Boolean);
    return text
      ? [{ text: `${text.replace(/[.。]$/, '')}${/[\u3400-\u9fff]/.test(text) ? '。' : '.'}`, apis: [name] }]
      : [];
  });
}

/** Makes the lines that a fine-tuning tool reads: TDM's own prompt, and the answer that it asks for. */
export function trainingLines(
  format: TrainingFormat,
  libraries: readonly ApiLibrary[],
): (line: SolvedRequirement) => object {
  const categories = categoriesOf(libraries);
  return ({ requirement, steps }) => {
    const { hide } = redaction();
    const messages = decomposePrompt({
      requirement: hide(requirement),
      maxSubtasks: MAX_SUBTASKS,
      categories,
      examples: [],
      context: '',
    });
    const answer = decomposeAnswer(steps.map((it) => hide(it.text)));
    if (format === 'chat') return { messages: [...messages, { role: 'assistant', content: answer }] };
    return { prompt: messages.map((it) => it.content).join('\n\n'), completion: answer };
  };
}
