import type { ApiLibrary } from '../../../index/library.js';
import type { Parameter, Property, Signature, TypeShape } from '../../../index/type-shape.js';

/** How deep named references are followed; a library's types may refer to themselves. */
const DEPTH = 8;

/** The shape behind named references and single-member unions. Type arguments are not substituted: they stay unknown. */
export function resolve(shape: TypeShape, library: ApiLibrary, depth = DEPTH): TypeShape {
  if (shape.kind === 'ref' && depth > 0) {
    const row = library.type(shape.name);
    return row ? resolve(row.shape, library, depth - 1) : { kind: 'unknown' };
  }
  if (shape.kind === 'union') {
    const members = shape.types.filter((it) => !isNothing(it));
    const [only] = members;
    if (members.length === 1 && only) return resolve(only, library, depth - 1);
  }
  return shape;
}

export function isNothing(shape: TypeShape): boolean {
  return (
    shape.kind === 'primitive' &&
    (shape.name === 'null' || shape.name === 'undefined' || shape.name === 'void')
  );
}

/** What `await` gives: promises unwrapped. */
export function awaited(shape: TypeShape, library: ApiLibrary): TypeShape {
  const resolved = shape.kind === 'ref' ? resolve(shape, library) : shape;
  return resolved.kind === 'promise' ? awaited(resolved.value, library) : shape;
}

export function isPromise(shape: TypeShape, library: ApiLibrary): boolean {
  return resolve(shape, library).kind === 'promise';
}

/** Whether null or undefined is among the values. */
export function isNullable(shape: TypeShape, library: ApiLibrary): boolean {
  const it = shape.kind === 'ref' ? (library.type(shape.name)?.shape ?? shape) : shape;
  return it.kind === 'union' && it.types.some(isNothing);
}

export function admitsNull(shape: TypeShape, library: ApiLibrary): boolean {
  const it = shape.kind === 'ref' ? (library.type(shape.name)?.shape ?? shape) : shape;
  return it.kind === 'union' && it.types.some((type) => type.kind === 'primitive' && type.name === 'null');
}

/** The alternatives of a shape, `boolean` and nested unions opened, nothing-values left out. */
export function members(shape: TypeShape, library: ApiLibrary, depth = DEPTH): TypeShape[] {
  const it = resolve(shape, library, depth);
  if (it.kind === 'union' && depth > 0)
    return it.types.flatMap((type) => (isNothing(type) ? [] : members(type, library, depth - 1)));
  return [it];
}

/** The literal values of an enumeration; undefined if the shape admits anything else. */
export function enumMembers(shape: TypeShape, library: ApiLibrary): (string | number)[] | undefined {
  const values: (string | number)[] = [];
  for (const it of members(shape, library)) {
    if (it.kind !== 'literal' || typeof it.value === 'boolean') return undefined;
    values.push(it.value);
  }
  return values.length > 0 ? values : undefined;
}

/** Literal values among the alternatives, also where other types are admitted (`'short' | 'long' | number[]`). */
export function literalAlternatives(shape: TypeShape, library: ApiLibrary): (string | number)[] {
  return members(shape, library).flatMap((it) =>
    it.kind === 'literal' && typeof it.value !== 'boolean' ? [it.value] : [],
  );
}

export function isBoolean(shape: TypeShape, library: ApiLibrary): boolean {
  const all = members(shape, library);
  return (
    all.length > 0 &&
    all.every(
      (it) =>
        (it.kind === 'primitive' && it.name === 'boolean') ||
        (it.kind === 'literal' && typeof it.value === 'boolean'),
    )
  );
}

export function accepts(shape: TypeShape, name: 'string' | 'number', library: ApiLibrary): boolean {
  return members(shape, library).some(
    (it) => (it.kind === 'primitive' && it.name === name) || it.kind === 'any' || it.kind === 'unknown',
  );
}

export function acceptsOnly(shape: TypeShape, name: 'string' | 'number', library: ApiLibrary): boolean {
  return members(shape, library).some((it) => it.kind === 'primitive' && it.name === name);
}

/** The properties of an object shape (of the first object among alternatives); empty for anything else. */
export function propertiesOf(shape: TypeShape, library: ApiLibrary): readonly Property[] {
  for (const it of members(shape, library)) {
    if (it.kind === 'object') return it.properties;
    if (it.kind === 'intersection') return it.types.flatMap((type) => propertiesOf(type, library));
  }
  return [];
}

export function elementOf(shape: TypeShape, library: ApiLibrary): TypeShape | undefined {
  for (const it of members(shape, library)) if (it.kind === 'array') return it.element;
  return undefined;
}

/** `{ [key: string]: T }`, with or without named properties. */
export function indexValue(shape: TypeShape, library: ApiLibrary): TypeShape | undefined {
  for (const it of members(shape, library))
    if (it.kind === 'object' && it.index?.[0]) return it.index[0].value;
  return undefined;
}

export function functionOf(shape: TypeShape, library: ApiLibrary): Signature | undefined {
  for (const it of members(shape, library)) if (it.kind === 'function') return it.signatures[0];
  return undefined;
}

export function isAnything(shape: TypeShape, library: ApiLibrary): boolean {
  const it = resolve(shape, library);
  return it.kind === 'any' || it.kind === 'unknown' || it.kind === 'parameter';
}

/** A parameter or an option of a parameter, which a value can go into. */
export interface Slot {
  readonly name: string;
  /** Path from the parameters: `['options', 'msg']`. */
  readonly path: readonly string[];
  readonly type: TypeShape;
  readonly doc: string;
  readonly required: boolean;
  /** Required as soon as its parent object is passed at all. */
  readonly requiredInside: boolean;
  readonly default?: string;
}

/** All slots of a signature: options of object parameters are opened, up to `depth` levels. */
export function slotsOf(signature: Signature, library: ApiLibrary, depth = 3): Slot[] {
  return signature.parameters.flatMap((it) =>
    slotsUnder(it, [it.name], !it.optional && !it.rest, library, depth),
  );
}

function slotsUnder(
  it: Parameter | Property,
  path: readonly string[],
  required: boolean,
  library: ApiLibrary,
  depth: number,
): Slot[] {
  const inner = depth > 0 ? optionObject(it.type, library) : undefined;
  if (inner && inner.length > 0) {
    return inner.flatMap((property) =>
      slotsUnder(property, [...path, property.name], required && !property.optional, library, depth - 1),
    );
  }
  return [
    {
      name: it.name,
      path,
      type: it.type,
      doc: it.doc ?? '',
      required,
      requiredInside: !it.optional,
      ...(it.default === undefined ? {} : { default: it.default }),
    },
  ];
}

/** The properties of a plain options object; undefined for values, lists, unions of objects and open dictionaries. */
export function optionObject(shape: TypeShape, library: ApiLibrary): readonly Property[] | undefined {
  const all = members(shape, library);
  const [only] = all;
  if (all.length !== 1 || only?.kind !== 'object' || only.index || only.properties.length === 0)
    return undefined;
  // An object with methods is a handle that someone else makes.
  const handle = only.properties.some(
    (it) =>
      !it.optional &&
      isFunction(it.type, library) &&
      !/^(?:on|success|fail|complete|callback|handler)/i.test(it.name),
  );
  return handle ? undefined : only.properties;
}

export function isFunction(shape: TypeShape, library: ApiLibrary): boolean {
  const all = members(shape, library);
  return all.length > 0 && all.every((it) => it.kind === 'function' || it.kind === 'api');
}
