import type { Inference } from '../../analysis/inference.js';
import { memberName } from '../../analysis/member-access.js';
import { nonNullish } from '../../analysis/shape-makers.js';
import { awaited, expand, propertiesOf, propertyOf, signaturesOf } from '../../analysis/type-properties.js';
import type { Typed } from '../../analysis/typed.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import { certainly, isIdentifier } from '../fixes.js';
import type { NodeFix } from '../report.js';
import { awaitFixes } from './awaiting.js';

/** More functions of a namespace nobody wants to choose from. */
const MAX_MEMBERS = 3;

/**
 * Repairs a call of what is no function: makes an instance of a class, waits for a promise, does without the call, or
 * calls a member instead.
 *
 * @param fits - Whether a value can be called with the arguments of the call.
 */
export function uncallableFixes(
  call: SyntaxNode,
  callee: SyntaxNode,
  fits: (value: Typed) => boolean,
  types: Inference,
): readonly NodeFix[] {
  const typed = types.typeOf(callee);
  const { shape, library } = typed;
  if (call.type !== 'call_expression') return [];
  if ((signaturesOf(shape, library, true)?.length ?? 0) > 0) return [newFix(call, callee)];
  const expanded = expand(shape, library);
  if (expanded.kind === 'promise')
    return fits({ shape: awaited(expanded, library), library }) ? awaitFixes(callee, types) : [];
  const bare = withoutCall(call, callee, typed);
  if (typed.path === undefined || bare.some((it) => it.certain)) return bare;
  const members = (propertiesOf(shape, library) ?? [])
    .filter(
      ({ name }) =>
        isIdentifier(name) && isCallable(types.member(typed, name)) && fits(types.member(typed, name)),
    )
    .slice(0, MAX_MEMBERS)
    .map(({ name }): NodeFix => {
      return {
        title: `Call '${name}'`,
        edits: [{ start: callee.end, end: callee.end, newText: `.${name}` }],
      };
    });
  return [...bare, ...members];
}

function isCallable({ shape, library }: Typed): boolean {
  return (signaturesOf(shape, library, false)?.length ?? 0) > 0;
}

/** `new` binds less than a member of what it makes: that is put in parentheses. */
function newFix(call: SyntaxNode, callee: SyntaxNode): NodeFix {
  const hasCall = /^(?:call_expression|await_expression)$/.test(callee.type) || callee.text.includes('(');
  return {
    title: `Add 'new'`,
    ...(hasCall ? {} : { certain: true }),
    edits: hasCall
      ? [
          { start: call.start, end: call.start, newText: 'new (' },
          { start: callee.end, end: callee.end, newText: ')' },
        ]
      : [{ start: call.start, end: call.start, newText: 'new ' }],
  };
}

/** The value itself: certain if a member of it is read then, as of a namespace. */
function withoutCall(call: SyntaxNode, callee: SyntaxNode, { shape, library }: Typed): readonly NodeFix[] {
  const args = call.get('arguments');
  if (args?.type !== 'arguments' || args.children.length > 0) return [];
  const fix: NodeFix = {
    title: 'Remove the parentheses',
    edits: [{ start: callee.end, end: call.end, newText: '' }],
  };
  const { parent } = call;
  const read = parent?.get('object') === call ? memberName(parent) : undefined;
  const isRead = read !== undefined && propertyOf(nonNullish(shape), read, library) !== 'missing';
  // A namespace as a value is rarely what is meant.
  const isValue = expand(shape, library).kind !== 'object' && parent?.type !== 'expression_statement';
  return [isRead || isValue ? certainly(fix) : fix];
}
