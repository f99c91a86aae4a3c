import type { ExclusiveContract, TogetherContract } from '../../../index/contract.js';
import type { Inference } from '../../analysis/inference.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import { removeFix } from '../fixes.js';
import { readLiteral } from '../object-entries.js';
import type { Finding } from '../report.js';
import type { ContractCall } from './contract-call.js';
import { contractFinding } from './contract-finding.js';
import { passedValues } from './passed-values.js';

/** Which of some parameters or properties a call passes. */
interface Passed {
  readonly name: string;
  /** Where it is reported. */
  readonly anchor: SyntaxNode;
  /** The element of the list it stands in. */
  readonly part: SyntaxNode;
}

interface Group {
  readonly passed: readonly Passed[];
  /** What holds them. */
  readonly node: SyntaxNode;
  readonly siblings: readonly SyntaxNode[];
  /** There may be others that cannot be seen. */
  readonly isOpen: boolean;
}

/** Options of which the documentation allows only one. */
export function exclusiveFindings(
  contract: ExclusiveContract,
  call: ContractCall,
  types: Inference,
): readonly Finding[] {
  return groupsAt(contract, call, types).flatMap(({ passed, node, siblings, isOpen }) => {
    const names = contract.names.map((it) => `'${it}'`);
    const [first, second] = passed;
    if (!first) {
      if (!contract.required || isOpen) return [];
      const text = `one of ${names.join(', ')} must be given`;
      return [contractFinding('contract-exclusive', contract, call, node, text)];
    }
    if (!second) return [];
    const given = passed.map((it) => `'${it.name}'`).join(' and ');
    const text = `${given} exclude each other`;
    const fixes = passed
      .toReversed()
      .map((it) => removeFix(it.part, it.part, siblings, `Remove '${it.name}'`))
      .filter(() => contract.path !== undefined);
    return [contractFinding('contract-exclusive', contract, call, second.anchor, text, { fixes })];
  });
}

/** Options that are given without others that they need. */
export function togetherFindings(
  contract: TogetherContract,
  call: ContractCall,
  types: Inference,
): readonly Finding[] {
  return groupsAt(contract, call, types).flatMap(({ passed, isOpen }) => {
    const reason = contract.given === undefined ? passed[0] : passed.find((it) => it.name === contract.given);
    const missing = contract.names.filter((name) => !passed.some((it) => it.name === name));
    if (!reason || missing.length === 0 || isOpen) return [];
    const text = `'${reason.name}' needs ${missing.map((it) => `'${it}'`).join(', ')} as well`;
    return [contractFinding('contract-together', contract, call, reason.anchor, text)];
  });
}

function groupsAt(
  { path, names }: ExclusiveContract | TogetherContract,
  call: ContractCall,
  types: Inference,
): readonly Group[] {
  if (path === undefined) return parameterGroup(names, call);
  return passedValues(path, call, types).flatMap(({ node }) => {
    if (node?.type !== 'object') return [];
    const { entries, spread, isOpen } = readLiteral(node, types);
    const passed = entries
      .filter((it) => names.includes(it.name) && it.value.type !== 'undefined')
      .map(({ name, key, part }) => ({ name, anchor: key, part }));
    const spreads = names.some((it) => spread.has(it));
    return [{ passed, node, siblings: node.children, isOpen: isOpen || spreads }];
  });
}

function parameterGroup(
  names: readonly string[],
  { signature, args, callee }: ContractCall,
): readonly Group[] {
  if (!signature || args.some((it) => it.type === 'spread_element')) return [];
  const passed = args.flatMap((arg, at) => {
    const name = signature.parameters[at]?.name;
    const isGiven = name !== undefined && names.includes(name) && !['undefined', 'null'].includes(arg.type);
    return isGiven ? [{ name, anchor: arg, part: arg }] : [];
  });
  return [{ passed, node: callee, siblings: args, isOpen: false }];
}
