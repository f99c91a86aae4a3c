import type { SyntaxNode } from './syntax-node.js';

/** The name that a property key states; undefined for computed ones that are not literals. */
export function keyName(key: SyntaxNode): string | undefined {
  switch (key.type) {
    case 'property_identifier':
    case 'shorthand_property_identifier':
    case 'shorthand_property_identifier_pattern':
    case 'identifier':
      return key.text;
    case 'string':
      return stringValue(key);
    case 'number':
      return String(Number(key.text.replaceAll('_', '')));
    case 'computed_property_name': {
      const [inner] = key.children;
      return inner?.type === 'string' ? stringValue(inner) : undefined;
    }
    default:
      return undefined;
  }
}

/** The value of a string literal, or of a template without substitutions; undefined for anything else. */
export function stringValue(node: SyntaxNode | undefined): string | undefined {
  if (node?.type !== 'string' && node?.type !== 'template_string') return undefined;
  let value = '';
  for (const part of node.children) {
    if (part.type === 'string_fragment') value += part.text;
    else if (part.type === 'escape_sequence') value += unescaped(part.text);
    else return undefined;
  }
  return value;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
};

function unescaped(sequence: string): string {
  const body = sequence.slice(1);
  if (/^(\r\n|[\n\r\u2028\u2029])$/.test(body)) return '';
  const code = /^x([\da-f]{2})$|^u([\da-f]{4})$|^u\{([\da-f]+)\}$/i.exec(body);
  const point = code ? Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16) : Number.NaN;
  if (point <= 0x10ffff) return String.fromCodePoint(point);
  return ESCAPES[body] ?? body;
}
