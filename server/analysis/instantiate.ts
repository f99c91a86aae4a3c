import type { ApiLibrary } from '../../index/library.js';
import {
  type Signature,
  type TypeDefinition,
  type TypeParameter,
  type TypeShape,
  UNKNOWN,
} from '../../index/type-shape.js';
import { unionOf, widened } from './shape-makers.js';

/** What stands for each type parameter. */
export type Bindings = ReadonlyMap<string, TypeShape>;

const hasParameters = new WeakMap<TypeShape, boolean>();

/**
 * The shape with its type parameters replaced; those without a binding stay. An `api` shape stays as it is, since its
 * signatures are looked up later: whoever looks them up must apply the bindings there (`propertyOf` does).
 */
export function instantiate(shape: TypeShape, bindings: Bindings): TypeShape {
  if (bindings.size === 0 || !mentionsParameter(shape)) return shape;
  switch (shape.kind) {
    case 'parameter':
      return bindings.get(shape.name) ?? shape;
    case 'array':
      return { ...shape, element: instantiate(shape.element, bindings) };
    case 'tuple':
      return {
        ...shape,
        elements: shape.elements.map((it) => ({ ...it, type: instantiate(it.type, bindings) })),
      };
    case 'object':
      return {
        ...shape,
        properties: shape.properties.map((it) => ({ ...it, type: instantiate(it.type, bindings) })),
        ...(shape.index
          ? { index: shape.index.map((it) => ({ ...it, value: instantiate(it.value, bindings) })) }
          : {}),
      };
    case 'function':
      return { ...shape, signatures: shape.signatures.map((it) => instantiateSignature(it, bindings)) };
    case 'union':
      return unionOf(shape.types.map((it) => instantiate(it, bindings)));
    case 'intersection':
      return { ...shape, types: shape.types.map((it) => instantiate(it, bindings)) };
    case 'promise':
      return { ...shape, value: instantiate(shape.value, bindings) };
    case 'ref':
    case 'builtin':
      return shape.args ? { ...shape, args: shape.args.map((it) => instantiate(it, bindings)) } : shape;
    default:
      return shape;
  }
}

/** A signature with outer type parameters replaced; its own hide outer ones of the same name. */
export function instantiateSignature(signature: Signature, bindings: Bindings): Signature {
  let visible = bindings;
  if (signature.typeParameters?.some((it) => bindings.has(it.name))) {
    const own = new Set(signature.typeParameters.map((it) => it.name));
    visible = new Map([...bindings].filter(([name]) => !own.has(name)));
  }
  if (visible.size === 0) return signature;
  return {
    ...signature,
    parameters: signature.parameters.map((it) => ({ ...it, type: instantiate(it.type, visible) })),
    returns: instantiate(signature.returns, visible),
  };
}

/** The bindings of a named type's parameters: the arguments, else the defaults, else unknown. */
export function definitionBindings(
  definition: TypeDefinition,
  args: readonly TypeShape[] | undefined,
): Bindings {
  const bindings = new Map<string, TypeShape>();
  definition.parameters?.forEach((parameter, at) => {
    bindings.set(parameter.name, args?.[at] ?? parameter.default ?? UNKNOWN);
  });
  return bindings;
}

/**
 * Binds the type parameters of a signature from the arguments. A parameter no argument speaks of becomes its default, if
 * defaults count, or unknown.
 */
export function inferBindings(
  parameters: readonly TypeParameter[],
  pairs: readonly { readonly declared: TypeShape; readonly passed: TypeShape }[],
  library: ApiLibrary,
  hasDefaults: boolean,
): Bindings {
  const names = new Set(parameters.map((it) => it.name));
  const found = new Map<string, TypeShape[]>();
  let mentioned = new Set<string>();
  for (const { declared, passed } of pairs) {
    collect(declared, passed, names, found, library, 0);
    mentioned = new Set([...mentioned, ...parametersIn(declared)]);
  }
  const bindings = new Map<string, TypeShape>();
  for (const parameter of parameters) {
    const types = found.get(parameter.name) ?? [];
    // Only what TypeScript would certainly infer: one candidate, or several that agree.
    const type = types.length > 0 ? unionOf(types.map(widened)) : undefined;
    if (type && type.kind !== 'union') bindings.set(parameter.name, type);
    else if (!type && hasDefaults && !mentioned.has(parameter.name) && parameter.default)
      bindings.set(parameter.name, instantiate(parameter.default, bindings));
    else bindings.set(parameter.name, UNKNOWN);
  }
  return bindings;
}

function collect(
  declared: TypeShape,
  passed: TypeShape,
  names: ReadonlySet<string>,
  found: Map<string, TypeShape[]>,
  library: ApiLibrary,
  depth: number,
): void {
  if (depth > 6) return;
  const next = (to: TypeShape, from: TypeShape) => collect(to, from, names, found, library, depth + 1);
  if (declared.kind === 'parameter') {
    if (!names.has(declared.name)) return;
    found.set(declared.name, [...(found.get(declared.name) ?? []), passed]);
    return;
  }
  if (declared.kind === 'array' && passed.kind === 'array') next(declared.element, passed.element);
  else if (declared.kind === 'array' && passed.kind === 'tuple') {
    for (const { type } of passed.elements) next(declared.element, type);
  } else if (declared.kind === 'promise' && passed.kind === 'promise') next(declared.value, passed.value);
  else if (declared.kind === 'union') {
    // `T | Promise<T>` and `T | T[]` have more than one reading; only a lone parameter is certain.
    const open = declared.types.filter(mentionsParameter);
    if (open.length === 1 && open[0]) next(open[0], passed);
    else for (const type of open) for (const name of parametersIn(type)) mark(found, name);
  } else if (declared.kind === 'object' && passed.kind === 'object') {
    for (const property of declared.properties) {
      const own = passed.properties.find((it) => it.name === property.name);
      if (own) next(property.type, own.type);
    }
  } else if (declared.kind === 'ref' && passed.kind === 'ref' && declared.name === passed.name) {
    declared.args?.forEach((arg, at) => {
      const own = passed.args?.[at];
      if (own) next(arg, own);
    });
  } else if (declared.kind === 'function' && passed.kind === 'function') {
    const [to] = declared.signatures;
    const [from] = passed.signatures;
    if (to && from && declared.signatures.length === 1) next(to.returns, from.returns);
  } else {
    for (const name of parametersIn(declared)) mark(found, name);
  }
}

function mark(found: Map<string, TypeShape[]>, name: string): void {
  found.set(name, [...(found.get(name) ?? []), UNKNOWN]);
}

/** Names of the type parameters that a shape speaks of. */
export function parametersIn(shape: TypeShape, names: Set<string> = new Set()): Set<string> {
  if (!mentionsParameter(shape)) return names;
  if (shape.kind === 'parameter') names.add(shape.name);
  else for (const part of partsOf(shape)) parametersIn(part, names);
  return names;
}

function mentionsParameter(shape: TypeShape): boolean {
  if (shape.kind === 'parameter') return true;
  const known = hasParameters.get(shape);
  if (known !== undefined) return known;
  // A shape is a finite tree (recursion goes through names), so this ends.
  const result = partsOf(shape).some(mentionsParameter);
  hasParameters.set(shape, result);
  return result;
}

/** The shapes directly inside a shape. */
function partsOf(shape: TypeShape): readonly TypeShape[] {
  switch (shape.kind) {
    case 'array':
      return [shape.element];
    case 'tuple':
      return shape.elements.map((it) => it.type);
    case 'object':
      return [...shape.properties.map((it) => it.type), ...(shape.index ?? []).map((it) => it.value)];
    case 'function':
      return shape.signatures.flatMap((it) => [...it.parameters.map((p) => p.type), it.returns]);
    case 'union':
    case 'intersection':
      return shape.types;
    case 'promise':
      return [shape.value];
    case 'ref':
    case 'builtin':
      return shape.args ?? [];
    default:
      return [];
  }
}
