import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { Position, Range } from 'vscode-languageserver-types';
import { LineIndex } from './line-index.js';
import { changedRanges, editTree, parseTree, type Tree } from './parser.js';
import { capturesOf } from './queries.js';
import { type Capture, type Chunk, readChunk, SyntaxNode } from './syntax-node.js';

/**
 * One version of a parsed document. `changeDocument` makes the next version out of it and re-uses its parts: after
 * that the older version must not be used any more.
 */
export interface SyntaxDocument {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly lines: LineIndex;
  /** The root; its children are the top-level statements. */
  readonly program: SyntaxNode;
  /** All top-level statements and comments in order. */
  readonly chunks: readonly Chunk[];
  /** All comments in order. */
  readonly comments: readonly SyntaxNode[];
  readonly hasErrors: boolean;
  /** The native tree; undefined once the document is closed. */
  tree: Tree | undefined;
}

/** Parses a text. Offsets and columns count UTF-16 units; a byte order mark is part of the text. */
export function openDocument(uri: string, text: string, version: number): SyntaxDocument {
  return documentOf(uri, version, text, parseTree(text), [], []);
}

/**
 * The document after LSP content changes, which apply one after the other. Only what the changes touched is read
 * from the new tree; other top-level statements keep their nodes.
 */
export function changeDocument(
  document: SyntaxDocument,
  changes: readonly TextDocumentContentChangeEvent[],
  version: number,
): SyntaxDocument {
  const tree = document.tree;
  if (!tree) throw new Error(`${document.uri} is closed`);
  let { text } = document;
  let kept: readonly Chunk[] = document.chunks;
  const dirty: Span[] = [];

  for (const change of changes) {
    if (!('range' in change)) {
      const fresh = parseTree(change.text);
      const rest = changes.slice(changes.indexOf(change) + 1);
      const opened = documentOf(document.uri, version, change.text, fresh, [], []);
      return rest.length === 0 ? opened : changeDocument(opened, rest, version);
    }
    const before = text === document.text ? document.lines : new LineIndex(text);
    const from = before.offset(change.range.start);
    const to = Math.max(from, before.offset(change.range.end));
    const next = text.slice(0, from) + change.text + text.slice(to);
    editTree(tree, treeEdit(text, next, from, to, from + change.text.length));
    const delta = change.text.length - (to - from);
    for (const span of dirty) moveSpan(span, from, to, delta);
    dirty.push({ start: from, end: from + change.text.length });
    kept = kept.filter((chunk) => {
      if (chunk.start > to) chunk.start += delta;
      // One that only touches the edit may have grown together with it.
      else if (chunk.start + chunk.root.length >= from) return false;
      return true;
    });
    text = next;
  }

  const parsed = parseTree(text, tree);
  return documentOf(document.uri, version, text, parsed, kept, [...dirty, ...changedRanges(tree, parsed)]);
}

/** Lets go of the tree; the document must not be changed any more. */
export function closeDocument(document: SyntaxDocument): void {
  document.tree = undefined;
}

interface Span {
  start: number;
  end: number;
}

function moveSpan(span: Span, from: number, to: number, delta: number): void {
  if (span.start >= to) span.start += delta;
  else if (span.start > from) span.start = from;
  if (span.end >= to) span.end += delta;
  else if (span.end > from) span.end = from;
}

/** Points in rows and columns as tree-sitter counts them: rows end with a line feed, nothing else. */
function treeEdit(text: string, next: string, from: number, to: number, newTo: number) {
  const old = new LineIndex(text, 'lf');
  const now = new LineIndex(next, 'lf');
  const point = (index: LineIndex, offset: number) => {
    const { line, character } = index.position(offset);
    return { row: line, column: character };
  };
  return {
    startIndex: from,
    oldEndIndex: to,
    newEndIndex: newTo,
    startPosition: point(old, from),
    oldEndPosition: point(old, to),
    newEndPosition: point(now, newTo),
  };
}

function documentOf(
  uri: string,
  version: number,
  text: string,
  tree: Tree,
  kept: readonly Chunk[],
  dirty: readonly Span[],
): SyntaxDocument {
  const source = { text };
  const usable = new Map<number, Chunk>();
  for (const chunk of kept) {
    const end = chunk.start + chunk.root.length;
    if (!dirty.some((span) => span.start <= end && span.end >= chunk.start)) usable.set(chunk.start, chunk);
  }

  const chunks: Chunk[] = [];
  const fresh: Chunk[] = [];
  const cursor = tree.walk();
  if (cursor.gotoFirstChild()) {
    do {
      const old = usable.get(cursor.startIndex);
      if (
        old &&
        old.root.length === cursor.endIndex - cursor.startIndex &&
        old.root.type === cursor.nodeType
      ) {
        old.source = source;
        chunks.push(old);
      } else {
        const chunk = readChunk(cursor, source);
        chunks.push(chunk);
        fresh.push(chunk);
      }
    } while (cursor.gotoNextSibling());
  }
  attachCaptures(tree, fresh);

  const top = { start: 0, source, comments: [], captures: [] } as unknown as Chunk;
  const program = new SyntaxNode(top, 'program', 0, text.length, undefined, null);
  const comments: SyntaxNode[] = [];
  for (const chunk of chunks) {
    comments.push(...chunk.comments);
    if (chunk.root.type === 'comment') continue;
    chunk.root.parent = program;
    program.children.push(chunk.root);
    if (chunk.root.broken) program.broken = true;
  }
  return {
    uri,
    version,
    text,
    lines: new LineIndex(text),
    program,
    chunks,
    comments,
    hasErrors: program.broken,
    tree,
  };
}

/** Runs the queries over the new chunks and hands each its captures. */
function attachCaptures(tree: Tree, fresh: readonly Chunk[]): void {
  const [first] = fresh;
  const last = fresh[fresh.length - 1];
  if (!first || !last) return;
  const found = new Map<Chunk, Capture[]>();
  let at = 0;
  for (const capture of capturesOf(tree, first.start, last.start + last.root.length)) {
    while (at + 1 < fresh.length && (fresh[at + 1]?.start ?? Number.POSITIVE_INFINITY) <= capture.start)
      at += 1;
    const chunk = fresh[at];
    if (!chunk || capture.end > chunk.start + chunk.root.length) continue;
    const node =
      capture.type === 'comment'
        ? chunk.comments.find((comment) => comment.start === capture.start)
        : chunk.root.find(capture.start, capture.end, capture.type);
    if (!node) continue;
    const list = found.get(chunk);
    if (list) list.push({ name: capture.name, node });
    else found.set(chunk, [{ name: capture.name, node }]);
  }
  for (const [chunk, captures] of found) chunk.captures = captures;
}

/** The LSP range of a node. */
export function rangeOf(
  document: SyntaxDocument,
  node: { readonly start: number; readonly end: number },
): Range {
  return { start: document.lines.position(node.start), end: document.lines.position(node.end) };
}

/** The innermost node at an LSP position. */
export function nodeAt(document: SyntaxDocument, position: Position): SyntaxNode {
  return document.program.at(document.lines.offset(position));
}
