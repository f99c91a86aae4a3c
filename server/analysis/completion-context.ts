import type { Position, Range } from 'vscode-languageserver-types';
import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import type { Property, TypeShape } from '../../index/type-shape.js';
import { keyName } from '../syntax/literal-text.js';
import { rangeOf, type SyntaxDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { allowedLiterals } from './assignable.js';
import { Inference } from './inference.js';
import { nonNullish } from './shape-makers.js';
import { declaredValue, expandUnion, propertiesOf } from './type-properties.js';
import { NO_LIBRARY, type Typed } from './typed.js';
import { type Span, whenClosed, wordAround } from './unfinished-document.js';

/** One thing that can be written at the cursor. */
export interface Proposal {
  readonly name: string;
  readonly library: ApiLibrary;
  /** `api`: callable with a record. `namespace`: leads to APIs. `property`: of a result. `option`: key of an options
   * object. `value`: a literal, `name` is its source text. */
  readonly kind: 'api' | 'namespace' | 'property' | 'option' | 'value';
  readonly api?: ApiDoc;
  readonly property?: Property;
  readonly type?: TypeShape;
}

/** What can be written at a position, and the name or key written there already. */
export interface CompletionContext {
  readonly range: Range;
  readonly proposals: readonly Proposal[];
}

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * What the libraries offer at a position: members after a dot, keys inside of an options object (those given already
 * left out), values of a literal type, names of globals. Undefined in comments, and where none has anything to say.
 */
export function completionContext(
  document: SyntaxDocument,
  position: Position,
  libraries: readonly ApiLibrary[],
): CompletionContext | undefined {
  const offset = document.lines.offset(position);
  if (document.comments.some((it) => it.start < offset && offset <= it.end && !isClosedBlock(it, offset)))
    return undefined;
  const word = wordAround(document.text, offset);
  return (
    whenClosed(document, word.end, word.start === word.end ? '_' : '', (closed) =>
      proposalsAt(closed, offset, word, libraries),
    ) ?? proposalsAt(document, offset, word, libraries)
  );
}

function proposalsAt(
  document: SyntaxDocument,
  offset: number,
  word: Span,
  libraries: readonly ApiLibrary[],
): CompletionContext | undefined {
  const types = new Inference(document, libraries);
  const node = document.program.at(Math.max(0, word.start));

  const string = enclosing(document.program.at(offset), ['string', 'template_string']);
  if (string && string.start < offset && (offset < string.end || isUnclosed(string))) {
    const inside = {
      start: string.start + 1,
      end: Math.max(string.start + 1, string.end - (isUnclosed(string) ? 0 : 1)),
    };
    return context(document, inside, stringValues(string, types));
  }
  const dot = dotBefore(document.text, word.start);
  if (dot !== undefined) {
    // `1.` is a number that goes on.
    if (/(?:^|[^\p{ID_Continue}$.])[\d_]+$/u.test(document.text.slice(Math.max(0, dot - 20), dot)))
      return undefined;
    const object = objectBefore(document, dot);
    return object && context(document, word, members(types.typeOf(object)));
  }
  const literal = literalAround(document.program.at(offset), offset);
  if (literal) {
    if (isKeyPlace(literal, word.start, document))
      return context(document, word, options(literal, types, word));
    return context(document, word, [...values(valueContext(node, literal, types)), ...globals(libraries)]);
  }
  const isDeclared = /(?:\b(?:const|let|var|function|class|import|async function)\s+|#)$/.test(
    document.text.slice(Math.max(0, word.start - 20), word.start),
  );
  if (isDeclared) return undefined;
  const argument = argumentContext(word.start, node, types);
  return context(document, word, [...values(argument), ...globals(libraries)]);
}

function context(
  document: SyntaxDocument,
  span: Span,
  proposals: readonly Proposal[],
): CompletionContext | undefined {
  return proposals.length === 0 ? undefined : { range: rangeOf(document, span), proposals };
}

function isClosedBlock(comment: SyntaxNode, offset: number): boolean {
  return offset === comment.end && comment.text.startsWith('/*') && comment.text.endsWith('*/');
}

function isUnclosed(string: SyntaxNode): boolean {
  const { text } = string;
  return text.length < 2 || text.at(-1) !== text[0];
}

/** The offset of the dot that a member name follows; undefined if there is none. */
function dotBefore(text: string, start: number): number | undefined {
  let at = start - 1;
  while (at >= 0 && /\s/.test(text.charAt(at))) at -= 1;
  if (text[at] !== '.' || text[at - 1] === '.') return undefined;
  return text[at - 1] === '?' ? at - 1 : at;
}

/** The expression that ends at a dot. */
function objectBefore(document: SyntaxDocument, dot: number): SyntaxNode | undefined {
  let end = dot;
  while (end > 0 && /\s/.test(document.text.charAt(end - 1))) end -= 1;
  let found: SyntaxNode | undefined;
  for (let at: SyntaxNode | null = document.program.at(end - 1); at && at.end <= end; at = at.parent) {
    const isExpression =
      at.end === end && !/^(?:property_identifier|arguments|expression_statement|ERROR)$/.test(at.type);
    // Names that stand at the end of a longer expression belong to it: `a.b` in `x + a.b` is the object, not the sum.
    if (isExpression && (!found || isTighter(at, found))) found = at;
  }
  return found;
}

function isTighter(outer: SyntaxNode, inner: SyntaxNode): boolean {
  const isPart =
    outer.get('property') === inner || outer.get('arguments') === inner || outer.get('function') === inner;
  return (
    isPart || /^(?:member_expression|call_expression|subscript_expression|new_expression)$/.test(outer.type)
  );
}

function members(of: Typed): Proposal[] {
  if (of.library === NO_LIBRARY) return [];
  const list = propertiesOf(nonNullish(of.shape), of.library) ?? [];
  return list.filter((it) => NAME.test(it.name)).map((property) => memberProposal(property, of));
}

function memberProposal(property: Property, { library, path }: Typed): Proposal {
  const { shape, api } = declaredValue(property.type, library);
  const kind = api ? 'api' : path !== undefined && shape.kind === 'ref' ? 'namespace' : 'property';
  return { name: property.name, library, kind, property, type: property.type, ...(api ? { api } : {}) };
}

function globals(libraries: readonly ApiLibrary[]): Proposal[] {
  return libraries.flatMap((library) =>
    Object.entries(library.roots.globals).map(([name, shape]): Proposal => {
      const { api } = declaredValue(shape, library);
      return { name, library, kind: api ? 'api' : 'namespace', type: shape, ...(api ? { api } : {}) };
    }),
  );
}

/** Keys that an options object still lacks, required ones first. */
function options(literal: SyntaxNode, types: Inference, word: { start: number }): Proposal[] {
  const expected = types.contextOf(literal);
  if (!expected) return [];
  const { library } = expected;
  const given = new Set<string>();
  for (const part of literal.children) {
    if (part.start === word.start) continue;
    const name = keyName(part.get('key') ?? part.get('name') ?? part);
    if (name !== undefined) given.add(name);
  }
  const found = new Map<string, Property>();
  for (const member of expandUnion(expected.shape, library)) {
    for (const it of propertiesOf(member, library) ?? []) if (!found.has(it.name)) found.set(it.name, it);
  }
  return [...found.values()]
    .filter((it) => !given.has(it.name))
    .sort((a, b) => Number(a.optional ?? false) - Number(b.optional ?? false))
    .map((property) => ({ name: property.name, library, kind: 'option', property, type: property.type }));
}

/** Literal values of a type, as they are written. */
function values(expected: Typed | undefined): Proposal[] {
  if (!expected || expected.library === NO_LIBRARY) return [];
  const { shape, library } = expected;
  const isBoolean = (it: TypeShape) => it.kind === 'primitive' && it.name === 'boolean';
  const literals = expandUnion(shape, library).flatMap((it) =>
    it.kind === 'literal' ? [it.value] : isBoolean(it) ? [true, false] : [],
  );
  return literals.map((value) => ({
    name: typeof value === 'string' ? `'${value.replaceAll("'", "\\'")}'` : String(value),
    library,
    kind: 'value',
    type: { kind: 'literal', value },
  }));
}

function stringValues(string: SyntaxNode, types: Inference): Proposal[] {
  const expected = types.contextOf(string);
  if (!expected) return [];
  const allowed = allowedLiterals(nonNullish(expected.shape), expected.library) ?? [];
  return allowed
    .filter((it): it is string => typeof it === 'string')
    .map((value) => ({
      name: value,
      library: expected.library,
      kind: 'value',
      type: { kind: 'literal', value },
    }));
}

function enclosing(node: SyntaxNode, kinds: readonly string[]): SyntaxNode | undefined {
  for (let at: SyntaxNode | null = node; at; at = at.parent) if (kinds.includes(at.type)) return at;
  return undefined;
}

/** The object literal whose braces are the nearest ones around an offset. */
function literalAround(node: SyntaxNode, offset: number): SyntaxNode | undefined {
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    if (at.type === 'object' && at.start < offset && offset < at.end) return at;
    if (
      /^(?:arguments|statement_block|array|template_substitution)$/.test(at.type) &&
      at.start < offset &&
      offset < at.end
    )
      return undefined;
  }
  return undefined;
}

/** Whether what stands before the word is the opening brace or a comma of the literal. */
function isKeyPlace(literal: SyntaxNode, start: number, document: SyntaxDocument): boolean {
  const before = document.text
    .slice(literal.start, start)
    .replace(/\/\*[\s\S]*?\*\/|\/\/[^\n\r]*/g, '')
    .trimEnd();
  return (
    before.endsWith('{') ||
    before.endsWith(',') ||
    (/\n\s*$/.test(document.text.slice(literal.start, start)) && !before.endsWith(':'))
  );
}

function valueContext(node: SyntaxNode, literal: SyntaxNode, types: Inference): Typed | undefined {
  for (let at: SyntaxNode | null = node; at && at !== literal; at = at.parent) {
    if (at.parent?.type === 'pair') return types.contextOf(at);
  }
  return undefined;
}

/** What the argument at an offset should be, also where nothing is written yet. */
function argumentContext(start: number, node: SyntaxNode, types: Inference): Typed | undefined {
  const list = enclosing(node, ['arguments', 'statement_block']);
  const call = list?.type === 'arguments' ? list.parent : undefined;
  if (!list || !call || start <= list.start) return undefined;
  const index = list.children.filter((it) => it.end < start).length;
  const isAlone = list.children.every((it) => it.end < start || it.start >= start);
  const { callee, candidates } = types.resolve(call);
  const [signature] = candidates ?? [];
  const parameter = isAlone ? signature?.parameters[index] : undefined;
  return parameter ? { shape: parameter.type, library: callee.library } : undefined;
}
