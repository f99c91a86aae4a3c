import ts from 'typescript';

/** A mistake planted into a text. */
export interface Mutation {
  readonly kind: string;
  /** 0-based line of the change. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
  readonly text: string;
}

type Edit = readonly [start: number, end: number, newText: string];

/**
 * Every single mistake that a developer could make in the calls of a global library in a file: misspelt names, lost and
 * superfluous arguments and properties, values of another type, properties that a result does not have.
 */
export function mutationsOf(file: string, text: string, library: string): Mutation[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const found: Mutation[] = [];
  const add = (kind: string, [start, end, newText]: Edit) => {
    const mutated = text.slice(0, start) + newText + text.slice(end);
    if (mutated === text) return;
    const { line } = source.getLineAndCharacterOfPosition(start);
    found.push({ kind, line, before: text.slice(start, end), after: newText, text: mutated });
  };
  const results = new Set<string>();

  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isOf(node.expression, library)) ofCall(node, add);
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && isResult(node.initializer, library))
      results.add(node.name.text);
    if (
      ts.isPropertyAccessExpression(node) &&
      ts.isIdentifier(node.expression) &&
      results.has(node.expression.text)
    )
      add('unknown-result-property', [node.name.getStart(), node.name.getEnd(), misspelt(node.name.text)]);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function ofCall(call: ts.CallExpression, add: (kind: string, edit: Edit) => void): void {
  const { expression } = call;
  if (ts.isPropertyAccessExpression(expression)) {
    add('unknown-api', [
      expression.name.getStart(),
      expression.name.getEnd(),
      misspelt(expression.name.text),
    ]);
  }
  const last = call.arguments.at(-1);
  if (last) add('extra-argument', [last.getEnd(), last.getEnd(), ', 1']);
  else add('extra-argument', [call.getEnd() - 1, call.getEnd() - 1, '1']);
  if (call.arguments.length === 1 && last) add('missing-argument', [last.getFullStart(), last.getEnd(), '']);
  for (const argument of call.arguments) ofValue(argument, add);
}

function ofValue(value: ts.Expression, add: (kind: string, edit: Edit) => void): void {
  const span = [value.getStart(), value.getEnd()] as const;
  if (ts.isStringLiteral(value)) {
    add('type-mismatch', [...span, '42']);
    add('invalid-literal', [...span, `'${misspelt(value.text || 'none')}'`]);
  } else if (ts.isNumericLiteral(value)) add('type-mismatch', [...span, `'${value.text}'`]);
  else if (value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword)
    add('type-mismatch', [...span, `'yes'`]);
  else if (ts.isArrayLiteralExpression(value)) add('type-mismatch', [...span, `'list'`]);
  else if (ts.isObjectLiteralExpression(value)) ofObject(value, add);
}

function ofObject(literal: ts.ObjectLiteralExpression, add: (kind: string, edit: Edit) => void): void {
  for (const property of literal.properties) {
    if (!ts.isPropertyAssignment(property) && !ts.isShorthandPropertyAssignment(property)) continue;
    const { name } = property;
    if (!ts.isIdentifier(name)) continue;
    const renamed = ts.isShorthandPropertyAssignment(property)
      ? `${misspelt(name.text)}: ${name.text}`
      : misspelt(name.text);
    add('unknown-property', [name.getStart(), name.getEnd(), renamed]);
    const next = literal.properties[literal.properties.indexOf(property) + 1];
    add('missing-property', [property.getStart(), next ? next.getStart() : property.getEnd(), '']);
    if (ts.isPropertyAssignment(property)) ofValue(property.initializer, add);
  }
}

function isOf(expression: ts.Expression, library: string): boolean {
  if (ts.isIdentifier(expression)) return expression.text === library;
  return ts.isPropertyAccessExpression(expression) && isOf(expression.expression, library);
}

function isResult(value: ts.Expression | undefined, library: string): boolean {
  if (!value) return false;
  if (ts.isAwaitExpression(value)) return isResult(value.expression, library);
  return ts.isCallExpression(value) && isOf(value.expression, library);
}

function misspelt(name: string): string {
  return name.length > 3 ? `${name.slice(0, -2)}${name.at(-1)}${name.at(-2)}x` : `${name}x`;
}
