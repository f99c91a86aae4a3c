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

/** The children of a node that has none: shared, never added to. */
export const NO_NODES: SyntaxNode[] = [];

/**
 * A node of the syntax tree as a plain object: reading one from the binding costs as much as a hundred of these.
 * Punctuation and keywords are left out unless the grammar gives them a field; comments stand in `Chunk.comments`.
 */
export class SyntaxNode {
  /** Set while the tree is read, like everything here; never changed in place. */
  children: SyntaxNode[] = NO_NODES;
  /** There is a syntax error at or below this node. */
  broken = false;
  /** The type that TypeScript states here: `: string`, `?: string`; of a function that of its result. No child. */
  annotation: SyntaxNode | undefined = undefined;
  length = 0;
  /** From the start of the chunk. */
  #offset = 0;

  constructor(
    readonly chunk: Chunk,
    /** Kind of the node as the JavaScript grammar names it, for TypeScript too. */
    public type: string,
    public field: string | undefined,
    public parent: SyntaxNode | null,
  ) {}

  /** Says where the node stands, in offsets of the document. */
  place(start: number, end: number): void {
    this.#offset = start - this.chunk.start;
    this.length = end - start;
  }

  get start(): number {
    return this.chunk.start + this.#offset;
  }

  get end(): number {
    return this.chunk.start + this.#offset + this.length;
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
    const { children } = this;
    let low = 0;
    let high = children.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((children[middle]?.end ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < children.length; at += 1) {
      const child = children[at];
      if (!child || child.start > offset) break;
      if (child.length === 0) continue;
      // Of two that touch at the offset the one that begins there is meant.
      const next = children[at + 1];
      return offset === child.end && next?.start === offset && next.length > 0
        ? next.at(offset)
        : child.at(offset);
    }
    return this;
  }
}
