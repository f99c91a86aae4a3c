import { distinctShapes } from '../../index/distinct-shapes.js';
import { type PrimitiveName, type Property, type TypeShape, UNKNOWN } from '../../index/type-shape.js';

const primitive = (name: PrimitiveName): TypeShape => ({ kind: 'primitive', name });

export const ANY: TypeShape = { kind: 'any' };
export const STRING = primitive('string');
export const NUMBER = primitive('number');
export const BOOLEAN = primitive('boolean');
export const BIGINT = primitive('bigint');
export const NULL = primitive('null');
export const UNDEFINED = primitive('undefined');
export const VOID = primitive('void');
export const NEVER = primitive('never');

export const literalOf = (value: string | number | boolean): TypeShape => ({ kind: 'literal', value });
export const arrayOf = (element: TypeShape): TypeShape => ({ kind: 'array', element });
export const promiseOf = (value: TypeShape): TypeShape =>
  value.kind === 'promise' ? value : { kind: 'promise', value };
export const builtinOf = (name: string): TypeShape => ({ kind: 'builtin', name });
export const objectOf = (properties: readonly Property[]): TypeShape => ({ kind: 'object', properties });

/** A union without nesting and repetition; unknown as soon as one part is, since nothing is certain then. */
export function unionOf(types: readonly TypeShape[]): TypeShape {
  const flat = types.some((type) => type.kind === 'union')
    ? types.flatMap((type) => (type.kind === 'union' ? type.types : [type]))
    : types;
  for (const type of flat) {
    if (type.kind === 'unknown') return UNKNOWN;
    if (type.kind === 'any') return type;
  }
  const unique = distinctShapes(flat.filter((it) => !(it.kind === 'primitive' && it.name === 'never')));
  // A string beside 'a' is any string.
  const primitives = new Set(unique.map((it) => (it.kind === 'primitive' ? it.name : undefined)));
  const kept = unique.filter(
    (type) => type.kind !== 'literal' || !primitives.has(typeof type.value as PrimitiveName),
  );
  const [only] = kept;
  if (!only) return NEVER;
  return kept.length === 1 ? only : { kind: 'union', types: kept };
}

/** The members of a union, or the shape itself. `boolean` stays one member. */
export function membersOf(shape: TypeShape): readonly TypeShape[] {
  return shape.kind === 'union' ? shape.types : [shape];
}

export function isNullish(shape: TypeShape): boolean {
  if (shape.kind !== 'primitive') return false;
  const { name } = shape;
  return name === 'undefined' || name === 'null' || name === 'void';
}

const optional = new WeakMap<TypeShape, TypeShape>();

/** The type of what may be left out: with `undefined`. The same object for the same type, so that it is known again. */
export function optionalOf(type: TypeShape): TypeShape {
  let made = optional.get(type);
  if (!made) {
    made = unionOf([type, UNDEFINED]);
    optional.set(type, made);
  }
  return made;
}

/** The type without null and undefined. */
export function nonNullish(shape: TypeShape): TypeShape {
  if (shape.kind !== 'union') return isNullish(shape) ? NEVER : shape;
  return unionOf(shape.types.filter((type) => !isNullish(type)));
}

/** Whether nothing is known of it: such a value is never complained about. */
export function isOpen(shape: TypeShape): boolean {
  return shape.kind === 'unknown' || shape.kind === 'any' || shape.kind === 'parameter';
}

/** An array or object literal that cannot change, and what is in it. */
export function readonlyOf(shape: TypeShape): TypeShape {
  if (shape.kind === 'tuple') {
    const elements = shape.elements.map((it) => ({ ...it, type: readonlyOf(it.type) }));
    return { ...shape, elements, readonly: true };
  }
  if (shape.kind !== 'object') return shape;
  return objectOf(shape.properties.map((it) => ({ ...it, type: readonlyOf(it.type), readonly: true })));
}

/** `'a'` becomes `string`: what TypeScript makes of a literal where it can change later. */
export function widened(shape: TypeShape): TypeShape {
  if (shape.kind === 'literal') return primitive(typeof shape.value as PrimitiveName);
  if (shape.kind === 'union') return unionOf(shape.types.map(widened));
  return shape;
}
