import type { AwaitedContract } from '../../../index/contract.js';
import { isFunction } from '../../analysis/function-types.js';
import type { Inference } from '../../analysis/inference.js';
import { nameNode } from '../../analysis/member-access.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import { awaitFixes } from '../fixes/awaiting.js';
import type { Finding } from '../report.js';
import type { ContractCall } from './contract-call.js';
import { contractFinding } from './contract-finding.js';

/** A promise that nobody waits for, although the documentation demands it. */
export function floatingFindings(
  contract: AwaitedContract,
  call: ContractCall,
  types: Inference,
): readonly Finding[] {
  if (!isDropped(call.node, types)) return [];
  const text = 'nothing waits for its promise; await or return it';
  const isStatement = call.node.parent?.type === 'expression_statement';
  const fixes = () => (isStatement ? awaitFixes(call.node, types) : []);
  return [contractFinding('unawaited-result', contract, call, nameNode(call.callee), text, { fixes })];
}

/** Whether the value of an expression goes nowhere. `void` says that this is meant. */
function isDropped(node: SyntaxNode, types: Inference): boolean {
  const { parent } = node;
  switch (parent?.type) {
    case 'expression_statement':
      return true;
    case 'parenthesized_expression':
      return isDropped(parent, types);
    case 'sequence_expression':
      return parent.children.at(-1) !== node || isDropped(parent, types);
    case 'ternary_expression':
      return parent.get('condition') !== node && isDropped(parent, types);
    case 'binary_expression':
      return parent.get('right') === node && isDropped(parent, types);
    case 'arrow_function':
      return parent.get('body') === node && ignoresResult(parent, types);
    case 'variable_declarator':
      return isUnused(parent);
    default:
      return false;
  }
}

/** `list.forEach(it => save(it))`: what the callback gives is thrown away. */
function ignoresResult(fn: SyntaxNode, types: Inference): boolean {
  const call = fn.parent?.type === 'arguments' ? fn.parent.parent : undefined;
  const callee = call?.get('function');
  if (callee?.get('property')?.text !== 'forEach') return false;
  const of = callee.get('object');
  // A library may have a forEach that waits.
  return of !== undefined && !types.typeOf(callee).api;
}

/** Whether a variable that holds the promise is never mentioned again in its function. */
function isUnused(declarator: SyntaxNode): boolean {
  const name = declarator.get('name');
  if (name?.type !== 'identifier') return false;
  let scope = declarator.parent;
  while (scope?.parent && !isFunction(scope)) scope = scope.parent;
  // At the top of a file others may use it.
  if (!scope || !isFunction(scope)) return false;
  return !mentions(scope, name.text, name);
}

function mentions(node: SyntaxNode, name: string, except: SyntaxNode): boolean {
  if (
    node !== except &&
    /identifier/.test(node.type) &&
    node.type !== 'property_identifier' &&
    node.text === name
  )
    return true;
  return node.children.some((it) => mentions(it, name, except));
}
