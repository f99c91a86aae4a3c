import type { Contract } from '../../../index/contract.js';
import type { Inference } from '../../analysis/inference.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import type { Finding } from '../report.js';
import { floatingFindings } from './awaited.js';
import { type ContractCall, contractCall } from './contract-call.js';
import { exclusiveFindings, togetherFindings } from './options.js';
import { pairFindings, unclosedFindings } from './pairs.js';
import { negativeFindings, rangeFindings } from './ranges.js';
import { formatFindings, lengthFindings, patternFindings } from './texts.js';
import { unitFindings } from './units.js';

/** What a call does against the documentation, beyond types. */
export function contractFindings(node: SyntaxNode, types: Inference): readonly Finding[] {
  const call = contractCall(node, types);
  return call ? call.api.contracts.flatMap((contract) => findingsOf(contract, call, types)) : [];
}

function findingsOf(contract: Contract, call: ContractCall, types: Inference): readonly Finding[] {
  switch (contract.kind) {
    case 'range':
      return rangeFindings(contract, call, types);
    case 'length':
      return lengthFindings(contract, call, types);
    case 'pattern':
      return patternFindings(contract, call, types);
    case 'format':
      return formatFindings(contract, call, types);
    case 'unit':
      return [...negativeFindings(contract, call, types), ...unitFindings(contract, call, types)];
    case 'together':
      return togetherFindings(contract, call, types);
    case 'exclusive':
      return exclusiveFindings(contract, call, types);
    case 'awaited':
      return floatingFindings(contract, call, types);
    case 'closed':
      return unclosedFindings(contract, call, types);
    case 'pair':
      return pairFindings(contract, call, types);
    case 'bypass':
      // What is replaced is looked for where it is used, not where the API is called.
      return [];
  }
}
