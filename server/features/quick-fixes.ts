import type { CodeAction, CodeActionContext, Diagnostic, Range } from 'vscode-languageserver-types';
import type { CheckedDocument } from '../checks/checked-document.js';
import { disableFixes } from '../checks/disable-fixes.js';
import type { Fix } from '../checks/problem.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import { diagnostic } from './diagnostics.js';
import { overlaps, touches } from './ranges.js';
import { versionedEdit } from './workspace-edits.js';

export const FIX_ALL_KIND = 'source.fixAll.epigen';

/** The certain repairs of the problems at a place. */
export function quickFixes(document: CheckedDocument, range: Range): CodeAction[] {
  return document.problems
    .filter((problem) => touches(problem.range, range))
    .flatMap((problem) =>
      (problem.fixes ?? []).map((fix, index) => ({
        title: fix.title,
        kind: 'quickfix',
        diagnostics: [diagnostic(problem)],
        ...(index === 0 && { isPreferred: true }),
        edit: versionedEdit(document.uri, document.version, fix.edits),
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
      if (known) known.diagnostics.push(diagnostic(problem));
      else {
        const edit = versionedEdit(document.uri, document.version, edits);
        actions.set(key, { title, kind: 'quickfix', diagnostics: [diagnostic(problem)], edit });
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
  // A comment that disables nothing here may be meant for another version of the library: people decide.
  const fixable = document.problems.filter((it) => it.fixes?.[0] && it.code !== 'unused-disable');
  const isNear = fixable.some((problem) => touches(problem.range, range));
  if (fixable.length === 0 || (!context.only && !isNear)) return [];

  const edits = compatibleEdits(fixable.flatMap((problem) => problem.fixes?.[0] ?? []));
  return [
    {
      title: 'Fix all misuses of the API library that can be fixed',
      kind: FIX_ALL_KIND,
      edit: versionedEdit(document.uri, document.version, edits),
    },
  ];
}

/** The edits of as many fixes as do not touch the same text; the earlier fix wins. */
function compatibleEdits(fixes: readonly Fix[]): Fix['edits'] {
  const taken: Fix['edits'][number][] = [];
  for (const fix of fixes) {
    if (fix.edits.some((edit) => taken.some((other) => overlaps(edit.range, other.range)))) continue;
    taken.push(...fix.edits);
  }
  return taken;
}
