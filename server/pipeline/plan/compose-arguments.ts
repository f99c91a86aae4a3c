import type { Signature } from '../../../index/type-shape.js';
import type { Slot } from '../retrieval/shapes.js';
import type { Expression } from './plan.js';

/**
 * Puts bound slots together into the arguments of a call: options become (nested) object literals in the order of the
 * declaration, trailing parameters that are not passed are left out, gaps are `undefined`. Slots in `skip` (paths joined by
 * dots) are left to the renderer but keep their place.
 */
export function composeArguments(
  signature: Signature,
  slots: readonly Slot[],
  bound: ReadonlyMap<Slot, Expression>,
  skip: ReadonlySet<string>,
): Expression[] {
  const passed: (Expression | undefined)[] = signature.parameters.map((parameter) => {
    const own = slots.filter((it) => it.path[0] === parameter.name);
    const direct = own.find((it) => it.path.length === 1);
    if (direct) return bound.get(direct);
    const composed = composeObject(own, 1, bound);
    const needed = !parameter.optional && !parameter.rest;
    const holdsCallback = own.some((it) => skip.has(it.path.join('.')));
    return composed.properties.length > 0 || needed || holdsCallback ? composed : undefined;
  });
  let length = passed.length;
  while (length > 0 && passed[length - 1] === undefined) length--;
  return passed.slice(0, length).map((it) => it ?? { kind: 'code', code: 'undefined' });
}

function composeObject(
  slots: readonly Slot[],
  depth: number,
  bound: ReadonlyMap<Slot, Expression>,
): Extract<Expression, { kind: 'object' }> {
  const properties: { name: string; value: Expression }[] = [];
  for (const name of new Set(slots.map((it) => it.path[depth] ?? ''))) {
    const inner = slots.filter((it) => it.path[depth] === name);
    const leaf = inner.find((it) => it.path.length === depth + 1);
    const value = leaf ? bound.get(leaf) : composeObject(inner, depth + 1, bound);
    if (!value || (value.kind === 'object' && !leaf && value.properties.length === 0)) continue;
    properties.push({ name, value });
  }
  return { kind: 'object', properties };
}

/** The arguments of a call with one value more, put at its path from the parameters. */
export function argumentsWith(
  passed: readonly Expression[],
  signature: Signature,
  path: readonly string[],
  value: Expression,
): Expression[] {
  const [head, ...rest] = path;
  const at = signature.parameters.findIndex((it) => it.name === head);
  const result = [...passed];
  while (result.length <= at) result.push({ kind: 'code', code: 'undefined' });
  result[at] = putAt(result[at], rest, value);
  return result;
}

function putAt(expression: Expression | undefined, path: readonly string[], value: Expression): Expression {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const properties = expression?.kind === 'object' ? expression.properties : [];
  const inner = properties.find((it) => it.name === name)?.value;
  return {
    kind: 'object',
    properties: [...properties.filter((it) => it.name !== name), { name, value: putAt(inner, rest, value) }],
  };
}
