import type { ApiLibrary } from '../../index/library.js';
import { type ApiUse, apiNode, useOf } from '../analysis/api-use.js';
import { Inference } from '../analysis/inference.js';
import { findRequirements } from '../analysis/requirements.js';
import { closeDocument, openDocument, type SyntaxDocument } from '../syntax/syntax-document.js';
import { callFindings } from './calls.js';
import type { CheckedDocument } from './checked-document.js';
import { deprecationFindings } from './deprecations.js';
import { importFindings } from './imports.js';
import { memberFindings } from './members.js';
import { declarationFindings } from './patterns.js';
import type { Problem, ProblemCode, Severity } from './problem.js';
import { type Finding, problemOf } from './report.js';

export interface CheckOptions {
  /** Requirement tags (settings `requirement.tags`); the built-in ones if absent. */
  readonly tags?: readonly string[];
  /** Other severities than the codes have by themselves (settings `diagnostics`). */
  readonly severities?: Readonly<Partial<Record<ProblemCode, Severity | 'off'>>>;
}

/** The facts of a parsed document: requirements, uses of APIs, and problems with them in the order of the text. */
export function checkDocument(
  document: SyntaxDocument,
  libraries: readonly ApiLibrary[],
  options: CheckOptions = {},
): CheckedDocument {
  const types = new Inference(document, libraries);
  const uses: ApiUse[] = [];
  const findings: Finding[] = [];
  for (const chunk of libraries.length > 0 ? document.chunks : []) {
    for (const capture of chunk.captures) {
      const { name, node } = capture;
      const named = apiNode(capture, types);
      const use = named && useOf(named, types);
      if (use) {
        uses.push(use);
        findings.push(...deprecationFindings(named, use));
      }
      if (name === 'call') findings.push(...callFindings(node, types));
      else if (name === 'member') findings.push(...memberFindings(node, types));
      else if (name.startsWith('binding.')) findings.push(...declarationFindings(capture, types));
      else if (name === 'import') findings.push(...importFindings(node, types));
    }
  }
  return {
    uri: document.uri,
    version: document.version,
    text: document.text,
    requirements: findRequirements(document, options.tags),
    uses,
    problems: problemsOf(findings, document, options),
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

function problemsOf(
  findings: readonly Finding[],
  document: SyntaxDocument,
  { severities = {} }: CheckOptions,
): Problem[] {
  const problems: Problem[] = [];
  for (const finding of [...findings].sort((a, b) => a.node.start - b.node.start)) {
    const severity = severities[finding.code];
    if (severity === 'off') continue;
    const problem = problemOf(finding, document);
    problems.push(severity === undefined ? problem : { ...problem, severity });
  }
  return problems;
}
