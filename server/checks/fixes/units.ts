import type { Unit } from '../../../index/contract.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';

/** How many of the smallest one a unit is, by what it measures. */
const SIZES: readonly Readonly<Partial<Record<Unit, number>>>[] = [
  { ns: 1, us: 1e3, ms: 1e6, s: 1e9, min: 60e9, h: 3_600e9, d: 86_400e9 },
  { bytes: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 },
];

/** A number as it is written in another unit; undefined if one of the units is not known, or they measure different things. */
export function inUnit(node: SyntaxNode, from: Unit | undefined, to: Unit | undefined): string | undefined {
  if (from === to) return node.text;
  if (from === undefined || to === undefined) return undefined;
  const sizes = SIZES.find((it) => it[from] !== undefined && it[to] !== undefined);
  const [old = 0, other = 0] = [sizes?.[from], sizes?.[to]];
  if (old === 0 || other === 0) return undefined;
  if (node.type === 'number') {
    const value = (Number(node.text.replaceAll('_', '')) * old) / other;
    return Number.isFinite(value) ? String(value) : undefined;
  }
  const isOperand =
    /^(?:identifier|shorthand_property_identifier|member_expression|call_expression|subscript_expression|parenthesized_expression)$/.test(
      node.type,
    );
  const operand = isOperand ? node.text : `(${node.text})`;
  return old > other ? `${operand} * ${old / other}` : `${operand} / ${other / old}`;
}
