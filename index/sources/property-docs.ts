import type { Property, TypeShape } from '../type-shape.js';
import { statedDefault } from './documentation.js';

/**
 * Puts the text of `@param options.msg` on the property it is about. Follows objects that are written out, arrays,
 * unions and intersections of them; named types keep the documentation of their own declaration
 * (`optionDocs` has what is said of them here).
 */
export function withPropertyDocs(
  shape: TypeShape,
  path: string,
  docs: ReadonlyMap<string, string>,
  defaults: ReadonlyMap<string, string> = NONE,
): TypeShape {
  const inner = `${path}.`;
  if (![...docs.keys(), ...defaults.keys()].some((key) => key.startsWith(inner))) return shape;
  switch (shape.kind) {
    case 'object':
      return { ...shape, properties: shape.properties.map((it) => documented(it, path, docs, defaults)) };
    case 'array':
      return { ...shape, element: withPropertyDocs(shape.element, path, docs, defaults) };
    case 'union':
    case 'intersection':
      return { ...shape, types: shape.types.map((it) => withPropertyDocs(it, path, docs, defaults)) };
    default:
      return shape;
  }
}

/** The texts of `@param options.to.city` that speak of properties of a named type, which other APIs share. */
export function optionDocs(
  shape: TypeShape,
  path: string,
  docs: ReadonlyMap<string, string>,
): { readonly optionDocs?: Readonly<Record<string, string>> } {
  const inner = `${path}.`;
  const found = [...docs]
    .filter(([key, text]) => text !== '' && key.startsWith(inner))
    .map(([key, text]) => [key.slice(inner.length), text] as const)
    .filter(([key]) => leadsThroughName(shape, key.split('.')));
  return found.length > 0 ? { optionDocs: Object.fromEntries(found) } : {};
}

function leadsThroughName(shape: TypeShape, names: readonly string[]): boolean {
  const [name, ...rest] = names;
  if (name === undefined) return false;
  switch (shape.kind) {
    case 'ref':
      return true;
    case 'array':
      return leadsThroughName(shape.element, names);
    case 'union':
    case 'intersection':
      return shape.types.some((it) => leadsThroughName(it, names));
    case 'object': {
      const property = shape.properties.find((it) => it.name === name);
      return property !== undefined && leadsThroughName(property.type, rest);
    }
    default:
      return false;
  }
}

const NONE: ReadonlyMap<string, string> = new Map();

function documented(
  property: Property,
  path: string,
  docs: ReadonlyMap<string, string>,
  defaults: ReadonlyMap<string, string>,
): Property {
  const own = `${path}.${property.name}`;
  const doc = docs.get(own) ?? property.doc;
  const value = defaults.get(own) ?? statedDefault(docs.get(own)) ?? property.default;
  return {
    ...property,
    type: withPropertyDocs(property.type, own, docs, defaults),
    ...(doc !== undefined ? { doc } : {}),
    ...(value !== undefined ? { default: value } : {}),
  };
}
