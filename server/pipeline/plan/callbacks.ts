import type { ApiLibrary } from '../../../index/library.js';
import type { Signature } from '../../../index/type-shape.js';
import { type ApiProfile, isEvent } from '../retrieval/api-profile.js';
import { functionOf, isFunction, type Slot } from '../retrieval/shapes.js';
import type { CallbackStyle } from './plan.js';

const SUCCESS = /^(?:on)?(?:success|succeed|complete|done|result|resolve|ok)$/i;
const FAILURE = /^(?:on)?(?:fail|failure|error|err|reject)$/i;

/** How an API without a result reports to callbacks; undefined if it does not. */
export function callbackStyle(
  profile: ApiProfile,
  slots: readonly Slot[],
  signature: Signature,
  library: ApiLibrary,
): CallbackStyle | undefined {
  const returns = signature.returns;
  if (!(returns.kind === 'primitive' && (returns.name === 'void' || returns.name === 'undefined')))
    return undefined;
  const functions = slots.filter((it) => isFunction(it.type, library));
  const success = functions.find((it) => SUCCESS.test(it.name));
  const failure = functions.find((it) => FAILURE.test(it.name));
  if (success) return { success: success.path, ...(failure ? { failure: failure.path } : {}) };
  if (isEvent(profile)) return undefined;
  const last = functions.at(-1);
  if (!last?.required || !/^(?:callback|cb|done|next)$/i.test(last.name)) return undefined;
  const first = functionOf(last.type, library)?.parameters[0];
  if (first && /^(?:err|error)$/i.test(first.name)) return { success: last.path, nodeStyle: true };
  return { success: last.path, ...(failure ? { failure: failure.path } : {}) };
}
