import type { SyntaxDocument } from '../../server/syntax/syntax-document.js';
import type { SyntaxNode } from '../../server/syntax/syntax-node.js';

/** Everything that others read of a document, as lines: two documents are alike if these are. */
export function documentFacts(document: SyntaxDocument): string[] {
  const facts = [`errors: ${document.hasErrors}`, `lines: ${document.lines.lines}`];
  const add = (node: SyntaxNode, depth: number): void => {
    const marks = `${node.field ? ` ${node.field}` : ''}${node.broken ? ' broken' : ''}`;
    const annotation = node.annotation ? ` : ${node.annotation.text}` : '';
    facts.push(`${' '.repeat(depth)}${node.type} ${node.start}-${node.end}${marks}${annotation}`);
    for (const child of node.children) {
      if (child.parent !== node) facts.push(`${child.type} ${child.start} has another parent`);
      add(child, depth + 1);
    }
  };
  add(document.program, 0);
  for (const { start, end, text } of document.comments) facts.push(`comment ${start}-${end} ${text}`);
  for (const chunk of document.chunks) {
    facts.push(`chunk ${chunk.start} ${chunk.root.type}`);
    for (const { name, node } of chunk.captures) facts.push(`${name} ${node.type} ${node.start}-${node.end}`);
  }
  return facts;
}
