import { type Signature, type TypeParameter, type TypeShape, UNKNOWN } from '../../index/type-shape.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { assignable } from './assignable.js';
import { GLOBAL_INSTANCES, GLOBAL_RETURNS } from './builtin-members.js';
import { isFunction } from './function-types.js';
import type { Inference } from './inference.js';
import { inferBindings, instantiate, instantiateSignature } from './instantiate.js';
import { pathOf } from './member-access.js';
import { parameterAt } from './parameter-at.js';
import {
  arrayOf,
  builtinOf,
  nonNullish,
  optionalOf,
  promiseOf,
  STRING,
  UNDEFINED,
  unionOf,
} from './shape-makers.js';
import { statedType } from './stated-types.js';
import { awaited, expand, expandUnion, propertiesOf, signaturesOf } from './type-properties.js';
import { combined, commonLibrary, NO_LIBRARY, plain, type Typed, UNKNOWN_TYPED } from './typed.js';

/** A call and what it calls. */
export interface ResolvedCall {
  readonly callee: Typed;
  readonly args: readonly SyntaxNode[];
  /** The type arguments that the call states: `read<number>('key')`. */
  readonly typeArguments: readonly TypeShape[] | undefined;
  /** All signatures it may be a call of; undefined if that is not known, empty if the value cannot be called. */
  readonly candidates: readonly Signature[] | undefined;
  /**
   * The one that is called, as far as arguments without functions in them tell, type parameters bound where they
   * tell that; undefined if none fits.
   */
  readonly signature: Signature | undefined;
}

/**
 * Finds the signature of a call. Functions among the arguments are not looked at, since their own parameters get
 * their types from the outcome (TypeScript calls such arguments context-sensitive).
 */
export function resolveCall(call: SyntaxNode, types: Inference): ResolvedCall {
  const isNew = call.type === 'new_expression';
  const node = call.get(isNew ? 'constructor' : 'function');
  const callee = node ? types.typeOf(node) : UNKNOWN_TYPED;
  const list = call.get('arguments');
  const args = list?.type === 'arguments' ? list.children : [];
  const candidates = signaturesOf(nonNullish(callee.shape), callee.library, isNew);
  const chosen =
    candidates && (candidates.length === 1 ? candidates[0] : choose(candidates, args, callee, types));
  const plainArgs = args.map((arg) => (hasFunction(arg) ? undefined : arg));
  const typeArguments = statedTypes(call, callee, types);
  const signature = chosen && bound(chosen, plainArgs, callee, types, 'stays', typeArguments);
  return { callee, args, typeArguments, candidates, signature };
}

/** The type of a call's result. */
export function callType(call: SyntaxNode, types: Inference): Typed {
  const builtin = globalCall(call, types);
  if (builtin) return builtin;
  const { callee, args, signature, typeArguments } = types.resolve(call);
  if (!signature) return UNKNOWN_TYPED;
  if (callee.path?.endsWith('.bind') && args.length === 1) return boundFunction(call, types);
  const rest = isDecidedAround(call, types) ? 'unknown' : 'default';
  const { returns } = bound(signature, args, callee, types, rest, typeArguments);
  const isOptional = expandUnion(callee.shape, callee.library).some(
    (it) => it.kind === 'primitive' && it.name === 'undefined',
  );
  const shape = isOptional ? optionalOf(returns) : returns;
  // The result may speak of what the arguments brought.
  const sources = signature.typeParameters ? args.map((arg) => types.typeOf(arg)) : [];
  const library = commonLibrary([callee, ...sources]);
  return library ? { shape, library } : UNKNOWN_TYPED;
}

/** Whether what stands around a call may decide the type parameters that its arguments say nothing of. */
function isDecidedAround(call: SyntaxNode, types: Inference): boolean {
  let at = call;
  while (at.parent && /^(?:parenthesized|await|non_null)_expression$/.test(at.parent.type)) at = at.parent;
  switch (at.parent?.type) {
    case 'variable_declarator':
      return statedType(types.document, at.parent) !== undefined;
    case 'expression_statement':
    case 'member_expression':
    case 'subscript_expression':
    case 'unary_expression':
    case 'template_substitution':
      return false;
    case 'call_expression':
      return at.field !== 'function';
    default:
      return true;
  }
}

function statedTypes(call: SyntaxNode, callee: Typed, types: Inference): readonly TypeShape[] | undefined {
  const stated = call.get('type_arguments');
  if (!stated) return undefined;
  const { shape, library } = types.parseType(`[${stated.text.slice(1, -1)}]`);
  const isClear = shape.kind === 'tuple' && (library === callee.library || library === NO_LIBRARY);
  return isClear ? shape.elements.map((it) => it.type) : [];
}

/** What a call states; by default or unknown where it states less than there are. */
function statedBindings(parameters: readonly TypeParameter[], stated: readonly TypeShape[]) {
  const bindings = new Map<string, TypeShape>();
  for (const [at, { name, default: preset }] of parameters.entries())
    bindings.set(name, stated[at] ?? (preset && stated.length > 0 ? instantiate(preset, bindings) : UNKNOWN));
  return bindings;
}

/** What `f.bind(x)` gives: the function itself. With arguments to bind it is another one, which is not followed. */
function boundFunction(call: SyntaxNode, types: Inference): Typed {
  const fn = call.get('function')?.get('object');
  return fn ? types.typeOf(fn) : UNKNOWN_TYPED;
}

/** Whether this many arguments fit a signature. */
export function fitsCount(signature: Signature, count: number): boolean {
  const required = signature.parameters.filter((it) => !it.optional && !it.rest).length;
  const isOpen = signature.parameters.at(-1)?.rest === true;
  return count >= required && (isOpen || count <= signature.parameters.length);
}

/** Whether an expression is or holds a function whose parameters take their types from where it stands. */
export function hasFunction(node: SyntaxNode): boolean {
  if (isFunction(node)) return true;
  switch (node.type) {
    case 'object':
    case 'array':
    case 'pair':
    case 'parenthesized_expression':
    case 'ternary_expression':
      return node.children.some(hasFunction);
    default:
      return false;
  }
}

function choose(
  candidates: readonly Signature[],
  args: readonly SyntaxNode[],
  callee: Typed,
  types: Inference,
): Signature | undefined {
  const hasSpread = args.some((it) => it.type === 'spread_element');
  if (hasSpread) return undefined;
  return candidates.find(
    (signature) =>
      fitsCount(signature, args.length) &&
      args.every((arg, at) => {
        const parameter = parameterAt(signature, at);
        if (!parameter) return false;
        if (hasFunction(arg)) return !isFunction(arg) || mayBeFunction(parameter.type, callee);
        const typed = types.typeOf(arg);
        if (commonLibrary([typed, callee]) === undefined) return true;
        return assignable(typed.shape, parameter.type, callee.library) !== 'no';
      }),
  );
}

function mayBeFunction(shape: TypeShape, { library }: Typed): boolean {
  return expandUnion(shape, library).some((it) => signaturesOf(it, library, false)?.length !== 0);
}

/**
 * A signature with its type parameters bound by the arguments. `rest` says what a parameter becomes that they say nothing
 * of: its default, or unknown; where it stays, one that they do not tell for certain stays too. `stated` are the type
 * arguments that the call states (TypeScript), which count alone.
 */
export function bound(
  signature: Signature,
  args: readonly (SyntaxNode | undefined)[],
  callee: Typed,
  types: Inference,
  rest: 'stays' | 'default' | 'unknown',
  stated?: readonly TypeShape[],
): Signature {
  const { typeParameters } = signature;
  if (!typeParameters) return signature;
  const pairs = args.flatMap((arg, at) => {
    const parameter = parameterAt(signature, at);
    if (!arg || !parameter || arg.type === 'spread_element') return [];
    return [{ declared: parameter.type, passed: types.typeOf(arg).shape }];
  });
  let bindings = stated
    ? statedBindings(typeParameters, stated)
    : inferBindings(typeParameters, pairs, callee.library, rest === 'default');
  for (const { name, constraint } of typeParameters) {
    const type = bindings.get(name);
    // As in TypeScript, what breaks the constraint is the argument, not the parameter.
    if (type && constraint && assignable(type, constraint, callee.library) === 'no')
      bindings = new Map([...bindings, [name, constraint]]);
  }
  if (rest === 'stays') bindings = new Map([...bindings].filter(([, type]) => type.kind !== 'unknown'));
  const { typeParameters: _bound, ...instantiated } = instantiateSignature(
    { ...signature, typeParameters: [] },
    bindings,
  );
  const left = typeParameters.filter((it) => !bindings.has(it.name));
  return {
    ...instantiated,
    returns: instantiate(instantiated.returns, bindings),
    ...(left.length > 0 ? { typeParameters: left } : {}),
  };
}

/** What any property of an object may hold. */
function valuesOf({ shape, library }: Typed): TypeShape {
  const expanded = expand(shape, library);
  if (expanded.kind === 'array') return expanded.element;
  const properties = propertiesOf(shape, library);
  if (!properties || (expanded.kind === 'object' && expanded.index)) return UNKNOWN;
  return unionOf(properties.map((it) => (it.optional ? unionOf([it.type, UNDEFINED]) : it.type)));
}

/** Calls of the language's own functions. */
function globalCall(call: SyntaxNode, types: Inference): Typed | undefined {
  const isNew = call.type === 'new_expression';
  const callee = call.get(isNew ? 'constructor' : 'function');
  const path = callee && pathOf(callee);
  if (!callee || path === undefined || types.scopes.resolve(path.split('.')[0] ?? '', callee))
    return undefined;
  if (isNew) return GLOBAL_INSTANCES.has(path) ? plain(builtinOf(path)) : undefined;
  const returns = Object.hasOwn(GLOBAL_RETURNS, path) ? GLOBAL_RETURNS[path] : undefined;
  if (returns) return plain(returns);

  const [first] = call.get('arguments')?.children ?? [];
  if (!first || first.type === 'spread_element') return undefined;
  const given = types.typeOf(first);
  switch (path) {
    case 'Object.freeze':
    case 'structuredClone':
      return { shape: given.shape, library: given.library };
    case 'Object.values':
    case 'Object.entries': {
      const values = valuesOf(given);
      const element: TypeShape =
        path === 'Object.values' ? values : { kind: 'tuple', elements: [{ type: STRING }, { type: values }] };
      return { shape: arrayOf(element), library: given.library };
    }
    case 'Promise.resolve':
      return { shape: promiseOf(awaited(given.shape, given.library)), library: given.library };
    case 'Promise.all': {
      if (given.shape.kind === 'tuple') {
        const elements = given.shape.elements.map((it) => ({ type: awaited(it.type, given.library) }));
        return { shape: promiseOf({ kind: 'tuple', elements }), library: given.library };
      }
      if (given.shape.kind !== 'array') return UNKNOWN_TYPED;
      const element = awaited(given.shape.element, given.library);
      return combined([given], () => promiseOf({ kind: 'array', element }));
    }
    default:
      return undefined;
  }
}
