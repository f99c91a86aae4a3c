import type { ObjectShape, Signature, TypeDefinition, TypeShape } from '../../type-shape.js';

/** What a value can be, as far as contracts care. */
export type ValueKind = 'string' | 'number' | 'list' | 'other';

/** A parameter, option or result, with what is said of it. */
export interface Place {
  /** As in `Contract.path`. */
  readonly path: string;
  /** The object that this is a property of; absent for a parameter. */
  readonly parent?: string;
  readonly doc: string;
  /** What it can be, null and undefined apart; of a list `list`, and what its elements can be. Empty: nobody knows. */
  readonly kinds: ReadonlySet<ValueKind>;
  /** Names beside it, its own included: the parameters, or the properties of the same object. */
  readonly names: readonly string[];
  /** Names of its own properties. */
  readonly properties: readonly string[];
}

type TypeLookup = (name: string) => TypeDefinition | undefined;

/** What lies deeper is hardly written out in a call. */
const PARAMETER_DEPTH = 4;
const RESULT_DEPTH = 2;

export interface SignaturePlaces {
  /** Parameters and options that have words of their own. */
  readonly parameters: readonly Place[];
  /** Results that have words of their own. */
  readonly results: readonly Place[];
  /** Parameters and options with words or without. */
  readonly all: readonly Place[];
}

/**
 * All places of a signature that have words of their own, parameters first, then `returns` and what it has.
 *
 * @param docs - Texts by path (`options.msg`), which count before those of the types.
 */
export function placesOf(
  signature: Signature,
  docs: ReadonlyMap<string, string>,
  type: TypeLookup,
): SignaturePlaces {
  const parameters: Place[] = [];
  const results: Place[] = [];
  const names = signature.parameters.map((it) => it.name);
  for (const { name, type: shape, doc } of signature.parameters) {
    parameters.push({
      path: name,
      doc: doc ?? docs.get(name) ?? '',
      kinds: kindsOf(shape, type),
      names,
      properties: propertiesOf(shape, type),
    });
    addProperties(shape, name, PARAMETER_DEPTH, { places: parameters, docs, type }, new Set());
  }
  addProperties(signature.returns, 'returns', RESULT_DEPTH, { places: results, docs: NONE, type }, new Set());
  return {
    parameters: parameters.filter(isDocumented),
    results: results.filter(isDocumented),
    all: parameters,
  };
}

const NONE: ReadonlyMap<string, string> = new Map();

function isDocumented({ doc }: Place): boolean {
  return doc !== '';
}

interface Walk {
  readonly places: Place[];
  readonly docs: ReadonlyMap<string, string>;
  readonly type: TypeLookup;
}

function addProperties(
  shape: TypeShape,
  path: string,
  depth: number,
  walk: Walk,
  seen: ReadonlySet<string>,
): void {
  if (depth === 0) return;
  switch (shape.kind) {
    case 'object':
      addObject(shape, path, depth, walk, seen);
      break;
    case 'array':
      addProperties(shape.element, path, depth, walk, seen);
      break;
    case 'promise':
      addProperties(shape.value, path, depth, walk, seen);
      break;
    case 'union':
    case 'intersection':
      for (const it of shape.types) addProperties(it, path, depth, walk, seen);
      break;
    case 'ref': {
      const definition = seen.has(shape.name) ? undefined : walk.type(shape.name);
      // An instance of a class is passed on as it is, not written out.
      if (!definition || definition.nominal) break;
      addProperties(definition.shape, path, depth, walk, new Set([...seen, shape.name]));
      break;
    }
  }
}

function addObject(
  object: ObjectShape,
  path: string,
  depth: number,
  walk: Walk,
  seen: ReadonlySet<string>,
): void {
  // So is a handle.
  if (!path.startsWith('returns') && object.properties.some((it) => it.type.kind === 'api')) return;
  const names = object.properties.map((it) => it.name);
  for (const { name, type, doc } of object.properties) {
    if (type.kind === 'api') continue;
    const own = `${path}.${name}`;
    const text = walk.docs.get(own) ?? doc ?? '';
    walk.places.push({
      path: own,
      parent: path,
      doc: text,
      kinds: kindsOf(type, walk.type),
      names,
      properties: propertiesOf(type, walk.type),
    });
    addProperties(type, own, depth - 1, walk, seen);
  }
}

function propertiesOf(shape: TypeShape, type: TypeLookup, seen: ReadonlySet<string> = new Set()): string[] {
  switch (shape.kind) {
    case 'object':
      return shape.properties.map((it) => it.name);
    case 'array':
      return propertiesOf(shape.element, type, seen);
    case 'union':
    case 'intersection':
      return [...new Set(shape.types.flatMap((it) => propertiesOf(it, type, seen)))];
    case 'ref': {
      const definition = seen.has(shape.name) ? undefined : type(shape.name);
      return definition ? propertiesOf(definition.shape, type, new Set([...seen, shape.name])) : [];
    }
    default:
      return [];
  }
}

function kindsOf(shape: TypeShape, type: TypeLookup, seen: ReadonlySet<string> = new Set()): Set<ValueKind> {
  switch (shape.kind) {
    case 'unknown':
    case 'any':
    case 'parameter':
      return new Set();
    case 'primitive':
      if (shape.name === 'string') return new Set(['string']);
      if (shape.name === 'number' || shape.name === 'bigint') return new Set(['number']);
      return ['null', 'undefined'].includes(shape.name) ? new Set() : new Set(['other']);
    case 'literal':
      return typeof shape.value === 'string' || typeof shape.value === 'number'
        ? new Set([typeof shape.value as 'string' | 'number'])
        : new Set(['other']);
    case 'array':
      return new Set(['list', ...kindsOf(shape.element, type, seen)]);
    case 'union':
      return new Set(shape.types.flatMap((it) => [...kindsOf(it, type, seen)]));
    case 'promise':
      return kindsOf(shape.value, type, seen);
    case 'ref': {
      const definition = seen.has(shape.name) ? undefined : type(shape.name);
      return definition
        ? kindsOf(definition.shape, type, new Set([...seen, shape.name]))
        : new Set(['other']);
    }
    case 'builtin':
      return new Set([/^(?:Iterable|ReadonlySet|Set)$/.test(shape.name) ? 'list' : 'other']);
    default:
      return new Set(['other']);
  }
}
