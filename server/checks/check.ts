import type { ApiLibrary } from '../../index/library.js';
import { type ApiUse, apiUse } from '../analysis/api-use.js';
import type { Requirement } from '../analysis/requirement.js';
import { findRequirements } from '../analysis/requirements.js';
import { closeDocument, openDocument, type SyntaxDocument } from '../syntax/syntax-document.js';
import type { Chunk } from '../syntax/syntax-node.js';
import type { CheckedDocument } from './checked-document.js';
import { withoutDisabled } from './disable-comments.js';
import type { Problem, ProblemCode, Severity } from './problem.js';
import { problemOf } from './report.js';
import { type StatementFacts, statementFacts } from './statement-facts.js';
import { type TypeScriptView, typescriptOverlap } from './typescript-overlap.js';

export interface CheckOptions {
  /** Requirement tags (settings `requirement.tags`); the built-in ones if absent. */
  readonly tags?: readonly string[];
  /** Other severities than the codes have by themselves (settings `diagnostics`). */
  readonly severities?: Readonly<Partial<Record<ProblemCode, Severity | 'off'>>>;
  /** `ignore` for code whose author must not have a say in what is found in it: generated code. */
  readonly disableComments?: 'obey' | 'ignore';
  /** A TypeScript server runs beside this one: what it says of the document is not said again. */
  readonly typescript?: TypeScriptView;
}

/**
 * The facts of a parsed document: requirements, uses of APIs, and problems with them in the order of the text. What an
 * earlier version of the document came to is used again where nothing changed.
 */
export function checkDocument(
  document: SyntaxDocument,
  libraries: readonly ApiLibrary[],
  options: CheckOptions = {},
): CheckedDocument {
  const facts = statementFacts(document, libraries);
  let uses: readonly ApiUse[] | undefined;
  let requirements: readonly Requirement[] | undefined;
  return {
    uri: document.uri,
    version: document.version,
    text: document.text,
    lines: document.lines,
    // What publishing does not need is found when somebody asks. Nodes tell the places of the newest version.
    get requirements() {
      if (document.source.text !== document.text) return [];
      requirements ??= findRequirements(document, options.tags);
      return requirements;
    },
    get uses() {
      if (document.source.text !== document.text) return [];
      uses ??= document.chunks.flatMap((chunk) =>
        (facts.get(chunk)?.uses ?? []).map((use) => apiUse(use, document)),
      );
      return uses;
    },
    ...problemsOf(facts, document, libraries, options),
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

/** The libraries that a document uses; all if it uses none, as it may misspell the names of any. */
function librariesIn(
  facts: ReadonlyMap<Chunk, StatementFacts>,
  libraries: readonly ApiLibrary[],
): readonly ApiLibrary[] {
  const used = new Set<ApiLibrary>();
  for (const { uses } of facts.values()) for (const { typed } of uses) used.add(typed.library);
  return used.size > 0 ? [...used] : libraries;
}

function problemsOf(
  facts: ReadonlyMap<Chunk, StatementFacts>,
  document: SyntaxDocument,
  libraries: readonly ApiLibrary[],
  { severities = {}, disableComments = 'obey', typescript }: CheckOptions,
): Pick<CheckedDocument, 'problems' | 'leftToTypeScript'> {
  const isSaid = typescript && typescriptOverlap(document, librariesIn(facts, libraries), typescript);
  const found: Problem[] = [];
  const said = new Set<Problem>();
  for (const chunk of document.chunks) {
    const own = facts.get(chunk);
    if (!own) continue;
    const { findings, start } = own;
    for (const finding of findings) {
      if (finding.unlessMentioned?.some((word) => document.text.includes(word))) continue;
      const problem = problemOf(finding, document, chunk.start - start);
      found.push(problem);
      if (isSaid?.(finding)) said.add(problem);
    }
  }
  // Where not everything was looked at, a comment may only seem to disable nothing.
  const unused = libraries.length > 0 && !document.hasErrors;
  const standing = disableComments === 'ignore' ? found : withoutDisabled(found, document, { unused });
  const weighed = (problem: Problem): Problem[] => {
    const severity = severities[problem.code] ?? problem.severity;
    return severity === 'off' ? [] : [{ ...problem, severity }];
  };
  return {
    problems: standing.filter((it) => !said.has(it)).flatMap(weighed),
    leftToTypeScript: standing.filter((it) => said.has(it)).flatMap(weighed),
  };
}
