import type { ApiLibrary } from '../../index/library.js';
import { closeDocument, openDocument, type SyntaxDocument } from '../syntax/syntax-document.js';
import type { CheckedDocument } from './checked-document.js';
import type { ProblemCode, Severity } from './problem.js';

export interface CheckOptions {
  /** Requirement tags (settings `requirement.tags`); the built-in ones if absent. */
  readonly tags?: readonly string[];
  /** Other severities than the codes have by themselves (settings `diagnostics`). */
  readonly severities?: Readonly<Partial<Record<ProblemCode, Severity | 'off'>>>;
}

/** The facts of a parsed document: requirements, uses of APIs, and problems with them. */
export function checkDocument(
  document: SyntaxDocument,
  _libraries: readonly ApiLibrary[],
  _options: CheckOptions = {},
): CheckedDocument {
  return {
    uri: document.uri,
    version: document.version,
    text: document.text,
    requirements: [],
    uses: [],
    problems: [],
    hasSyntaxErrors: document.hasErrors,
  };
}

/** `checkDocument` for a text that nobody edits. */
export function checkText(
  text: string,
  libraries: readonly ApiLibrary[],
  options: CheckOptions & { readonly uri?: string } = {},
): CheckedDocument {
  const document = openDocument(options.uri ?? 'untitled:Untitled-1', text, 0);
  try {
    return checkDocument(document, libraries, options);
  } finally {
    closeDocument(document);
  }
}
