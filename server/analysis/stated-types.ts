import { docOf } from '../syntax/comments.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { type JsDoc, parseJsDoc } from './js-doc.js';
import { withoutComments } from './type-names.js';

/**
 * The type that a file states for a variable, a field, or the parameter of a TypeScript function: its annotation, in
 * JavaScript `@type`. Undefined where it states none. TypeScript takes no types from comments in its own files.
 */
export function statedType(document: SyntaxDocument, node: SyntaxNode): string | undefined {
  if (document.language !== 'javascript') return annotationOf(node);
  const doc = docOf(document, node);
  return doc && parseJsDoc(doc.text).tags.find((tag) => tag.name === 'type')?.type;
}

/** The type that a file states for what a function returns. */
export function statedResult(document: SyntaxDocument, fn: SyntaxNode): string | undefined {
  if (document.language !== 'javascript') return annotationOf(fn);
  return typeDocOf(document, fn)?.tags.find((tag) => /^returns?$/.test(tag.name))?.type;
}

/** The JSDoc of a function, where its types count. */
export function typeDocOf(document: SyntaxDocument, fn: SyntaxNode): JsDoc | undefined {
  const doc = document.language === 'javascript' ? docOf(document, fn) : undefined;
  return doc && parseJsDoc(doc.text);
}

/** `: string` is `string`; `?: string` is `(string) | undefined`; `<string>` of an assertion is `string`. */
export function annotationOf({ annotation }: SyntaxNode): string | undefined {
  if (!annotation) return undefined;
  const text = withoutComments(annotation.text);
  if (text.startsWith('?')) return `(${text.replace(/^\?\s*:\s*/, '')}) | undefined`;
  if (text.startsWith('<')) return text.slice(1, -1);
  return text.replace(/^:\s*/, '');
}
