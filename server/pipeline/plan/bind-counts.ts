import type { ApiLibrary } from '../../../index/library.js';
import { acceptsOnly, elementOf, type Slot } from '../retrieval/shapes.js';
import type { Material, Surroundings } from './bind-values.js';
import { partsOf } from './known-values.js';
import type { Expression } from './plan.js';

const COUNT =
  /\bhow many\b|\bthe (?:number|count|amount) of\b|多少|几(?=[条个封张份位次])|数量|条数|个数|总数/i;

/**
 * "show how many there are": the length of the list that an earlier call gave, in the first required parameter that
 * takes a text or a number and for which nothing else is said.
 */
export function bindCount(
  slots: readonly Slot[],
  bound: Map<Slot, Expression>,
  { text, values, used }: Material,
  { results }: Surroundings,
  library: ApiLibrary,
): void {
  if (!COUNT.test(text) || values.some((it) => it.kind === 'text' && !used.has(it))) return;
  const slot = slots.find(
    (it) =>
      it.required &&
      !bound.has(it) &&
      (acceptsOnly(it.type, 'number', library) || acceptsOnly(it.type, 'string', library)),
  );
  const list = slot && latestList(results);
  if (!list) return;
  const length: Expression = { ...list, path: [...list.path, 'length'] };
  const isNumber = acceptsOnly(slot.type, 'number', library);
  bound.set(slot, isNumber ? length : { kind: 'template', parts: [length] });
}

function latestList(results: Surroundings['results']): Extract<Expression, { kind: 'result' }> | undefined {
  for (const { action, path, type, library } of [...results].reverse()) {
    const part = partsOf(type, library).find((it) => elementOf(it.type, library) !== undefined);
    if (part) return { kind: 'result', action, path: [...path, ...part.path] };
  }
  return undefined;
}
