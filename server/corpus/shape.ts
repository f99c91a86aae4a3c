import { type SyntaxDocument, withDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import type { SolvedRequirement } from './solved.js';

/**
 * What a function says whatever its variables are called and however it is laid out: kinds of its nodes and texts of its
 * leaves, in order, with variables by the number of their first appearance. Comments play no part.
 */
export function shapeOf({ code, file }: Pick<SolvedRequirement, 'code' | 'file'>): readonly string[] {
  const shape: string[] = [];
  const numbers = new Map<string, number>();
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'comment') return;
    shape.push(node.children.length > 0 ? node.type : leafOf(node, numbers));
    for (const child of node.children) visit(child);
  };
  const read = ({ chunks }: SyntaxDocument): void => {
    for (const { root } of chunks) visit(root);
  };
  withDocument(code, read, `untitled:${file}`);
  return shape;
}

function leafOf({ type, text }: SyntaxNode, numbers: Map<string, number>): string {
  if (!/identifier/.test(type) || type === 'property_identifier') return `${type} ${text}`;
  const number = numbers.get(text) ?? numbers.size;
  numbers.set(text, number);
  // `{ msg }` names a property as well.
  return type === 'identifier' ? `#${number}` : `${text} #${number}`;
}
