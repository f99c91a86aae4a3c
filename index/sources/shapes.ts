import { isDeepStrictEqual } from 'node:util';
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
  const unique: TypeShape[] = [];
  const alike = new Map<string, TypeShape[]>();
  for (const type of flat) {
    if (type.kind === 'primitive' && type.name === 'never') continue;
    const both = isBoolean && type.kind === 'literal' && typeof type.value === 'boolean';
    const member: TypeShape = both ? { kind: 'primitive', name: 'boolean' } : type;
    const outline = outlineOf(member);
    const known = alike.get(outline);
    if (known?.some((it) => isDeepStrictEqual(it, member))) continue;
    if (known) known.push(member);
    else alike.set(outline, [member]);
    unique.push(member);
  }
  const [only] = unique;
  if (!only) return { kind: 'primitive', name: 'never' };
  return unique.length === 1 ? only : { kind: 'union', types: unique };
}

/** The same for equal shapes, and soon different for others: shapes such as the answers of a web service are large. */
function outlineOf(shape: TypeShape): string {
  switch (shape.kind) {
    case 'primitive':
    case 'ref':
      return `${shape.kind} ${shape.name}`;
    case 'literal':
      return `literal ${JSON.stringify(shape.value)}`;
    case 'object':
      return `object ${shape.properties.map((it) => `${it.name}:${it.type.kind}`).join()}`;
    case 'array':
      return `array ${outlineOf(shape.element)}`;
    case 'promise':
      return `promise ${outlineOf(shape.value)}`;
    default:
      return shape.kind;
  }
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
