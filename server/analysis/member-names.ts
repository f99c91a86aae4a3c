import type { ApiLibrary } from '../../index/library.js';
import type { TypeShape } from '../../index/type-shape.js';
import { nonNullish } from './shape-makers.js';
import { expand, expandUnion, propertiesOf, propertyOf } from './type-properties.js';

const LANGUAGE_MEMBERS = {
  string: Object.getOwnPropertyNames(String.prototype),
  number: Object.getOwnPropertyNames(Number.prototype),
  array: Object.getOwnPropertyNames(Array.prototype),
  promise: ['then', 'catch', 'finally'],
} as const;

/** The names that can be read from a value, as far as they are known: those of its type, or those that the language brings. */
export function memberNames(shape: TypeShape, library: ApiLibrary): readonly string[] {
  const present = nonNullish(shape);
  const properties = propertiesOf(present, library);
  if (properties) return properties.map((it) => it.name);
  // What one of several does not have is no name of all.
  const [first = present] = expandUnion(present, library);
  const names = languageMembers(expand(first, library));
  return names.filter((it) => /^[a-z]/.test(it) && propertyOf(present, it, library) !== 'missing');
}

function languageMembers(shape: TypeShape): readonly string[] {
  switch (shape.kind) {
    case 'array':
    case 'tuple':
      return LANGUAGE_MEMBERS.array;
    case 'promise':
      return LANGUAGE_MEMBERS.promise;
    case 'literal':
    case 'primitive': {
      const type = shape.kind === 'literal' ? typeof shape.value : shape.name;
      return type === 'string' || type === 'number' ? LANGUAGE_MEMBERS[type] : [];
    }
    default:
      return [];
  }
}
