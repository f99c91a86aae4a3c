import type { RangeContract, UnitContract } from '../../../index/contract.js';
import { numberOf } from '../../analysis/constants.js';
import type { Inference } from '../../analysis/inference.js';
import { replaceFix } from '../fixes.js';
import type { Finding } from '../report.js';
import { UNIT_NAMES } from '../unit-scales.js';
import type { ContractCall } from './contract-call.js';
import { contractFinding } from './contract-finding.js';
import { type PassedValue, passedValues } from './passed-values.js';

/** Numbers outside of what the documentation allows. */
export function rangeFindings(
  contract: RangeContract,
  call: ContractCall,
  types: Inference,
): readonly Finding[] {
  return passedValues(contract.path, call, types).flatMap((value) => {
    const number = numbersOf(value, types).find((it) => !isWithin(it, contract));
    if (number === undefined) return [];
    const text = `'${contract.path}' must be ${rangeText(contract)}, but this is ${number}`;
    const bound = nearestBound(number, contract);
    const fixes = bound !== undefined && value.node ? [replaceFix(value.node, String(bound))] : [];
    return [contractFinding('contract-range', contract, call, value.anchor, text, { fixes })];
  });
}

/** A length of time or a size is never negative, unless the documentation gives that a meaning. */
export function negativeFindings(
  contract: UnitContract,
  call: ContractCall,
  types: Inference,
): readonly Finding[] {
  const { path, unit, moment, sentence } = contract;
  const hasRange = call.api.contracts.some((it) => it.kind === 'range' && it.path === path);
  if (moment || hasRange || path.startsWith('returns') || /-\s?\d|negative|负/i.test(sentence)) return [];
  return passedValues(path, call, types).flatMap((value) => {
    const number = numbersOf(value, types).find((it) => it < 0);
    if (number === undefined) return [];
    const text = `'${path}' counts ${UNIT_NAMES[unit]} and cannot be negative, but this is ${number}`;
    return [contractFinding('contract-range', contract, call, value.anchor, text)];
  });
}

/** The numbers that a value may be, as far as they are known. */
export function numbersOf({ node, typed }: PassedValue, types: Inference): readonly number[] {
  const number = node && numberOf(node, types);
  if (number !== undefined) return [number];
  const { shape } = typed;
  const members = shape.kind === 'union' ? shape.types : [shape];
  return members.flatMap((it) => (it.kind === 'literal' && typeof it.value === 'number' ? [it.value] : []));
}

/** Whether a contract allows a number. */
export function isWithin(number: number, contract: RangeContract): boolean {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, except } = contract;
  if (except?.includes(number)) return true;
  return (
    (minimum === undefined || number >= minimum) &&
    (maximum === undefined || number <= maximum) &&
    (exclusiveMinimum === undefined || number > exclusiveMinimum) &&
    (exclusiveMaximum === undefined || number < exclusiveMaximum)
  );
}

function rangeText({ minimum, maximum, exclusiveMinimum, exclusiveMaximum, except }: RangeContract): string {
  const parts = [
    ...(minimum !== undefined && maximum !== undefined ? [`between ${minimum} and ${maximum}`] : []),
    ...(minimum !== undefined && maximum === undefined ? [`at least ${minimum}`] : []),
    ...(minimum === undefined && maximum !== undefined ? [`at most ${maximum}`] : []),
    ...(exclusiveMinimum !== undefined ? [`more than ${exclusiveMinimum}`] : []),
    ...(exclusiveMaximum !== undefined ? [`less than ${exclusiveMaximum}`] : []),
  ];
  const others = except && except.length > 0 ? ` (or ${except.join(', ')})` : '';
  return `${parts.join(' and ')}${others}`;
}

function nearestBound(number: number, { minimum, maximum }: RangeContract): number | undefined {
  if (maximum !== undefined && number > maximum) return maximum;
  return minimum !== undefined && number < minimum ? minimum : undefined;
}
