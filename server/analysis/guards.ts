import type { SyntaxNode } from '../syntax/syntax-node.js';

/**
 * Whether a condition that speaks of one of these variables decides if this use is reached: an `if` around it or
 * before it, `a && a.b`, a loop's condition, a `switch`. What the condition says is not looked at: a value that was
 * tested is no longer known to be what its type allows.
 */
export function isTested(use: SyntaxNode, names: readonly string[]): boolean {
  const mentions = mentionOf(names);
  for (let at = use; at.parent; at = at.parent) {
    if (decides(at.parent, at, mentions)) return true;
  }
  return false;
}

type Mentions = (node: SyntaxNode | undefined) => boolean;

function decides(parent: SyntaxNode, child: SyntaxNode, mentions: Mentions): boolean {
  switch (parent.type) {
    case 'if_statement':
    case 'ternary_expression':
    case 'while_statement':
    case 'for_statement': {
      const condition = parent.get('condition');
      return condition !== child && mentions(condition);
    }
    case 'binary_expression':
      return isLogical(parent) && parent.get('right') === child && mentions(parent.get('left'));
    case 'switch_statement':
      return parent.get('body') === child && mentions(parent.get('value'));
    case 'switch_case':
      return mentions(parent.get('value')) || testedBefore(parent, child, mentions);
    case 'program':
    case 'statement_block':
    case 'switch_default':
      return testedBefore(parent, child, mentions);
    default:
      return false;
  }
}

/** Whether a statement before this one may have left the block: `if (!user) return;`, `user || fail();`. */
function testedBefore(block: SyntaxNode, statement: SyntaxNode, mentions: Mentions): boolean {
  for (const earlier of block.children) {
    if (earlier === statement) return false;
    const [first] = earlier.children;
    const isTest =
      earlier.type === 'if_statement' || earlier.type === 'while_statement'
        ? mentions(earlier.get('condition'))
        : earlier.type === 'expression_statement' &&
          first?.type === 'binary_expression' &&
          isLogical(first) &&
          mentions(first.get('left'));
    if (isTest) return true;
  }
  return false;
}

function isLogical(node: SyntaxNode): boolean {
  return ['&&', '||', '??'].includes(node.get('operator')?.type ?? '');
}

function mentionOf(names: readonly string[]): Mentions {
  const escaped = names.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  const word = new RegExp(`(?<![\\p{ID_Continue}$.])(?:${escaped.join('|')})(?![\\p{ID_Continue}$])`, 'u');
  return (node) => node !== undefined && word.test(node.text);
}
