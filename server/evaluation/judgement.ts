import type { ApiLibrary } from '../../index/library.js';
import { isNamed } from './api-names.js';
import { callFacts } from './call-facts.js';
import type { Verdict } from './compare-runs.js';
import { type ReferenceScores, referenceScores } from './reference-scores.js';
import type { Answer } from './scores.js';
import type { Task } from './task.js';

/** What is wrong with an answer, in words that are counted. */
export type FailureKind =
  | 'model failed'
  | 'no code'
  | 'API missing'
  | 'API too many'
  | 'finding left'
  | 'argument wrong'
  | 'result not passed on'
  | `executed: ${string}`;

/** What an answer comes to beyond the names of its APIs. */
export interface Judgement extends ReferenceScores {
  /** The share of scenarios in which the answer does what the reference does; absent if nothing was executed. */
  readonly accepted?: number;
  readonly failures: readonly FailureKind[];
}

/** Judges an answer by the reference of its task, and by what its scenarios came to. */
export function judge(
  task: Task,
  answer: Answer | undefined,
  libraries: readonly ApiLibrary[],
  verdicts: readonly Verdict[] | undefined,
): Judgement {
  const code = answer?.code ?? '';
  const reference =
    task.reference === undefined
      ? {}
      : referenceScores(
          callFacts(textOf(task, task.reference), libraries),
          code === '' ? [] : callFacts(textOf(task, code), libraries),
          task.free,
        );
  const accepted = verdicts && verdicts.filter((it) => it.ok).length / Math.max(1, verdicts.length);
  return {
    ...reference,
    ...(accepted !== undefined && { accepted }),
    failures: failuresOf(task, answer, reference, verdicts ?? []),
  };
}

/** Statements are read where they stand: of variables around them the context tells. */
function textOf({ context }: Task, code: string): string {
  if (context === undefined || /^\s*(?:export\s+)?(?:async\s+)?function\b/m.test(code)) return code;
  const mark = /\/\/[^\n]*@insert[^\n]*|\/\*[^*]*@insert[^*]*\*\//;
  return mark.test(context) ? context.replace(mark, () => code) : code;
}

function failuresOf(
  task: Task,
  answer: Answer | undefined,
  { passed, edges }: ReferenceScores,
  verdicts: readonly Verdict[],
): FailureKind[] {
  if (!answer || answer.failed) return ['model failed'];
  const missing = task.apis.some((wanted) => !answer.apis.some((it) => isNamed(it, wanted)));
  const strange = answer.apis.some((it) => !task.apis.some((wanted) => isNamed(it, wanted)));
  const needsCode = task.reference !== undefined || task.apis.length === 0;
  if (answer.code === '' && needsCode) return ['no code'];
  const reasons = new Set(verdicts.flatMap((it) => (it.ok ? [] : [it.reason])));
  return [
    ...(task.apis.length > 0 && missing ? (['API missing'] as const) : []),
    ...(task.apis.length > 0 && strange ? (['API too many'] as const) : []),
    ...(answer.errors > 0 ? (['finding left'] as const) : []),
    ...(!missing && passed !== undefined && passed < 1 ? (['argument wrong'] as const) : []),
    ...(!missing && edges !== undefined && edges < 1 ? (['result not passed on'] as const) : []),
    ...[...reasons].map((it) => `executed: ${it}` as const),
  ];
}
