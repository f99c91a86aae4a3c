import type { Signature, TypeShape } from '../../index/type-shape.js';
import { keyName } from '../syntax/literal-text.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { assignable } from './assignable.js';
import { hasFunction } from './call-types.js';
import { isFunction } from './function-types.js';
import type { Inference } from './inference.js';
import { parameterAt } from './parameter-at.js';
import { isNullish, nonNullish, unionOf } from './shape-makers.js';
import { expandUnion, propertiesOf, propertyOf } from './type-properties.js';
import { commonLibrary, type Typed } from './typed.js';

/** Where in a call something stands: in which argument, and by which option keys from there. */
export interface CallPlace {
  readonly call: SyntaxNode;
  readonly argument: number;
  /** Keys of the object literals around it, from the outside in; lists are not counted. */
  readonly keys: readonly string[];
}

/** A place in a call together with the overload that is meant, as far as what is written already tells. */
export interface MeantCall extends CallPlace {
  readonly callee: Typed;
  readonly candidates: readonly Signature[];
  /** Which of the candidates is meant. */
  readonly chosen: number;
}

/** The call whose argument an offset stands in, from the node there outwards; undefined outside of arguments. */
export function callPlace(node: SyntaxNode, offset: number): CallPlace | undefined {
  const keys: string[] = [];
  let inside: SyntaxNode | undefined;
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    if (at.type === 'arguments' && isWithin(at, offset)) {
      const call = at.parent;
      if (!call) return undefined;
      const index = inside ? at.children.indexOf(inside) : -1;
      return { call, argument: index >= 0 ? index : argumentsBefore(at, offset), keys };
    }
    if (at.type === 'object' || at.type === 'array') {
      // Behind its closing bracket one is not in it any more, and no key leads there.
      if (!isWithin(at, offset)) keys.length = 0;
    } else if (at.type === 'pair' || at.type === 'method_definition') {
      const key = at.get('key') ?? at.get('name');
      const name = key && keyName(key);
      if (name === undefined) return undefined;
      keys.unshift(name);
    } else if (inside && isFunction(at) && at.get('body') === inside) return undefined;
    else if (at.type === 'shorthand_property_identifier') keys.unshift(at.text);
    else if (/^(?:statement_block|template_substitution|class_body)$/.test(at.type)) return undefined;
    inside = at;
  }
  return undefined;
}

/** What a call means: its candidates, and the one that fits best what is written, the argument at the place aside. */
export function meantCall(place: CallPlace, types: Inference): MeantCall | undefined {
  const { callee, args, candidates } = types.resolve(place.call);
  if (!candidates || candidates.length === 0) return undefined;
  let chosen = 0;
  let best = Number.NEGATIVE_INFINITY;
  for (const [at, signature] of candidates.entries()) {
    const score = fit(signature, args, place.argument, callee, types);
    if (score > best) [chosen, best] = [at, score];
  }
  return { ...place, callee, candidates, chosen };
}

/** The type that is expected at a place of a call; undefined if the signature says nothing of it. */
export function expectedIn({ callee, candidates, chosen, argument, keys }: MeantCall): Typed | undefined {
  const signature = candidates[chosen];
  const parameter = signature && parameterAt(signature, argument);
  let shape: TypeShape | undefined = parameter?.type;
  for (const key of keys) shape = shape && optionType(shape, key, callee);
  return shape && shape.kind !== 'unknown' ? { shape, library: callee.library } : undefined;
}

/** The type of an option, looked for in all members of a union and in the elements of a list. */
function optionType(shape: TypeShape, key: string, callee: Typed): TypeShape | undefined {
  const { library } = callee;
  const found = objectMembers(shape, callee).flatMap((member) => {
    const read = propertyOf(member, key, library);
    return typeof read === 'object' ? [nonNullish(read.value.shape)] : [];
  });
  return found.length === 0 ? undefined : unionOf(found);
}

function objectMembers(shape: TypeShape, { library }: Typed): TypeShape[] {
  return expandUnion(shape, library).flatMap((member) => {
    if (isNullish(member)) return [];
    return member.kind === 'array' ? objectMembers(member.element, { shape, library }) : [member];
  });
}

/** How well what is written fits a signature; higher is better. */
function fit(
  signature: Signature,
  args: readonly SyntaxNode[],
  current: number,
  callee: Typed,
  types: Inference,
): number {
  let score = 0;
  const needed = Math.max(args.length, current + 1);
  const takes = signature.parameters.at(-1)?.rest ? Number.POSITIVE_INFINITY : signature.parameters.length;
  if (takes < needed) score -= 10 * (needed - takes);
  for (const [at, arg] of args.entries()) {
    const parameter = parameterAt(signature, at);
    if (!parameter || arg.type === 'spread_element') continue;
    if (arg.type === 'object') score += literalFit(arg, parameter.type, callee);
    if (at === current || arg.broken || hasFunction(arg)) continue;
    const typed = types.typeOf(arg);
    if (typed.shape.kind === 'unknown' || commonLibrary([typed, callee]) === undefined) continue;
    score += assignable(typed.shape, parameter.type, callee.library) === 'no' ? -4 : 1;
  }
  return score;
}

/** A literal with keys that the type does not know is meant for another one. */
function literalFit(literal: SyntaxNode, shape: TypeShape, callee: Typed): number {
  const members = objectMembers(shape, callee).map((it) => propertiesOf(it, callee.library));
  if (members.length === 0) return -4;
  const known = new Set(members.flatMap((it) => (it ?? []).map(({ name }) => name)));
  if (members.every((it) => it === undefined || it.length === 0)) return members.includes(undefined) ? 0 : -4;
  let score = 1;
  for (const part of literal.children) {
    const key = part.get('key') ?? part.get('name') ?? part;
    const name = part.type === 'spread_element' || part.broken ? undefined : keyName(key);
    if (name !== undefined) score += known.has(name) ? 1 : -2;
  }
  return score;
}

/** How many arguments stand before an offset, counted by commas, since the last may not be written yet. */
function argumentsBefore(list: SyntaxNode, offset: number): number {
  const before = list.children.filter((it) => it.end <= offset);
  const last = before.at(-1);
  if (!last) return 0;
  const between = list.chunk.source.text
    .slice(last.end, offset)
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n\r]*/g, '');
  return between.includes(',') ? before.length : before.length - 1;
}

function isWithin(list: SyntaxNode, offset: number): boolean {
  const isClosed = /[)\]}]$/.test(list.text);
  return list.start < offset && (offset < list.end || (!isClosed && offset === list.end));
}
