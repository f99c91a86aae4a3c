import type { Position, Range } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../index/library.js';
import type { ApiUse } from '../analysis/api-use.js';
import { isFunction } from '../analysis/function-types.js';
import type { CheckedDocument } from '../checks/checked-document.js';
import type { Generation, GenerationRequest, GenerationSettings } from '../pipeline/generation.js';
import { rangeOf, type SyntaxDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import type { Generate } from './generation.js';
import { comparePositions, contains } from './ranges.js';
import { isCommentOf } from './requirement-region.js';
import type { RequirementState } from './requirement-state.js';

/**
 * Generates one subtask of a requirement anew: in place of its call that does not fit any more, else where it stood
 * between the others. Everything else stays as it is, whoever wrote it: a call that would take other code along is not
 * replaced, and the answer says so.
 */
export async function regenerate(
  document: CheckedDocument,
  source: SyntaxDocument,
  state: RequirementState,
  step: number,
  libraries: readonly ApiLibrary[],
  settings: GenerationSettings,
  generate: Generate,
  running: Pick<GenerationRequest, 'models' | 'signal'>,
): Promise<Generation> {
  const own = state.steps[step];
  const requirement = own?.text ?? '';
  const comment = stepComment(source, state.region, requirement);
  const misfit = own?.misfit;
  const broken = misfit && replaceable(source, misfit);
  if (misfit && !broken) return refused(requirement, settings.engine, misfit.api.name);
  const target = broken ? { replace: rangeOf(source, broken) } : placeOf(source, state, step, comment);
  const generation = await generate({
    requirement,
    libraries,
    // Where its comment still stands it need not be written again.
    settings: { ...settings, stepComments: settings.stepComments && comment === undefined && !broken },
    file: { uri: document.uri, text: document.text, target },
    ...running,
  });
  // A variable gets what the code comes to, and not a function around it.
  const { edit, code } = generation;
  const isWrapped = misfit && broken?.isValue && edit && !endsIn(edit.newText, code);
  return isWrapped ? refused(requirement, settings.engine, misfit.api.name) : generation;
}

function endsIn(text: string, code: string): boolean {
  return text.replace(/\s+/g, ' ').endsWith(code.replace(/\s+/g, ' '));
}

function refused(requirement: string, engine: Generation['engine'], api: string): Generation {
  const refusal = `The call of ${api} that does not fit stands together with other code, which would be lost: change it by hand.`;
  return { requirement, engine, refusal, steps: [], apis: [], alternatives: [], code: '', diagnostics: [] };
}

interface Replaceable {
  readonly start: number;
  readonly end: number;
  /** It is the value of a variable. */
  readonly isValue: boolean;
}

/**
 * The statement that is nothing but a call, or what the one variable of a declaration gets by it, with the end of the
 * statement: others may use the variable. Undefined if there is more to it.
 */
function replaceable(source: SyntaxDocument, { callRange, api }: ApiUse): Replaceable | undefined {
  if (!callRange) return undefined;
  const from = source.lines.offset(callRange.start);
  const to = source.lines.offset(callRange.end);
  let call: SyntaxNode | null = source.program.at(from);
  while (call && !(/^(?:call|new)_expression$/.test(call.type) && call.end >= to)) call = call.parent;
  if (!call || call.start !== from || call.end !== to || holdsCode(call)) return undefined;
  const value = call.parent?.type === 'await_expression' ? call.parent : call;
  let statement = value.parent;
  const isValue = statement?.type === 'variable_declarator' && statement.get('value') === value;
  if (isValue) {
    // Code that waits makes another thing of a variable that holds the promise.
    if (value === call && api.signatures.some((it) => it.returns.kind === 'promise')) return undefined;
    const declaration: SyntaxNode | null = statement?.parent ?? null;
    const isOnly = declaration?.children.filter((it) => it.type === 'variable_declarator').length === 1;
    statement = isOnly ? declaration : null;
  } else if (statement?.type !== 'expression_statement') return undefined;
  const block = statement?.parent;
  if (!statement || !block || !/^(?:program|statement_block|switch_case|switch_default)$/.test(block.type))
    return undefined;
  // What `new Promise(…)` is made of ends it as well.
  const isExecutor = block.parent?.parent?.parent?.type === 'new_expression';
  if (isExecutor) return undefined;
  return { start: isValue ? value.start : statement.start, end: statement.end, isValue };
}

/** Whether a function in it does anything. */
function holdsCode(node: SyntaxNode): boolean {
  const body = isFunction(node) ? node.get('body') : undefined;
  if (body && (body.type !== 'statement_block' || body.children.length > 0)) return true;
  return node.children.some(holdsCode);
}

type Target = NonNullable<GenerationRequest['file']>['target'];

/** Behind the subtask's own comment, else behind the code of the subtasks before it, else behind the requirement. */
function placeOf(
  source: SyntaxDocument,
  state: RequirementState,
  step: number,
  comment: Range | undefined,
): Target {
  if (comment) return { after: comment.end };
  const { requirement, body } = state;
  const last = callBefore(state, step);
  const statement = last && statementAt(source, last.calleeRange.start);
  if (statement) return { after: source.lines.position(statement.end) };
  if (requirement.body) return { body: requirement.body };
  // The code of a documented function stands in its body.
  return { after: body ? source.lines.position(source.lines.offset(body.start) + 1) : requirement.range.end };
}

/** The last call of the subtasks before one. Where an API is called again further down, that is not the generated call. */
function callBefore({ steps }: RequirementState, step: number): ApiUse | undefined {
  let last: ApiUse | undefined;
  for (const { apis, uses } of steps.slice(0, step)) {
    for (const name of apis) {
      const from = last?.calleeRange.start;
      const isNext = ({ api, calleeRange }: ApiUse) =>
        api.name === name && (!from || comparePositions(calleeRange.start, from) > 0);
      last = uses.find(isNext) ?? last;
    }
  }
  return last;
}

/** The comment that was written above the code of a subtask. */
function stepComment(source: SyntaxDocument, region: Range, text: string): Range | undefined {
  return source.comments
    .filter((it) => isCommentOf(it, text))
    .map((it) => rangeOf(source, it))
    .find((it) => contains(region, it.start));
}

/** The statement that an expression belongs to, with what is declared or guarded by it. */
function statementAt(source: SyntaxDocument, position: Position): SyntaxNode | undefined {
  let at: SyntaxNode | null = source.program.at(source.lines.offset(position));
  while (at && !/(?:_statement|_declaration)$/.test(at.type)) at = at.parent;
  return at ?? undefined;
}
