import type { Property, Signature, TypeDefinition, TypeShape } from '../../type-shape.js';

type Types = (name: string) => TypeDefinition | undefined;

/**
 * An example call made from the signature: required parameters only, literals where the type names them, else the
 * parameter's own name as a variable.
 *
 * @param callee - What is called, e.g. `HX.showToast` or `uploader.start`.
 */
export function exampleCall(callee: string, signature: Signature | undefined, types: Types): string {
  const written = (signature?.parameters ?? [])
    .filter((it) => !it.optional && !it.rest)
    .map((it) => sampleValue(it.type, it.name, types, 0));
  const call = `${signature?.construct ? 'new ' : ''}${callee}(${written.join(', ')})`;
  if (!signature || signature.construct)
    return signature ? `const ${instanceName(callee)} = ${call};` : `${call};`;
  return isPromise(signature.returns, types) ? `await ${call};` : `${call};`;
}

/** A variable name for an instance of a type: `HX.Uploader` -> `uploader`. */
export function instanceName(type: string): string {
  const last = type.replace(/\(\)/g, '').split('.').at(-1) ?? type;
  const noun = last
    .replace(/^(?:create|open|get|new|make|start|build)(?=\p{Lu})/u, '')
    .replace(/[^\p{ID_Continue}$]/gu, '');
  const name = noun.replace(/^\p{Lu}+(?=\p{Lu}\p{Ll}|$)|^\p{Lu}/u, (head) => head.toLowerCase());
  return /^[\p{ID_Start}$_]/u.test(name) && !RESERVED.has(name)
    ? name
    : `the${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

const RESERVED = new Set(
  'await break case catch class const continue debugger default delete do else enum export extends false finally for function if import in instanceof let new null return static super switch this throw true try typeof var void while with yield'.split(
    ' ',
  ),
);

function sampleValue(shape: TypeShape, name: string, types: Types, depth: number): string {
  switch (shape.kind) {
    case 'literal':
      return typeof shape.value === 'string'
        ? `'${shape.value.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`
        : String(shape.value);
    case 'union':
      return sampleValue(
        shape.types.find((it) => it.kind === 'literal') ?? shape.types[0] ?? shape,
        name,
        types,
        depth + 1,
      );
    case 'array':
      return shape.element.kind === 'literal'
        ? `[${sampleValue(shape.element, name, types, depth + 1)}]`
        : variable(name);
    case 'function':
      return callback(shape.signatures[0]);
    case 'object':
      return depth > 2 ? '{}' : objectSample(shape.properties, types, depth);
    case 'ref': {
      const inside = types(shape.name)?.shape;
      if (!inside || depth > 2) return variable(name);
      const handle = inside.kind === 'object' && inside.properties.some((it) => it.type.kind === 'api');
      return handle ? variable(name) : sampleValue(inside, name, types, depth + 1);
    }
    case 'primitive':
      return shape.name === 'null' || shape.name === 'undefined' ? shape.name : variable(name);
    default:
      return variable(name);
  }
}

function objectSample(properties: readonly Property[], types: Types, depth: number): string {
  const required = properties.filter((it) => !it.optional).slice(0, 12);
  const parts = required.map((it) => {
    const value = sampleValue(it.type, it.name, types, depth + 1);
    const key = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(it.name) ? it.name : `'${it.name}'`;
    return key === value ? key : `${key}: ${value}`;
  });
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

function callback(signature: Signature | undefined): string {
  const names = (signature?.parameters ?? []).filter((it) => !it.optional).map((it) => variable(it.name));
  return `(${names.join(', ')}) => {}`;
}

function variable(name: string): string {
  return RESERVED.has(name) || !/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? 'value' : name;
}

function isPromise(shape: TypeShape, types: Types, depth = 0): boolean {
  if (shape.kind === 'promise') return true;
  if (shape.kind === 'union') return shape.types.some((it) => isPromise(it, types, depth));
  const inside = shape.kind === 'ref' && depth < 3 ? types(shape.name)?.shape : undefined;
  return inside !== undefined && isPromise(inside, types, depth + 1);
}
