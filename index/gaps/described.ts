import type { TypeDefinition, TypeShape } from '../type-shape.js';

/** Rows of the type table by name. */
export type Types = ReadonlyMap<string, TypeDefinition>;

/** Whether a type says itself what its values are: by its own words, or by those of its properties and methods. */
export function isDescribedType(
  shape: TypeShape,
  types: Types,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  switch (shape.kind) {
    case 'object':
      return shape.properties.some((it) => it.type.kind === 'api' || hasText(it.doc));
    case 'array':
      return isDescribedType(shape.element, types, seen);
    case 'union':
    case 'intersection':
      return shape.types.some((it) => isDescribedType(it, types, seen));
    case 'ref': {
      const definition = seen.has(shape.name) ? undefined : types.get(shape.name);
      if (!definition) return false;
      return (
        hasText(definition.doc) || isDescribedType(definition.shape, types, new Set([...seen, shape.name]))
      );
    }
    default:
      return false;
  }
}

export function hasText(doc: string | undefined): boolean {
  return doc !== undefined && doc.trim() !== '';
}

/** Whether a value of the type is an object that a call writes out, or a list of such. */
export function isWrittenOut(shape: TypeShape, types: Types): boolean {
  if (shape.kind === 'array') return isWrittenOut(shape.element, types);
  if (shape.kind === 'object') return shape.properties.length > 0;
  const definition = shape.kind === 'ref' ? types.get(shape.name) : undefined;
  // An instance of a class is passed on as it is.
  return definition?.nominal !== true && definition?.shape.kind === 'object'
    ? definition.shape.properties.length > 0
    : false;
}
