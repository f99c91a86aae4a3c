import type { ApiLibrary } from '../../index/library.js';
import { isFunction } from '../analysis/function-types.js';
import { parseJsDoc } from '../analysis/js-doc.js';
import { statementFacts } from '../checks/statement-facts.js';
import { commentBefore, documentedNode, isJsDoc } from '../syntax/comments.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import type { SolvedRequirement, SolvedStep } from './solved.js';

/** A use of a record and where it stands. */
interface Use {
  readonly api: string;
  readonly at: number;
}

interface NamedFunction {
  readonly name: string;
  readonly node: SyntaxNode;
}

/** Longer functions are several things at once, and say little about each. */
const MAX_CODE = 6000;

/**
 * The functions of a file that use the library, with what their comments or names say of them (paper §4.1). A function
 * inside another one belongs to it.
 *
 * @param file - How the file is called in the result.
 */
export function solvedIn(
  document: SyntaxDocument,
  libraries: readonly ApiLibrary[],
  file: string,
): SolvedRequirement[] {
  const facts = statementFacts(document, libraries);
  return document.chunks.flatMap((chunk) => {
    const uses = (facts.get(chunk)?.uses ?? [])
      .map(({ node, typed }): Use => ({ api: typed.api.name, at: node.start }))
      .sort((a, b) => a.at - b.at);
    if (uses.length === 0) return [];
    return functionsIn(chunk.root).flatMap(({ name, node }) => {
      const own = uses.filter((it) => it.at >= node.start && it.at < node.end);
      if (own.length === 0 || node.length > MAX_CODE) return [];
      const comment = commentsBefore(document, documentedNode(node).start);
      return [
        {
          id: `${file}#${name}`,
          file,
          function: name,
          apis: namesOf(own),
          requirement: comment || wordsOf(name),
          steps: stepsOf(document, node, own),
          code: documentedNode(node).text,
          by: comment ? ('comment' as const) : ('name' as const),
        },
      ];
    });
  });
}

/** The outermost functions with a name: declarations, constants, methods of classes and objects. */
function functionsIn(root: SyntaxNode): readonly NamedFunction[] {
  const found: NamedFunction[] = [];
  const visit = (node: SyntaxNode, owner: string): void => {
    const name = nameOf(node);
    if (isFunction(node) && name !== undefined) {
      found.push({ name: owner + name, node });
      return;
    }
    const isClass = node.type === 'class_declaration' || node.type === 'class';
    const inner = isClass && name !== undefined ? `${name}.` : owner;
    for (const child of node.children) visit(child, inner);
  };
  visit(root, '');
  return found;
}

function nameOf(node: SyntaxNode): string | undefined {
  const own = node.get('name')?.text;
  if (own !== undefined) return own;
  const { parent } = node;
  if (parent?.type === 'variable_declarator' || parent?.type === 'field_definition')
    return (parent.get('name') ?? parent.get('property'))?.text;
  return parent?.type === 'pair' ? parent.get('key')?.text : undefined;
}

/** What the comments directly before an offset say, without tags. */
function commentsBefore(document: SyntaxDocument, offset: number): string {
  const texts: string[] = [];
  let at = offset;
  for (let comment = commentBefore(document, at); comment; comment = commentBefore(document, at)) {
    texts.unshift(textOf(comment));
    at = comment.start;
  }
  return texts.filter(Boolean).join(' ').trim();
}

/** The comments inside of a function, each with what is used between it and the next one in the same block. */
function stepsOf({ comments }: SyntaxDocument, fn: SyntaxNode, uses: readonly Use[]): SolvedStep[] {
  const inside = comments.filter((it) => it.start > fn.start && it.end < fn.end && textOf(it) !== '');
  return inside.flatMap((comment, at) => {
    const block = blockAround(fn, comment.start);
    const end = Math.min(block.end, inside[at + 1]?.start ?? fn.end);
    const apis = namesOf(uses.filter((it) => it.at > comment.start && it.at < end));
    return apis.length > 0 ? [{ text: textOf(comment), apis }] : [];
  });
}

function blockAround(fn: SyntaxNode, offset: number): SyntaxNode {
  let block = fn;
  const visit = (node: SyntaxNode): void => {
    for (const child of node.children) {
      if (child.start > offset || child.end < offset) continue;
      if (child.type === 'statement_block') block = child;
      visit(child);
    }
  };
  visit(fn);
  return block;
}

/** The text of a comment; empty if it speaks to tools. */
function textOf({ text }: SyntaxNode): string {
  if (isJsDoc(text)) return parseJsDoc(text).description.replace(/\s+/g, ' ').trim();
  const plain = text
    .replace(/^\/\/+|^\/\*+|\*+\/$/g, '')
    .replace(/\s*\n\s*\*?\s*/g, ' ')
    .trim();
  return /^(?:eslint|biome|prettier|@ts-|@type|@|#|epigen-|istanbul|c8)\b|^[@#]/.test(plain) ? '' : plain;
}

function namesOf(uses: readonly Use[]): readonly string[] {
  return [...new Set(uses.map((it) => it.api))];
}

/** `openInbox` says "open inbox". */
function wordsOf(name: string): string {
  return name
    .slice(name.lastIndexOf('.') + 1)
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[_$]+/g, ' ')
    .toLowerCase()
    .trim();
}
