import type { SyntaxNode } from '../../syntax/syntax-node.js';
import { certainly, isPlainValue, removeFix } from '../fixes.js';
import type { NodeFix } from '../report.js';

/**
 * Removes the arguments behind the first `count`: certain if they do nothing of their own.
 *
 * @param fits - The others are right as they are.
 */
export function extraArgumentFix(args: readonly SyntaxNode[], count: number, fits: boolean): NodeFix {
  const extra = args.slice(count);
  const [first = args[0], last = first] = [extra[0], extra.at(-1)];
  const title = extra.length === 1 ? 'Remove the argument' : 'Remove the arguments';
  if (!first || !last) return { title, edits: [] };
  const fix = removeFix(first, last, args, title);
  return fits && extra.every(isPlainValue) ? certainly(fix) : fix;
}
