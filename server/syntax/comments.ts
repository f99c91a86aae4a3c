import type { SyntaxDocument } from './syntax-document.js';
import type { SyntaxNode } from './syntax-node.js';

/**
 * The JSDoc comment that belongs to what stands at an offset; undefined if there is none. As for TypeScript, other
 * comments may stand between.
 */
export function docBefore(document: SyntaxDocument, offset: number): SyntaxNode | undefined {
  let comment = commentBefore(document, offset);
  while (comment && !isJsDoc(comment.text)) comment = commentBefore(document, comment.start);
  return comment;
}

/** The comment that an offset stands in; its first character counts, the end does not. */
export function commentAt({ comments }: SyntaxDocument, offset: number): SyntaxNode | undefined {
  const comment = comments[endedBefore(comments, offset)];
  return comment && comment.start <= offset ? comment : undefined;
}

/** The comment of any kind directly before an offset. */
export function commentBefore(document: SyntaxDocument, offset: number): SyntaxNode | undefined {
  const { comments } = document;
  const comment = comments[endedBefore(comments, offset) - 1];
  if (!comment || document.text.slice(comment.end, offset).trim() !== '') return undefined;
  return comment;
}

/** How many comments end at an offset or before it. */
function endedBefore(comments: readonly SyntaxNode[], offset: number): number {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((comments[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function isJsDoc(text: string): boolean {
  return text.startsWith('/**') && text !== '/**/';
}

/** The statement that a declaration, function or class belongs to: what a JSDoc comment above it stands before. */
export function documentedNode(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (at.parent) {
    const { parent } = at;
    const carries =
      (parent.type === 'variable_declarator' && parent.get('value') === at) ||
      parent.type === 'lexical_declaration' ||
      parent.type === 'variable_declaration' ||
      parent.type === 'export_statement' ||
      (parent.type === 'pair' && parent.get('value') === at) ||
      (parent.type === 'field_definition' && parent.get('value') === at) ||
      (parent.type === 'assignment_expression' && parent.get('right') === at) ||
      (parent.type === 'expression_statement' && at.type === 'assignment_expression');
    if (!carries) break;
    at = parent;
  }
  return at;
}

/** The nearest JSDoc comment of a declaration: before itself, or before the statement around it. */
export function docOf(document: SyntaxDocument, node: SyntaxNode): SyntaxNode | undefined {
  const outer = documentedNode(node);
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    const doc = docBefore(document, at.start);
    if (doc) return doc;
    if (at === outer) return undefined;
  }
  return undefined;
}
