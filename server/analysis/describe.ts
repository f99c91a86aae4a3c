import type { Signature, TypeShape } from '../../index/type-shape.js';

const MAX_PROPERTIES = 3;

/** Prints a type as TypeScript would write it, long object types shortened: `{ msg: string; … }`. */
export function describe(shape: TypeShape): string {
  return print(shape, 0);
}

function print(shape: TypeShape, depth: number): string {
  switch (shape.kind) {
    case 'unknown':
      return 'unknown';
    case 'any':
      return 'any';
    case 'primitive':
      return shape.name;
    case 'literal':
      return typeof shape.value === 'string' ? quote(shape.value) : String(shape.value);
    case 'array': {
      const element = print(shape.element, depth + 1);
      const text = /^[\w.$<>, ]+$/.test(element) || element.startsWith('{') ? element : `(${element})`;
      return `${shape.readonly ? 'readonly ' : ''}${text}[]`;
    }
    case 'tuple': {
      const elements = shape.elements.map(
        (it) => `${it.rest ? '...' : ''}${print(it.type, depth + 1)}${it.optional ? '?' : ''}`,
      );
      return `${shape.readonly ? 'readonly ' : ''}[${elements.join(', ')}]`;
    }
    case 'object': {
      const lines = shape.properties
        .slice(0, depth > 1 ? 1 : MAX_PROPERTIES)
        .map((it) => `${key(it.name)}${it.optional ? '?' : ''}: ${print(it.type, depth + 1)}`);
      for (const { key: name, value } of shape.index ?? [])
        lines.push(`[key: ${name}]: ${print(value, depth + 1)}`);
      if (shape.properties.length > (depth > 1 ? 1 : MAX_PROPERTIES)) lines.push('…');
      return lines.length === 0 ? '{}' : `{ ${lines.join('; ')} }`;
    }
    case 'function': {
      const [signature] = shape.signatures;
      if (!signature) return 'Function';
      return printSignature(signature, depth + 1);
    }
    case 'union':
      return shape.types
        .map((it) => (it.kind === 'function' ? `(${print(it, depth + 1)})` : print(it, depth + 1)))
        .join(' | ');
    case 'intersection':
      return shape.types.map((it) => print(it, depth + 1)).join(' & ');
    case 'promise':
      return `Promise<${print(shape.value, depth + 1)}>`;
    case 'ref':
    case 'builtin':
      return shape.args && shape.args.length > 0
        ? `${shape.name}<${shape.args.map((it) => print(it, depth + 1)).join(', ')}>`
        : shape.name;
    case 'parameter':
      return shape.name;
    case 'api':
      return `typeof ${shape.name}`;
  }
}

function printSignature(signature: Signature, depth: number): string {
  const parameters = signature.parameters.map(
    (it) => `${it.rest ? '...' : ''}${it.name}${it.optional ? '?' : ''}: ${print(it.type, depth)}`,
  );
  return `${signature.construct ? 'new ' : ''}(${parameters.join(', ')}) => ${print(signature.returns, depth)}`;
}

function key(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : quote(name);
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
}
