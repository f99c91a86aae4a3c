import { importsOf } from './code/imports.js';
import { render } from './code/render.js';
import type { Conclusion, Destination, Draft } from './finish.js';
import type { Generation, Subtask } from './generation.js';
import { oneLine } from './one-line.js';
import { actionsOf, type Plan, type Step } from './plan/plan.js';

/** Renders the plan, checks it where it will stand, repairs what can be repaired, and decides. */
export function finishPlan(
  plan: Plan,
  destination: Destination,
  conclusion: Omit<Conclusion, 'apis'>,
): Generation {
  const apis = [...new Set([...actionsOf(plan.steps)].map((it) => it.api.name))];
  return destination.conclude(draftOf(plan, destination, conclusion.steps), { ...conclusion, apis });
}

/** A plan as code in the style of the file. */
export function draftOf(plan: Plan, { request, site, style }: Destination, steps: readonly Subtask[]): Draft {
  const { file, settings } = request;
  const rendered = render(plan, {
    style,
    taken: site.taken,
    imports: file ? importsOf(file.text) : [],
    ...(settings.stepComments ? { comments: steps.map((it) => oneLine(it.text)) } : {}),
  });
  return { ...rendered, returns: hasReturn(plan.steps) };
}

function hasReturn(steps: readonly Step[]): boolean {
  return steps.some((step) => {
    if (step.kind === 'return') return true;
    if (step.kind === 'guard') return hasReturn(step.steps) || hasReturn(step.otherwise);
    if (step.kind === 'attempt')
      return hasReturn(step.steps) || hasReturn(step.handler?.steps ?? []) || hasReturn(step.always);
    return (step.kind === 'loop' || step.kind === 'while') && hasReturn(step.steps);
  });
}
