import { isSameShape } from '../../index/distinct-shapes.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { isFunction } from './function-types.js';
import type { Inference } from './inference.js';
import { isNullish, widened } from './shape-makers.js';
import { statedType } from './stated-types.js';
import { signaturesOf } from './type-properties.js';
import { type Typed, UNKNOWN_TYPED } from './typed.js';

/** The class whose instance `this` is at a node; undefined where that is not certain, as in plain functions. */
export function classAround(node: SyntaxNode): SyntaxNode | undefined {
  for (let at = node.parent, inner = node; at; inner = at, at = at.parent) {
    if (at.type === 'class_body') {
      return isStatic(inner) ? undefined : (at.parent ?? undefined);
    }
    // Arrow functions keep the `this` around them.
    if (isFunction(at) && at.type !== 'arrow_function' && at.type !== 'method_definition') return undefined;
    if (at.type === 'method_definition' && at.parent?.type !== 'class_body') return undefined;
  }
  return undefined;
}

function isStatic(member: SyntaxNode): boolean {
  return /^static\b/.test(member.text);
}

/**
 * A member of an instance of a class of the file: a field by its initial value, what the methods assign to it, a
 * method; else what a library's class that it extends has. Undefined if the class does not show it.
 */
export function instanceMember(cls: SyntaxNode, name: string, types: Inference): Typed | undefined {
  const members = (cls.get('body')?.children ?? []).filter((it) => !isStatic(it));
  const declared = members.find((it) => (it.get('property') ?? it.get('name'))?.text === name);
  if (declared?.type === 'method_definition') {
    return /^(?:get|set)\s/.test(declared.text) ? UNKNOWN_TYPED : types.typeOf(declared);
  }
  const stated = declared && statedType(types.document, declared);
  if (stated !== undefined) return types.parseType(stated);

  const values = assignedValues(cls, name);
  const initial = declared?.get('value');
  if (initial) values.unshift(initial);
  if (declared || values.length > 0) return agreed(values, types);
  const base = baseInstance(cls, types);
  return base && types.member(base, name);
}

/** The instance type of the library's class that a class extends; undefined if it extends none. */
export function baseInstance(cls: SyntaxNode, types: Inference): Typed | undefined {
  const [base] = cls.first('class_heritage')?.children ?? [];
  if (!base) return undefined;
  const { shape, library } = types.typeOf(base);
  const [signature, ...others] = signaturesOf(shape, library, true) ?? [];
  if (!signature || others.some((it) => !isSameShape(it.returns, signature.returns))) return undefined;
  return { shape: signature.returns, library };
}

/** What the methods of a class assign to a member of `this`. */
function assignedValues(cls: SyntaxNode, name: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (const { name: capture, node } of cls.chunk.captures) {
    if (!capture.startsWith('assignment') || node.get('object')?.type !== 'this') continue;
    if (node.get('property')?.text !== name || classAround(node) !== cls) continue;
    const value = capture === 'assignment' ? node.parent?.get('right') : undefined;
    found.push(value ?? node);
  }
  return found;
}

function agreed(values: readonly SyntaxNode[], types: Inference): Typed {
  const typed = values.map((it) => types.typeOf(it)).filter((it) => !isNullish(it.shape));
  const [first, ...others] = typed;
  if (!first || typed.length < values.length) return UNKNOWN_TYPED;
  const shape = widened(first.shape);
  return others.every((it) => it.library === first.library && isSameShape(widened(it.shape), shape))
    ? { ...first, shape }
    : UNKNOWN_TYPED;
}
