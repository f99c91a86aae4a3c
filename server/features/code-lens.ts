import type { CodeLens, Command } from 'vscode-languageserver-types';
import type { CheckedDocument } from '../checks/checked-document.js';
import { GENERATE_COMMAND, REGENERATE_COMMAND } from './code-actions.js';
import type { RequirementState } from './requirement-state.js';

const DRIFT_LENGTH = 100;
/** A lens is shown only with a command; editors show one without a name as text. */
export const NO_COMMAND = '';

/**
 * Above each requirement comment: how many of its subtasks stand, or that its code has drifted, with a command that
 * regenerates the subtask alone; where nothing was generated yet, the offer to do so.
 */
export function codeLenses(document: CheckedDocument, states: readonly RequirementState[]): CodeLens[] {
  const known = new Map(states.map((it) => [it.requirement, it]));
  return document.requirements.flatMap((requirement): CodeLens[] => {
    const { range, origin } = requirement;
    const start = range.start;
    const state = known.get(requirement);
    if (state) return [{ range: { start, end: start }, command: stateCommand(document, state) }];
    if (origin === 'comment') return [];
    const args = [document.uri, document.version, start.line];
    return [
      {
        range: { start, end: start },
        command: { title: 'Generate code', command: GENERATE_COMMAND, arguments: args },
      },
    ];
  });
}

/** What a requirement comes to now: "3/3 subtasks", or the first of its subtasks that drifted. */
export function stateText({ steps, isReworded }: RequirementState): string {
  const standing = steps.filter((it) => it.drift === undefined).length;
  const drift = isReworded
    ? 'the requirement was reworded'
    : steps.find((it) => it.drift !== undefined)?.drift;
  const count = `${standing}/${steps.length} subtasks`;
  if (drift === undefined) return count;
  const short = drift.length > DRIFT_LENGTH ? `${drift.slice(0, DRIFT_LENGTH - 1)}…` : drift;
  return `drifted: ${short} (${count})`;
}

function stateCommand({ uri, version }: CheckedDocument, state: RequirementState): Command {
  const title = stateText(state);
  const { line } = state.requirement.range.start;
  const step = state.steps.findIndex((it) => it.drift !== undefined);
  // A reworded requirement is generated as a whole, and that is the user's to ask for.
  if (step < 0) return { title, command: NO_COMMAND };
  return { title, command: REGENERATE_COMMAND, arguments: [uri, version, line, step] };
}
