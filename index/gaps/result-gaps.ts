import type { ApiDoc } from '../api-doc.js';
import type { TypeShape } from '../type-shape.js';
import { hasText, isDescribedType, type Types } from './described.js';

/**
 * Whether nothing says what an asynchronous API resolves to. What a getter returns is told by its name and description;
 * a promise is awaited for a value that the next call needs.
 */
export function undocumentedResult({ signatures }: ApiDoc, types: Types): boolean {
  if (signatures.some((it) => hasText(it.returnsDoc))) return false;
  return signatures.some(
    ({ returns }) =>
      returns.kind === 'promise' && !isEmpty(returns.value) && !isDescribedType(returns.value, types),
  );
}

/** No value, or one of which nobody knows anything, which is a gap of its own. */
function isEmpty(shape: TypeShape): boolean {
  if (shape.kind === 'union') return shape.types.every(isEmpty);
  if (shape.kind === 'unknown') return true;
  return shape.kind === 'primitive' && ['void', 'undefined', 'null', 'never'].includes(shape.name);
}
