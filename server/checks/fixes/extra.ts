import type { SyntaxNode } from '../../syntax/syntax-node.js';
import { certainly, isPlainValue, removeFix } from '../fixes.js';
import type { NodeFix } from '../report.js';

/** How many arguments the forms of an API take, and how many forms there are. */
export interface Counts {
  readonly most: number;
  readonly least: number;
  readonly forms: number;
}

/**
 * Removes as many arguments as are too many, behind the others if those are right, else so that they are. It is certain if
 * what goes does nothing of its own.
 *
 * @param fits - Whether a form of the API takes these arguments.
 */
export function extraArgumentFixes(
  args: readonly SyntaxNode[],
  { most, least, forms }: Counts,
  fits: (kept: readonly SyntaxNode[]) => boolean,
): readonly NodeFix[] {
  for (let count = most; count >= least; count -= 1) {
    const extra = args.length - count;
    for (let at = count; at >= 0; at -= 1) {
      if (!fits([...args.slice(0, at), ...args.slice(at + extra)])) continue;
      const fix = removal(args, at, extra);
      const isCertain = count === most && at === count && args.slice(at).every(isPlainValue);
      return [isCertain ? certainly(fix) : fix];
    }
  }
  // Of one form the others are wrong by themselves.
  return forms === 1 ? [removal(args, most, args.length - most)] : [];
}

function removal(args: readonly SyntaxNode[], at: number, count: number): NodeFix {
  const title = count === 1 ? 'Remove the argument' : 'Remove the arguments';
  const [first, last] = [args[at], args[at + count - 1]];
  return first && last ? removeFix(first, last, args, title) : { title, edits: [] };
}
