import type { ApiLibrary } from '../../index/library.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import { PROBLEM_CODES } from './problem.js';
import type { Finding } from './report.js';

/** What a TypeScript server that runs beside this one does with a document. */
export interface TypeScriptView {
  /** It reports errors in it, unless the text itself says otherwise. */
  readonly checks: boolean;
  readonly strictNullChecks: boolean;
  readonly noImplicitAny: boolean;
  /** Whether it has the types of a library there. `references` are the paths of `/// <reference path>` in the text. */
  sees(library: ApiLibrary, references: readonly string[]): boolean;
}

/**
 * Tells the findings that TypeScript reports too (the profile `complement`). `used` are the libraries that the document
 * uses.
 */
export function typescriptOverlap(
  document: SyntaxDocument,
  used: readonly ApiLibrary[],
  view: TypeScriptView,
): (finding: Finding) => boolean {
  const { checks, references } = headOf(document);
  if (!used.every((it) => view.sees(it, references))) return () => false;
  const isChecked = checks ?? view.checks;
  return ({ code, typescript = PROBLEM_CODES[code].typescript }) => {
    // What is deprecated TypeScript's server strikes out in every file, unless the file forbids it.
    if (code === 'deprecated-api') return typescript !== false && checks !== false;
    return isChecked && (typeof typescript === 'string' ? view[typescript] : typescript);
  };
}

/** What the comments before the first statement say to TypeScript. */
function headOf({ chunks }: SyntaxDocument): { checks: boolean | undefined; references: readonly string[] } {
  let checks: boolean | undefined;
  const references: string[] = [];
  for (const { root } of chunks) {
    if (root.type === 'hash_bang_line') continue;
    if (root.type !== 'comment') break;
    const { text } = root;
    const word = /^\/\/\/?\s*@ts-(no)?check(?![^\s:])/.exec(text);
    if (word) checks = word[1] === undefined;
    const path = /^\/\/\/\s*<reference\s[^>]*?\bpath\s*=\s*(["'])(.+?)\1/.exec(text)?.[2];
    if (path !== undefined) references.push(path);
  }
  return { checks, references };
}
