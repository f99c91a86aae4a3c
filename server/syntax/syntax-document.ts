import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import type { Range } from 'vscode-languageserver-types';
import { chunkReader } from './chunk-reader.js';
import { type Language, languageOf } from './language.js';
import { LineIndex } from './line-index.js';
import { changedRanges, editTree, hasErrors, hasErrorsBelow, parseTree, type Tree } from './parser.js';
import { type Chunk, SyntaxNode } from './syntax-node.js';

/**
 * One version of a parsed document. `changeDocument` makes the next version out of it and re-uses its parts: after
 * that the older version must not be used any more.
 */
export interface SyntaxDocument {
  readonly uri: string;
  readonly version: number;
  readonly language: Language;
  readonly text: string;
  readonly lines: LineIndex;
  /** The root; its children are the top-level statements. */
  readonly program: SyntaxNode;
  /** All top-level statements and comments in order. */
  readonly chunks: readonly Chunk[];
  /** All comments in order. */
  readonly comments: readonly SyntaxNode[];
  readonly hasErrors: boolean;
  /** The current text, shared by all nodes of all versions. */
  readonly source: { text: string };
  /** The same object for all versions of one document: for what is kept from one to the next. */
  readonly lineage: object;
  /** The native tree; undefined once the document is closed. */
  tree: Tree | undefined;
}

/** Parses a text. Offsets and columns count UTF-16 units; a byte order mark is part of the text. */
export function openDocument(
  uri: string,
  text: string,
  version: number,
  language: Language = languageOf(uri),
): SyntaxDocument {
  const tree = parseTree(text, language);
  const source = { text };
  const cursor = tree.walk();
  const read = chunkReader(cursor, source, language, !hasErrors(tree));
  const chunks: Chunk[] = [];
  if (cursor.gotoFirstChild()) {
    do chunks.push(read());
    while (cursor.gotoNextSibling());
  }
  return documentOf({
    uri,
    version,
    language,
    source,
    tree,
    chunks,
    lines: new LineIndex(text),
    lineage: {},
  });
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
  const { tree, source, uri, language, lineage } = document;
  if (!tree) throw new Error(`${uri} is closed`);
  const whole = changes.findLastIndex((change) => !('range' in change));
  const fresh = changes[whole];
  if (fresh) {
    const opened = { ...openDocument(uri, fresh.text, version, language), lineage };
    const rest = changes.slice(whole + 1);
    return rest.length === 0 ? opened : changeDocument(opened, rest, version);
  }

  const [only, ...others] = changes;
  const quick = only && 'range' in only && others.length === 0 && withinStatement(document, only, version);
  if (quick) return quick;

  let { text, lines } = document;
  let dirty: Span = { start: text.length, end: 0 };
  let isDirty = false;
  for (const change of changes) {
    if (!('range' in change)) continue;
    const from = lines.offset(change.range.start);
    const to = Math.max(from, lines.offset(change.range.end));
    const next = text.slice(0, from) + change.text + text.slice(to);
    editTree(tree, treeEdit(text, next, from, to, change.text, lines));
    const delta = change.text.length - (to - from);
    // Spans of the earlier changes move with the text.
    const start = Math.min(isDirty ? dirty.start : from, from);
    const end = isDirty
      ? Math.max(dirty.end > to ? dirty.end + delta : from, from + change.text.length)
      : from + change.text.length;
    dirty = { start, end };
    isDirty = true;
    text = next;
    lines = lines.changed(next, from, to, change.text);
  }
  // How errors are recovered from depends on what the text was before, and nobody could say why. Lines that end with CR
  // alone are no lines for the grammar's automatic semicolons, and where it puts those depends on it as well.
  const isShort = text.length <= MAX_PARSED_AGAIN;
  const isUncertain = isShort && (document.hasErrors || lines.hasLoneReturns);
  let parsed = isUncertain ? undefined : parseTree(text, language, tree);
  let chunks: Chunk[];
  if (!parsed || (hasErrors(parsed) ? isShort : document.hasErrors)) {
    parsed = parseTree(text, language);
    chunks = matched(document, parsed, text);
  } else {
    for (const span of changedRanges(tree, parsed)) {
      dirty = { start: Math.min(dirty.start, span.start), end: Math.max(dirty.end, span.end) };
    }
    chunks = spliced(document, parsed, dirty, text);
  }
  return documentOf({ uri, version, language, source, tree: parsed, chunks, lines, lineage });
}

/**
 * The document after a change inside of one top-level statement, of which only that statement is parsed again; undefined
 * where it is not certain that the rest stays as it is. A statement that begins with the same word, is sound by itself and
 * ends in its own `}` or `;` neither takes anything from its neighbours nor leaves them anything. The tree of the whole text
 * is told of the change, and catches up when it is needed.
 */
function withinStatement(
  document: SyntaxDocument,
  change: { readonly range: Range; readonly text: string },
  version: number,
): SyntaxDocument | undefined {
  const { tree, source, uri, language, lineage, text, lines, chunks } = document;
  const from = lines.offset(change.range.start);
  const to = Math.max(from, lines.offset(change.range.end));
  const at = chunkAt(chunks, from);
  const chunk = chunks[at];
  if (!tree || !chunk || document.hasErrors || change.text.includes('\r') || lines.hasLoneReturns)
    return undefined;
  const { start, root } = chunk;
  const first = /^[\w$]+\s/.exec(text.slice(start, from));
  if (!first || to >= root.end || root.length > MAX_PARSED_ALONE || root.length * 2 > text.length)
    return undefined;

  const own = text.slice(start, from) + change.text + text.slice(to, root.end);
  const parsed = parseTree(own, language);
  const cursor = parsed.walk();
  const isAlone =
    !hasErrors(parsed) &&
    cursor.gotoFirstChild() &&
    cursor.startIndex === 0 &&
    cursor.endIndex === own.length;
  if (!isAlone) return undefined;
  const fresh = chunkReader(cursor, source, language, true, start)();
  const type = (fresh.root.get('declaration') ?? fresh.root).type;
  if (!own.endsWith(';') && !(own.endsWith('}') && ENDED_BY_BRACE.has(type))) return undefined;

  const next = text.slice(0, from) + change.text + text.slice(to);
  editTree(tree, treeEdit(text, next, from, to, change.text, lines));
  source.text = next;
  const delta = own.length - root.length;
  const changed = chunks.with(at, fresh);
  for (let later = at + 1; later < changed.length; later += 1) (changed[later] as Chunk).start += delta;
  return documentOf({
    uri,
    version,
    language,
    source,
    tree,
    chunks: changed,
    lines: lines.changed(next, from, to, change.text),
    lineage,
  });
}

/** UTF-16 units up to which a statement is parsed alone; a larger one is parsed faster by what its old tree knows. */
const MAX_PARSED_ALONE = 16_384;

/** Statements whose last brace ends them, whatever stands behind it. */
const ENDED_BY_BRACE: ReadonlySet<string> = new Set([
  'function_declaration',
  'generator_function_declaration',
  'class_declaration',
]);

/** The chunk that begins at or last before an offset. */
function chunkAt(chunks: readonly Chunk[], offset: number): number {
  let low = 0;
  let high = chunks.length;
  while (low + 1 < high) {
    const middle = (low + high) >> 1;
    if (startOf(chunks[middle]) <= offset) low = middle;
    else high = middle;
  }
  return low;
}

/** Looks at a parsed text and lets go of it. */
export function withDocument<T>(
  text: string,
  look: (document: SyntaxDocument) => T,
  uri = 'untitled:code.js',
): T {
  const document = openDocument(uri, text, 0);
  try {
    return look(document);
  } finally {
    closeDocument(document);
  }
}

/** Lets go of the tree; the document must not be changed any more. */
export function closeDocument(document: SyntaxDocument): void {
  document.tree = undefined;
}

/**
 * UTF-16 units up to which a text with syntax errors or lone carriage returns is parsed from its beginning after each
 * change; some 10 ms. Beyond that the tree of such a text may differ from that of the same text opened anew, there.
 */
const MAX_PARSED_AGAIN = 65_536;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The chunks of a tree that was parsed without the old one: sound ones with the same text are kept. */
function matched(document: SyntaxDocument, tree: Tree, text: string): Chunk[] {
  const { source, language } = document;
  const known = new Map<string, Chunk[]>();
  for (const chunk of document.chunks) {
    if (chunk.root.broken) continue;
    const key = chunk.root.text;
    known.set(key, [...(known.get(key) ?? []), chunk]);
  }
  source.text = text;
  const chunks: Chunk[] = [];
  const cursor = tree.walk();
  const read = chunkReader(cursor, source, language, !hasErrors(tree));
  if (cursor.gotoFirstChild()) {
    do {
      const alike = known.get(text.slice(cursor.startIndex, cursor.endIndex));
      // The same text can be broken now by how an error before it was recovered from.
      const isAlike = alike?.[0]?.root.type === cursor.nodeType && !hasErrorsBelow(cursor);
      const kept = isAlike ? alike?.shift() : undefined;
      if (kept) kept.start = cursor.startIndex;
      chunks.push(kept ?? read());
    } while (cursor.gotoNextSibling());
  }
  return chunks;
}

/** The chunks of the new text: those that the dirty span does not touch are kept, the others read from the tree. */
function spliced(document: SyntaxDocument, tree: Tree, dirty: Span, text: string): Chunk[] {
  const { chunks, source, language } = document;
  const delta = text.length - source.text.length;
  let first = 0;
  // One that only touches the span may have grown together with it.
  while (first < chunks.length && endOf(chunks[first]) < dirty.start) first += 1;
  let last = chunks.length;
  while (last > first && startOf(chunks[last - 1]) + delta > dirty.end) last -= 1;
  const before = chunks.slice(0, first);
  const after = chunks.slice(last);
  const from = endOf(before.at(-1));
  for (const chunk of after) chunk.start += delta;
  const until = after[0]?.start ?? Number.POSITIVE_INFINITY;

  source.text = text;
  const fresh: Chunk[] = [];
  const cursor = tree.walk();
  const read = chunkReader(cursor, source, language, !hasErrors(tree));
  const isAny = from === 0 ? cursor.gotoFirstChild() : cursor.gotoFirstChildForIndex(from);
  if (isAny) {
    do {
      if (cursor.startIndex >= until) break;
      // The search may stop at a chunk that ends where the span begins.
      if (cursor.endIndex <= from && from > 0) continue;
      fresh.push(read());
    } while (cursor.gotoNextSibling());
  }
  return [...before, ...fresh, ...after];
}

function startOf(chunk: Chunk | undefined): number {
  return chunk?.start ?? 0;
}

function endOf(chunk: Chunk | undefined): number {
  return chunk ? chunk.start + chunk.root.length : 0;
}

/** Points in rows and columns as tree-sitter counts them: rows end with a line feed, nothing else. */
function treeEdit(text: string, next: string, from: number, to: number, inserted: string, lines: LineIndex) {
  const indexes = {
    startIndex: from,
    oldEndIndex: to,
    newEndIndex: from + inserted.length,
  };
  if (lines.hasLoneReturns || inserted.includes('\r')) {
    const old = new LineIndex(text, 'lf');
    const now = new LineIndex(next, 'lf');
    return {
      ...indexes,
      startPosition: pointOf(old, from),
      oldEndPosition: pointOf(old, to),
      newEndPosition: pointOf(now, indexes.newEndIndex),
    };
  }
  const start = pointOf(lines, from);
  const feeds = inserted.split('\n');
  const tail = feeds.at(-1)?.length ?? 0;
  return {
    ...indexes,
    startPosition: start,
    oldEndPosition: pointOf(lines, to),
    newEndPosition: {
      row: start.row + feeds.length - 1,
      column: feeds.length > 1 ? tail : start.column + tail,
    },
  };
}

function pointOf(index: LineIndex, offset: number) {
  const { line, character } = index.position(offset);
  return { row: line, column: character };
}

function documentOf(
  parts: Pick<SyntaxDocument, 'uri' | 'version' | 'language' | 'source' | 'chunks' | 'lines' | 'lineage'> & {
    tree: Tree;
  },
): SyntaxDocument {
  const { chunks, source } = parts;
  const top = { start: 0, source, comments: [], captures: [] } as unknown as Chunk;
  const program = new SyntaxNode(top, 'program', undefined, null);
  program.place(0, source.text.length);
  program.children = [];
  const comments: SyntaxNode[] = [];
  for (const { root, comments: own } of chunks) {
    for (const comment of own) comments.push(comment);
    if (root.type === 'comment') continue;
    root.parent = program;
    program.children.push(root);
    if (root.broken) program.broken = true;
  }
  return { ...parts, text: source.text, program, comments, hasErrors: program.broken };
}

/** The LSP range of a node. */
export function rangeOf(
  document: SyntaxDocument,
  node: { readonly start: number; readonly end: number },
): Range {
  return { start: document.lines.position(node.start), end: document.lines.position(node.end) };
}
