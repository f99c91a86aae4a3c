import type { TypeShape } from '../../index/type-shape.js';
import { allowedLiterals, assignable, missingProperties } from '../analysis/assignable.js';
import { isFunction } from '../analysis/function-types.js';
import type { Inference } from '../analysis/inference.js';
import { isNullish, isOpen, nonNullish, UNDEFINED, unionOf } from '../analysis/shape-makers.js';
import { awaited, expand, expandUnion, propertiesOf } from '../analysis/type-properties.js';
import { describe } from '../analysis/type-text.js';
import { commonLibrary, type Typed } from '../analysis/typed.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { fallbackFixes } from './fixes/absence.js';
import { awaitFixes } from './fixes/awaiting.js';
import { conversionFixes } from './fixes/conversions.js';
import { allowedValueFixes } from './fixes/literals.js';
import { missingPartFixes, missingPropertyFixes } from './fixes/missing.js';
import { objectFindings } from './object-literals.js';
import type { Finding, NodeFix, Place } from './report.js';

/** What is wrong with an expression where a type is declared. */
export function valueFindings(
  node: SyntaxNode,
  declared: TypeShape,
  place: Place,
  types: Inference,
): readonly Finding[] {
  if (isOpen(declared) || node.broken) return [];
  if (node.type === 'parenthesized_expression' && node.children[0]?.type !== 'sequence_expression') {
    const [inner] = node.children;
    if (inner && types.typeOf(node) === types.typeOf(inner))
      return valueFindings(inner, declared, place, types);
  }
  if (node.type === 'object') return objectFindings(node, declared, place, types);
  if (node.type === 'array') return arrayFindings(node, declared, place, types);
  for (const literal of chosenObjects(node, types)) {
    const found = objectFindings(literal, declared, place, types);
    const unknown = found.filter((it) => it.code === 'unknown-property');
    if (unknown.length > 0) return unknown;
    // TypeScript reports whatever else is wrong at the whole.
    if (found.length > 0) break;
  }
  return typeFindings(node, types.typeOf(node), declared, place, types);
}

/** Object literals that an expression such as `a ? {…} : {…}` may come to. */
function chosenObjects(node: SyntaxNode, types: Inference): readonly SyntaxNode[] {
  const of = (it: SyntaxNode | undefined): readonly SyntaxNode[] =>
    it?.type === 'object' ? [it] : it ? chosenObjects(it, types) : [];
  // Of two values of one type TypeScript keeps the first, and that is no literal then.
  const chosen = (a: SyntaxNode | undefined, b: SyntaxNode | undefined): readonly SyntaxNode[] => [
    ...(isSubtype(a, b, types) ? [] : of(a)),
    ...(isSubtype(b, a, types) ? [] : of(b)),
  ];
  switch (node.type) {
    case 'ternary_expression':
      return chosen(node.get('consequence'), node.get('alternative'));
    case 'binary_expression': {
      const operator = node.get('operator')?.type ?? '';
      if (!['||', '??', '&&'].includes(operator)) return [];
      const left = node.get('left');
      if (operator !== '&&' && left && types.typeOf(node) === types.typeOf(left)) return of(left);
      return chosen(operator === '&&' ? undefined : node.get('left'), node.get('right'));
    }
    case 'subscript_expression': {
      const list = node.get('object');
      const index = Number(node.get('index')?.text);
      const isPlain = list?.type === 'array' && !list.children.some((it) => it.type === 'spread_element');
      return isPlain ? of(list.children[index]) : [];
    }
    case 'parenthesized_expression':
      return of(node.children[0]);
    default:
      return [];
  }
}

/** Whether an object literal has the type of another expression, which is none. */
function isSubtype(
  literal: SyntaxNode | undefined,
  other: SyntaxNode | undefined,
  types: Inference,
): boolean {
  if (literal?.type !== 'object' || !other || other.type === 'object') return false;
  const a = types.typeOf(literal);
  const b = types.typeOf(other);
  const names = propertiesOf(a.shape, a.library);
  return expandUnion(b.shape, b.library).some((it) => {
    const known = propertiesOf(it, b.library);
    const hasAll = names?.every(({ name }) => known?.some((one) => one.name === name)) ?? false;
    return hasAll && assignable(a.shape, it, b.library) === 'yes';
  });
}

function arrayFindings(
  node: SyntaxNode,
  declared: TypeShape,
  place: Place,
  types: Inference,
): readonly Finding[] {
  const members = expandUnion(declared, place.library).map((it) => expand(it, place.library));
  const lists = members.filter((it) => it.kind === 'array' || it.kind === 'tuple');
  const others = members.filter((it) => it.kind !== 'array' && it.kind !== 'tuple' && !isNullish(it));
  const typed = types.typeOf(node);
  if (lists.length === 0) return typeFindings(node, typed, declared, place, types);
  if (others.some((it) => assignable(typed.shape, it, place.library) !== 'no')) return [];
  const hasTuple = lists.some((it) => it.kind === 'tuple');
  const hasSpread = node.children.some((it) => it.type === 'spread_element');
  const found = node.children.flatMap((element, at): readonly Finding[] => {
    if (element.type === 'spread_element') return [];
    const expected = lists.map((it) =>
      it.kind === 'array' ? it.element : hasSpread ? undefined : tupleElement(it, at),
    );
    if (expected.includes(undefined)) return [];
    const type = unionOf(expected.filter((it) => it !== undefined));
    return valueFindings(element, type, elementPlace(place, element, at), types);
  });
  if (found.length > 0 || hasSpread || (!hasTuple && lists.length === 1)) return found;
  return typeFindings(node, typed, declared, place, types);
}

function elementPlace(place: Place, anchor: SyntaxNode, at: number): Place {
  return { ...place, label: `${place.label}[${at}]`, anchor, optional: false };
}

function tupleElement(
  { elements }: Extract<TypeShape, { kind: 'tuple' }>,
  at: number,
): TypeShape | undefined {
  const element = elements[at];
  return element?.optional ? unionOf([element.type, UNDEFINED]) : element?.type;
}

/** What is wrong with a value of a known type; nothing unless it certainly misfits. */
export function typeFindings(
  node: SyntaxNode,
  typed: Typed,
  declared: TypeShape,
  place: Place,
  types: Inference,
): readonly Finding[] {
  const { library } = place;
  if (commonLibrary([typed, { shape: declared, library }]) === undefined) return [];
  if (assignable(typed.shape, declared, library) !== 'no') return [];

  const expected = describe(isOptional(declared) ? nonNullish(declared) : declared);
  const members = expandUnion(typed.shape, library);
  const present = members.filter((it) => !isNullish(it));
  const finding = {
    node: place.anchor,
    api: place.api,
    ...(present.length === 0 && { typescript: 'strictNullChecks' as const }),
  };
  // What a spread brings, or a method, is no value that another could be put in the place of.
  const isValue = types.typeOf(node) === typed && !/^(?:method_definition|spread_element)$/.test(node.type);
  const fixed = (fixes: () => readonly NodeFix[]) => (isValue ? { fixes } : {});
  if (present.length > 0 && present.length < members.length) {
    const rest: TypeShape =
      present.length === 1 && present[0] ? present[0] : { kind: 'union', types: present };
    if (assignable(rest, declared, library) !== 'no') {
      const nullish = members.filter(isNullish).map(describe).join(' or ');
      const message = `${place.api}: '${place.label}' must be ${expected}, but this may be ${nullish}.`;
      const fixes = fixed(() => fallbackFixes(node, typed, declared, place, types));
      return [{ ...finding, code: 'possibly-undefined', message, ...fixes }];
    }
  }
  if (
    isPromise(typed.shape, typed) &&
    assignable(awaited(typed.shape, library), declared, library) !== 'no'
  ) {
    const message = `${place.api}: '${place.label}' must be ${expected}, but this is a promise of it; await it.`;
    const fixes = fixed(() => awaitFixes(node, types));
    return [{ ...finding, code: 'unawaited-result', message, ...fixes, typescript: true }];
  }
  const allowed = allowedLiterals(declared, library);
  if (
    allowed &&
    typed.shape.kind === 'literal' &&
    allowed.some((it) => typeof it === literalKind(typed.shape))
  ) {
    const { value } = typed.shape;
    const fixes = fixed(() => allowedValueFixes(node, value, allowed));
    return [
      { ...finding, code: 'invalid-literal', message: invalidLiteral(value, allowed, place), ...fixes },
    ];
  }
  const missing = isFunction(node) ? [] : missingProperties(typed.shape, nonNullish(declared), library);
  if (missing.length > 0) {
    const names = missing.map((it) => `'${it.name}'`).join(', ');
    const message = `${place.api}: '${place.label}' lacks ${names}; expected ${expected}.`;
    const add = node.type === 'object' ? missingPropertyFixes : missingPartFixes;
    const fixes = fixed(() => add(node, missing, place, types));
    return [{ ...finding, code: 'missing-property', message, ...fixes }];
  }
  const message = `${place.api}: '${place.label}' must be ${expected}, but this is ${describe(typed.shape)}.`;
  const fixes = fixed(() => conversionFixes(node, typed, declared, place, types));
  return [{ ...finding, code: 'type-mismatch', message, ...fixes }];
}

function invalidLiteral(
  value: string | number | boolean,
  allowed: readonly (string | number | boolean)[],
  place: Place,
): string {
  const list = allowed.map((it) => describe({ kind: 'literal', value: it })).join(', ');
  return `${place.api}: '${place.label}' must be one of ${list}, but this is ${describe({ kind: 'literal', value })}.`;
}

function literalKind(shape: TypeShape): string {
  return shape.kind === 'literal' ? typeof shape.value : '';
}

/** What may be left out is still described by what it is when it is there. */
function isOptional(shape: TypeShape): boolean {
  return (
    shape.kind === 'union' && shape.types.some((it) => it.kind === 'primitive' && it.name === 'undefined')
  );
}

function isPromise(shape: TypeShape, { library }: Typed): boolean {
  return expand(shape, library).kind === 'promise';
}
