import type { ApiLibrary } from '../../../index/library.js';
import { checkDocument } from '../../checks/check.js';
import type { CheckedDocument } from '../../checks/checked-document.js';
import type { Problem } from '../../checks/problem.js';
import { rangeOf, type SyntaxDocument, withDocument } from '../../syntax/syntax-document.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import { importsOf } from '../code/imports.js';
import type { Window } from '../code/validate.js';
import { nodesUnder } from './source-text.js';

/** What a model's code calls, and where it evades the checker. */
export interface Inspection {
  /** Names of the APIs that are called, each once, in order of first use. */
  readonly apis: readonly string[];
  /** Uses that nothing can be said of, so that they must not pass; ranges are relative to the statements. */
  readonly problems: readonly Problem[];
}

/**
 * Looks at the statements that stand in a window of a text. The checker keeps quiet about what it cannot know; code that
 * nobody wrote must not make use of that: every use of a library has to be a call that the checker has seen.
 */
export function inspect(
  code: string,
  text: string,
  window: Window,
  libraries: readonly ApiLibrary[],
  uri?: string,
): Inspection {
  return withDocument(
    text,
    (document) => {
      const checked = checkDocument(document, libraries, { disableComments: 'ignore' });
      const last = window.line + code.split('\n').length;
      const isInside = ({ start }: { start: { line: number } }): boolean =>
        start.line >= window.line && start.line < last;
      const uses = checked.uses.filter((it) => isInside(it.calleeRange));
      const apis = [...new Set(uses.filter((it) => it.callRange).map((it) => it.api.name))];
      const problems = evasions(document, checked, libraries).filter(({ range }) => isInside(range));
      return { apis, problems: problems.map((it) => ({ ...it, range: moved(it.range, window) })) };
    },
    uri,
  );
}

function moved(range: Problem['range'], { line, indent }: Window): Problem['range'] {
  const shift = (at: Problem['range']['start']) => ({
    line: at.line - line,
    character: Math.max(0, at.character - indent.length),
  });
  return { start: shift(range.start), end: shift(range.end) };
}

/** Ways to run code that is not there to be checked. */
const HIDDEN = new Set(['eval', 'Function', 'Reflect', 'Proxy']);
const WINDOWS = new Set(['globalThis', 'window', 'self', 'global']);

function evasions(
  document: SyntaxDocument,
  { uses, problems, lines }: CheckedDocument,
  libraries: readonly ApiLibrary[],
): Problem[] {
  const found: Problem[] = [];
  const say = (node: SyntaxNode, api: string, message: string): void => {
    found.push({ code: 'unknown-api', severity: 'error', api, message, range: rangeOf(document, node) });
  };
  const roots = rootsIn(document.text, libraries);
  const callees = uses.map((it) => ({
    start: lines.offset(it.calleeRange.start),
    end: lines.offset(it.calleeRange.end),
    isCalled: it.callRange !== undefined,
    api: it.api.name,
    isClass: it.api.signatures.some(({ construct }) => construct),
    hasRest: it.api.signatures.some(({ parameters }) => parameters.some(({ rest }) => rest)),
  }));
  const known = problems.map((it) => lines.offset(it.range.start));

  for (const node of nodesUnder(document.program)) {
    if (node.type === 'identifier' || node.type === 'shorthand_property_identifier') {
      if (node.text.includes('\\')) {
        say(node, node.text, 'a name that is written with escapes cannot be checked');
      } else if (HIDDEN.has(node.text) && !isDeclaredHere(node)) {
        say(node, node.text, `${node.text} runs what cannot be checked`);
      } else if (roots.has(node.text)) {
        const why = lookAt(node, callees, known);
        if (why) say(node, node.text, why);
      } else if (WINDOWS.has(node.text) && reachesRoot(node, roots)) {
        say(node, node.text, `an API reached through ${node.text} cannot be checked`);
      }
    } else if (node.type === 'property_identifier' && node.text.includes('\\')) {
      say(node, node.text, 'a name that is written with escapes cannot be checked');
    } else if (node.type === 'call_expression') {
      const callee = node.get('function');
      if (callee?.type === 'import') say(node, 'import()', 'a dynamic import cannot be checked');
      if (callee?.type === 'subscript_expression' && !isLiteral(callee.get('index'))) {
        say(node, callee.text.slice(0, 60), 'a call of a computed member cannot be checked: name it');
      }
      if (callee?.type === 'member_expression' && callee.get('property')?.text === 'constructor')
        say(node, 'constructor', 'a call of a constructor by this name cannot be checked');
    }
  }
  for (const { start, end, isCalled, api, hasRest, isClass } of callees) {
    const node = document.program.at(start);
    const call = isCalled ? callOf(node, end) : undefined;
    const passed = call?.get('arguments');
    if (!hasRest && passed?.first('spread_element'))
      say(node, api, `the arguments of ${api} are spread, which cannot be checked: write them one by one`);
    if (call?.type === 'new_expression' && !isClass)
      say(node, api, `${api} is no class: call it without new`);
    if (call && passed?.type === 'template_string')
      say(node, api, `a template behind ${api} cannot be checked: call it with brackets`);
    if (isCalled) continue;
    if (isComparedType(node)) continue;
    say(node, api, `${api} is handed on instead of being called, which cannot be checked: call it`);
  }
  return found;
}

/** Why the use of a library's name is none that the checker has looked at; undefined if it is. */
function lookAt(
  node: SyntaxNode,
  callees: readonly { start: number; end: number }[],
  known: readonly number[],
): string | undefined {
  if (isPartOfImport(node)) return undefined;
  if (callees.some((it) => it.start <= node.start && node.end <= it.end)) return undefined;
  let top = node;
  while (top.parent?.type === 'member_expression' && top.parent.get('object') === top) top = top.parent;
  if (top === node && top.parent?.get('function') !== top) {
    return `${node.text} is used as a value, which cannot be checked: call its APIs directly`;
  }
  const isCalled = top.parent?.get('function') === top || top.parent?.get('constructor') === top;
  // The checker has its say on it already, or it is a constant.
  if (!isCalled || known.some((at) => node.start <= at && at <= top.end)) return undefined;
  return `${top.text.slice(0, 60)} is no API of the library that can be checked`;
}

/** The call whose callee begins at this node and ends there. */
function callOf(node: SyntaxNode, end: number): SyntaxNode | undefined {
  let call: SyntaxNode | null = node;
  while (call && (call.end <= end || !/^(?:call|new)_expression$/.test(call.type))) call = call.parent;
  return call ?? undefined;
}

function isPartOfImport(node: SyntaxNode): boolean {
  for (let outer = node.parent; outer; outer = outer.parent)
    if (outer.type === 'import_statement') return true;
  return false;
}

function isDeclaredHere(node: SyntaxNode): boolean {
  return node.parent?.type === 'variable_declarator' && node.field === 'name';
}

/** `err instanceof LIB.Error` compares and calls nothing. */
function isComparedType(node: SyntaxNode): boolean {
  let top = node;
  while (top.parent?.type === 'member_expression') top = top.parent;
  return top.parent?.type === 'binary_expression' && /\binstanceof\b/.test(top.parent.text);
}

function reachesRoot(node: SyntaxNode, roots: ReadonlySet<string>): boolean {
  const { parent } = node;
  if (parent?.get('object') !== node) return !/^(?:member|unary|binary)_expression$/.test(parent?.type ?? '');
  if (parent.type === 'subscript_expression') return true;
  return roots.has(parent.get('property')?.text ?? '');
}

function isLiteral(node: SyntaxNode | undefined): boolean {
  return node?.type === 'string' || node?.type === 'number';
}

/** Names under which a text reaches the libraries: their globals, and what it imports of them. */
export function rootsIn(text: string, libraries: readonly ApiLibrary[]): Set<string> {
  const roots = new Set<string>();
  const modules = new Set<string>();
  for (const { roots: own } of libraries) {
    for (const name of Object.keys(own.globals)) roots.add(name);
    for (const name of Object.keys(own.modules)) modules.add(name);
  }
  for (const { module, names } of importsOf(text)) {
    if (!modules.has(module)) continue;
    for (const local of names.values()) roots.add(local);
  }
  return roots;
}
