import type { TypeShape } from '../../../index/type-shape.js';
import { assignable } from '../../analysis/assignable.js';
import type { Inference } from '../../analysis/inference.js';
import { awaited, expand, propertiesOf } from '../../analysis/type-properties.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import { callbackSignature, type Exchange, type Passed } from './exchange.js';

const FAILURE = /^(?:on)?(?:fail|failed|failure|error|err|reject|rejected|catch)$/i;

/**
 * Hands callbacks to the promise that another API gives: `.then(success, fail)`. Undefined if a callback gets what the
 * promise does not bring.
 */
export function promised(
  callbacks: readonly Passed[],
  { from, to, library }: Exchange,
  types: Inference,
): string | undefined {
  const returns = expand(to.returns, library);
  const before = expand(from.returns, library);
  const isAsync = before.kind === 'promise';
  if (returns.kind !== 'promise' || isAsync) return undefined;
  const failures = callbacks.filter((it) => FAILURE.test(it.name));
  const successes = callbacks.filter((it) => !failures.includes(it));
  const [success] = successes;
  const [failure] = failures;
  if (successes.length > 1 || failures.length > 1) return undefined;
  if (failure && (callbackSignature(failure, library)?.parameters.length ?? 2) > 1) return undefined;
  if (!success) return failure && `.catch(${failure.node.text})`;
  const handler = successHandler(success, awaited(returns, library), library, types);
  return handler && `.then(${handler}${failure ? `, ${failure.node.text}` : ''})`;
}

function successHandler(
  success: Passed,
  value: TypeShape,
  library: Exchange['library'],
  types: Inference,
): string | undefined {
  const signature = callbackSignature(success, library);
  // A promise brings one value.
  if (!signature || signature.parameters.length > 1) return undefined;
  const [parameter] = signature.parameters;
  if (!parameter) return success.node.text;
  const isKnown = !['any', 'unknown', 'parameter'].includes(parameter.type.kind);
  if (isKnown && assignable(value, parameter.type, library) === 'yes') return success.node.text;
  const property = propertiesOf(value, library)?.find((it) => it.name === parameter.name && !it.optional);
  if (!property || !isKnown || assignable(property.type, parameter.type, library) !== 'yes') return undefined;
  return takingPart(success.node, property.name, types);
}

/** A callback that gets an object, and takes of it what it got as a whole before. */
function takingPart(fn: SyntaxNode, name: string, types: Inference): string | undefined {
  if (/^(?:identifier|shorthand_property_identifier|member_expression)$/.test(fn.type))
    return `({ ${name} }) => ${fn.text}(${name})`;
  if (!/^(?:arrow_function|function_expression)$/.test(fn.type)) return undefined;
  const single = fn.get('parameter');
  const parameters = single ? [single] : (fn.get('parameters')?.children ?? []);
  const [parameter, ...others] = parameters;
  if (!parameter) return fn.text;
  // What states a type of the value states it of the whole then.
  if (others.length > 0 || parameter.type !== 'identifier' || parameter.annotation) return undefined;
  if (types.document.language !== 'javascript' && fn.annotation) return undefined;
  const pattern = parameter.text === name ? `{ ${name} }` : `{ ${name}: ${parameter.text} }`;
  const text = single ? `(${pattern})` : pattern;
  const [from, to] = [parameter.start - fn.start, parameter.end - fn.start];
  return fn.text.slice(0, from) + text + fn.text.slice(to);
}
