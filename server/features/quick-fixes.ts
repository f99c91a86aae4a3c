import type { CodeAction, CodeActionContext, Diagnostic, Range } from 'vscode-languageserver-types';
import type { CheckedDocument } from '../checks/checked-document.js';
import { disableFixes } from '../checks/disable-fixes.js';
import type { Fix, FixEdit, Problem } from '../checks/problem.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import { diagnostic } from './diagnostics.js';
import { comparePositions, overlaps, touches } from './ranges.js';
import { fixEdits, versionedEdit } from './workspace-edits.js';

export const FIX_ALL_KIND = 'source.fixAll.epigen';

/**
 * The repairs of the problems at a place; those that are certain are preferred.
 *
 * @param snippets - The client takes edits with tab stops, which stand where something is to be typed over.
 */
export function quickFixes(document: CheckedDocument, range: Range, snippets: boolean): CodeAction[] {
  return document.problems
    .filter((problem) => touches(problem.range, range))
    .flatMap((problem) =>
      (problem.fixes ?? []).map((fix) => ({
        title: fix.title,
        kind: 'quickfix',
        diagnostics: [diagnostic(problem, document.uri)],
        ...(fix.certain && { isPreferred: true }),
        edit: versionedEdit(document.uri, document.version, fixEdits(fix.edits, snippets)),
      })),
    );
}

/**
 * Comments that disable the problems at a place, for those who know better. Problems of one code on one line share
 * their actions.
 */
export function disableActions(
  document: CheckedDocument,
  source: SyntaxDocument,
  range: Range,
): CodeAction[] {
  const actions = new Map<string, CodeAction & { readonly diagnostics: Diagnostic[] }>();
  for (const problem of document.problems.filter((it) => touches(it.range, range))) {
    for (const { title, edits } of disableFixes(problem, source)) {
      const key = `${title} ${problem.range.start.line}`;
      const known = actions.get(key);
      if (known) known.diagnostics.push(diagnostic(problem, document.uri));
      else {
        const edit = versionedEdit(document.uri, document.version, edits);
        actions.set(key, { title, kind: 'quickfix', diagnostics: [diagnostic(problem, document.uri)], edit });
      }
    }
  }
  return [...actions.values()];
}

/**
 * One action that repairs everything that is certain. Without a filter it is offered only beside a problem that it
 * repairs, so that the editor does not propose it on every line.
 */
export function fixAllAction(
  document: CheckedDocument,
  range: Range,
  context: CodeActionContext,
): CodeAction[] {
  const fixable = document.problems.filter((it) => certainFix(it));
  const isNear = fixable.some((problem) => touches(problem.range, range));
  if (fixable.length === 0 || (!context.only && !isNear)) return [];

  const edits = compatibleEdits(fixable.flatMap((problem) => certainFix(problem) ?? []));
  return [
    {
      title: 'Fix all misuses of the API library that can be fixed',
      kind: FIX_ALL_KIND,
      edit: versionedEdit(document.uri, document.version, fixEdits(edits, false)),
    },
  ];
}

function certainFix({ fixes }: Problem): Fix | undefined {
  return fixes?.find((it) => it.certain);
}

/** What fixes of several problems add once: to a function, to the names of an import. */
const SHARED = /^(?:async |, [\p{ID_Continue}$]+)$/u;

/**
 * The edits of as many fixes as do not touch the same text; the earlier fix wins. What several of them insert alike,
 * such as the `async` of a function, is inserted once.
 */
function compatibleEdits(fixes: readonly Fix[]): readonly FixEdit[] {
  const taken: FixEdit[] = [];
  for (const { edits } of fixes) {
    const own = edits.filter((edit) => !taken.some((other) => isSameInsertion(edit, other)));
    if (own.some((edit) => taken.some((other) => overlaps(edit.range, other.range)))) continue;
    taken.push(...own);
  }
  return taken;
}

function isSameInsertion(a: FixEdit, b: FixEdit): boolean {
  const isInsertion = comparePositions(a.range.start, a.range.end) === 0;
  const isSamePlace = comparePositions(a.range.start, b.range.start) === 0;
  return isInsertion && isSamePlace && a.newText === b.newText && SHARED.test(a.newText);
}
