import type { Language } from './language.js';
import type { TreeCursor } from './parser.js';
import { type NodeRule, TYPESCRIPT_NODES } from './typescript-nodes.js';

/** A top-level statement or comment: the unit that is kept when another part of the text changes. */
export interface Chunk {
  /** Offset in the current text; moves when text before the chunk changes, the nodes inside count from here. */
  start: number;
  /** The current text of the whole document, shared by its chunks. */
  source: { text: string };
  readonly root: SyntaxNode;
  readonly comments: readonly SyntaxNode[];
  captures: readonly Capture[];
  /** Nodes that stand elsewhere than the grammar put them, with the offsets they had there. */
  readonly moved: { readonly start: number; readonly end: number; readonly node: SyntaxNode }[];
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
  /** The type that TypeScript states here: `: string`, `?: string`; of a function that of its result. No child. */
  annotation: SyntaxNode | undefined = undefined;

  constructor(
    readonly chunk: Chunk,
    /** Kind of the node as the JavaScript grammar names it, for TypeScript too. Set while it is read, like the rest. */
    public type: string,
    /** From the start of the chunk. */
    private offset: number,
    public length: number,
    public field: string | undefined,
    public parent: SyntaxNode | null,
  ) {}

  /** Moves the start, in offsets of the document; only while the tree is read. */
  startAt(start: number): void {
    const end = this.end;
    this.offset = start - this.chunk.start;
    this.length = end - start;
  }

  endAt(end: number): void {
    this.length = end - this.start;
  }

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

/** Type and field names by their numbers in a grammar, filled as they are met: reading a number is much cheaper. */
interface Names {
  readonly types: (string | undefined)[];
  readonly named: (boolean | undefined)[];
  readonly rules: (NodeRule | undefined)[];
  readonly fields: (string | undefined)[];
}

const namesOf = new Map<Language, Names>();

/** A node of a TypeScript grammar as the JavaScript tree would have it; undefined if that would not. */
function adapted(node: SyntaxNode, rule: NodeRule, parent: SyntaxNode | null): SyntaxNode | undefined {
  // What is left out may be broken all the same.
  if (node.broken && parent) parent.broken = true;
  if (rule.shallow) for (const child of node.children) child.children.length = 0;
  if (rule.closed || rule.annotates) node.children.length = 0;
  if (rule.annotates && parent) parent.annotation = node;
  if (rule.annotates || rule.without) return undefined;
  return rule.unwrap ? rule.unwrap(node) : node;
}

/** Reads the subtree under the cursor into plain nodes; the cursor stands where it stood afterwards. */
export function readChunk(cursor: TreeCursor, source: { text: string }, language: Language): Chunk {
  const start = cursor.startIndex;
  const comments: SyntaxNode[] = [];
  const chunk = { start, source, comments, captures: [], moved: [] } as unknown as Chunk & {
    root: SyntaxNode;
  };
  let names = namesOf.get(language);
  if (!names) {
    names = { types: [], named: [], rules: [], fields: [] };
    namesOf.set(language, names);
  }
  const { types, named, rules, fields } = names;

  const read = (parent: SyntaxNode | null): SyntaxNode | undefined => {
    const id = cursor.nodeTypeId;
    let type = types[id];
    if (type === undefined) {
      const rule = language === 'javascript' ? undefined : TYPESCRIPT_NODES[cursor.nodeType];
      type = rule?.as ?? cursor.nodeType;
      types[id] = type;
      rules[id] = rule;
      named[id] = cursor.nodeIsNamed;
    }
    const rule = rules[id];
    const fieldId = cursor.currentFieldId;
    let field = fieldId === 0 ? undefined : fields[fieldId];
    if (fieldId !== 0 && field === undefined) {
      field = cursor.currentFieldName;
      fields[fieldId] = field;
    }
    const from = cursor.startIndex;
    const to = cursor.endIndex;
    const missing = from === to && cursor.nodeIsMissing;
    if (!named[id] && field === undefined && !missing) {
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
    return rule ? adapted(node, rule, parent) : node;
  };

  const root =
    read(null) ?? new SyntaxNode(chunk, cursor.nodeType, 0, cursor.endIndex - start, undefined, null);
  chunk.root = root;
  if (root.type === 'comment') comments.push(root);
  return chunk;
}
