import { closeDocument, openDocument, type SyntaxDocument } from '../syntax/syntax-document.js';
import { closedAt } from './unfinished-text.js';

/** A part of a text, by offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What is found in a document that does not parse as it stands, with its brackets closed behind an offset. Undefined if
 * it parses, or nothing is found.
 *
 * @param name - Stands for the name that is not typed yet; empty if there is one.
 */
export function whenClosed<T>(
  document: SyntaxDocument,
  offset: number,
  name: string,
  find: (closed: SyntaxDocument) => T | undefined,
): T | undefined {
  if (!document.hasErrors) return undefined;
  const text = closedAt(document.text, offset, name);
  const closed = openDocument(document.uri, text, document.version, document.language);
  try {
    return find(closed);
  } finally {
    closeDocument(closed);
  }
}

/** The name around an offset; empty where none stands. */
export function wordAround(text: string, offset: number): Span {
  let start = offset;
  let end = offset;
  while (start > 0 && /[\p{ID_Continue}$]/u.test(text.charAt(start - 1))) start -= 1;
  while (end < text.length && /[\p{ID_Continue}$]/u.test(text.charAt(end))) end += 1;
  return { start, end };
}
