import type { ApiLibrary } from '../../index/library.js';
import type { Parameter, Signature, TypeShape } from '../../index/type-shape.js';
import { allowedLiterals, assignable } from '../analysis/assignable.js';
import { bound, fitsCount } from '../analysis/call-types.js';
import type { Inference } from '../analysis/inference.js';
import { instantiateSignature } from '../analysis/instantiate.js';
import { nameNode } from '../analysis/member-access.js';
import { typeInChain } from '../analysis/optional-chain.js';
import { parameterAt } from '../analysis/parameter-at.js';
import { ANY, isNullish, nonNullish, optionalOf } from '../analysis/shape-makers.js';
import { expand, expandUnion, propertiesOf, propertyOf, signaturesOf } from '../analysis/type-properties.js';
import { describe } from '../analysis/type-text.js';
import { NO_LIBRARY, type Typed, UNKNOWN_TYPED } from '../analysis/typed.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { guardedCallFixes } from './fixes/absence.js';
import { extraArgumentFixes } from './fixes/extra.js';
import { missingArgumentFixes } from './fixes/missing.js';
import { uncallableFixes } from './fixes/uncallable.js';
import { siteAt } from './fixes/variables.js';
import { producerOf } from './producer.js';
import { type Finding, fixesOf, type NodeFix, type Place } from './report.js';
import { typeFindings, valueFindings } from './values.js';

/** More ways to call something nobody wants to choose from. */
const MAX_FORMS = 4;

/** What is wrong with a call: what it calls, how many arguments it passes, and what they are. */
export function callFindings(call: SyntaxNode, types: Inference): readonly Finding[] {
  const isNew = call.type === 'new_expression';
  const node = call.get(isNew ? 'constructor' : 'function');
  if (!node || node.broken || call.get('arguments')?.broken) return [];
  const { callee, args, candidates, signature, typeArguments } = types.resolve(call);
  if (callee.library === NO_LIBRARY) return [];
  const api = callee.api?.name ?? callee.path ?? producerOf(node, types) ?? node.text;
  const isOptional = call.get('optional_chain') !== undefined;
  const isMissing = ({ shape, library }: Typed) => expandUnion(shape, library).some(isNullish);
  if (!isOptional && isMissing(callee) && isMissing(typeInChain(node, types))) {
    return [
      {
        code: 'possibly-undefined',
        message: `${api}: '${node.text}' may be undefined here, so it cannot simply be called.`,
        node,
        api,
        fixes: () => guardedCallFixes(call, node, types),
      },
    ];
  }
  if (!candidates) return [];
  if (candidates.length === 0) return [notCallable(call, node, api, types)];

  const place = { api, library: callee.library, ...(callee.infers ? { infers: callee.infers } : {}) };
  const isSpread = args.some((it) => it.type === 'spread_element');
  const fitting = isSpread ? candidates : candidates.filter((it) => fitsCount(it, args.length));
  if (fitting.length === 0) return countFindings(call, node, candidates, place, types);
  const forms = fitting.map((it) => {
    const known = it === candidates[0] && candidates.length === 1 && signature;
    return constrained(known || bound(it, args, callee, types, 'stays', typeArguments));
  });
  const results = forms.map((it) => argumentFindings(it, args, place, types));
  const [first] = results;
  if (!first || results.some((found) => found.length === 0)) return [];
  if (results.length === 1) return first;
  return overloadFindings(node, results, fitting, api, (at) => {
    const form = forms[at];
    return form !== undefined && misfits(form, args, place, types).length === 1;
  });
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
  const [first] = misfits(signature, args, place, types, 1);
  return first ?? [];
}

/** What is wrong with each argument that does not fit, for at most so many of them. */
function misfits(
  signature: Signature,
  args: readonly SyntaxNode[],
  place: Omit<Place, 'label' | 'anchor'>,
  types: Inference,
  most = Number.POSITIVE_INFINITY,
): readonly (readonly Finding[])[] {
  const all: (readonly Finding[])[] = [];
  let next = 0;
  const { infers, ...rest } = place;
  const isInferred =
    infers && args.every((arg, at) => infersFrom(arg, parameterAt(signature, at), place.library, types));
  for (const { arg, typed } of passedValues(args, types)) {
    const parameter = parameterAt(signature, next++);
    if (!parameter) break;
    const isUndefined = arg.type === 'undefined' && parameter.optional;
    if (isUndefined) continue;
    const { name: label, optional = false } = parameter;
    const own: Place = { ...(isInferred ? place : rest), label, anchor: arg, optional };
    const accepted = acceptedBy(parameter);
    const found = typed
      ? typeFindings(arg, typed, accepted, own, types)
      : valueFindings(arg, accepted, own, types);
    if (found.length > 0) all.push(found);
    if (all.length >= most) break;
  }
  return all;
}

/** A value that is passed: an argument, or a part of a spread one, which has a type and no expression of its own. */
interface Passed {
  readonly arg: SyntaxNode;
  readonly typed?: Typed;
}

/** The values that arguments pass, as far as it is known which parameter each is for. */
function* passedValues(args: readonly SyntaxNode[], types: Inference): Generator<Passed> {
  for (const arg of args) {
    if (arg.type !== 'spread_element') {
      yield { arg };
      continue;
    }
    const [list] = arg.children;
    const { shape, library } = list ? types.typeOf(list) : UNKNOWN_TYPED;
    const spread = expand(shape, library);
    if (list?.type === 'array' && spread.kind === 'tuple') {
      for (const it of list.children) yield { arg: it };
    } else if (spread.kind === 'tuple' && !spread.elements.some((it) => it.optional || it.rest)) {
      for (const { type } of spread.elements) yield { arg, typed: { shape: type, library } };
    } else {
      if (spread.kind === 'array') yield { arg, typed: { shape: spread.element, library } };
      return;
    }
  }
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
  call: SyntaxNode,
  callee: SyntaxNode,
  candidates: readonly Signature[],
  place: Omit<Place, 'label' | 'anchor'>,
  types: Inference,
): readonly Finding[] {
  const { api } = place;
  const { args } = types.resolve(call);
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
        fixes: () => {
          const fits = (kept: readonly SyntaxNode[]): boolean =>
            candidates.some(
              (it) =>
                fitsCount(it, kept.length) &&
                argumentFindings(shownTo(it, call, kept, types), kept, place, types).length === 0,
            );
          return extraArgumentFixes(args, { most, least, forms: candidates.length }, fits);
        },
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
  const fixes = () => lackingFixes(call, args, candidates, place, types);
  return [{ code: 'missing-argument', message, node: nameNode(callee), api, fixes }];
}

/** A form of what a call calls, with its type parameters bound by these arguments. */
function shownTo(
  form: Signature,
  call: SyntaxNode,
  args: readonly SyntaxNode[],
  types: Inference,
): Signature {
  const { callee, typeArguments } = types.resolve(call);
  return constrained(bound(form, args, callee, types, 'stays', typeArguments));
}

/** A form whose type parameters, as far as nothing tells them, are anything that they may be. */
function anyBound({ typeParameters = [] }: Signature, shown: Signature): Signature {
  if (typeParameters.length === 0) return shown;
  const bindings = new Map(typeParameters.map((it) => [it.name, it.constraint ?? ANY]));
  return instantiateSignature({ ...shown, typeParameters: [] }, bindings);
}

/** The arguments that each form of an API lacks, for those that the present ones fit. */
function lackingFixes(
  call: SyntaxNode,
  args: readonly SyntaxNode[],
  candidates: readonly Signature[],
  place: Omit<Place, 'label' | 'anchor'>,
  types: Inference,
): readonly NodeFix[] {
  const site = siteAt(call.get('arguments') ?? call, place.library, types);
  const found = new Map<string, NodeFix>();
  for (const form of candidates) {
    const shown = shownTo(form, call, args, types);
    const fits = (arg: SyntaxNode, at: number): boolean => {
      const parameter = parameterAt(shown, at);
      const own: Place = { ...place, label: parameter?.name ?? '', anchor: arg };
      return parameter !== undefined && valueFindings(arg, acceptedBy(parameter), own, types).length === 0;
    };
    if (form.parameters.length < args.length) continue;
    const made = anyBound(form, shown);
    const fixes = missingArgumentFixes(call, args, made, site, fits);
    for (const fix of fixes) if (!found.has(fix.title)) found.set(fix.title, fix);
  }
  return [...found.values()].slice(0, MAX_FORMS);
}

/** Whether a value can be called as a call calls another one. */
export function fitsCall(callee: Typed, call: SyntaxNode, types: Inference): boolean {
  const { args } = types.resolve(call);
  const forms = signaturesOf(nonNullish(callee.shape), callee.library, call.type === 'new_expression');
  if (!forms) return callee.library !== NO_LIBRARY;
  const place = { api: callee.api?.name ?? '', library: callee.library };
  if (args.some((it) => it.type === 'spread_element')) return forms.length > 0;
  return forms.some(
    (it) =>
      fitsCount(it, args.length) &&
      argumentFindings(constrained(bound(it, args, callee, types, 'stays')), args, place, types).length === 0,
  );
}

function argumentsText(bound: string, count: number): string {
  if (count === 0) return 'no argument';
  return `${bound}${count === 1 ? 'one argument' : `${count} arguments`}`;
}

/** What no form of an API takes, reported where TypeScript reports it. `isNear` says whether one argument alone misfits a form. */
function overloadFindings(
  callee: SyntaxNode,
  results: readonly (readonly Finding[])[],
  signatures: readonly Signature[],
  api: string,
  isNear: (form: number) => boolean,
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
  // A form with one complaint alone is met by what satisfies that.
  const fixes = () =>
    results
      .flatMap(([only, ...others], at): readonly NodeFix[] =>
        only && others.length === 0 && isNear(at) ? fixesOf(only) : [],
      )
      .map(({ certain: _, ...it }) => it)
      .filter((it, at, all) => all.findIndex((other) => other.title === it.title) === at)
      .slice(0, MAX_FORMS);
  return [{ code: 'no-overload', message: message.trim(), node, api, fixes }];
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
    fixes: () => uncallableFixes(call, callee, (it) => fitsCall(it, call, types), types),
  };
}
