import type { Language } from './language.js';
import { fieldsIn, type TreeCursor } from './parser.js';
import { queryOf } from './queries.js';
import { capturesOf, type Query } from './query.js';
import { type Chunk, NO_NODES, SyntaxNode } from './syntax-node.js';
import { type NodeRule, TYPESCRIPT_NODES } from './typescript-nodes.js';

/** What is known of the types of nodes and of fields by their numbers in a grammar, filled as they are met. */
interface Numbers {
  readonly types: NodeType[];
  readonly fields: string[];
  readonly query: Query;
}

interface NodeType {
  /** As the JavaScript grammar calls it. */
  readonly name: string;
  readonly isNamed: boolean;
  /** A word of the language's lexer, which has nothing below it. */
  readonly isWord: boolean;
  /** Punctuation or a keyword that the grammar gives a field nowhere. */
  readonly isSilent: boolean;
  /** Its children may have fields. */
  readonly hasFields: boolean;
  readonly rule: NodeRule | undefined;
}

/** Types without anything below them, which are most nodes; those that are not here are only slower to read. */
const WORDS: ReadonlySet<string> = new Set([
  ...['identifier', 'property_identifier', 'private_property_identifier', 'statement_identifier'],
  ...['shorthand_property_identifier', 'shorthand_property_identifier_pattern', 'type_identifier'],
  ...['string_fragment', 'escape_sequence', 'number', 'true', 'false', 'null', 'this', 'super', 'comment'],
]);

const numbersOf = new Map<Language, Numbers>();

/**
 * Makes a function that reads the subtree under a cursor into plain nodes; the cursor stands where it stood afterwards.
 *
 * Each question to the cursor leaves JavaScript, which costs more than a plain node; so what follows from answers already
 * known is not asked.
 *
 * @param isSound - The tree has no syntax errors, so that there is no need to look for missing words.
 * @param base - Where the text of the tree begins in the document.
 */
export function chunkReader(
  cursor: TreeCursor,
  source: { text: string },
  language: Language,
  isSound: boolean,
  base = 0,
): () => Chunk {
  let numbers = numbersOf.get(language);
  if (!numbers) {
    numbers = { types: [], fields: [], query: queryOf(language) };
    numbersOf.set(language, numbers);
  }
  const { types, fields, query } = numbers;
  let chunk: Chunk;
  let comments: SyntaxNode[];
  /** The span of the node that was read last; `from` is -1 if nobody asked. */
  let from = -1;
  let to = -1;

  function typeOf(id: number): NodeType {
    let type = types[id];
    if (type === undefined) {
      const name = cursor.nodeType;
      const isNamed = cursor.nodeIsNamed;
      const { words, parents } = fieldsIn(language);
      const rule = language === 'javascript' ? undefined : TYPESCRIPT_NODES[name];
      type = {
        name: rule?.as ?? name,
        isNamed,
        isWord: isNamed && WORDS.has(name),
        isSilent: !isNamed && !words.has(name),
        hasFields: name === 'ERROR' || parents.has(name),
        rule,
      };
      types[id] = type;
    }
    return type;
  }

  function fieldOf(): string | undefined {
    const id = cursor.currentFieldId;
    // Undefined where there is none, whatever the declaration says.
    if (!id) return undefined;
    let field = fields[id];
    if (field === undefined) {
      field = cursor.currentFieldName;
      fields[id] = field;
    }
    return field;
  }

  /** Undefined for punctuation, and for what has no place in a JavaScript tree. */
  function read(parent: SyntaxNode | null, hasField: boolean): SyntaxNode | undefined {
    const { name, isNamed, isWord, isSilent, hasFields, rule } = typeOf(cursor.nodeTypeId);
    from = -1;
    if (isSilent && isSound) return undefined;
    const field = hasField ? fieldOf() : undefined;
    if (!isNamed && field === undefined) {
      if (isSound) return undefined;
      from = cursor.startIndex;
      to = cursor.endIndex;
      if (from !== to || !cursor.nodeIsMissing) return undefined;
    }
    const node = new SyntaxNode(chunk, name, field, parent);
    let start = -1;
    let end = -1;
    if (!isWord && cursor.gotoFirstChild()) {
      const children: SyntaxNode[] = [];
      let isFirst = true;
      do {
        const child = read(node, hasFields);
        // A node starts with its first child and ends with its last one.
        if (isFirst) start = from < 0 ? cursor.startIndex : from;
        isFirst = false;
        if (!child) continue;
        if (child.broken) node.broken = true;
        if (child.type === 'comment') comments.push(child);
        else children.push(child);
      } while (cursor.gotoNextSibling());
      end = from < 0 ? cursor.endIndex : to;
      cursor.gotoParent();
      if (children.length > 0) node.children = children;
    } else {
      start = cursor.startIndex;
      end = cursor.endIndex;
      if (!isSound && start === end && cursor.nodeIsMissing) node.broken = true;
    }
    if (name === 'ERROR') node.broken = true;
    node.place(base + start, base + end);
    from = start;
    to = end;
    return rule ? adapted(node, rule, parent) : node;
  }

  return () => {
    const start = base + cursor.startIndex;
    comments = [];
    const made = { start, source, comments, captures: [] } as unknown as Chunk & { root: SyntaxNode };
    chunk = made;
    made.root = read(null, false) ?? nothing(chunk, cursor, base);
    if (made.root.type === 'comment') comments.push(made.root);
    made.captures = capturesOf(query, made.root, comments);
    return made;
  };
}

/** What stands for punctuation at the top of a file. */
function nothing(chunk: Chunk, cursor: TreeCursor, base: number): SyntaxNode {
  const node = new SyntaxNode(chunk, cursor.nodeType, undefined, null);
  node.place(base + cursor.startIndex, base + cursor.endIndex);
  return node;
}

/** A node of a TypeScript grammar as the JavaScript tree would have it; undefined if that would not. */
function adapted(node: SyntaxNode, rule: NodeRule, parent: SyntaxNode | null): SyntaxNode | undefined {
  // What is left out may be broken all the same.
  if (node.broken && parent) parent.broken = true;
  if (rule.shallow) for (const child of node.children) child.children = NO_NODES;
  if (rule.closed || rule.annotates) node.children = NO_NODES;
  if (rule.annotates && parent) parent.annotation = node;
  if (rule.annotates || rule.without) return undefined;
  return rule.unwrap ? rule.unwrap(node) : node;
}
