import type { ApiDoc } from '../api-doc.js';
import type { TypeDefinition, TypeShape } from '../type-shape.js';

/** Counts parameters and the properties of option objects in all signatures, and those whose type is not known. */
export function typeCounts(
  apis: readonly ApiDoc[],
  types: readonly TypeDefinition[],
): { parameters: number; unknownTypes: number } {
  const table = new Map(types.map((type) => [type.name, type]));
  let parameters = 0;
  let unknownTypes = 0;

  const count = (shape: TypeShape): void => {
    parameters += 1;
    if (isUnknownType(shape, table)) unknownTypes += 1;
    options(shape);
  };
  const options = (shape: TypeShape): void => {
    if (shape.kind === 'object') for (const property of shape.properties) count(property.type);
    else if (shape.kind === 'array') options(shape.element);
    else if (shape.kind === 'union' || shape.kind === 'intersection') shape.types.forEach(options);
  };
  for (const api of apis) {
    for (const signature of api.signatures)
      for (const parameter of signature.parameters) count(parameter.type);
  }
  return { parameters, unknownTypes };
}

/** Whether nothing is known of a type: a list of such values, and a name that stands for one, are not known either. */
export function isUnknownType(
  shape: TypeShape,
  table: ReadonlyMap<string, TypeDefinition>,
  depth = 0,
): boolean {
  if (depth > 8) return false;
  if (shape.kind === 'unknown') return true;
  if (shape.kind === 'array') return isUnknownType(shape.element, table, depth + 1);
  if (shape.kind === 'promise') return isUnknownType(shape.value, table, depth + 1);
  if (shape.kind !== 'ref') return false;
  const definition = table.get(shape.name);
  return definition === undefined || isUnknownType(definition.shape, table, depth + 1);
}
