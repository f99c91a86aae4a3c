import type { Unit } from '../../../index/contract.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import { converted, factorBetween } from '../unit-scales.js';

/** A number as it is written in another unit; undefined if one of the units is not known, or they measure different things. */
export function inUnit(node: SyntaxNode, from: Unit | undefined, to: Unit | undefined): string | undefined {
  if (from === to) return node.text;
  const factor = from === undefined || to === undefined ? undefined : factorBetween(from, to);
  if (from === undefined || to === undefined || factor === undefined) return undefined;
  if (node.type === 'number') {
    const value = converted(Number(node.text.replaceAll('_', '')), from, to);
    return Number.isFinite(value) ? String(value) : undefined;
  }
  const isOperand =
    /^(?:identifier|shorthand_property_identifier|member_expression|call_expression|subscript_expression|parenthesized_expression)$/.test(
      node.type,
    );
  const operand = isOperand ? node.text : `(${node.text})`;
  return factor >= 1 ? `${operand} * ${factor}` : `${operand} / ${Math.round(1 / factor)}`;
}
