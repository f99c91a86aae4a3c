import type { TreeCursor } from './parser.js';

/** A top-level statement or comment: the unit that is kept when another part of the text changes. */
export interface Chunk {
  /** Offset in the current text; moves when text before the chunk changes, the nodes inside count from here. */
  start: number;
  /** The current text of the whole document, shared by its chunks. */
  source: { text: string };
  readonly root: SyntaxNode;
  readonly comments: readonly SyntaxNode[];
  captures: readonly Capture[];
}

/** A node that a query found. */
export interface Capture {
  readonly name: string;
  readonly node: SyntaxNode;
}

/**
 * A node of the syntax tree as a plain object: reading one from the binding costs as much as a hundred of these.
 * Punctuation and keywords are left out unless the grammar gives them a field; comments stand in `Chunk.comments`.
 */
export class SyntaxNode {
  readonly children: SyntaxNode[] = [];
  /** There is a syntax error at or below this node. */
  broken = false;

  constructor(
    readonly chunk: Chunk,
    readonly type: string,
    /** From the start of the chunk. */
    private readonly offset: number,
    readonly length: number,
    readonly field: string | undefined,
    public parent: SyntaxNode | null,
  ) {}

  get start(): number {
    return this.chunk.start + this.offset;
  }

  get end(): number {
    return this.chunk.start + this.offset + this.length;
  }

  get text(): string {
    return this.chunk.source.text.slice(this.start, this.end);
  }

  /** The first child in this field of the grammar; undefined if there is none. */
  get(field: string): SyntaxNode | undefined {
    for (const child of this.children) if (child.field === field) return child;
    return undefined;
  }

  first(type: string): SyntaxNode | undefined {
    for (const child of this.children) if (child.type === type) return child;
    return undefined;
  }

  /** The innermost node whose text includes this offset, its end counted in. */
  at(offset: number): SyntaxNode {
    for (const child of this.children) {
      if (child.start <= offset && offset <= child.end && child.length > 0) {
        // Of two that touch at the offset the one that begins there is meant.
        const next = this.children[this.children.indexOf(child) + 1];
        if (offset === child.end && next && next.start === offset && next.length > 0) return next.at(offset);
        return child.at(offset);
      }
    }
    return this;
  }

  /** The node with exactly this span and type at or below this one. */
  find(start: number, end: number, type: string): SyntaxNode | undefined {
    if (this.start === start && this.end === end && this.type === type) return this;
    const { children } = this;
    let low = 0;
    let high = children.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((children[middle]?.end ?? 0) < end) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < children.length; at += 1) {
      const child = children[at];
      if (!child || child.start > start) break;
      const found = child.find(start, end, type);
      if (found) return found;
    }
    return undefined;
  }
}

/** Type and field names by their numbers in the grammar, filled as they are met: reading a number is much cheaper. */
const typeNames: (string | undefined)[] = [];
const typeIsNamed: (boolean | undefined)[] = [];
const fieldNames: (string | undefined)[] = [];

/** Reads the subtree under the cursor into plain nodes; the cursor stands where it stood afterwards. */
export function readChunk(cursor: TreeCursor, source: { text: string }): Chunk {
  const start = cursor.startIndex;
  const comments: SyntaxNode[] = [];
  const chunk = { start, source, comments, captures: [] } as unknown as Chunk & { root: SyntaxNode };

  const read = (parent: SyntaxNode | null): SyntaxNode | undefined => {
    const id = cursor.nodeTypeId;
    let type = typeNames[id];
    if (type === undefined) {
      type = cursor.nodeType;
      typeNames[id] = type;
      typeIsNamed[id] = cursor.nodeIsNamed;
    }
    const fieldId = cursor.currentFieldId;
    let field = fieldId === 0 ? undefined : fieldNames[fieldId];
    if (fieldId !== 0 && field === undefined) {
      field = cursor.currentFieldName;
      fieldNames[fieldId] = field;
    }
    const from = cursor.startIndex;
    const to = cursor.endIndex;
    const missing = from === to && cursor.nodeIsMissing;
    if (!typeIsNamed[id] && field === undefined && !missing) {
      // A comment can hide below a keyword token only in theory; there is nothing to read.
      return undefined;
    }
    const node = new SyntaxNode(chunk, type, from - start, to - from, field, parent);
    if (missing || type === 'ERROR') node.broken = true;
    if (cursor.gotoFirstChild()) {
      do {
        const child = read(node);
        if (!child) continue;
        if (child.broken) node.broken = true;
        if (child.type === 'comment') comments.push(child);
        else node.children.push(child);
      } while (cursor.gotoNextSibling());
      cursor.gotoParent();
    }
    return node;
  };

  const root =
    read(null) ?? new SyntaxNode(chunk, cursor.nodeType, 0, cursor.endIndex - start, undefined, null);
  chunk.root = root;
  if (root.type === 'comment') comments.push(root);
  return chunk;
}
