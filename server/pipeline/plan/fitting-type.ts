import type { ApiLibrary } from '../../../index/library.js';
import type { TypeShape } from '../../../index/type-shape.js';
import {
  enumMembers,
  isAnything,
  isNothing,
  isNullable,
  members,
  optionObject,
  propertiesOf,
  resolve,
} from '../retrieval/shapes.js';

/**
 * Whether a value of one shape certainly goes into a slot of another. Stricter than assignability, since it decides
 * what to propose, not what to report: what is not known does not fit, except into slots that take anything.
 */
export function fitsInto(source: TypeShape | undefined, target: TypeShape, library: ApiLibrary): boolean {
  if (!source || isAnything(source, library)) return false;
  if (isNothing(source) || (isNullable(source, library) && !isNullable(target, library))) return false;
  if (isAnything(target, library)) return true;
  if (source.kind === 'ref' && target.kind === 'ref' && source.name === target.name) return true;
  if (target.kind === 'ref' && library.type(target.name)?.nominal) return false;
  const wanted = members(target, library);
  return members(source, library).every((it) => wanted.some((other) => memberFits(it, other, library)));
}

function memberFits(source: TypeShape, target: TypeShape, library: ApiLibrary): boolean {
  if (target.kind === 'any' || target.kind === 'unknown') return true;
  if (source.kind === 'literal') {
    if (target.kind === 'literal') return source.value === target.value;
    return target.kind === 'primitive' && typeof source.value === target.name;
  }
  if (source.kind === 'primitive') return target.kind === 'primitive' && source.name === target.name;
  if (source.kind === 'array' && target.kind === 'array')
    return fitsInto(source.element, target.element, library);
  if (source.kind === 'builtin') return target.kind === 'builtin' && source.name === target.name;
  if (source.kind === 'object' && target.kind === 'object') {
    const index = target.index?.[0];
    if (index && target.properties.length === 0) {
      return source.properties.every(
        (it) => isAnything(index.value, library) || fitsInto(it.type, index.value, library),
      );
    }
    return target.properties.every((wanted) => {
      const own = source.properties.find((it) => it.name === wanted.name);
      return own ? fitsInto(own.type, wanted.type, library) : wanted.optional === true;
    });
  }
  return false;
}

/** Stands for what no literal can stand for, such as the instance of a class. */
export const ANYTHING = '/** @type {any} */ (undefined)';
/** In JavaScript the type of a constant `{}` has no index signature; as `any` it goes everywhere. */
const EMPTY_OBJECT = '/** @type {any} */ ({})';

/** What a developer is told to fill in, and what stands there until then: a value of the right type. */
export function placeholderFor(type: TypeShape, library: ApiLibrary, depth = 3): string {
  // Of a class only its own instances will do.
  if (type.kind === 'ref' && library.type(type.name)?.nominal) return ANYTHING;
  const values = enumMembers(type, library);
  if (values) return typeof values[0] === 'number' ? String(values[0]) : JSON.stringify(values[0]);
  for (const it of members(type, library)) {
    switch (it.kind) {
      case 'primitive':
        if (it.name === 'string') return "''";
        if (it.name === 'number') return '0';
        if (it.name === 'boolean') return 'false';
        if (it.name === 'bigint') return '0n';
        break;
      case 'literal':
        return JSON.stringify(it.value);
      case 'array':
        return '[]';
      case 'tuple':
        return `[${it.elements
          .filter((element) => !element.optional && !element.rest)
          .map((element) => placeholderFor(element.type, library, depth - 1))
          .join(', ')}]`;
      case 'function':
        return '() => {}';
      case 'builtin':
        if (
          /^(?:Date|Map|Set|WeakMap|WeakSet|URLSearchParams|FormData|AbortController|Headers)$/.test(it.name)
        )
          return `new ${it.name}()`;
        if (
          /^(?:ArrayBuffer|Uint8Array|Int8Array|Float32Array|Float64Array|Uint16Array|Uint32Array)$/.test(
            it.name,
          )
        )
          return `new ${it.name}(0)`;
        break;
      case 'object': {
        if (depth === 0) return EMPTY_OBJECT;
        const required = it.properties.filter((property) => !property.optional);
        if (required.length === 0) return EMPTY_OBJECT;
        return `{ ${required.map((property) => `${propertyKey(property.name)}: ${placeholderFor(property.type, library, depth - 1)}`).join(', ')} }`;
      }
      default:
        break;
    }
  }
  return isAnything(type, library) ? 'null' : ANYTHING;
}

export function propertyKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** A union of several object shapes: one of them has to be chosen before its options can be filled. */
export function objectAlternatives(type: TypeShape, library: ApiLibrary): TypeShape[] {
  const all = members(type, library);
  if (all.length < 2 || !all.every((it) => resolve(it, library).kind === 'object')) return [];
  return all.every((it) => optionObject(it, library) !== undefined && propertiesOf(it, library).length > 0)
    ? all
    : [];
}
