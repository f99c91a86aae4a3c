import { ANYTHING } from './fitting-type.js';
import { type ExpressionMap, mapCondition, mapExpression } from './map-expression.js';
import type { Step } from './plan.js';

/**
 * Replaces references to results that are out of sight where they stand (declared inside a branch that has ended, or in a
 * `try` that its handler can't look into) by constants to fill in: code must never name what is not there.
 */
export function withVisibleResults(steps: readonly Step[], outer: ReadonlySet<number> = new Set()): Step[] {
  const visible = new Set(outer);
  return steps.map((step) => {
    const checked = inStep(step, visible);
    if (step.kind === 'action' || step.kind === 'pages') visible.add(step.id);
    return checked;
  });
}

function inStep(step: Step, visible: ReadonlySet<number>): Step {
  const map: ExpressionMap = {
    result: (it) => {
      if (visible.has(it.action)) return it;
      const name = it.path.at(-1) ?? 'value';
      return { kind: 'missing', name, placeholder: ANYTHING, what: `the ${name} to use here` };
    },
    callback: (steps, id) => withVisibleResults(steps, new Set([...visible, id])),
  };
  const block = (steps: readonly Step[]): Step[] => withVisibleResults(steps, visible);
  switch (step.kind) {
    case 'action':
      return { ...step, arguments: step.arguments.map((it) => mapExpression(it, map)) };
    case 'guard': {
      const condition = mapCondition(step.condition, map);
      return { ...step, condition, steps: block(step.steps), otherwise: block(step.otherwise) };
    }
    case 'attempt': {
      const handler = step.handler && { ...step.handler, steps: block(step.handler.steps) };
      return {
        ...step,
        steps: block(step.steps),
        ...(handler ? { handler } : {}),
        always: block(step.always),
      };
    }
    case 'pages': {
      const [action] = withVisibleResults([step.action], new Set([...visible, step.token]));
      return action?.kind === 'action' ? { ...step, action } : step;
    }
    case 'loop': {
      const steps = withVisibleResults(step.steps, new Set([...visible, step.id]));
      return { ...step, over: mapExpression(step.over, map), steps };
    }
    case 'while':
    case 'function':
      return { ...step, steps: block(step.steps) };
    case 'return':
      return step.value ? { ...step, value: mapExpression(step.value, map) } : step;
    case 'note':
    case 'statement':
      return step;
  }
}
