import type { ApiLibrary } from '../../index/library.js';
import type { Parameter, Signature, TypeShape } from '../../index/type-shape.js';
import { allowedLiterals, assignable } from '../analysis/assignable.js';
import { bound, fitsCount } from '../analysis/call-types.js';
import type { Inference } from '../analysis/inference.js';
import { instantiateSignature } from '../analysis/instantiate.js';
import { nameNode } from '../analysis/member-access.js';
import { parameterAt } from '../analysis/parameter-at.js';
import { isNullish, nonNullish, optionalOf } from '../analysis/shape-makers.js';
import { expand, expandUnion, propertiesOf, propertyOf, signaturesOf } from '../analysis/type-properties.js';
import { describe } from '../analysis/type-text.js';
import { NO_LIBRARY } from '../analysis/typed.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { removeFix } from './fixes.js';
import { producerOf } from './producer.js';
import type { Finding, Place } from './report.js';
import { valueFindings } from './values.js';

/** What is wrong with a call: what it calls, how many arguments it passes, and what they are. */
export function callFindings(call: SyntaxNode, types: Inference): readonly Finding[] {
  const isNew = call.type === 'new_expression';
  const node = call.get(isNew ? 'constructor' : 'function');
  if (!node || node.broken || call.get('arguments')?.broken) return [];
  const { callee, args, candidates, signature, typeArguments } = types.resolve(call);
  if (callee.library === NO_LIBRARY) return [];
  const api = callee.api?.name ?? callee.path ?? producerOf(node, types) ?? node.text;
  const isOptional = call.get('optional_chain') !== undefined;
  if (!isOptional && expandUnion(callee.shape, callee.library).some(isNullish)) {
    return [
      {
        code: 'possibly-undefined',
        message: `${api}: '${node.text}' may be undefined here, so it cannot simply be called.`,
        node,
        api,
        fixes: [{ title: `Call with '?.'`, edits: [{ start: node.end, end: node.end, newText: '?.' }] }],
      },
    ];
  }
  if (!candidates) return [];
  if (candidates.length === 0) return [notCallable(call, node, api, types)];

  const place = { api, library: callee.library, ...(callee.infers ? { infers: callee.infers } : {}) };
  const isSpread = args.some((it) => it.type === 'spread_element');
  const fitting = isSpread ? candidates : candidates.filter((it) => fitsCount(it, args.length));
  if (fitting.length === 0) return countFindings(node, args, candidates, place);
  const results = fitting.map((it) => {
    const known = it === candidates[0] && candidates.length === 1 && signature;
    const shown = known || bound(it, args, callee, types, true, typeArguments);
    return argumentFindings(constrained(shown), args, place, types);
  });
  const [first] = results;
  if (!first || results.some((found) => found.length === 0)) return [];
  if (results.length === 1) return first;
  return overloadFindings(node, results, fitting, api);
}

/** An argument that does not tell a type parameter must still be what the parameter is at least. */
function constrained(signature: Signature): Signature {
  const bindings = new Map<string, TypeShape>();
  for (const { name, constraint } of signature.typeParameters ?? [])
    if (constraint) bindings.set(name, constraint);
  return bindings.size === 0
    ? signature
    : instantiateSignature({ ...signature, typeParameters: [] }, bindings);
}

/** What is wrong with the first argument that does not fit: as in TypeScript, others may be meant for another form. */
function argumentFindings(
  signature: Signature,
  args: readonly SyntaxNode[],
  place: Omit<Place, 'label' | 'anchor'>,
  types: Inference,
): readonly Finding[] {
  const { infers, ...rest } = place;
  const isInferred =
    infers && args.every((arg, at) => infersFrom(arg, parameterAt(signature, at), place.library, types));
  for (const [at, arg] of args.entries()) {
    // Behind a spread nobody knows which parameter an argument is for.
    if (arg.type === 'spread_element') break;
    const parameter = parameterAt(signature, at);
    if (!parameter) break;
    const isUndefined = arg.type === 'undefined' && parameter.optional;
    if (isUndefined) continue;
    const own: Place = { ...(isInferred ? place : rest), label: parameter.name, anchor: arg };
    const found = valueFindings(arg, acceptedBy(parameter), own, types);
    if (found.length > 0) return found;
  }
  return [];
}

/**
 * Whether TypeScript can take the type of a `call` or `bind` parameter from the argument: where that fits without the
 * literal types in it.
 */
function infersFrom(
  arg: SyntaxNode,
  parameter: Parameter | undefined,
  library: ApiLibrary,
  types: Inference,
): boolean {
  if (!parameter) return true;
  const { shape } = types.typeOf(arg);
  if (arg.type !== 'object')
    return !(shape.kind === 'literal' && allowedLiterals(nonNullish(parameter.type), library));
  if (assignable(shape, parameter.type, library) === 'no') return false;
  const properties = propertiesOf(shape, library) ?? [];
  return !properties.some(({ name, type }) => {
    const read = type.kind === 'literal' ? propertyOf(nonNullish(parameter.type), name, library) : 'missing';
    return typeof read === 'object' && allowedLiterals(read.value.shape, library);
  });
}

function acceptedBy(parameter: Parameter): Parameter['type'] {
  if (!parameter.optional || parameter.type.kind === 'any' || parameter.type.kind === 'unknown')
    return parameter.type;
  return optionalOf(parameter.type);
}

function countFindings(
  callee: SyntaxNode,
  args: readonly SyntaxNode[],
  candidates: readonly Signature[],
  { api }: { readonly api: string },
): readonly Finding[] {
  const counts = candidates.map((it) => ({
    required: it.parameters.filter((parameter) => !parameter.optional && !parameter.rest).length,
    most: it.parameters.length,
    parameters: it.parameters,
  }));
  const most = Math.max(...counts.map((it) => it.most));
  if (args.length > most) {
    const [first, last] = [args[most], args.at(-1)];
    if (!first || !last) return [];
    const least = Math.min(...counts.map((it) => it.required));
    return [
      {
        code: 'extra-argument',
        message: `${api} takes ${argumentsText(least === most ? '' : 'at most ', most)}, but gets ${args.length}.`,
        node: first,
        until: last,
        api,
        fixes: [
          removeFix(
            first,
            last,
            args,
            most + 1 === args.length ? 'Remove the argument' : 'Remove the arguments',
          ),
        ],
      },
    ];
  }
  const nearest = counts.reduce((best, it) => (it.required < best.required ? it : best));
  const lacking = nearest.parameters.slice(args.length, nearest.required);
  const names = lacking.map((it) => `'${it.name}' (${describe(it.type)})`).join(', ');
  const message =
    lacking.length > 0
      ? `${api}: ${lacking.length === 1 ? `argument ${names} is` : `arguments ${names} are`} missing; it takes ${argumentsText(
          nearest.required === nearest.most ? '' : 'at least ',
          nearest.required,
        )}, but gets ${args.length === 0 ? 'none' : args.length}.`
      : `${api}: no form of it takes ${args.length} arguments.`;
  return [{ code: 'missing-argument', message, node: nameNode(callee), api }];
}

function argumentsText(bound: string, count: number): string {
  if (count === 0) return 'no argument';
  return `${bound}${count === 1 ? 'one argument' : `${count} arguments`}`;
}

/** What no form of an API takes, reported where TypeScript reports it. */
function overloadFindings(
  callee: SyntaxNode,
  results: readonly (readonly Finding[])[],
  signatures: readonly Signature[],
  api: string,
): readonly Finding[] {
  // Mismatches count before unknown properties.
  const complaints = results.map((found) => {
    const mismatches = found.filter((it) => !(it.code === 'unknown-property' && isOfArgument(it.node)));
    return mismatches.length > 0 ? mismatches : found.slice(0, 1);
  });
  const firsts = complaints.map(([first]) => first);
  const [first] = firsts;
  const isSame = firsts.every((it) => it?.code === first?.code && it?.message === first?.message);
  if (first && isSame) return results[0] ?? [];

  const shown = complaints[mostTelling(complaints)] ?? [];
  const isSpread = complaints.length <= 3 && Math.max(...complaints.map((it) => it.length)) === 1;
  const places = isSpread ? firsts : shown;
  const [place] = places;
  const node = place && places.every((it) => it?.node === place.node) ? place.node : nameNode(callee);
  const forms = signatures
    .slice(0, 4)
    .map((it) => describe({ kind: 'function', signatures: [it] }))
    .join('; ');
  const message = `${api}: no form of it takes these arguments. Its forms: ${forms}${signatures.length > 4 ? '; …' : ''}. ${shown[0]?.message ?? ''}`;
  return [{ code: 'no-overload', message: message.trim(), node, api }];
}

/** Whether a property key stands in an argument itself, not in an object further inside. */
function isOfArgument(key: SyntaxNode): boolean {
  let object = key.parent?.type === 'object' ? key.parent : key.parent?.parent;
  while (object && /^(?:object|ternary|binary|parenthesized|subscript)/.test(object.type)) {
    if (object.parent?.type === 'arguments') return true;
    object = object.parent;
  }
  return false;
}

/** Of up to three forms the last of those with the fewest complaints, else the last. */
function mostTelling(complaints: readonly (readonly Finding[])[]): number {
  if (complaints.length > 3) return complaints.length - 1;
  const least = Math.min(...complaints.map((it) => it.length));
  return complaints.findLastIndex((it) => it.length === least);
}

function notCallable(call: SyntaxNode, callee: SyntaxNode, api: string, types: Inference): Finding {
  const { shape, library, path } = types.typeOf(callee);
  const constructs = (signaturesOf(shape, library, true)?.length ?? 0) > 0;
  const { kind } = expand(shape, library);
  const isPromise = kind === 'promise';
  // What is reached by name alone and holds other names has no type that anybody would know.
  const isNamespace = path !== undefined && kind === 'object';
  const what = constructs ? 'a constructor' : isNamespace ? 'a namespace, not a function' : describe(shape);
  const hint = constructs ? `; it is a class: call it with 'new'` : isPromise ? '; await it first' : '';
  return {
    code: 'not-callable',
    message: `${api} cannot be called: it is ${what}${hint}.`,
    node: nameNode(callee),
    api,
    ...(constructs && call.type === 'call_expression'
      ? { fixes: [{ title: `Add 'new'`, edits: [{ start: call.start, end: call.start, newText: 'new ' }] }] }
      : {}),
  };
}
