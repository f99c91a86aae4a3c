import Parser from 'tree-sitter';
import JavaScript from 'tree-sitter-javascript';

/**
 * The one file that knows the tree-sitter binding. Its trees live outside the JavaScript heap, where the garbage
 * collector does not see their size: whoever holds one lets go of it deliberately.
 */
export type Tree = Parser.Tree;
export type TreeCursor = Parser.TreeCursor;
export type Query = Parser.Query;
/** Offsets and columns in UTF-16 units; rows are counted by line feeds alone. */
export type TreeEdit = Parser.Edit;

const grammar = JavaScript as unknown as Parser.Language;

let shared: Parser | undefined;

function parser(): Parser {
  if (!shared) {
    shared = new Parser();
    shared.setLanguage(grammar);
  }
  return shared;
}

/**
 * Parses JavaScript (with JSX).
 *
 * @param old - The tree of the text before, brought up to date with `editTree`: unchanged parts are taken from it.
 */
export function parseTree(text: string, old?: Tree): Tree {
  return parser().parse(text, old);
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
export function compileQuery(source: string): Query {
  return new Parser.Query(grammar, source);
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
