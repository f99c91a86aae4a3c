import type { ObjectShape, Parameter, Property, Signature, TypeShape } from '../../index/type-shape.js';

/** How deep nested types are spelled out before they are cut to `…`. */
const DEPTH = 3;

/** What a message has room for. */
const MESSAGE_LENGTH = 100;

/** A type in a message: spelled out as deep as there is room for. */
export function describe(shape: TypeShape): string {
  const texts = [2, 1, 0].map((depth) => typeText(shape, depth));
  const fitting = texts.find((text) => text.length <= MESSAGE_LENGTH);
  return fitting ?? `${texts.at(-1)?.slice(0, MESSAGE_LENGTH - 1)}…`;
}

/** A type as a TypeScript developer would write it; nested deeper than is readable it ends in `…`. */
export function typeText(shape: TypeShape, depth = DEPTH): string {
  switch (shape.kind) {
    case 'unknown':
      return 'unknown';
    case 'any':
      return 'any';
    case 'primitive':
      return shape.name;
    case 'literal':
      return typeof shape.value === 'string' ? quoted(shape.value) : String(shape.value);
    case 'array':
      return `${shape.readonly ? 'readonly ' : ''}${operand(shape.element, depth)}[]`;
    case 'tuple':
      return `${shape.readonly ? 'readonly ' : ''}[${shape.elements
        .map(({ type, name, optional, rest }) => {
          const text = typeText(type, depth - 1);
          if (name) return `${rest ? '...' : ''}${name}${optional ? '?' : ''}: ${text}`;
          return `${rest ? '...' : ''}${text}${optional ? '?' : ''}`;
        })
        .join(', ')}]`;
    case 'object':
      return objectText(shape, depth);
    case 'function':
      return shape.signatures.length === 0
        ? 'Function'
        : shape.signatures.map((it) => functionType(it, depth - 1)).join(' & ');
    case 'union':
      return shape.types.map((type) => operand(type, depth)).join(' | ');
    case 'intersection':
      return shape.types.map((type) => operand(type, depth)).join(' & ');
    case 'promise':
      return `Promise<${typeText(shape.value, depth)}>`;
    case 'ref':
    case 'builtin':
      return `${shape.name}${typeArguments(shape.args, depth)}`;
    case 'parameter':
      return shape.name;
    case 'api':
      return `typeof ${shape.name}`;
  }
}

/** One overload, `showToast(options: { msg: string }): Promise<void>`, with long option objects one property a line. */
export function signatureText(name: string, signature: Signature): string {
  const flat = `${head(name, signature)}(${signature.parameters.map((it) => parameterText(it, DEPTH)).join(', ')}): ${typeText(signature.returns)}`;
  if (flat.length <= 90) return flat;
  const parameters = signature.parameters.map((it) => {
    const broken =
      it.type.kind === 'object' && it.type.properties.length > 0 ? brokenObject(it.type) : undefined;
    return `${it.rest ? '...' : ''}${it.name}${it.optional ? '?' : ''}: ${broken ?? typeText(it.type)}`;
  });
  return `${head(name, signature)}(${parameters.join(', ')}): ${typeText(signature.returns)}`;
}

function head(name: string, signature: Signature): string {
  return `${signature.construct ? 'new ' : ''}${name}${typeParameters(signature)}`;
}

function brokenObject(shape: ObjectShape): string {
  const lines = shape.properties.map((it) => `  ${propertyText(it, DEPTH - 1)};`);
  return `{\n${lines.join('\n')}\n}`;
}

function objectText(shape: ObjectShape, depth: number): string {
  const index = (shape.index ?? []).map(({ key, value }) => `[key: ${key}]: ${typeText(value, depth - 1)}`);
  if (shape.properties.length + index.length === 0) return '{}';
  if (depth <= 0) return '{ … }';
  return `{ ${[...shape.properties.map((it) => propertyText(it, depth - 1)), ...index].join('; ')} }`;
}

function propertyText(property: Property, depth: number): string {
  const name = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(property.name)
    ? property.name
    : quoted(property.name);
  return `${property.readonly ? 'readonly ' : ''}${name}${property.optional ? '?' : ''}: ${typeText(property.type, depth)}`;
}

function parameterText(parameter: Parameter, depth: number): string {
  return `${parameter.rest ? '...' : ''}${parameter.name}${parameter.optional ? '?' : ''}: ${typeText(parameter.type, depth)}`;
}

function functionType(signature: Signature, depth: number): string {
  const parameters =
    depth <= 0 && signature.parameters.length > 0
      ? '…'
      : signature.parameters.map((it) => parameterText(it, depth)).join(', ');
  return `${signature.construct ? 'new ' : ''}${typeParameters(signature)}(${parameters}) => ${typeText(signature.returns, depth)}`;
}

function typeParameters(signature: Signature): string {
  const names = (signature.typeParameters ?? []).map((it) => it.name);
  return names.length > 0 ? `<${names.join(', ')}>` : '';
}

function typeArguments(args: readonly TypeShape[] | undefined, depth: number): string {
  if (!args || args.length === 0) return '';
  return depth <= 0 ? '<…>' : `<${args.map((it) => typeText(it, depth - 1)).join(', ')}>`;
}

/** In `A[]` and `A | B` a function or a union needs brackets. */
function operand(shape: TypeShape, depth: number): string {
  const text = typeText(shape, depth);
  return shape.kind === 'function' || shape.kind === 'union' || shape.kind === 'intersection'
    ? `(${text})`
    : text;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`;
}
