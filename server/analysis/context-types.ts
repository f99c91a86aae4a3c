import type { TypeShape } from '../../index/type-shape.js';
import { keyName } from '../syntax/literal-text.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { expectedSignature, isFunction } from './function-types.js';
import type { Inference } from './inference.js';
import { parameterAt } from './parameter-at.js';
import { isNullish, nonNullish, unionOf } from './shape-makers.js';
import { statedResult, statedType } from './stated-types.js';
import type { TypeExpressions } from './type-names.js';
import { awaited, elementOf, expand, expandUnion, propertyOf } from './type-properties.js';
import type { Typed } from './typed.js';

/**
 * The type that the place of an expression expects: the parameter it is passed to, the property it becomes, what the
 * function returns (TypeScript calls it the contextual type). Undefined where nothing is expected.
 */
export function contextType(
  node: SyntaxNode,
  types: Inference,
  expressions: TypeExpressions,
): Typed | undefined {
  const { parent } = node;
  switch (parent?.type) {
    case 'arguments':
      return argumentType(node, parent, types);
    case 'pair':
      return parent.get('value') === node ? propertyType(parent, types) : undefined;
    case 'object':
      return node.type === 'method_definition' ? propertyType(node, types) : undefined;
    case 'array': {
      const list = types.contextOf(parent);
      return list && known(elementType(list, parent.children.indexOf(node)), list);
    }
    case 'parenthesized_expression':
    case 'await_expression':
      return types.contextOf(parent);
    case 'ternary_expression':
      return parent.get('condition') === node ? undefined : types.contextOf(parent);
    case 'binary_expression': {
      const isValue = ['||', '??', '&&'].includes(parent.get('operator')?.type ?? '');
      return isValue && parent.get('right') === node ? types.contextOf(parent) : undefined;
    }
    case 'return_statement':
      return resultType(enclosingFunction(parent), types, expressions);
    case 'arrow_function':
      return parent.get('body') === node ? resultType(parent, types, expressions) : undefined;
    case 'variable_declarator': {
      if (parent.get('value') !== node || parent.get('name')?.type !== 'identifier') return undefined;
      const stated = statedType(types.document, parent);
      return stated === undefined ? undefined : expressions.parse(stated);
    }
    case 'assignment_expression': {
      const left = parent.get('left');
      if (parent.get('right') !== node || left?.type !== 'member_expression') return undefined;
      const typed = types.typeOf(left);
      return typed.shape.kind === 'unknown' ? undefined : typed;
    }
    default:
      return undefined;
  }
}

/** The function that a statement or expression belongs to; undefined at the top of the file. */
export function enclosingFunction(node: SyntaxNode): SyntaxNode | undefined {
  for (let at = node.parent; at; at = at.parent) if (isFunction(at)) return at;
  return undefined;
}

function argumentType(node: SyntaxNode, list: SyntaxNode, types: Inference): Typed | undefined {
  const call = list.parent;
  const index = list.children.indexOf(node);
  if (!call || list.children.slice(0, index).some((it) => it.type === 'spread_element')) return undefined;
  const { signature, callee } = types.resolve(call);
  const parameter = signature && parameterAt(signature, index);
  if (!parameter) return undefined;
  return { shape: parameter.type, library: callee.library };
}

function propertyType(property: SyntaxNode, types: Inference): Typed | undefined {
  const object = property.parent;
  const key = property.get('key') ?? property.get('name');
  const name = key && keyName(key);
  const expected = object?.type === 'object' ? types.contextOf(object) : undefined;
  if (!expected || name === undefined) return undefined;
  const found: TypeShape[] = [];
  for (const member of expandUnion(expected.shape, expected.library)) {
    if (isNullish(member)) continue;
    const read = propertyOf(member, name, expected.library);
    if (typeof read === 'object') found.push(nonNullish(read.value.shape));
  }
  return found.length === 0 ? undefined : known(unionOf(found), expected);
}

function elementType({ shape, library }: Typed, index: number): TypeShape {
  const list = expand(nonNullish(shape), library);
  return list.kind === 'tuple'
    ? (list.elements[index]?.type ?? { kind: 'unknown' })
    : elementOf(list, library);
}

function resultType(
  fn: SyntaxNode | undefined,
  types: Inference,
  expressions: TypeExpressions,
): Typed | undefined {
  if (!fn) return undefined;
  const stated = statedResult(types.document, fn);
  const expected = stated === undefined ? expectedReturn(fn, types) : expressions.parse(stated);
  if (!expected) return undefined;
  const isAsync = /^(?:static\s+)?async\b/.test(fn.text);
  return known(isAsync ? awaited(expected.shape, expected.library) : expected.shape, expected);
}

function expectedReturn(fn: SyntaxNode, types: Inference): Typed | undefined {
  const expected = expectedSignature(fn, types);
  return expected && { shape: expected.signature.returns, library: expected.library };
}

function known(shape: TypeShape, { library }: Typed): Typed | undefined {
  return shape.kind === 'unknown' ? undefined : { shape, library };
}
