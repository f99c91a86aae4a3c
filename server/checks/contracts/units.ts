import type { Unit, UnitContract } from '../../../index/contract.js';
import type { Inference } from '../../analysis/inference.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import { inUnit } from '../fixes/units.js';
import type { Finding, NodeFix } from '../report.js';
import { converted, factorBetween, UNIT_NAMES } from '../unit-scales.js';
import type { ContractCall } from './contract-call.js';
import { contractFinding } from './contract-finding.js';
import { passedValues } from './passed-values.js';
import { isWithin, numbersOf } from './ranges.js';
import { type Counted, unitOf } from './unit-of.js';

/** Numbers that seem to be in another unit than the documented one: what they come from says so, or their size. */
export function unitFindings(
  contract: UnitContract,
  call: ContractCall,
  types: Inference,
): readonly Finding[] {
  const { path, unit, moment } = contract;
  if (path.startsWith('returns')) return [];
  return passedValues(path, call, types).flatMap((value) => {
    const known = value.node && unitOf(value.node, types);
    if (known && known.isMoment === (moment === true)) {
      if (factorBetween(known.unit, unit) === undefined || known.unit === unit) return [];
      const text = `'${path}' is documented in ${UNIT_NAMES[unit]}, but ${known.why} is in ${UNIT_NAMES[known.unit]}`;
      const fixes = value.node ? conversions(value.node, known, unit) : [];
      return [contractFinding('contract-unit', contract, call, value.anchor, text, { fixes })];
    }
    const [number] = numbersOf(value, types);
    const likely = number === undefined ? undefined : likelyUnit(number, contract);
    if (number === undefined || !likely) return [];
    const other = converted(number, likely, unit);
    // Where the documentation allows this number and not the other one, this one is meant.
    const ranges = call.api.contracts.filter((it) => it.kind === 'range' && it.path === path);
    if (ranges.some((it) => it.kind === 'range' && (!isWithin(other, it) || !isWithin(number, it))))
      return [];
    const text = `'${path}' is documented in ${UNIT_NAMES[unit]}; ${number} looks like ${UNIT_NAMES[likely]}`;
    const fixes = value.node && isLiteral(value.node) ? [conversion(value.node, other, likely)] : [];
    return [contractFinding('contract-unit', contract, call, value.anchor, text, { fixes })];
  });
}

function isLiteral(node: SyntaxNode): boolean {
  return node.type === 'number' || node.type === 'unary_expression';
}

function conversion(node: SyntaxNode, value: number, from: Unit): NodeFix {
  return {
    title: `Convert from ${UNIT_NAMES[from]}: ${value}`,
    edits: [{ start: node.start, end: node.end, newText: String(value) }],
  };
}

/** Multiplies or divides what is passed. */
function conversions(node: SyntaxNode, from: Counted, to: Unit): readonly NodeFix[] {
  const converted = inUnit(node, from.unit, to);
  if (converted === undefined) return [];
  // A point in time in seconds is a whole number; one in milliseconds divided is none.
  const value = from.isMoment && converted.includes(' / ') ? `Math.floor(${converted})` : converted;
  const newText = node.type === 'shorthand_property_identifier' ? `${node.text}: ${value}` : value;
  const title = `Convert from ${UNIT_NAMES[from.unit]} to ${UNIT_NAMES[to]}`;
  return [{ title, edits: [{ start: node.start, end: node.end, newText }] }];
}

/**
 * The unit that a number is more likely in than in the documented one. Only sizes that make no sense otherwise count:
 * a timeout of 5 ms, a moment in 1970.
 */
function likelyUnit(number: number, contract: UnitContract): Unit | undefined {
  const { unit, moment } = contract;
  if (moment) {
    // 2001 to 2286 in seconds; the same in milliseconds.
    if (unit === 'ms' && number >= 1e9 && number < 1e10) return 's';
    return unit === 's' && number >= 1e12 && number < 1e13 ? 'ms' : undefined;
  }
  const isRoundThousands = number >= 1000 && number % 500 === 0 && number % 3600 !== 0;
  switch (unit) {
    case 'ms':
      return number > 0 && number <= (isLong(contract) ? 60 : 10) ? 's' : undefined;
    case 's':
      return isRoundThousands ? 'ms' : undefined;
    case 'min':
      return isRoundThousands ? 'ms' : undefined;
    case 'percent':
      return undefined;
    case 'bytes':
      return number > 0 && number <= 100 ? 'MB' : undefined;
    case 'KB':
    case 'MB':
      return number >= 1e6 ? 'bytes' : undefined;
    default:
      return undefined;
  }
}

/** Whether a time is one that people wait for, rather than the pause between two steps of something fast. */
function isLong({ path, sentence }: UnitContract): boolean {
  const text = `${path} ${sentence}`;
  const waits =
    /time-?out|limit|duration|expir|ttl|lifetime|wait|after|give up|until|超时|时长|时限|持续|等待|有效/i;
  return waits.test(text) && !/\b(?:between|each|every|per)\b|每|之间/i.test(text);
}
