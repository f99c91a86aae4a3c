import type { Position, Range } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../index/library.js';
import { rangeOf, type SyntaxDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { callPlace, expectedIn, meantCall } from './call-place.js';
import { Inference } from './inference.js';
import {
  exportProposals,
  globalProposals,
  importedProposals,
  memberProposals,
  moduleProposals,
} from './member-proposals.js';
import { optionProposals } from './option-proposals.js';
import { parameterAt } from './parameter-at.js';
import type { Proposal } from './proposal.js';
import type { Typed } from './typed.js';
import { type Span, whenClosed, wordAround } from './unfinished-document.js';
import { stringProposals, valueProposals } from './value-proposals.js';

/** What can be written at a position, and the name or key written there already. */
export interface CompletionContext {
  readonly range: Range;
  readonly proposals: readonly Proposal[];
  /** The braces of an import are around it: names are listed here, nothing is called. */
  readonly isImport?: true;
}

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
  const imported = imports(document, word, libraries);
  if (imported) return imported === NOTHING ? undefined : imported;
  const name = word.start === word.end ? '_' : '';
  const closed = whenClosed(document, word.end, name, (text) => found(text) ?? undefined);
  const answer = closed ?? found(document);
  return answer === NOTHING ? undefined : answer;

  function found(text: SyntaxDocument): Answer | undefined {
    return proposalsAt(text, offset, word, libraries);
  }
}

/** A place at which certainly nothing of a library stands, whatever follows it. */
const NOTHING = 'nothing';
type Answer = CompletionContext | typeof NOTHING;

function proposalsAt(
  document: SyntaxDocument,
  offset: number,
  word: Span,
  libraries: readonly ApiLibrary[],
): Answer | undefined {
  const types = new Inference(document, libraries);
  const node = document.program.at(Math.max(0, word.start));
  const here = document.program.at(offset);

  const string = enclosing(here, ['string', 'template_string']);
  if (string && string.start < offset && (offset < string.end || isUnclosed(string))) {
    const inside = {
      start: string.start + 1,
      end: Math.max(string.start + 1, string.end - (isUnclosed(string) ? 0 : 1)),
    };
    // In a substitution one is in code again.
    if (!enclosing(here, ['template_substitution'])) {
      const isModule = isModuleName(string);
      const proposals = isModule
        ? modules(libraries)
        : stringProposals(valuePlace(string, string.start, types).expected ?? types.contextOf(string));
      return context(document, inside, proposals) ?? NOTHING;
    }
  }
  if (enclosing(here, ['regex', 'jsx_text'])) return NOTHING;
  const dot = dotBefore(document.text, word.start);
  if (dot !== undefined) {
    // `1.` is a number that goes on.
    if (/(?:^|[^\p{ID_Continue}$.])[\d_]+$/u.test(document.text.slice(Math.max(0, dot - 20), dot)))
      return undefined;
    const object = objectBefore(document, dot);
    return (
      object &&
      context(document, word, memberProposals(object, document.text.slice(word.start, offset), types))
    );
  }
  const literal = literalAround(here, offset);
  if (literal && isKeyPlace(literal, word.start, document))
    return context(document, word, optionProposals(literal, types, word.start));
  const isDeclared = /(?:\b(?:const|let|var|function|class|import|async function)\s+|#)$/.test(
    document.text.slice(Math.max(0, word.start - 20), word.start),
  );
  if (isDeclared) return undefined;
  const isWritten = !literal && isFollowed(here, word);
  const { expected, name } = isWritten ? {} : valuePlace(node, word.start, types);
  return context(document, word, [
    ...valueProposals(expected, name, { node: here, offset: word.start }, types),
    ...importedProposals(here, types),
    ...globalProposals(libraries),
    ...exportProposals(document.text.slice(word.start, offset), here, types),
  ]);
}

/** Whether another argument is written already where the cursor stands. */
function isFollowed(node: SyntaxNode, word: Span): boolean {
  const list = enclosing(node, ['arguments', 'statement_block']);
  if (list?.type !== 'arguments') return false;
  const isEmpty = word.start === word.end;
  return list.children.some((it) => {
    // What stands for the name that is not typed yet.
    if (it.text === '_' && it.start === word.start) return false;
    return (it.start < word.start || (isEmpty && it.start === word.start)) && word.start <= it.end;
  });
}

/** The name of a module in `from '…'`, `import('…')` or `require('…')`. */
function isModuleName(string: SyntaxNode): boolean {
  const { parent } = string;
  if (parent?.type === 'import_statement' || parent?.type === 'export_statement') return true;
  const callee = parent?.type === 'arguments' ? parent.parent?.get('function') : undefined;
  return callee?.type === 'import' || callee?.text === 'require';
}

function modules(libraries: readonly ApiLibrary[]): Proposal[] {
  return libraries.flatMap((library) =>
    Object.keys(library.roots.modules).map((name): Proposal => ({ name, library, kind: 'module' })),
  );
}

/** The braces of an import or export, up to the cursor; it need not be complete. */
const IMPORTED = /\b(?:import|export)\s+(?:type\s+)?(?:[\p{ID_Continue}$]+\s*,\s*)?\{([^{}]*)$/u;
const IMPORT_LENGTH = 2_000;

/** What modules export, between the braces of an import; names that stand there already left out. */
function imports(document: SyntaxDocument, word: Span, libraries: readonly ApiLibrary[]): Answer | undefined {
  const { text } = document;
  const before = IMPORTED.exec(text.slice(Math.max(0, word.start - IMPORT_LENGTH), word.start));
  if (!before) return undefined;
  if (!/(?:^|,)\s*$/.test(before[1] ?? '')) return NOTHING;
  const after = /^([^{}]*)\}\s*from\s*(['"])([^'"\n]*)\2/.exec(
    text.slice(word.end, word.end + IMPORT_LENGTH),
  );
  const module = after?.[3];
  // Without a module `export { … }` lists names of the file.
  if (module === undefined && before[0].startsWith('export')) return NOTHING;
  const given = new Set(`${before[1]},${after?.[1] ?? ''}`.split(',').map((it) => it.trim().split(/\s+/)[0]));
  const proposals = libraries.flatMap((library) =>
    Object.keys(library.roots.modules)
      .filter((name) => module === undefined || name === module)
      .flatMap((name) => moduleProposals(name, library)),
  );
  const left = proposals.filter((it) => !given.has(it.name) && it.name !== 'default');
  const found = context(document, word, left);
  return found ? { ...found, isImport: true } : NOTHING;
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

/** The expression that ends at a dot: the innermost one, as a dot binds more than any operator. */
function objectBefore(document: SyntaxDocument, dot: number): SyntaxNode | undefined {
  let end = dot;
  while (end > 0 && /\s/.test(document.text.charAt(end - 1))) end -= 1;
  for (let at: SyntaxNode | null = document.program.at(end - 1); at && at.end <= end; at = at.parent) {
    const isPart = /^(?:property_identifier|arguments|expression_statement|ERROR)$/.test(at.type);
    if (at.end === end && !isPart) return at;
  }
  return undefined;
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

/** What is expected of the value of the option, or of the argument, that the cursor is at, and its name. */
function valuePlace(
  node: SyntaxNode,
  offset: number,
  types: Inference,
): { readonly expected?: Typed; readonly name?: string } {
  const place = callPlace(node, offset);
  const call = place && meantCall(place, types);
  if (!call) {
    const context = types.contextOf(node);
    return context ? { expected: context } : {};
  }
  const parameter = parameterAt(call.candidates[call.chosen] ?? NO_PARAMETERS, call.argument);
  const name = call.keys.at(-1) ?? parameter?.name;
  const expected = expectedIn(call);
  return { ...(expected ? { expected } : {}), ...(name === undefined ? {} : { name }) };
}

const NO_PARAMETERS = { parameters: [], returns: { kind: 'unknown' } } as const;
