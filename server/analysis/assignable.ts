import { isSameShape } from '../../index/distinct-shapes.js';
import type { ApiLibrary } from '../../index/library.js';
import {
  type ObjectShape,
  type Property,
  type Signature,
  type TypeShape,
  UNKNOWN,
} from '../../index/type-shape.js';
import { DISTINCTIVE_MEMBERS, OPAQUE_INSTANCES } from './builtin-members.js';
import { isNullish, isOpen, literalOf, membersOf, UNDEFINED, unionOf } from './shape-makers.js';
import { expand, propertiesOf, propertyOf, signaturesOf } from './type-properties.js';

/** `unknown`: it may fit or not, and nothing is to be said about it. */
export type Fit = 'yes' | 'no' | 'unknown';

const MAX_DEPTH = 10;

/**
 * Whether a value of type `from` may be passed where `to` is declared, as TypeScript in strict mode sees it. Says
 * `no` only where TypeScript certainly reports an error. Object types are compared by structure; that a fresh object
 * literal has properties too many is not looked at here.
 */
export function assignable(from: TypeShape, to: TypeShape, library: ApiLibrary): Fit {
  return fit(from, to, library, 0);
}

function fit(from: TypeShape, to: TypeShape, library: ApiLibrary, depth: number): Fit {
  if (from === to || to.kind === 'any' || from.kind === 'any') return 'yes';
  if (from.kind === 'primitive' && from.name === 'never') return 'yes';
  if (isOpen(from) || isOpen(to) || depth > MAX_DEPTH) return 'unknown';
  if (isSameShape(from, to)) return 'yes';

  const source = expand(from, library);
  const target = expand(to, library);
  if (source.kind === 'any' || target.kind === 'any') return 'yes';
  if (isOpen(source) || isOpen(target)) return 'unknown';

  if (source.kind === 'union') {
    return every(source.types.map((type) => fit(type, to, library, depth + 1)));
  }
  if (target.kind === 'union')
    return intoUnion(source === from ? source : from, target.types, library, depth);
  if (target.kind === 'intersection') {
    return every(target.types.map((type) => partFit(from, type, library, depth + 1)));
  }
  if (to.kind === 'ref') {
    const nominal = nominalFit(from, to.name, library);
    if (nominal) return nominal;
  }
  if (isNullish(source)) return nullishFit(source, target);
  if (isNullish(target)) return 'no';
  if (target.kind === 'primitive' && target.name === 'never') return 'no';
  if (target.kind === 'primitive' && target.name === 'object') {
    return source.kind === 'literal' || source.kind === 'primitive' ? sameName(source, 'object') : 'yes';
  }
  if (source.kind === 'literal') return literalFit(source.value, target, library, depth);
  if (source.kind === 'primitive') return primitiveFit(source, target, library, depth);
  if (target.kind === 'primitive' || target.kind === 'literal') {
    // An intersection may have a primitive in it (branded strings).
    return source.kind === 'intersection' ? 'unknown' : 'no';
  }
  return structureFit(from, source, target, library, depth);
}

/** Whether a value fits a part of an intersection. That it shares no property with this part alone says nothing. */
function partFit(from: TypeShape, to: TypeShape, library: ApiLibrary, depth: number): Fit {
  const part = expand(to, library);
  const isWeak = part.kind === 'object' && part.properties.every((it) => it.optional) && !part.index;
  const isObject = propertiesOf(from, library) !== undefined || signaturesOf(from, library, false)?.length;
  const shares = isWeak && part.properties.some((it) => propertyOf(from, it.name, library) !== 'missing');
  return isWeak && isObject && !shares ? 'yes' : fit(from, to, library, depth);
}

/** All must fit: one certain no decides. */
function every(fits: readonly Fit[]): Fit {
  if (fits.includes('no')) return 'no';
  return fits.every((it) => it === 'yes') ? 'yes' : 'unknown';
}

function intoUnion(from: TypeShape, types: readonly TypeShape[], library: ApiLibrary, depth: number): Fit {
  const fits = types.map((type) => fit(from, type, library, depth + 1));
  if (fits.includes('yes')) return 'yes';
  if (fits.includes('unknown')) return 'unknown';
  if (from.kind === 'primitive' && from.name === 'boolean') {
    return every([true, false].map((value) => intoUnion(literalOf(value), types, library, depth + 1)));
  }
  // `{ kind: 'a' | 'b' }` fits `{ kind: 'a' } | { kind: 'b' }`, which is more than one member at a time can say.
  const properties = propertiesOf(from, library);
  const objects = types.filter((type) => propertiesOf(type, library) !== undefined);
  const isSpread = ({ name, type }: Property) => {
    const expanded = expand(type, library);
    const isUnion =
      expanded.kind === 'union' || (expanded.kind === 'primitive' && expanded.name === 'boolean');
    return isUnion && objects.some((it) => hasLiteral(it, name, library));
  };
  if (objects.length > 1 && properties?.some(isSpread)) return 'unknown';
  return 'no';
}

/** Whether the property of an object type allows a literal, so that it may tell members of a union apart. */
function hasLiteral(shape: TypeShape, name: string, library: ApiLibrary): boolean {
  const property = propertiesOf(shape, library)?.find((it) => it.name === name);
  return (
    property !== undefined && membersOf(expand(property.type, library)).some((it) => it.kind === 'literal')
  );
}

/** Classes with private members take nothing but their own instances. */
function nominalFit(from: TypeShape, to: string, library: ApiLibrary): Fit | undefined {
  if (!library.type(to)?.nominal) {
    // An interface that the other one extends certainly fits (its members are flattened in).
    return from.kind === 'ref' && !from.args && library.type(from.name)?.bases?.includes(to)
      ? 'yes'
      : undefined;
  }
  if (from.kind !== 'ref') return from.kind === 'builtin' || from.kind === 'intersection' ? 'unknown' : 'no';
  if (from.name === to) return 'unknown';
  return reaches(from.name, to, library, 0) ? 'yes' : 'no';
}

function reaches(name: string, to: string, library: ApiLibrary, depth: number): boolean {
  if (depth > MAX_DEPTH) return true;
  const bases = library.type(name)?.bases ?? [];
  return bases.some((base) => base === to || reaches(base, to, library, depth + 1));
}

function nullishFit(source: TypeShape, target: TypeShape): Fit {
  if (source.kind !== 'primitive' || target.kind !== 'primitive') return 'no';
  if (source.name === target.name) return 'yes';
  return source.name === 'undefined' && target.name === 'void' ? 'yes' : 'no';
}

function sameName(source: TypeShape, name: string): Fit {
  return source.kind === 'primitive' && source.name === name ? 'yes' : 'no';
}

function literalFit(
  value: string | number | boolean,
  target: TypeShape,
  library: ApiLibrary,
  depth: number,
): Fit {
  if (target.kind === 'literal') return target.value === value ? 'yes' : 'no';
  if (target.kind === 'primitive') return target.name === typeof value ? 'yes' : 'no';
  return primitiveFit(
    { kind: 'primitive', name: typeof value as 'string' | 'number' | 'boolean' },
    target,
    library,
    depth,
  );
}

function primitiveFit(
  source: Extract<TypeShape, { kind: 'primitive' }>,
  target: TypeShape,
  library: ApiLibrary,
  depth: number,
): Fit {
  switch (target.kind) {
    case 'primitive':
      return target.name === source.name ? 'yes' : 'no';
    case 'literal':
      return 'no';
    case 'array':
    case 'tuple':
    case 'function':
    case 'promise':
      return source.name === 'object' ? 'unknown' : 'no';
    case 'object':
      if (source.name === 'object')
        return target.properties.length === 0 && !target.index ? 'yes' : 'unknown';
      return intoObject(source, target, library, depth);
    case 'builtin':
      return OPAQUE_INSTANCES.has(target.name) && source.name !== 'object' ? 'no' : 'unknown';
    default:
      return 'unknown';
  }
}

/** Both sides are objects of some kind. `named` is the source before its name was expanded. */
function structureFit(
  named: TypeShape,
  source: TypeShape,
  target: TypeShape,
  library: ApiLibrary,
  depth: number,
): Fit {
  switch (target.kind) {
    case 'array':
      return intoArray(source, target, library, depth);
    case 'tuple':
      return intoTuple(source, target, library, depth);
    case 'promise':
      if (source.kind === 'promise') return fit(source.value, target.value, library, depth + 1);
      if (source.kind === 'array' || source.kind === 'tuple' || source.kind === 'function') return 'no';
      return propertyOf(source, 'then', library) === 'missing' ? 'no' : 'unknown';
    case 'function':
      return intoFunction(source, target.signatures, library, depth);
    case 'object':
      return intoObject(named, target, library, depth);
    case 'builtin':
      if (source.kind === 'builtin') {
        if (source.name === target.name) return 'unknown';
        const opaque = OPAQUE_INSTANCES.has(source.name) && OPAQUE_INSTANCES.has(target.name);
        return opaque && !/Array|Buffer|Map|Set|File|Blob/.test(source.name + target.name) ? 'no' : 'unknown';
      }
      if (!OPAQUE_INSTANCES.has(target.name)) return 'unknown';
      if (source.kind === 'array' || source.kind === 'tuple') {
        // Typed arrays and BufferSource-like targets share much with arrays, but never all.
        return 'no';
      }
      if (source.kind === 'function') return target.name === 'Function' ? 'yes' : 'no';
      if (source.kind === 'promise') return 'no';
      return source.kind === 'object' &&
        propertyOf(source, DISTINCTIVE_MEMBERS[target.name] ?? 'byteLength', library) === 'missing'
        ? 'no'
        : 'unknown';
    default:
      return 'unknown';
  }
}

function intoArray(
  source: TypeShape,
  target: Extract<TypeShape, { kind: 'array' }>,
  library: ApiLibrary,
  depth: number,
): Fit {
  if (source.kind === 'array' || source.kind === 'tuple') {
    if (source.readonly && !target.readonly) return 'no';
    if (source.kind === 'array') return fit(source.element, target.element, library, depth + 1);
    return every(source.elements.map((it) => fit(it.type, target.element, library, depth + 1)));
  }
  if (source.kind === 'function' || source.kind === 'promise') return 'no';
  if (source.kind === 'object') return propertyOf(source, 'length', library) === 'missing' ? 'no' : 'unknown';
  if (source.kind === 'builtin')
    return ['Date', 'RegExp', 'Map', 'Set'].includes(source.name) ? 'no' : 'unknown';
  return 'unknown';
}

function intoTuple(
  source: TypeShape,
  target: Extract<TypeShape, { kind: 'tuple' }>,
  library: ApiLibrary,
  depth: number,
): Fit {
  if (source.kind === 'array') {
    // An array literal that was stored first may still have the right length; TypeScript says no, but who reads the
    // code sees that it is right.
    return fit(source.element, unionOf(target.elements.map((it) => it.type)), library, depth + 1) === 'no'
      ? 'no'
      : 'unknown';
  }
  if (source.kind !== 'tuple')
    return source.kind === 'object' || source.kind === 'function' ? 'no' : 'unknown';
  if (target.elements.some((it) => it.rest) || source.elements.some((it) => it.rest)) return 'unknown';
  const required = target.elements.filter((it) => !it.optional).length;
  if (source.elements.length < required || source.elements.length > target.elements.length) return 'no';
  return every(
    source.elements.map((it, at) => {
      const element = target.elements[at];
      if (!element) return 'no';
      const type = element.optional ? unionOf([element.type, UNDEFINED]) : element.type;
      return fit(it.type, type, library, depth + 1);
    }),
  );
}

function intoFunction(
  source: TypeShape,
  targets: readonly Signature[],
  library: ApiLibrary,
  depth: number,
): Fit {
  const [target] = targets;
  const found = signaturesOf(source, library, target?.construct ?? false);
  if (!found) return 'unknown';
  if (found.length === 0) return 'no';
  const [own] = found;
  if (!target || !own || targets.length > 1 || found.length > 1) return 'unknown';
  if (own.typeParameters || target.typeParameters) return 'unknown';

  const required = own.parameters.filter((it) => !it.optional && !it.rest).length;
  const offered = target.parameters.some((it) => it.rest)
    ? Number.POSITIVE_INFINITY
    : target.parameters.length;
  if (required > offered) return 'no';
  const parameters = own.parameters.map((parameter, at): Fit => {
    const passed = target.parameters[at];
    if (!passed || parameter.rest || passed.rest) return 'unknown';
    const there = fit(passed.type, parameter.type, library, depth + 1);
    // Methods compare both ways; which of the two this is the shape does not say.
    if (there === 'no')
      return fit(parameter.type, passed.type, library, depth + 1) === 'no' ? 'no' : 'unknown';
    return there;
  });
  const returns: Fit =
    target.returns.kind === 'primitive' && target.returns.name === 'void'
      ? 'yes'
      : fit(own.returns, target.returns, library, depth + 1);
  return every([...parameters, returns]);
}

function intoObject(from: TypeShape, target: ObjectShape, library: ApiLibrary, depth: number): Fit {
  if (target.properties.length === 0 && !target.index) return 'yes';
  const source = expand(from, library);
  const fits: Fit[] = [];
  let common = 0;
  for (const property of target.properties) {
    const own = propertyOf(source.kind === 'object' ? from : source, property.name, library);
    // What an index signature may hold is not there for TypeScript.
    if (own === 'missing' || isOnlyIndexed(source, property.name)) {
      if (!property.optional) return 'no';
    } else {
      common += 1;
      if (own === 'unknown') fits.push('unknown');
      else if (own.optional && !property.optional) return 'no';
      else {
        const to = property.optional
          ? unionOf([property.type, { kind: 'primitive', name: 'undefined' }])
          : property.type;
        fits.push(fit(own.value.shape, to, library, depth + 1));
      }
    }
  }
  if (fits.includes('no')) return 'no';
  if (target.index) return intoIndex(from, source, target, fits, library, depth);
  // TypeScript refuses a value that shares nothing with a type whose properties are all optional.
  const weak = target.properties.length > 0 && target.properties.every((it) => it.optional);
  // What every function has, as `name`, does not count.
  if (weak && (common === 0 || source.kind === 'function')) return sharesNothing(source, library);
  if (source.kind === 'builtin') return 'unknown';
  return every(fits);
}

function isOnlyIndexed(source: TypeShape, name: string): boolean {
  return (
    source.kind === 'object' &&
    source.index !== undefined &&
    !source.properties.some((it) => it.name === name)
  );
}

function sharesNothing(source: TypeShape, library: ApiLibrary): Fit {
  switch (source.kind) {
    case 'literal':
    case 'primitive':
    case 'array':
    case 'tuple':
    case 'promise':
    case 'function':
      return 'no';
    case 'object':
      return source.properties.length > 0 && !source.index ? 'no' : 'yes';
    default: {
      const properties = propertiesOf(source, library);
      return properties && properties.length > 0 ? 'no' : 'unknown';
    }
  }
}

function intoIndex(
  from: TypeShape,
  source: TypeShape,
  target: ObjectShape,
  fits: readonly Fit[],
  library: ApiLibrary,
  depth: number,
): Fit {
  const value = target.index?.find((it) => it.key === 'string')?.value ?? target.index?.[0]?.value;
  if (source.kind === 'literal' || source.kind === 'primitive') return 'no';
  if (source.kind === 'function' && target.index?.some((it) => it.key === 'string'))
    return functionIntoIndex(value ?? UNKNOWN, fits);
  if (source.kind === 'array' || source.kind === 'tuple') {
    // A list has numbers for keys only.
    const isText = target.index?.some((it) => it.key === 'string');
    return isText && value && (!isOpen(value) || (value.kind === 'any' && value.isUnknown))
      ? 'no'
      : 'unknown';
  }
  if (!value || source.kind !== 'object') return 'unknown';
  if (target.index?.some((it) => it.key === 'number') && target.index.length === 1) return 'unknown';
  const all = [...source.properties.map((it) => it.type), ...(source.index ?? []).map((it) => it.value)];
  const values = every([...fits, ...all.map((type) => fit(type, value, library, depth + 1))]);
  // Interfaces have no implicit index signature, type aliases have; a named type does not say which it is.
  return from.kind === 'ref' && values === 'yes' ? 'unknown' : values;
}

/** A function has no properties for an index signature, which only `any` does not mind. */
function functionIntoIndex(value: TypeShape, fits: readonly Fit[]): Fit {
  if (value.kind === 'any' && !value.isUnknown) return every(fits);
  return value.kind === 'any' || !isOpen(value) ? 'no' : 'unknown';
}

/** Properties that `to` requires and `from` certainly lacks; empty if the reason of a misfit is another one. */
export function missingProperties(from: TypeShape, to: TypeShape, library: ApiLibrary): readonly Property[] {
  const wanted = propertiesOf(to, library);
  if (!wanted || !propertiesOf(from, library)) return [];
  return wanted.filter((it) => !it.optional && propertyOf(from, it.name, library) === 'missing');
}

/** Literal values that a type allows, if it is made of literals alone (null and undefined aside). */
export function allowedLiterals(
  shape: TypeShape,
  library: ApiLibrary,
): readonly (string | number | boolean)[] | undefined {
  const expanded = expand(shape, library);
  const values: (string | number | boolean)[] = [];
  for (const type of membersOf(expanded)) {
    if (isNullish(type)) continue;
    const member = type.kind === 'literal' ? type : expand(type, library);
    if (member.kind === 'literal') values.push(member.value);
    else if (member.kind === 'union') {
      const inner = allowedLiterals(member, library);
      if (!inner) return undefined;
      values.push(...inner);
    } else return undefined;
  }
  return values.length > 0 ? values : undefined;
}
