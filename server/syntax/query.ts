import type { Capture, SyntaxNode } from './syntax-node.js';

/** A pattern of a `.scm` file. */
interface Pattern {
  /** Undefined for `_`, which is any node. */
  readonly type: string | undefined;
  readonly captures: string[];
  readonly children: { readonly field: string | undefined; readonly pattern: Pattern }[];
  /** `!field`: fields that the node must not have. */
  readonly without: string[];
  /** Anchored at both ends: these children and no others. */
  isClosed: boolean;
}

/** The patterns of a query by the type of node that they are for, with their place in it. */
export type Query = ReadonlyMap<string, readonly { readonly order: number; readonly pattern: Pattern }[]>;

type Found = Capture & { readonly order: number };

/**
 * Compiles tree-sitter query text for plain nodes. Of the language it knows what our files use: types, fields, `_`, `!field`,
 * captures, and anchors around a whole list; anything else throws. Tree-sitter's own engine finds the same, but each node that
 * it hands out costs some microseconds, and compiling took a third of the time until a small file had its first diagnostics.
 */
export function compileQuery(source: string): Query {
  const tokens = source.replace(/;.*/g, '').match(/"[^"]*"|[()*.!]|@[\w.]+|\w+:?|\S/g) ?? [];
  let at = 0;
  const query = new Map<string, { order: number; pattern: Pattern }[]>();
  for (let order = 0; at < tokens.length; order += 1) {
    const pattern = readPattern();
    if (pattern?.type === undefined) throw new Error(`a query needs a type at its top: ${tokens[at]}`);
    const list = query.get(pattern.type) ?? [];
    query.set(pattern.type, [...list, { order, pattern }]);
  }
  return query;

  /** Undefined for punctuation and comments, which plain nodes leave out. */
  function readPattern(): Pattern | undefined {
    const token = tokens[at++];
    if (token?.startsWith('"')) return undefined;
    const pattern: Pattern = { type: undefined, captures: [], children: [], without: [], isClosed: false };
    if (token === '(') {
      const type = tokens[at++];
      readInner(type === '_' ? pattern : Object.assign(pattern, { type }));
    } else if (token !== '_') throw new Error(`a query cannot be read at ${token}`);
    if (tokens[at] === '*') {
      at += 1;
      if (pattern.type === 'comment') return undefined;
      throw new Error('a query repeats something else than comments');
    }
    while (tokens[at]?.startsWith('@')) pattern.captures.push((tokens[at++] ?? '').slice(1));
    return pattern;
  }

  function readInner(pattern: Pattern): void {
    const anchors: number[] = [];
    let items = 0;
    for (; tokens[at] !== ')'; ) {
      if (at >= tokens.length) throw new Error('a query ends within a pattern');
      if (tokens[at] === '.') {
        anchors.push(items);
        at += 1;
      } else if (tokens[at] === '!') {
        pattern.without.push(tokens[at + 1] ?? '');
        at += 2;
      } else {
        items += 1;
        const field = tokens[at]?.endsWith(':') ? tokens[at++]?.slice(0, -1) : undefined;
        const child = readPattern();
        if (child) pattern.children.push({ field, pattern: child });
      }
    }
    at += 1;
    if (anchors.length > 0 && anchors.length !== items + 1)
      throw new Error('a query anchors a part of a list');
    pattern.isClosed = anchors.length > 0;
  }
}

/** What a query finds at and below a node and in comments, in the order of the text. */
export function capturesOf(query: Query, root: SyntaxNode, comments: readonly SyntaxNode[]): Capture[] {
  const found: Found[] = [];
  collect(query, root, found);
  for (const comment of comments) if (comment !== root) collect(query, comment, found);
  // Outer ones before what is in them, and for one node by the order of the patterns.
  return found.sort(
    (a, b) => a.node.start - b.node.start || b.node.length - a.node.length || a.order - b.order,
  );
}

function collect(query: Query, node: SyntaxNode, found: Found[]): void {
  const patterns = query.get(node.type);
  if (patterns) {
    for (const { order, pattern } of patterns) if (fits(pattern, node)) add(pattern, node, order, found);
  }
  for (const child of node.children) collect(query, child, found);
}

function fits(pattern: Pattern, node: SyntaxNode): boolean {
  // `_` is any node that the grammar knows.
  if (node.type !== pattern.type && (pattern.type !== undefined || node.type === 'ERROR')) return false;
  if (pattern.isClosed && node.children.length !== pattern.children.length) return false;
  for (const field of pattern.without) if (node.get(field)) return false;
  for (const child of pattern.children) if (!node.children.some((it) => fitsChild(child, it))) return false;
  return true;
}

function fitsChild({ field, pattern }: Pattern['children'][number], node: SyntaxNode): boolean {
  return (field === undefined || field === node.field) && fits(pattern, node);
}

function add(pattern: Pattern, node: SyntaxNode, order: number, found: Found[]): void {
  for (const name of pattern.captures) found.push({ name, node, order });
  for (const child of pattern.children) {
    for (const it of node.children) if (fitsChild(child, it)) add(child.pattern, it, order, found);
  }
}
