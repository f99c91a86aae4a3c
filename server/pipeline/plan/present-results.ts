import { admitsNull, awaited, isNullable } from '../retrieval/shapes.js';
import { type ExpressionMap, mapCondition, mapExpression } from './map-expression.js';
import { type Condition, type Expression, expressionsOf, type Step } from './plan.js';

/** What is known of results on the way through a plan. */
interface Known {
  /** Results that may be null or undefined, and which of the two. */
  readonly nullable: Map<number, 'null' | 'undefined'>;
  /** Those among them that a guard has found to be there. */
  readonly present: Set<number>;
}

/**
 * Takes care that nothing is taken out of a result that may not be there: calls that need a part of it, and what follows
 * them, come under a guard; returned values and conditions reach for it with `?.`.
 */
export function withPresentResults(steps: readonly Step[]): Step[] {
  return block(steps, { nullable: new Map(), present: new Set() });
}

function block(steps: readonly Step[], outer: Known): Step[] {
  const known: Known = { nullable: new Map(outer.nullable), present: new Set(outer.present) };
  const done: Step[] = [];
  for (const [at, step] of steps.entries()) {
    const doubtful = step.kind === 'action' || step.kind === 'loop' ? doubtfulResult(step, known) : undefined;
    if (doubtful) {
      const value: Expression = { kind: 'result', action: doubtful.action, path: [] };
      const operand: Expression = { kind: 'code', code: doubtful.nothing };
      known.present.add(doubtful.action);
      const condition: Condition = { value, test: 'present', operand };
      return [...done, { kind: 'guard', condition, steps: block(steps.slice(at), known), otherwise: [] }];
    }
    done.push(inStep(step, known));
    if (step.kind === 'action' && isNullable(awaited(step.signature.returns, step.library), step.library))
      known.nullable.set(
        step.id,
        admitsNull(awaited(step.signature.returns, step.library), step.library) ? 'null' : 'undefined',
      );
    // Behind `if (x === null) { …; return; }` there is an x.
    const absent = step.kind === 'guard' && step.condition.test === 'null' && tested(step.condition);
    if (step.kind === 'guard' && absent && step.steps.at(-1)?.kind === 'return') known.present.add(absent);
  }
  return done;
}

/** A result that a step takes a part of although it may not be there. */
function doubtfulResult(
  step: Extract<Step, { kind: 'action' | 'loop' }>,
  known: Known,
): { action: number; nothing: string } | undefined {
  const own: Step = step.kind === 'loop' ? { ...step, steps: [] } : withoutCallbacks(step);
  for (const it of expressionsOf([own])) {
    if (it.kind !== 'result' || it.path.length === 0) continue;
    const nothing = known.nullable.get(it.action);
    if (nothing && !known.present.has(it.action)) return { action: it.action, nothing };
  }
  return undefined;
}

function withoutCallbacks(step: Extract<Step, { kind: 'action' }>): Step {
  const map: ExpressionMap = { result: (it) => it, callback: () => [] };
  return { ...step, arguments: step.arguments.map((it) => mapExpression(it, map)) };
}

function inStep(step: Step, known: Known): Step {
  const map: ExpressionMap = {
    result: (it) =>
      it.path.length > 0 && known.nullable.has(it.action) && !known.present.has(it.action)
        ? { ...it, optional: true }
        : it,
    callback: (steps) => block(steps, known),
  };
  switch (step.kind) {
    case 'action':
      return { ...step, arguments: step.arguments.map((it) => mapExpression(it, map)) };
    case 'guard': {
      const result = tested(step.condition);
      const there: Known = { ...known, present: new Set([...known.present, ...(result ? [result] : [])]) };
      const { test } = step.condition;
      return {
        ...step,
        condition: mapCondition(step.condition, map),
        steps: block(step.steps, test === 'present' ? there : known),
        otherwise: block(step.otherwise, test === 'null' ? there : known),
      };
    }
    case 'attempt': {
      const handler = step.handler && { ...step.handler, steps: block(step.handler.steps, known) };
      return {
        ...step,
        steps: block(step.steps, known),
        ...(handler ? { handler } : {}),
        always: block(step.always, known),
      };
    }
    case 'pages':
      return {
        ...step,
        action: { ...step.action, arguments: step.action.arguments.map((it) => mapExpression(it, map)) },
      };
    case 'loop':
    case 'while':
    case 'function':
      return { ...step, steps: block(step.steps, known) };
    case 'return':
      return step.value ? { ...step, value: mapExpression(step.value, map) } : step;
    case 'note':
    case 'statement':
      return step;
  }
}

/** The result that a condition tests as a whole. */
function tested({ value }: Condition): number | undefined {
  return value.kind === 'result' && value.path.length === 0 ? value.action : undefined;
}
