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
    // With the description of its nodes the binding would compile a class for each type, which nothing here uses.
    parser.setLanguage({ ...grammarOf(language), nodeTypeInfo: [] } as Parser.Language);
    parsers.set(language, parser);
  }
  return parser;
}

/** Where a grammar gives fields: to which words and punctuation, and to children of which types of nodes. */
export interface FieldPlaces {
  readonly words: ReadonlySet<string>;
  readonly parents: ReadonlySet<string>;
}

interface NodeTypeInfo {
  readonly type: string;
  readonly fields?: Readonly<Record<string, { readonly types: readonly { type: string; named: boolean }[] }>>;
}

const places = new Map<Language, FieldPlaces>();

/** The field places of a grammar, from its own description. */
export function fieldsIn(language: Language): FieldPlaces {
  let found = places.get(language);
  if (!found) {
    const { nodeTypeInfo } = grammarOf(language) as unknown as { nodeTypeInfo: readonly NodeTypeInfo[] };
    const parents = nodeTypeInfo.filter(({ fields }) => fields && Object.keys(fields).length > 0);
    const fielded = parents.flatMap(({ fields }) =>
      Object.values(fields ?? {}).flatMap(({ types }) => types),
    );
    found = {
      words: new Set(fielded.filter(({ named }) => !named).map(({ type }) => type)),
      parents: new Set(parents.map(({ type }) => type)),
    };
    places.set(language, found);
  }
  return found;
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

/** Whether there are syntax errors at or below the node under a cursor. */
export function hasErrorsBelow(cursor: TreeCursor): boolean {
  return cursor.currentNode.hasError;
}

/** Tells a tree what was edited, so that it can be given to `parseTree`. Changes the tree. */
export function editTree(tree: Tree, edit: TreeEdit): void {
  tree.edit(edit);
}

/** Where the structure of two trees differs, as offsets in the newer text; `old` is the edited tree. */
export function changedRanges(old: Tree, tree: Tree): { start: number; end: number }[] {
  return old.getChangedRanges(tree).map((range) => ({ start: range.startIndex, end: range.endIndex }));
}
