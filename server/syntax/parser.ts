import { createRequire } from 'node:module';
import Parser from 'tree-sitter';
import JavaScript from 'tree-sitter-javascript';
import type { Language } from './language.js';

/**
 * The one file that knows the tree-sitter binding. Its trees live outside the JavaScript heap, where the garbage
 * collector does not see their size: whoever holds one lets go of it deliberately.
 */
export type Tree = Parser.Tree;
export type TreeCursor = Parser.TreeCursor;
export type Query = Parser.Query;
/** Offsets and columns in UTF-16 units; rows are counted by line feeds alone. */
export type TreeEdit = Parser.Edit;

const parsers = new Map<Language, Parser>();

function grammarOf(language: Language): Parser.Language {
  if (language === 'javascript') return JavaScript as unknown as Parser.Language;
  // Two megabytes that a JavaScript project never needs.
  const require = createRequire(import.meta.url);
  const both = require('tree-sitter-typescript') as Record<string, unknown>;
  return both[language] as Parser.Language;
}

function parserOf(language: Language): Parser {
  let parser = parsers.get(language);
  if (!parser) {
    parser = new Parser();
    parser.setLanguage(grammarOf(language));
    parsers.set(language, parser);
  }
  return parser;
}

/**
 * Parses a text.
 *
 * @param old - The tree of the text before, brought up to date with `editTree`: unchanged parts are taken from it.
 */
export function parseTree(text: string, language: Language, old?: Tree): Tree {
  return parserOf(language).parse(text, old);
}

/** Whether a tree has syntax errors anywhere. */
export function hasErrors(tree: Tree): boolean {
  return tree.rootNode.hasError;
}

/** Tells a tree what was edited, so that it can be given to `parseTree`. Changes the tree. */
export function editTree(tree: Tree, edit: TreeEdit): void {
  tree.edit(edit);
}

/** Where the structure of two trees differs, as offsets in the newer text; `old` is the edited tree. */
export function changedRanges(old: Tree, tree: Tree): { start: number; end: number }[] {
  return old.getChangedRanges(tree).map((range) => ({ start: range.startIndex, end: range.endIndex }));
}

/** Compiles the text of a `.scm` file; throws with the offset where it is wrong. */
export function compileQuery(source: string, language: Language): Query {
  return new Parser.Query(grammarOf(language), source);
}

export interface TreeCapture {
  readonly name: string;
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** A place in a tree: a row, counted by line feeds alone, and a column in UTF-16 units. */
export type TreePoint = Parser.Point;

/**
 * What a query finds in a tree, or between two points of it, in the order of the text. (The binding takes a range in
 * offsets as well, but in units of its own, which find too much.)
 */
export function captures(
  query: Query,
  tree: Tree,
  range?: { readonly startPosition: TreePoint; readonly endPosition: TreePoint },
): TreeCapture[] {
  return query.captures(tree.rootNode, range).map(({ name, node }) => ({
    name,
    type: node.type,
    start: node.startIndex,
    end: node.endIndex,
  }));
}
