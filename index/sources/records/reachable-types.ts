import type { ApiDoc, Roots } from '../../api-doc.js';
import type { Signature, TypeDefinition, TypeParameter, TypeShape } from '../../type-shape.js';

/** The rows of the type table that records and roots lead to, in the order in which they are met. */
export function reachableTypes(
  types: ReadonlyMap<string, TypeDefinition>,
  apis: readonly ApiDoc[],
  roots: Roots,
): TypeDefinition[] {
  const found = new Set<TypeDefinition>();
  const pending: TypeDefinition[] = [];
  const meet = (name: string): void => {
    const definition = types.get(name);
    if (!definition || found.has(definition)) return;
    found.add(definition);
    pending.push(definition);
  };
  for (const shape of Object.values(roots.globals)) eachReference(shape, meet);
  for (const { shape } of Object.values(roots.modules)) eachReference(shape, meet);
  for (const api of apis) {
    if (api.member) meet(api.member.of);
    for (const signature of api.signatures) inSignature(signature, meet);
  }
  for (let definition = pending.shift(); definition; definition = pending.shift()) {
    eachReference(definition.shape, meet);
    inParameters(definition.parameters, meet);
    for (const base of definition.bases ?? []) meet(base);
  }
  return [...found];
}

/** Calls back with the name of every named type that the shape mentions. */
export function eachReference(shape: TypeShape, visit: (name: string) => void): void {
  switch (shape.kind) {
    case 'ref':
      visit(shape.name);
      for (const argument of shape.args ?? []) eachReference(argument, visit);
      return;
    case 'builtin':
      for (const argument of shape.args ?? []) eachReference(argument, visit);
      return;
    case 'array':
      eachReference(shape.element, visit);
      return;
    case 'tuple':
      for (const element of shape.elements) eachReference(element.type, visit);
      return;
    case 'union':
    case 'intersection':
      for (const type of shape.types) eachReference(type, visit);
      return;
    case 'promise':
      eachReference(shape.value, visit);
      return;
    case 'function':
      for (const signature of shape.signatures) inSignature(signature, visit);
      return;
    case 'object':
      for (const property of shape.properties) eachReference(property.type, visit);
      for (const index of shape.index ?? []) eachReference(index.value, visit);
      return;
    default:
      return;
  }
}

function inSignature(signature: Signature, visit: (name: string) => void): void {
  inParameters(signature.typeParameters, visit);
  for (const parameter of signature.parameters) eachReference(parameter.type, visit);
  eachReference(signature.returns, visit);
}

function inParameters(parameters: readonly TypeParameter[] | undefined, visit: (name: string) => void): void {
  for (const parameter of parameters ?? []) {
    if (parameter.constraint) eachReference(parameter.constraint, visit);
    if (parameter.default) eachReference(parameter.default, visit);
  }
}
