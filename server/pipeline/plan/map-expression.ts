import type { Condition, Expression, Step } from './plan.js';

/** What becomes of the parts of an expression: of each reference to a result, and of the steps of each callback. */
export interface ExpressionMap {
  readonly result: (expression: Extract<Expression, { kind: 'result' }>) => Expression;
  readonly callback: (steps: readonly Step[], id: number) => readonly Step[];
}

/** The expression with its references and callbacks replaced. */
export function mapExpression(expression: Expression, map: ExpressionMap): Expression {
  const inside = (it: Expression): Expression => mapExpression(it, map);
  switch (expression.kind) {
    case 'result':
      return map.result(expression);
    case 'object':
      return {
        ...expression,
        properties: expression.properties.map((it) => ({ ...it, value: inside(it.value) })),
      };
    case 'list':
      return { ...expression, elements: expression.elements.map(inside) };
    case 'template':
      return {
        ...expression,
        parts: expression.parts.map((it) => (typeof it === 'string' ? it : inside(it))),
      };
    case 'sum':
      return { ...expression, left: inside(expression.left), right: inside(expression.right) };
    case 'each':
      return { ...expression, list: inside(expression.list) };
    case 'test':
      return { ...expression, condition: mapCondition(expression.condition, map) };
    case 'callback':
      return { ...expression, steps: map.callback(expression.steps, expression.id) };
    default:
      return expression;
  }
}

export function mapCondition(condition: Condition, map: ExpressionMap): Condition {
  return {
    ...condition,
    value: mapExpression(condition.value, map),
    ...(condition.operand ? { operand: mapExpression(condition.operand, map) } : {}),
  };
}
