import { type Parameter, type Signature, type TypeShape, UNKNOWN } from '../../index/type-shape.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import type { Inference } from './inference.js';
import { parameterAt } from './parameter-at.js';
import { NEVER, promiseOf, UNDEFINED, unionOf, VOID, widened } from './shape-makers.js';
import { annotationOf, statedResult, typeDocOf } from './stated-types.js';
import type { TypeExpressions } from './type-names.js';
import { awaited, expand } from './type-properties.js';
import { combined, commonLibrary, type Typed, UNKNOWN_TYPED } from './typed.js';

/** The type of a function of the file: parameters by JSDoc, by what is expected of it, by defaults; its result. */
export function functionType(fn: SyntaxNode, types: Inference, expressions: TypeExpressions): Typed {
  const isGenerator = fn.type.startsWith('generator') || /^(?:static\s+|async\s+)*\*/.test(fn.text);
  const result = isGenerator ? UNKNOWN_TYPED : returnType(fn, types, expressions);
  const parts: Typed[] = [result];
  const parameters = parameterNodes(fn).map((node, index): Parameter => {
    const typed = parameterType(fn, index, types, expressions);
    parts.push(typed);
    const rest = node.type === 'rest_pattern';
    return {
      name: node.type === 'identifier' ? node.text : `arg${index}`,
      type: typed.shape,
      ...(rest ? { rest: true as const } : { optional: true as const }),
    };
  });
  const library = commonLibrary(parts);
  if (!library) return UNKNOWN_TYPED;
  return { shape: { kind: 'function', signatures: [{ parameters, returns: result.shape }] }, library };
}

/** The type of a parameter inside of its function. */
export function parameterType(
  fn: SyntaxNode,
  index: number,
  types: Inference,
  expressions: TypeExpressions,
): Typed {
  const node = parameterNodes(fn)[index];
  if (!node) return UNKNOWN_TYPED;
  const rest = node.type === 'rest_pattern';
  const annotation = annotationOf(node);
  if (annotation !== undefined) {
    const typed = expressions.parse(annotation);
    return typed.shape.kind === 'array' || !rest ? typed : UNKNOWN_TYPED;
  }
  const doc = typeDocOf(types.document, fn);
  if (doc) {
    const params = doc.tags.filter((tag) => tag.name === 'param' || tag.name === 'arg');
    const name = node.type === 'assignment_pattern' ? node.get('left')?.text : node.text;
    const top = params.filter((tag) => !/^\[?[^\s=]*\./.test(tag.text));
    const documented =
      (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name ?? '') && expressions.tagged(params, name ?? '')) ||
      (isPattern(node) && top[index] ? expressions.tagged(params, firstWord(top[index].text)) : undefined);
    if (documented) return documented;
  }
  const expected = expectedSignature(fn, types);
  if (expected) {
    const parameter = parameterAt(expected.signature, index);
    const type = parameter?.type;
    if (!type || rest || type.kind === 'parameter') return UNKNOWN_TYPED;
    return { shape: parameter?.optional ? unionOf([type, UNDEFINED]) : type, library: expected.library };
  }
  const preset = node.type === 'assignment_pattern' ? node.get('right') : undefined;
  if (!preset) return UNKNOWN_TYPED;
  const { shape, library } = types.typeOf(preset);
  // `options = {}` and `list = []` say nothing of what callers pass.
  return ['object', 'tuple', 'array'].includes(shape.kind)
    ? UNKNOWN_TYPED
    : { shape: widened(shape), library };
}

/** The signature that the surroundings expect of a function expression; undefined if they don't or have several. */
export function expectedSignature(
  fn: SyntaxNode,
  types: Inference,
): { readonly signature: Signature; readonly library: Typed['library'] } | undefined {
  const context = types.contextOf(fn);
  if (!context) return undefined;
  const expanded = expand(context.shape, context.library);
  const members = (expanded.kind === 'union' ? expanded.types : [expanded]).map((it) =>
    expand(it, context.library),
  );
  const functions = members.filter((it) => it.kind === 'function');
  const [only] = functions;
  const [signature] = only?.signatures ?? [];
  if (functions.length !== 1 || only?.signatures.length !== 1 || !signature) return undefined;
  return { signature, library: context.library };
}

function returnType(fn: SyntaxNode, types: Inference, expressions: TypeExpressions): Typed {
  const stated = statedResult(types.document, fn);
  if (stated !== undefined) return expressions.parse(stated);
  const body = fn.get('body');
  if (!body) return UNKNOWN_TYPED;
  const isAsync = /^(?:static\s+)?async\b/.test(fn.text);
  const result = body.type === 'statement_block' ? blockResult(body, types) : types.typeOf(body);
  // Where a function of certain literals is wanted, TypeScript keeps them.
  const keeps = types.contextOf(fn) !== undefined || types.isConstAssertion(returned(body) ?? body);
  const shape = keeps ? result.shape : widened(result.shape);
  if (!isAsync) return { ...result, shape };
  if (shape.kind === 'unknown')
    return { shape: { kind: 'promise', value: UNKNOWN }, library: result.library };
  return { shape: promiseOf(awaited(shape, result.library)), library: result.library };
}

/** What a function returns that consists of nothing else. */
function returned(body: SyntaxNode): SyntaxNode | undefined {
  const [only, ...others] = body.type === 'statement_block' ? body.children : [];
  return only?.type === 'return_statement' && others.length === 0 ? only.children[0] : undefined;
}

function blockResult(body: SyntaxNode, types: Inference): Typed {
  const returned: Typed[] = [];
  let values = 0;
  const visit = (node: SyntaxNode) => {
    for (const child of node.children) {
      if (child.type === 'return_statement') {
        const [value] = child.children;
        if (value) values += 1;
        returned.push(value ? types.typeOf(value) : { ...UNKNOWN_TYPED, shape: UNDEFINED });
      } else if (!isFunction(child)) visit(child);
    }
  };
  visit(body);
  if (values === 0) return { ...UNKNOWN_TYPED, shape: endsInThrow(body) ? NEVER : VOID };
  // A function that may also run off its end gives undefined as well; where it does is not followed.
  const last = body.children.at(-1);
  if (last?.type !== 'return_statement' && last?.type !== 'throw_statement') return UNKNOWN_TYPED;
  return combined(returned, (shapes: readonly TypeShape[]) => unionOf(shapes));
}

function endsInThrow(body: SyntaxNode): boolean {
  return body.children.at(-1)?.type === 'throw_statement';
}

export function isFunction(node: SyntaxNode): boolean {
  return /^(?:arrow_function|function_expression|function_declaration|generator_function(?:_declaration)?|method_definition)$/.test(
    node.type,
  );
}

function parameterNodes(fn: SyntaxNode): readonly SyntaxNode[] {
  const single = fn.get('parameter');
  return single ? [single] : (fn.get('parameters')?.children ?? []);
}

function isPattern(node: SyntaxNode): boolean {
  const inner = node.type === 'assignment_pattern' ? node.get('left') : node;
  return inner?.type === 'object_pattern' || inner?.type === 'array_pattern';
}

function firstWord(text: string): string {
  return /^\[?([\p{ID_Continue}$]*)/u.exec(text)?.[1] ?? '';
}
