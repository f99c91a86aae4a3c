import * as z from 'zod';
import { EpigenError } from '../../index/error.js';
import type { ApiLibrary } from '../../index/library.js';
import { checkText } from '../checks/check.js';
import { callFacts } from './call-facts.js';
import type { Answer } from './scores.js';
import { jsonLines, type Task } from './task.js';

const predictionSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  steps: z
    .union([z.array(z.string()), z.string().transform((it) => it.split('\n').filter(Boolean))])
    .default([]),
  apis: z.array(z.string()).exactOptional(),
  code: z.string().default(''),
});

/**
 * Answers that another program gave, `{id, steps?, apis?, code?}` a line; the last one of an id counts. APIs that are not
 * named are those that the code calls; the code is checked as generated code is. Throws EpigenError for a line that is none.
 */
export function readPredictions(
  text: string,
  shown: string,
  tasks: readonly Task[],
  libraries: readonly ApiLibrary[],
): Map<string, Answer> {
  const answers = new Map<string, Answer>();
  for (const { value, where } of jsonLines(text, shown)) {
    const read = predictionSchema.safeParse(value);
    if (!read.success) {
      throw new EpigenError(
        `the line is no prediction: ${read.error.issues[0]?.path.join('.')}: ${read.error.issues[0]?.message}`,
        where,
        'write {"id": "1", "steps": ["…"], "apis": ["…"], "code": "…"}',
      );
    }
    const { id, steps, apis, code } = read.data;
    const { problems } = checkText(code, libraries, {
      uri: 'untitled:code.js',
      disableComments: 'ignore',
    });
    answers.set(id, {
      id,
      steps,
      apis: apis ?? [...new Set(callFacts(code, libraries).map((it) => it.api))],
      code,
      errors: problems.filter((it) => it.severity === 'error').length,
      marked: 0,
      engine: 'predictions',
    });
  }
  if (tasks.some((it) => answers.has(it.id))) return answers;
  throw new EpigenError('no line of it answers a task', shown, 'give predictions the ids of the tasks');
}
