import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import { type Property, type Signature, type TypeShape, UNKNOWN } from '../../index/type-shape.js';
import {
  arrayMember,
  booleanMember,
  isFunctionMember,
  isObjectMember,
  numberMember,
  OPAQUE_INSTANCES,
  promiseMember,
  stringMember,
} from './builtin-members.js';
import { type Bindings, definitionBindings, instantiate, instantiateSignature } from './instantiate.js';
import { ANY, isNullish, isOpen, NEVER, optionalOf, UNDEFINED, unionOf } from './shape-makers.js';

/** The type of a value, and the record it is, when it is an API itself. */
export interface Value {
  readonly shape: TypeShape;
  readonly api?: ApiDoc;
}

/** What reading a property comes to: its value, certainly absent, or nobody knows. */
export type PropertyRead = { readonly value: Value; readonly optional?: true } | 'missing' | 'unknown';

const MAX_DEPTH = 12;

/** The shape behind names: a `ref` becomes its definition with the arguments filled in, an `api` its signatures. */
export function expand(shape: TypeShape, library: ApiLibrary): TypeShape {
  let current = shape;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    if (current.kind === 'api') {
      const api = library.find(current.name);
      return api && api.signatures.length > 0 ? { kind: 'function', signatures: api.signatures } : UNKNOWN;
    }
    if (current.kind !== 'ref') return current;
    current = definitionOf(current, library);
  }
  return UNKNOWN;
}

type Reference = Extract<TypeShape, { kind: 'ref' }>;

/** Filling arguments into a large definition takes time, and a shape is the same object as long as its library is open. */
const definitions = new WeakMap<ApiLibrary, WeakMap<Reference, TypeShape>>();

function definitionOf(reference: Reference, library: ApiLibrary): TypeShape {
  const definition = library.type(reference.name);
  if (!definition) return UNKNOWN;
  if (!definition.parameters) return definition.shape;
  const known = definitions.get(library) ?? new WeakMap<Reference, TypeShape>();
  definitions.set(library, known);
  let shape = known.get(reference);
  if (!shape) {
    shape = instantiate(definition.shape, definitionBindings(definition, reference.args));
    known.set(reference, shape);
  }
  return shape;
}

/** The type with names at its top expanded, also those of a union's members; nested unions are flattened. */
export function expandUnion(shape: TypeShape, library: ApiLibrary, depth = 0): readonly TypeShape[] {
  if (depth > MAX_DEPTH) return [UNKNOWN];
  const expanded = expand(shape, library);
  if (expanded.kind !== 'union') {
    // Objects keep their name, which is what messages and the nominal check want to see.
    return [expanded.kind === 'primitive' || expanded.kind === 'literal' ? expanded : shape];
  }
  return expanded.types.flatMap((type) => expandUnion(type, library, depth + 1));
}

/** What a declared type is as a value: a record for an `api`, also inside an intersection with its static side. */
export function declaredValue(shape: TypeShape, library: ApiLibrary, bindings?: Bindings): Value {
  const named =
    shape.kind === 'api'
      ? shape
      : shape.kind === 'intersection'
        ? shape.types.find((it): it is Extract<TypeShape, { kind: 'api' }> => it.kind === 'api')
        : undefined;
  const api = named && library.find(named.name);
  if (!named || !api) return { shape: bindings ? instantiate(shape, bindings) : shape };
  const signatures = bindings
    ? api.signatures.map((it) => instantiateSignature(it, bindings))
    : api.signatures;
  const callable: TypeShape = signatures.length > 0 ? { kind: 'function', signatures } : UNKNOWN;
  if (shape.kind === 'api') return { shape: callable, api };
  const rest = shape.kind === 'intersection' ? shape.types.filter((it) => it !== named) : [];
  return { shape: { kind: 'intersection', types: [callable, ...rest] }, api };
}

/** Reads a property by name. `null` and `undefined` members must have been taken out of a union before. */
export function propertyOf(shape: TypeShape, name: string, library: ApiLibrary, depth = 0): PropertyRead {
  if (depth > MAX_DEPTH || isOpen(shape)) return 'unknown';
  switch (shape.kind) {
    case 'ref': {
      const definition = library.type(shape.name);
      if (!definition) return 'unknown';
      const bindings = definitionBindings(definition, shape.args);
      if (definition.shape.kind === 'object')
        return objectProperty(definition.shape, name, library, bindings);
      return propertyOf(expand(shape, library), name, library, depth + 1);
    }
    case 'object':
      return objectProperty(shape, name, library);
    case 'union':
      return unionProperty(shape.types, name, library, depth);
    case 'intersection': {
      const reads = shape.types.map((type) => propertyOf(type, name, library, depth + 1));
      const found = reads.filter((read) => typeof read === 'object');
      const [only] = found;
      if (found.length === 1 && only) return only;
      if (found.length > 1 || reads.includes('unknown')) return 'unknown';
      return 'missing';
    }
    case 'api':
    case 'function':
      return isFunctionMember(name) ? 'unknown' : 'missing';
    case 'array':
      return /^\d+$/.test(name)
        ? { value: { shape: shape.element } }
        : read(arrayMember(name, shape.element));
    case 'tuple':
      return tupleProperty(shape.elements, name);
    case 'primitive':
      return primitiveProperty(shape.name, name);
    case 'literal':
      return primitiveProperty(typeof shape.value, name);
    case 'promise':
      return read(promiseMember(name, awaited(shape.value, library)));
    default:
      return 'unknown';
  }
}

/** From this many properties on they are looked up by name: a library's namespace may have a hundred thousand. */
const MANY_PROPERTIES = 64;
const byName = new WeakMap<readonly Property[], ReadonlyMap<string, Property>>();

function ownProperty(
  { properties }: Extract<TypeShape, { kind: 'object' }>,
  name: string,
): Property | undefined {
  if (properties.length < MANY_PROPERTIES) return properties.find((it) => it.name === name);
  let known = byName.get(properties);
  if (!known) {
    // Of two with one name the first counts.
    known = new Map(properties.toReversed().map((it) => [it.name, it]));
    byName.set(properties, known);
  }
  return known.get(name);
}

function objectProperty(
  shape: Extract<TypeShape, { kind: 'object' }>,
  name: string,
  library: ApiLibrary,
  bindings?: Bindings,
): PropertyRead {
  const property = ownProperty(shape, name);
  if (property) {
    const value = declaredValue(property.type, library, bindings);
    if (!property.optional) return { value };
    return { value: { ...value, shape: optionalOf(value.shape) }, optional: true };
  }
  const numeric = /^\d+$/.test(name);
  const index = shape.index?.find((it) => it.key === 'string' || numeric);
  if (index) return { value: declaredValue(index.value, library, bindings) };
  if (isObjectMember(name)) return 'unknown';
  return 'missing';
}

function unionProperty(
  types: readonly TypeShape[],
  name: string,
  library: ApiLibrary,
  depth: number,
): PropertyRead {
  const reads = types
    .filter((type) => !isNullish(type))
    .map((type) => propertyOf(type, name, library, depth + 1));
  if (reads.includes('unknown')) return 'unknown';
  if (reads.includes('missing')) return 'missing';
  const found = reads.filter((it) => typeof it === 'object');
  const [first] = found;
  if (found.length === 1 && first) return first;
  // A method that comes from several types is called by rules of its own.
  if (found.some((it) => it.value.api || it.value.shape.kind === 'function')) return 'unknown';
  return { value: { shape: unionOf(found.map((it) => it.value.shape)) } };
}

function tupleProperty(
  elements: Extract<TypeShape, { kind: 'tuple' }>['elements'],
  name: string,
): PropertyRead {
  if (/^\d+$/.test(name)) {
    const element = elements[Number(name)];
    if (!element || element.rest) return 'unknown';
    return { value: { shape: element.optional ? unionOf([element.type, UNDEFINED]) : element.type } };
  }
  return read(arrayMember(name, unionOf(elements.map((it) => it.type))));
}

function primitiveProperty(type: string, name: string): PropertyRead {
  switch (type) {
    case 'string':
      return /^\d+$/.test(name) ? 'unknown' : read(stringMember(name));
    case 'number':
      return read(numberMember(name));
    case 'boolean':
      return read(booleanMember(name));
    default:
      return 'unknown';
  }
}

function read(shape: TypeShape | undefined): PropertyRead {
  if (!shape) return 'missing';
  return shape.kind === 'unknown' ? 'unknown' : { value: { shape } };
}

/** The properties that are known of an object type; undefined where there may be others that nobody knows. */
export function propertiesOf(
  shape: TypeShape,
  library: ApiLibrary,
  depth = 0,
): readonly Property[] | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const expanded = expand(shape, library);
  if (expanded.kind === 'object') return expanded.properties;
  if (expanded.kind === 'intersection') {
    const all: Property[] = [];
    for (const type of expanded.types) {
      const part = propertiesOf(type, library, depth + 1);
      if (!part) return undefined;
      all.push(...part.filter((it) => !all.some((other) => other.name === it.name)));
    }
    return all;
  }
  return undefined;
}

/** The signatures a value can be called with; undefined if that is not known, empty if it certainly cannot. */
export function signaturesOf(
  shape: TypeShape,
  library: ApiLibrary,
  construct: boolean,
  depth = 0,
): readonly Signature[] | undefined {
  if (depth > MAX_DEPTH || isOpen(shape)) return undefined;
  const expanded = expand(shape, library);
  switch (expanded.kind) {
    case 'function': {
      const fitting = expanded.signatures.filter((it) => (it.construct ?? false) === construct);
      // `new` of a plain function has rules of its own.
      return fitting.length === 0 && construct ? undefined : fitting;
    }
    case 'intersection': {
      const parts = expanded.types.map((type) => signaturesOf(type, library, construct, depth + 1));
      const found = parts.filter((it) => it !== undefined).flat();
      if (found.length > 0) return found;
      return parts.includes(undefined) ? undefined : [];
    }
    case 'object':
      return construct ? undefined : [];
    case 'array':
    case 'tuple':
    case 'literal':
    case 'promise':
      return [];
    case 'primitive':
      return ['string', 'number', 'boolean', 'bigint', 'symbol'].includes(expanded.name) ? [] : undefined;
    case 'builtin':
      return OPAQUE_INSTANCES.has(expanded.name) && expanded.name !== 'Function' ? [] : undefined;
    default:
      return undefined;
  }
}

/** What `await` gives. */
export function awaited(shape: TypeShape, library: ApiLibrary): TypeShape {
  if (isOpen(shape)) return shape.kind === 'any' ? ANY : UNKNOWN;
  if (shape.kind === 'promise') return awaited(shape.value, library);
  if (shape.kind === 'union') return unionOf(shape.types.map((type) => awaited(type, library)));
  if (shape.kind === 'builtin') return shape.name.startsWith('Promise') ? UNKNOWN : shape;
  const expanded = expand(shape, library);
  if (expanded.kind === 'promise' || expanded.kind === 'union') return awaited(expanded, library);
  if (isOpen(expanded)) return UNKNOWN;
  // An object with a `then` of its own is a promise by duck typing.
  if (expanded.kind === 'object' || expanded.kind === 'intersection') {
    const properties = propertiesOf(expanded, library);
    const hasThen = properties
      ? properties.some((it) => it.name === 'then')
      : propertyOf(expanded, 'then', library) !== 'missing';
    if (hasThen) return UNKNOWN;
  }
  return shape;
}

/** What a loop over the value or a spread of it gives, one by one. */
export function elementOf(shape: TypeShape, library: ApiLibrary): TypeShape {
  const expanded = expand(shape, library);
  switch (expanded.kind) {
    case 'array':
      return expanded.element;
    case 'tuple':
      return expanded.elements.length === 0 ? NEVER : unionOf(expanded.elements.map((it) => it.type));
    case 'union':
      return unionOf(expanded.types.map((type) => elementOf(type, library)));
    case 'builtin':
      return ['Set', 'ReadonlySet'].includes(expanded.name) ? (expanded.args?.[0] ?? UNKNOWN) : UNKNOWN;
    default:
      return UNKNOWN;
  }
}
