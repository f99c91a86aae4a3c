import type {
  CodeAction,
  CodeActionContext,
  CodeActionTag,
  Command,
  Range,
} from 'vscode-languageserver-types';
import type { Requirement } from '../analysis/requirement.js';
import type { CheckedDocument } from '../checks/checked-document.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import { disableActions, fixAllAction, quickFixes } from './quick-fixes.js';
import { touches } from './ranges.js';
import type { RequirementState } from './requirement-state.js';

export const GENERATE_KIND = 'refactor.rewrite.epigen.generate';
export const GENERATE_COMMAND = 'epigen.generate';
export const REGENERATE_COMMAND = 'epigen.regenerate';

/** What a generate action carries from the offer to its resolution. `line` is 0-based. */
export interface GenerateData {
  readonly uri: string;
  readonly version: number;
  readonly line: number;
  /** The subtask that is generated anew; absent for the whole requirement. */
  readonly step?: number;
}

/** What the client understands of code actions. */
export interface CodeActionStyle {
  /** Knows CodeAction; else only commands are offered. */
  readonly literals: boolean;
  /** Asks for the edit by `codeAction/resolve` and returns `data`. */
  readonly resolvesEdit: boolean;
  /** Takes edits with tab stops. */
  readonly snippets: boolean;
  /** Tags of what a model will write. */
  readonly tags?: readonly CodeActionTag[];
}

/**
 * What can be done at a place, answered from the facts at hand: fixes first, then generation, other comments, and
 * last what only silences a problem.
 */
export function codeActions(
  document: CheckedDocument,
  source: SyntaxDocument,
  range: Range,
  context: CodeActionContext,
  style: CodeActionStyle,
  states: readonly RequirementState[] = [],
): (CodeAction | Command)[] {
  const requirement = requirementAt(document, range);
  const actions = [
    ...quickFixes(document, range, style.snippets),
    ...regenerateActions(document, range, states, style),
    ...(requirement ? [generateAction(document, requirement, style)] : []),
    ...fixAllAction(document, range, context),
  ].filter((action) => isWanted(action.kind ?? '', context.only));
  const disabling = isWanted('quickfix', context.only) ? disableActions(document, source, range) : [];

  // A client that knows only commands can take generation, since that is one.
  if (!style.literals) return actions.flatMap((action) => (action.command ? [action.command] : []));
  return [...actions.sort((a, b) => rank(a) - rank(b)), ...disabling];
}

/** The requirement under a range: a tagged comment or a documented empty function before any other comment. */
export function requirementAt(document: CheckedDocument, range: Range): Requirement | undefined {
  const here = document.requirements.filter(
    (it) => touches(it.range, range) || (it.body !== undefined && touches(it.body, range)),
  );
  const rankOf = { tag: 0, function: 1, comment: 2 } as const;
  return here.sort((a, b) => rankOf[a.origin] - rankOf[b.origin])[0];
}

/** The requirement on a line, for commands and custom requests, which name a line only. */
export function requirementOnLine(document: CheckedDocument, line: number): Requirement | undefined {
  const end = { line, character: Number.MAX_SAFE_INTEGER };
  return requirementAt(document, { start: { line, character: 0 }, end });
}

/** Whether a kind is asked for: `refactor` asks for `refactor.rewrite.…`, and no filter asks for everything. */
export function isWanted(kind: string, only: readonly string[] | undefined): boolean {
  return !only || only.some((it) => it === '' || kind === it || kind.startsWith(`${it}.`));
}

function generateAction(
  document: CheckedDocument,
  requirement: Requirement,
  style: CodeActionStyle,
): CodeAction {
  // Any comment may be meant, but most are not: such an offer must not stand among the deliberate ones.
  const isAnyComment = requirement.origin === 'comment';
  const title = isAnyComment ? 'Generate code from this comment' : 'Generate code for this requirement';
  const line = requirement.range.start.line;
  const data: GenerateData = { uri: document.uri, version: document.version, line };
  const command = { title, command: GENERATE_COMMAND, arguments: [document.uri, document.version, line] };
  return {
    title,
    kind: isAnyComment ? 'refactor' : GENERATE_KIND,
    ...(style.literals && style.resolvesEdit ? { data } : { command }),
    ...(style.tags && style.tags.length > 0 && { tags: [...style.tags] }),
  };
}

/** For each subtask that drifted: its code anew, and nothing else touched. At the requirement and at its code. */
function regenerateActions(
  document: CheckedDocument,
  range: Range,
  states: readonly RequirementState[],
  style: CodeActionStyle,
): CodeAction[] {
  return states
    .filter(({ requirement, region }) => touches(requirement.range, range) || touches(region, range))
    .flatMap(({ requirement, steps }) =>
      steps.flatMap(({ drift, text }, step): CodeAction[] => {
        if (drift === undefined) return [];
        const { line } = requirement.range.start;
        const title = `Regenerate subtask: ${text}`;
        const data: GenerateData = { uri: document.uri, version: document.version, line, step };
        const args = [document.uri, document.version, line, step];
        return [
          {
            title,
            kind: GENERATE_KIND,
            ...(style.literals && style.resolvesEdit
              ? { data }
              : { command: { title, command: REGENERATE_COMMAND, arguments: args } }),
          },
        ];
      }),
    );
}

function rank(action: CodeAction): number {
  if (action.kind === 'quickfix') return 0;
  if (action.kind === GENERATE_KIND) return 1;
  return action.kind === 'refactor' ? 3 : 2;
}
