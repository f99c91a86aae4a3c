import type { Parameter, Signature } from '../../index/type-shape.js';
import { bound, fitsCount, parameterAt } from '../analysis/call-types.js';
import type { Inference } from '../analysis/inference.js';
import { nameNode } from '../analysis/member-access.js';
import { isNullish, optionalOf } from '../analysis/shape-makers.js';
import { expand, expandUnion, signaturesOf } from '../analysis/type-properties.js';
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

  const place = { api, library: callee.library };
  const isSpread = args.some((it) => it.type === 'spread_element');
  const fitting = isSpread ? candidates : candidates.filter((it) => fitsCount(it, args.length));
  if (fitting.length === 0) return countFindings(node, args, candidates, place);
  const results = fitting.map((it) => {
    const known = it === candidates[0] && candidates.length === 1 && signature;
    const shown = known || bound(it, args, callee, types, true, typeArguments);
    return argumentFindings(shown, args, place, types);
  });
  const [first] = results;
  if (!first || results.some((found) => found.length === 0)) return [];
  if (results.length === 1) return first;
  return overloadFindings(node, results, fitting, api);
}

function argumentFindings(
  signature: Signature,
  args: readonly SyntaxNode[],
  place: Omit<Place, 'label' | 'anchor'>,
  types: Inference,
): readonly Finding[] {
  const found: Finding[] = [];
  for (const [at, arg] of args.entries()) {
    // Behind a spread nobody knows which parameter an argument is for.
    if (arg.type === 'spread_element') break;
    const parameter = parameterAt(signature, at);
    if (!parameter) break;
    const isUndefined = arg.type === 'undefined' && parameter.optional;
    if (isUndefined) continue;
    found.push(
      ...valueFindings(arg, acceptedBy(parameter), { ...place, label: parameter.name, anchor: arg }, types),
    );
  }
  return found;
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
    const takes = most === 0 ? 'no argument' : most === 1 ? 'one argument' : `at most ${most} arguments`;
    return [
      {
        code: 'extra-argument',
        message: `${api} takes ${takes}, but gets ${args.length}.`,
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
      ? `${api}: ${lacking.length === 1 ? 'argument' : 'arguments'} ${names} missing.`
      : `${api}: no form of it takes ${args.length} arguments.`;
  return [{ code: 'missing-argument', message, node: nameNode(callee), api }];
}

/** As TypeScript: at the argument if all forms complain there, else at the name. */
function overloadFindings(
  callee: SyntaxNode,
  results: readonly (readonly Finding[])[],
  signatures: readonly Signature[],
  api: string,
): readonly Finding[] {
  const firsts = results.map(([first]) => first);
  const [first] = firsts;
  const node = first && firsts.every((it) => it?.node === first.node) ? first.node : nameNode(callee);
  const forms = signatures
    .slice(0, 4)
    .map((it) => describe({ kind: 'function', signatures: [it] }))
    .join('; ');
  const isSame = firsts.every((it) => it?.code === first?.code && it?.message === first?.message);
  if (first && isSame) return results[0] ?? [];
  const message = `${api}: no form of it takes these arguments. Its forms: ${forms}${signatures.length > 4 ? '; …' : ''}. ${first?.message ?? ''}`;
  return [{ code: 'no-overload', message: message.trim(), node, api }];
}

function notCallable(call: SyntaxNode, callee: SyntaxNode, api: string, types: Inference): Finding {
  const { shape, library } = types.typeOf(callee);
  const constructs = (signaturesOf(shape, library, true)?.length ?? 0) > 0;
  const isPromise = expand(shape, library).kind === 'promise';
  const hint = constructs ? `; it is a class: call it with 'new'` : isPromise ? '; await it first' : '';
  return {
    code: 'not-callable',
    message: `${api} cannot be called: it is ${constructs ? 'a constructor' : describe(shape)}${hint}.`,
    node: nameNode(callee),
    api,
    ...(constructs && call.type === 'call_expression'
      ? { fixes: [{ title: `Add 'new'`, edits: [{ start: call.start, end: call.start, newText: 'new ' }] }] }
      : {}),
  };
}
