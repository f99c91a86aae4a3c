import ts from 'typescript';
import type { Parameter, PrimitiveName, Property, TupleElement, TypeShape } from '../../type-shape.js';
import { UNKNOWN } from '../../type-shape.js';
import { intersectionOf, unionOf } from '../shapes.js';

const KEYWORDS = new Map<ts.SyntaxKind, PrimitiveName>([
  [ts.SyntaxKind.StringKeyword, 'string'],
  [ts.SyntaxKind.NumberKeyword, 'number'],
  [ts.SyntaxKind.BooleanKeyword, 'boolean'],
  [ts.SyntaxKind.BigIntKeyword, 'bigint'],
  [ts.SyntaxKind.SymbolKeyword, 'symbol'],
  [ts.SyntaxKind.UndefinedKeyword, 'undefined'],
  [ts.SyntaxKind.VoidKeyword, 'void'],
  [ts.SyntaxKind.NeverKeyword, 'never'],
  [ts.SyntaxKind.ObjectKeyword, 'object'],
]);

/** Words that documentation writes for types, in lower case. */
const WORDS: Readonly<Record<string, TypeShape>> = {
  ...words('string', 'string', 'text', '字符串', '文本'),
  ...words('number', 'number', 'integer', 'int', 'float', 'double', 'long', '数字', '数值', '整数'),
  ...words('boolean', 'boolean', 'bool', '布尔', '布尔值'),
  ...words('object', 'object', '对象'),
  array: { kind: 'array', element: UNKNOWN },
  数组: { kind: 'array', element: UNKNOWN },
  function: { kind: 'builtin', name: 'Function' },
  函数: { kind: 'builtin', name: 'Function' },
};

const BUILTINS = new Set(
  'Date RegExp Error TypeError Map Set WeakMap WeakSet ArrayBuffer SharedArrayBuffer DataView Uint8Array Uint8ClampedArray Uint16Array Uint32Array Int8Array Int16Array Int32Array Float32Array Float64Array BigInt64Array BigUint64Array Blob File FormData URL URLSearchParams Headers Request Response ReadableStream AbortSignal AbortController HTMLElement Element Node Event Buffer Iterable AsyncIterable Iterator Function'.split(
    ' ',
  ),
);

/**
 * Reads a type written in TypeScript syntax, or one of the words that documentation uses for a type. Returns undefined
 * for text that is no type at all; names that nothing is known of are `unknown` inside.
 */
export function parseTypeText(text: string): TypeShape | undefined {
  const trimmed = text.trim().replace(/^`(.*)`$/, '$1');
  if (trimmed === '') return undefined;
  const word = WORDS[trimmed.toLowerCase()];
  if (word) return word;
  const file = ts.createSourceFile('type.ts', `type T = ${trimmed};`, ts.ScriptTarget.ES2023, false);
  const [statement] = file.statements;
  const { parseDiagnostics } = file as ts.SourceFile & { readonly parseDiagnostics?: readonly unknown[] };
  if (file.statements.length !== 1 || !statement || !ts.isTypeAliasDeclaration(statement)) return undefined;
  if ((parseDiagnostics?.length ?? 0) > 0) return undefined;
  return shapeOf(statement.type);
}

function shapeOf(node: ts.TypeNode): TypeShape {
  const keyword = KEYWORDS.get(node.kind);
  if (keyword) return { kind: 'primitive', name: keyword };
  if (node.kind === ts.SyntaxKind.AnyKeyword || node.kind === ts.SyntaxKind.UnknownKeyword)
    return { kind: 'any' };
  if (ts.isParenthesizedTypeNode(node)) return shapeOf(node.type);
  if (ts.isLiteralTypeNode(node)) return literal(node.literal);
  if (ts.isArrayTypeNode(node)) return { kind: 'array', element: shapeOf(node.elementType) };
  if (ts.isTupleTypeNode(node)) return { kind: 'tuple', elements: node.elements.map(element) };
  if (ts.isUnionTypeNode(node)) return unionOf(node.types.map(shapeOf));
  if (ts.isIntersectionTypeNode(node)) return intersectionOf(node.types.map(shapeOf));
  if (ts.isTypeOperatorNode(node))
    return node.operator === ts.SyntaxKind.ReadonlyKeyword ? shapeOf(node.type) : UNKNOWN;
  if (ts.isTypeLiteralNode(node)) return objectShape(node);
  if (ts.isFunctionTypeNode(node)) return functionShape(node);
  if (ts.isTypeReferenceNode(node)) return reference(node);
  if (node.kind === ts.SyntaxKind.TemplateLiteralType) return { kind: 'primitive', name: 'string' };
  return UNKNOWN;
}

function literal(node: ts.LiteralTypeNode['literal']): TypeShape {
  if (node.kind === ts.SyntaxKind.NullKeyword) return { kind: 'primitive', name: 'null' };
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { kind: 'literal', value: true };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { kind: 'literal', value: false };
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
    return { kind: 'literal', value: node.text };
  if (ts.isNumericLiteral(node)) return { kind: 'literal', value: Number(node.text) };
  if (ts.isPrefixUnaryExpression(node) && ts.isNumericLiteral(node.operand))
    return { kind: 'literal', value: -Number(node.operand.text) };
  return { kind: 'primitive', name: 'bigint' };
}

function element(node: ts.TypeNode | ts.NamedTupleMember): TupleElement {
  if (ts.isNamedTupleMember(node)) {
    return {
      type: shapeOf(node.type),
      name: node.name.text,
      ...(node.questionToken ? { optional: true } : {}),
      ...(node.dotDotDotToken ? { rest: true } : {}),
    };
  }
  if (ts.isOptionalTypeNode(node)) return { type: shapeOf(node.type), optional: true };
  if (ts.isRestTypeNode(node)) return { type: shapeOf(node.type), rest: true };
  return { type: shapeOf(node) };
}

function objectShape(node: ts.TypeLiteralNode): TypeShape {
  const properties: Property[] = [];
  const index: { key: 'string' | 'number'; value: TypeShape }[] = [];
  for (const member of node.members) {
    if (ts.isIndexSignatureDeclaration(member)) {
      const key = member.parameters[0]?.type?.kind === ts.SyntaxKind.NumberKeyword ? 'number' : 'string';
      index.push({ key, value: shapeOf(member.type) });
      continue;
    }
    const name = member.name && propertyName(member.name);
    if (name === undefined) continue;
    if (ts.isPropertySignature(member)) {
      const type = member.type ? shapeOf(member.type) : UNKNOWN;
      properties.push({ name, type, ...(member.questionToken ? { optional: true } : {}) });
    } else if (ts.isMethodSignature(member)) {
      properties.push({
        name,
        type: functionShape(member),
        ...(member.questionToken ? { optional: true } : {}),
      });
    }
  }
  return { kind: 'object', properties, ...(index.length > 0 ? { index } : {}) };
}

function propertyName(name: ts.PropertyName): string | undefined {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) || ts.isNumericLiteral(name)
    ? name.text
    : undefined;
}

function functionShape(node: ts.FunctionTypeNode | ts.MethodSignature): TypeShape {
  const parameters = node.parameters.map(
    (it): Parameter => ({
      name: ts.isIdentifier(it.name) ? it.name.text : 'options',
      type: it.type ? shapeOf(it.type) : UNKNOWN,
      ...(it.questionToken ? { optional: true } : {}),
      ...(it.dotDotDotToken ? { rest: true } : {}),
    }),
  );
  return {
    kind: 'function',
    signatures: [{ parameters, returns: node.type ? shapeOf(node.type) : UNKNOWN }],
  };
}

function reference(node: ts.TypeReferenceNode): TypeShape {
  const name = ts.isIdentifier(node.typeName) ? node.typeName.text : '';
  const args = (node.typeArguments ?? []).map(shapeOf);
  const [first, second] = args;
  switch (name) {
    case 'Array':
    case 'ReadonlyArray':
      return { kind: 'array', element: first ?? UNKNOWN };
    case 'Promise':
    case 'PromiseLike':
      return { kind: 'promise', value: first ?? UNKNOWN };
    case 'Record':
      return { kind: 'object', properties: [], index: [{ key: 'string', value: second ?? UNKNOWN }] };
    case 'Object':
      return { kind: 'any' };
    case 'String':
    case 'Number':
    case 'Boolean':
      return { kind: 'primitive', name: name.toLowerCase() as 'string' | 'number' | 'boolean' };
    default:
      if (!BUILTINS.has(name)) return WORDS[name.toLowerCase()] ?? UNKNOWN;
      return { kind: 'builtin', name, ...(args.length > 0 ? { args } : {}) };
  }
}

function words(name: PrimitiveName, ...spellings: string[]): Record<string, TypeShape> {
  return Object.fromEntries(spellings.map((it) => [it, { kind: 'primitive', name }]));
}
