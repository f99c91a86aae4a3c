import { nearestWords } from '../../spelling.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import { quoteIn } from '../file-traits.js';
import { certainly, literalFix, valueFix } from '../fixes.js';
import type { NodeFix } from '../report.js';

/** More values nobody wants to choose from. */
const MAX_VALUES = 5;

type Value = string | number | boolean;

/** Changes a value to one that is allowed: to the nearest, or to any of them, several if it is none of a few. */
export function allowedValueFixes(
  node: SyntaxNode,
  given: Value,
  allowed: readonly Value[],
): readonly NodeFix[] {
  const isWritten = /^(?:string|number|true|false|template_string)$/.test(node.type);
  const texts = allowed.filter((it) => typeof it === 'string');
  const near = typeof given === 'string' ? nearestWords(given, texts) : [];
  const [nearest] = near;
  if (nearest?.isNearest || allowed.length === 1) {
    const value = nearest?.word ?? allowed[0];
    const fix = value === undefined ? undefined : changeTo(node, value);
    if (fix) return [isWritten ? certainly(fix) : fix];
  }
  const words = near.map((it) => it.word);
  const others = allowed.filter((it) => !words.includes(String(it)));
  return [...words, ...others].slice(0, MAX_VALUES).flatMap((it) => changeTo(node, it) ?? []);
}

function changeTo(node: SyntaxNode, value: Value): NodeFix | undefined {
  if (node.type === 'string' || node.type === 'template_string') return literalFix(node, value);
  const title = `Change to ${typeof value === 'string' ? `'${value}'` : value}`;
  const quote = quoteIn(node.chunk.root);
  const literal = typeof value === 'string' ? { quoted: value, ...(quote ? { quote } : {}) } : String(value);
  return valueFix(node, [literal], title);
}
