import type { ClosedContract, Closer, PairContract } from '../../../index/contract.js';
import { isFunction } from '../../analysis/function-types.js';
import type { Inference } from '../../analysis/inference.js';
import { memberName, nameNode } from '../../analysis/member-access.js';
import type { Binding } from '../../syntax/bindings.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import type { Finding, NodeFix } from '../report.js';
import type { ContractCall } from './contract-call.js';
import { contractFinding } from './contract-finding.js';
import { localFunction } from './local-functions.js';
import { type OpenExit, openExits, type PathEvent } from './paths.js';

/** How a called function may be named that ends something in another file. */
const ENDING_NAME =
  /^(?:(?:hide|close|stop|end|finish|done|clear|clean|reset|dismiss|release|dispose|destroy|teardown|unlock|unsubscribe|cancel|abort)(?:$|[A-Z_]))/;

/** Calls that are not followed by the one that the documentation demands, on every path. */
export function pairFindings(
  contract: PairContract,
  call: ContractCall,
  types: Inference,
): readonly Finding[] {
  const body = bodyAround(call.node);
  if (!body) return [];
  const isEnd = (node: SyntaxNode): boolean => names(node, contract.followedBy, types);
  const ends = (node: SyntaxNode): boolean => endsIt(node, isEnd, types);
  const last = contract.followedBy.map((it) => it.slice(it.lastIndexOf('.') + 1));
  const demanded = contract.followedBy.join(' or ');
  if (!some(body, ends)) {
    // A function that only begins leaves it to others to end; who goes on working has forgotten it.
    if (!isFollowed(call.node, body)) return [];
    const text = `${demanded} must follow, and is called nowhere`;
    const found = contractFinding('contract-pair', contract, call, nameNode(call.callee), text, {
      unlessMentioned: last,
    });
    return [found];
  }
  const exit = exitsOf(call.node, body, ends);
  if (!exit) return [];
  const text = `${demanded} must follow on every path, but ${exitText(exit)}`;
  const [only] = contract.followedBy;
  const fixes = contract.followedBy.length === 1 && only ? endFixes(`${only}()`, exit) : [];
  return [
    contractFinding('contract-pair', contract, call, nameNode(call.callee), text, {
      ...relatedTo(exit),
      fixes,
    }),
  ];
}

/** Handles and subscriptions that are not closed. */
export function unclosedFindings(
  contract: ClosedContract,
  call: ContractCall,
  types: Inference,
): readonly Finding[] {
  const body = bodyAround(call.node);
  if (!body) return [];
  const closers = contract.by.map((it) => closerText(it)).join(' or ');
  const apis = contract.by.flatMap((it) => (it.kind === 'api' ? [it.name] : []));
  const anchor = nameNode(call.callee);
  const value = awaitedValue(call.node);
  const isDropped = value.parent?.type === 'expression_statement';
  const variable = variableOf(value, types);
  // What is passed on, returned or stored is for somebody else to close.
  if (!isDropped && !variable) return [];
  const isEnd = (node: SyntaxNode): boolean =>
    names(node, apis, types) || (variable !== undefined && closesOrLeaks(node, variable, contract.by, types));
  const ends = (node: SyntaxNode): boolean => endsIt(node, isEnd, types);
  if (isDropped && apis.length === 0)
    return [
      contractFinding(
        'contract-unclosed',
        contract,
        call,
        anchor,
        `what it gives must be closed with ${closers}`,
      ),
    ];
  if (!some(body, ends)) {
    const text = `what it gives is never closed with ${closers}`;
    const more =
      apis.length > 0 ? { unlessMentioned: apis.map((it) => it.slice(it.lastIndexOf('.') + 1)) } : {};
    return [contractFinding('contract-unclosed', contract, call, anchor, text, more)];
  }
  const exit = exitsOf(call.node, body, ends);
  if (!exit) return [];
  const text = `what it gives must be closed with ${closers} on every path, but ${exitText(exit)}`;
  const [only] = contract.by;
  const fixes =
    contract.by.length === 1 && only && variable ? endFixes(closingCall(only, variable.name), exit) : [];
  return [contractFinding('contract-unclosed', contract, call, anchor, text, { ...relatedTo(exit), fixes })];
}

/** The first way out on which what a call began is open. */
function exitsOf(
  call: SyntaxNode,
  body: SyntaxNode,
  ends: (node: SyntaxNode) => boolean,
): OpenExit | undefined {
  const eventOf = (node: SyntaxNode): PathEvent | undefined => {
    if (node === call) return { kind: 'begin' };
    return ends(node) ? { kind: 'end' } : undefined;
  };
  return openExits(body, eventOf)[0];
}

/** Whether a node as a whole ends it: it names what does, or a function that does, or is one. */
function endsIt(node: SyntaxNode, isEnd: (node: SyntaxNode) => boolean, types: Inference): boolean {
  if (isEnd(node)) return true;
  // A callback runs at some time; whether it does, nobody can tell.
  if (isFunction(node)) return some(node, isEnd);
  if (node.type === 'identifier' || node.type === 'shorthand_property_identifier') {
    const fn = localFunction(node, types);
    if (fn) return some(fn, isEnd);
    const isCalled = node.parent?.get('function') === node;
    return isCalled && ENDING_NAME.test(node.text);
  }
  if (node.type !== 'member_expression') return false;
  const method = localFunction(node, types);
  if (method) return some(method, isEnd);
  const isCalled = node.parent?.get('function') === node;
  return isCalled && !types.typeOf(node).api && ENDING_NAME.test(memberName(node) ?? '');
}

function names(node: SyntaxNode, apis: readonly string[], types: Inference): boolean {
  if (node.type !== 'member_expression' && node.type !== 'identifier') return false;
  const { api } = types.typeOf(node);
  return api !== undefined && apis.includes(api.name);
}

/** Whether a node closes what a variable holds, or hands it to somebody else. */
function closesOrLeaks(
  node: SyntaxNode,
  variable: Binding,
  by: readonly Closer[],
  types: Inference,
): boolean {
  const isName = node.type === 'identifier' || node.type === 'shorthand_property_identifier';
  if (!isName || node === variable.node || node.text !== variable.name) return false;
  if (types.scopes.resolve(node.text, node) !== variable) return false;
  const { parent } = node;
  if (parent?.get('object') === node) {
    const member = memberName(parent);
    return member === undefined || by.some((it) => it.kind === 'method' && it.name === member);
  }
  if (parent?.get('function') === node) return by.some((it) => it.kind === 'result');
  // A question whether it is there does nothing with it.
  const isTested =
    parent?.type === 'unary_expression' ||
    parent?.get('condition') === node ||
    (parent?.type === 'parenthesized_expression' && parent.parent?.get('condition') === parent);
  return !isTested;
}

/** The variable that a value is stored in, if it is one of the function itself. */
function variableOf(value: SyntaxNode, types: Inference): Binding | undefined {
  const { parent } = value;
  const name = parent?.type === 'variable_declarator' ? parent.get('name') : undefined;
  const binding = name?.type === 'identifier' ? types.scopes.resolve(name.text, name) : undefined;
  return binding?.assignments.length === 0 ? binding : undefined;
}

function awaitedValue(call: SyntaxNode): SyntaxNode {
  let at = call;
  while (at.parent?.type === 'await_expression' || at.parent?.type === 'parenthesized_expression')
    at = at.parent;
  return at;
}

/** The body of the function around a node; at the top of a file there is none, and nothing ends there. */
function bodyAround(node: SyntaxNode): SyntaxNode | undefined {
  let at = node.parent;
  while (at && !isFunction(at)) at = at.parent;
  const body = at?.get('body');
  return body?.type === 'statement_block' ? body : undefined;
}

/** Whether anything comes behind the statement of a call. */
function isFollowed(call: SyntaxNode, body: SyntaxNode): boolean {
  let at = call;
  while (at.parent && at.parent !== body) at = at.parent;
  return body.children.at(-1) !== at;
}

function some(node: SyntaxNode, test: (node: SyntaxNode) => boolean): boolean {
  return node.children.some((it) => test(it) || some(it, test));
}

function exitText({ at }: OpenExit): string {
  if (!at) return 'the end of the function can be reached without it';
  return at.type === 'throw_statement'
    ? 'this function throws without it'
    : 'this function returns without it';
}

function relatedTo({ at }: OpenExit): Pick<Finding, 'related'> {
  return at ? { related: [{ node: at, message: 'It is left open here.' }] } : {};
}

/** Ends it before the way out. */
function endFixes(code: string, { at }: OpenExit): readonly NodeFix[] {
  // A way out without braces has no room for a second statement.
  if (at?.parent?.type !== 'statement_block') return [];
  const { text } = at.chunk.source;
  const lineStart = text.lastIndexOf('\n', at.start - 1) + 1;
  const before = text.slice(lineStart, at.start);
  const separator = /^\s*$/.test(before) ? `\n${before}` : ' ';
  const newText = `${code};${separator}`;
  return [{ title: `Call '${code}' before it`, edits: [{ start: at.start, end: at.start, newText }] }];
}

function closerText(closer: Closer): string {
  switch (closer.kind) {
    case 'result':
      return 'a call of it';
    case 'method':
      return `'${closer.name}'`;
    case 'api':
      return closer.name;
  }
}

function closingCall(closer: Closer, variable: string): string {
  switch (closer.kind) {
    case 'result':
      return `${variable}()`;
    case 'method':
      return `${variable}.${closer.name}()`;
    case 'api':
      return `${closer.name}(${variable})`;
  }
}
