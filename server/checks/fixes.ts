import type { SyntaxNode } from '../syntax/syntax-node.js';
import type { NodeFix } from './report.js';
import type { Written } from './written.js';

/** Replaces the text of a node. */
export function replaceFix(node: SyntaxNode, newText: string, title = `Change to '${newText}'`): NodeFix {
  return { title, edits: [{ start: node.start, end: node.end, newText }] };
}

/**
 * Replaces a property key, of an object literal or of a pattern. A shorthand `{ colour }` keeps its value, or its
 * variable: `{ color: colour }`.
 */
export function renameKeyFix(key: SyntaxNode, name: string): NodeFix {
  const rest = key.type.startsWith('shorthand_property_identifier') ? `: ${key.text}` : '';
  const newText: Written = isIdentifier(name) ? [name + rest] : [{ quoted: name }, rest];
  return { title: `Change to '${name}'`, edits: [{ start: key.start, end: key.end, newText }] };
}

/** Whether a name can stand after a dot, or as a key without quotes. */
export function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
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

/** Says that a fix repairs its problem whatever the author meant. */
export function certainly(fix: NodeFix): NodeFix {
  return { ...fix, certain: true };
}

/** Puts text around a value; a shorthand `{ to }` keeps its key: `{ to: String(to) }`. */
export function wrapFix(value: SyntaxNode, before: string, after: string | Written, title: string): NodeFix {
  const { start, end } = value;
  return {
    title,
    edits: [
      ...(before === '' && !isShorthand(value)
        ? []
        : [{ start, end: start, newText: keyOf(value) + before }]),
      ...(after === '' ? [] : [{ start: end, end, newText: after }]),
    ],
  };
}

/** Puts another value in the place of one; a shorthand `{ to }` keeps its key: `{ to: 'a' }`. */
export function valueFix(value: SyntaxNode, written: Written, title: string): NodeFix {
  return { title, edits: [{ start: value.start, end: value.end, newText: [keyOf(value), ...written] }] };
}

/** Whether nothing happens where a value stands, functions aside, which only do something where they are called. */
export function isStillValue(node: SyntaxNode): boolean {
  if (BUSY.test(node.type)) return /^(?:arrow_function|function_expression)$/.test(node.type);
  return node.children.every(isStillValue);
}

/** Whether a value can go without anything but itself being lost: it calls nothing, and is no function. */
export function isPlainValue(node: SyntaxNode): boolean {
  if (BUSY.test(node.type)) return false;
  return node.children.every(isPlainValue);
}

const BUSY =
  /^(?:call_expression|new_expression|await_expression|yield_expression|(?:augmented_)?assignment_expression|update_expression|arrow_function|function_expression|generator_function|method_definition|class|jsx_.*)$/;

function isShorthand(value: SyntaxNode): boolean {
  return value.type === 'shorthand_property_identifier';
}

function keyOf(value: SyntaxNode): string {
  return isShorthand(value) ? `${value.text}: ` : '';
}
