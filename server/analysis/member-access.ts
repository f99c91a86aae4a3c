import { keyName } from '../syntax/literal-text.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';

/** The name that a member access states: `a.b`, `a['b']`, `a[0]`. Private names and computed ones have none. */
export function memberName(node: SyntaxNode): string | undefined {
  const property = node.get('property');
  if (property) return property.type === 'property_identifier' ? property.text : undefined;
  const index = node.get('index');
  return index && (index.type === 'string' || index.type === 'number') ? keyName(index) : undefined;
}

/** The node that states the name of a member access or variable: `b` of `a.b`. */
export function nameNode(node: SyntaxNode): SyntaxNode {
  return node.get('property') ?? node.get('index') ?? node;
}

/** The text of `a.b['c']` as a path with dots; undefined for anything else. */
export function pathOf(node: SyntaxNode): string | undefined {
  if (node.type === 'identifier') return node.text;
  const object = node.get('object');
  const name = memberName(node);
  const before = object && name !== undefined ? pathOf(object) : undefined;
  return before === undefined ? undefined : `${before}.${name}`;
}
