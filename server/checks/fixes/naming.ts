import { nearestWords } from '../../spelling.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import { certainly, isIdentifier, literalFix, renameKeyFix, replaceFix } from '../fixes.js';
import type { NodeFix } from '../report.js';

/** More names nobody wants to choose from. */
const MAX_NAMES = 3;

/**
 * Changes a name to one that is much like it: certain if only one is, and if it suits.
 *
 * @param suits - Whether what has the name can be used as the misspelt one is.
 * @param isOnly - Nothing else is offered, so that a name that does not suit is better than nothing.
 */
export function nameFixes(
  written: string,
  names: readonly string[],
  rename: (name: string) => NodeFix | undefined,
  suits: (name: string) => boolean,
  isOnly = true,
): readonly NodeFix[] {
  const near = nearestWords(written, names).slice(0, MAX_NAMES);
  const fixes = near.flatMap(({ word, isNearest }) => {
    const fix = rename(word);
    if (!fix) return [];
    const isSuitable = suits(word);
    return [{ fix: isNearest && isSuitable ? certainly(fix) : fix, isSuitable }];
  });
  // Who misspells a name and uses it wrongly made two mistakes; where some name is right there is only one.
  const suitable = fixes.filter((it) => it.isSuitable);
  return (suitable.length > 0 || !isOnly ? suitable : fixes).map((it) => it.fix);
}

/** Changes the name in a member access, `a.name` or `a['name']`. */
export function memberNameFix(node: SyntaxNode, name: string): NodeFix | undefined {
  if (node.type === 'string') return literalFix(node, name);
  if (node.type === 'property_identifier' && isIdentifier(name)) return replaceFix(node, name);
  return undefined;
}

/** Changes the name that an import or a pattern takes from something; what it is called here stays. */
export function takenNameFix(node: SyntaxNode, name: string): NodeFix | undefined {
  if (node.parent?.type !== 'import_specifier') return renameKeyFix(node, name);
  if (!isIdentifier(name) || node.type !== 'identifier') return undefined;
  const isAliased = node.parent.get('alias') !== undefined;
  return replaceFix(node, isAliased ? name : `${name} as ${node.text}`, `Change to '${name}'`);
}
