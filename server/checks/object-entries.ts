import { hasFunction } from '../analysis/call-types.js';
import type { Inference } from '../analysis/inference.js';
import { propertiesOf } from '../analysis/type-properties.js';
import { NO_LIBRARY, type Typed } from '../analysis/typed.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';

/** One `key: value` of an object literal. */
export interface Entry {
  readonly name: string;
  readonly key: SyntaxNode;
  /** The element of the literal, for removing it. */
  readonly part: SyntaxNode;
  /** The expression; for a method the method itself. */
  readonly value: SyntaxNode;
}

export interface Literal {
  readonly node: SyntaxNode;
  readonly entries: readonly Entry[];
  /** What spreads bring along and no later key replaces. */
  readonly spread: ReadonlyMap<string, Typed>;
  /** It may have properties that cannot be seen: a spread of something unknown, a computed key. */
  readonly isOpen: boolean;
}

/** What an object literal states, as far as it can be seen. */
export function readLiteral(node: SyntaxNode, types: Inference): Literal {
  const entries: Entry[] = [];
  const spread = new Map<string, Typed>();
  let isOpenLiteral = false;
  for (const part of node.children) {
    if (part.type === 'spread_element') {
      const [operand] = part.children;
      const typed = operand && !hasFunction(operand) ? types.typeOf(operand) : undefined;
      const properties = typed && propertiesOf(typed.shape, typed.library);
      if (!properties) isOpenLiteral = true;
      for (const it of properties ?? []) {
        spread.set(it.name, { shape: it.type, library: typed?.library ?? NO_LIBRARY });
        // It may be absent; what then is there is not followed.
        if (it.optional) isOpenLiteral = true;
      }
      continue;
    }
    const key = part.get('key') ?? part.get('name') ?? part;
    const name = types.keyOf(key);
    const value = part.type === 'pair' ? part.get('value') : part;
    if (name === undefined || !value) isOpenLiteral = true;
    else {
      entries.push({ name, key, part, value });
      spread.delete(name);
    }
  }
  return { node, entries, spread, isOpen: isOpenLiteral };
}
