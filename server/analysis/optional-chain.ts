import type { SyntaxNode } from '../syntax/syntax-node.js';
import type { Inference } from './inference.js';
import { memberName } from './member-access.js';
import { isNullish, nonNullish } from './shape-makers.js';
import { expandUnion } from './type-properties.js';
import type { Typed } from './typed.js';

/**
 * The type that what follows in a chain reads from. After `a?.b` nothing else of the chain is evaluated if `a` is
 * missing, so that `.c` of `a?.b.c` is read only where there is an `a`.
 */
export function typeInChain(node: SyntaxNode, types: Inference): Typed {
  const whole = types.typeOf(node);
  if (!isInChain(node) || !expandUnion(whole.shape, whole.library).some(isNullish)) return whole;
  const object = node.get('object');
  const name = memberName(node);
  if (object && name !== undefined) {
    const value = types.member(typeInChain(object, types), name);
    return hasNothing(value) ? whole : { ...whole, shape: nonNullish(whole.shape) };
  }
  if (node.type !== 'call_expression') return whole;
  const { signature, callee } = types.resolve(node);
  if (!signature || hasNothing({ shape: signature.returns, library: callee.library })) return whole;
  return { ...whole, shape: nonNullish(whole.shape) };
}

function hasNothing({ shape, library }: Typed): boolean {
  return shape.kind === 'unknown' || expandUnion(shape, library).some(isNullish);
}

/** Whether an access or call is part of a chain with `?.` in it. Parentheses end a chain. */
function isInChain(node: SyntaxNode): boolean {
  for (let at: SyntaxNode | undefined = node; at; at = at.get('object') ?? at.get('function')) {
    if (at.get('optional_chain')) return true;
  }
  return false;
}
