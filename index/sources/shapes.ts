import { distinctShapes } from '../distinct-shapes.js';
import { type TypeShape, UNKNOWN } from '../type-shape.js';

/** A union without nesting and repetition; `true | false` becomes `boolean`. */
export function unionOf(types: readonly TypeShape[]): TypeShape {
  const flat = types.flatMap((type) => (type.kind === 'union' ? type.types : [type]));
  if (flat.some((type) => type.kind === 'unknown')) return UNKNOWN;
  const any = flat.find((type) => type.kind === 'any');
  if (any) return any;
  const [first] = flat;
  if (first && flat.length === 1) return first;

  const isBoolean = [true, false].every((value) =>
    flat.some((type) => type.kind === 'literal' && type.value === value),
  );
  const boolean: TypeShape = { kind: 'primitive', name: 'boolean' };
  const unique = distinctShapes(
    flat.flatMap((type) => {
      if (type.kind === 'primitive' && type.name === 'never') return [];
      return isBoolean && type.kind === 'literal' && typeof type.value === 'boolean' ? [boolean] : [type];
    }),
  );
  const [only] = unique;
  if (!only) return { kind: 'primitive', name: 'never' };
  return unique.length === 1 ? only : { kind: 'union', types: unique };
}

/** An intersection without nesting; one that has a part nobody knows is unknown. */
export function intersectionOf(types: readonly TypeShape[]): TypeShape {
  const flat = types.flatMap((type) => (type.kind === 'intersection' ? type.types : [type]));
  if (flat.some((type) => type.kind === 'unknown')) return UNKNOWN;
  const any = flat.find((type) => type.kind === 'any');
  if (any) return any;
  const [only] = flat;
  return flat.length === 1 && only ? only : { kind: 'intersection', types: flat };
}

/** What an optional property or parameter holds if it is there. */
export function withoutUndefined(shape: TypeShape): TypeShape {
  if (shape.kind !== 'union') return shape;
  return unionOf(shape.types.filter((type) => !(type.kind === 'primitive' && type.name === 'undefined')));
}

/** The part of a shape that can be called: the function itself, or that of an intersection with one. */
export function callablePart(shape: TypeShape): Extract<TypeShape, { kind: 'function' }> | undefined {
  if (shape.kind === 'function') return shape;
  if (shape.kind !== 'intersection') return undefined;
  return shape.types.find(
    (type): type is Extract<TypeShape, { kind: 'function' }> => type.kind === 'function',
  );
}
