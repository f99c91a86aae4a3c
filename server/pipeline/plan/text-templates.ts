import type { ApiLibrary } from '../../../index/library.js';
import { propertiesOf } from '../retrieval/shapes.js';
import { partsOf } from './known-values.js';
import type { Expression } from './plan.js';
import type { KnownResult, ScopeVariable } from './site.js';

/** `{name}`, `${order.id}`, `<total>`: what a text leaves open. */
const HOLE = /\$?\{\s*([A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*)\s*\}|<([A-Za-z_$][\w$]*)>/g;

/**
 * A text whose holes are filled with what the code has under their names: variables, what is inside of them, and parts
 * of earlier results, the latest first. Undefined if it has no holes, or one that nothing is known for.
 */
export function templateOf(
  text: string,
  variables: readonly ScopeVariable[],
  results: readonly KnownResult[],
  library: ApiLibrary,
): Extract<Expression, { kind: 'template' }> | undefined {
  const parts: (string | Expression)[] = [];
  let at = 0;
  for (const hole of text.matchAll(HOLE)) {
    const value = valueNamed(hole[1] ?? hole[2] ?? '', variables, results, library);
    if (!value) return undefined;
    parts.push(text.slice(at, hole.index), value);
    at = hole.index + hole[0].length;
  }
  if (at === 0) return undefined;
  return { kind: 'template', parts: [...parts, text.slice(at)].filter((it) => it !== '') };
}

function valueNamed(
  path: string,
  variables: readonly ScopeVariable[],
  results: readonly KnownResult[],
  library: ApiLibrary,
): Expression | undefined {
  const [head = '', ...rest] = path.split('.');
  const own = variables.find((it) => it.name === head);
  if (own) return { kind: 'variable', name: head, ...(rest.length > 0 && { path: rest }) };
  const name = rest.at(-1) ?? head;
  for (const result of results.toReversed()) {
    const part = partsOf(result.type, result.library).find((it) => it.path.at(-1) === name);
    if (part) return { kind: 'result', action: result.action, path: [...result.path, ...part.path] };
  }
  for (const { name: variable, type } of variables) {
    const holds = type && propertiesOf(type, library).some((it) => it.name === name);
    if (holds) return { kind: 'variable', name: variable, path: [name] };
  }
  return undefined;
}
