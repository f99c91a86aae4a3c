import type { SyntaxNode } from '../syntax/syntax-node.js';
import type { NodeFix } from './report.js';

/** Replaces the text of a node. */
export function replaceFix(node: SyntaxNode, newText: string, title = `Change to '${newText}'`): NodeFix {
  return { title, edits: [{ start: node.start, end: node.end, newText }] };
}

/** Replaces a property key; a shorthand `{ colour }` keeps its value: `{ color: colour }`. */
export function renameKeyFix(key: SyntaxNode, name: string): NodeFix {
  const written = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : `'${name}'`;
  const newText = key.type === 'shorthand_property_identifier' ? `${written}: ${key.text}` : written;
  return replaceFix(key, newText, `Change to '${name}'`);
}

/** Replaces a string literal by another one, in its own quotes. */
export function literalFix(node: SyntaxNode, value: string | number | boolean): NodeFix | undefined {
  if (typeof value !== 'string') return replaceFix(node, String(value));
  const quote = node.text[0] === '"' || node.text[0] === '`' ? node.text[0] : "'";
  if (value.includes(quote) || value.includes('\\') || value.includes('\n')) return undefined;
  return replaceFix(node, `${quote}${value}${quote}`, `Change to '${value}'`);
}

/** Takes elements out of a list, with the comma that separates them from what stays. */
export function removeFix(
  first: SyntaxNode,
  last: SyntaxNode,
  siblings: readonly SyntaxNode[],
  title: string,
): NodeFix {
  const before = siblings[siblings.indexOf(first) - 1];
  const after = siblings[siblings.indexOf(last) + 1];
  const span = before
    ? { start: before.end, end: last.end }
    : { start: first.start, end: after ? after.start : last.end };
  return { title, edits: [{ ...span, newText: '' }] };
}

/** Puts `await` before an expression, in parentheses if something is read from it. */
export function awaitFix(node: SyntaxNode): NodeFix {
  const isRead = node.parent?.get('object') === node;
  return {
    title: `Add 'await'`,
    edits: [
      { start: node.start, end: node.start, newText: isRead ? '(await ' : 'await ' },
      ...(isRead ? [{ start: node.end, end: node.end, newText: ')' }] : []),
    ],
  };
}
