import type { Position, Range } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../index/library.js';
import type { CheckedDocument } from '../checks/checked-document.js';
import type { Generation, GenerationRequest, GenerationSettings } from '../pipeline/generation.js';
import { rangeOf, type SyntaxDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import type { Generate } from './generation.js';
import { comparePositions, contains } from './ranges.js';
import type { RequirementState } from './requirement-state.js';

/**
 * Generates one subtask of a requirement anew: in place of its call that does not fit any more, else where it stood
 * between the others. Everything else stays as it is, whoever wrote it.
 */
export function regenerate(
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
  // The comment of the first subtask may have grown together with the requirement's.
  const area = { start: state.requirement.range.start, end: state.region.end };
  const comment = stepComment(source, area, own?.text ?? '');
  const broken = own?.misfit && statementAt(source, own.misfit.calleeRange.start);
  const target = broken
    ? { replace: rangeOf(source, broken) }
    : { after: placeOf(source, state, step, comment) };
  return generate({
    requirement: own?.text ?? '',
    libraries,
    // Where its comment still stands it need not be written again.
    settings: { ...settings, stepComments: settings.stepComments && comment === undefined && !broken },
    file: { uri: document.uri, text: document.text, target },
    ...running,
  });
}

/** Behind the subtask's own comment, else behind the code of the subtask before it, else behind the requirement. */
function placeOf(
  source: SyntaxDocument,
  { steps, requirement, region }: RequirementState,
  step: number,
  comment: Range | undefined,
): Position {
  if (comment) return comment.end;
  for (let before = step - 1; before >= 0; before -= 1) {
    const last = steps[before]?.uses.at(-1);
    const statement = last && statementAt(source, last.calleeRange.start);
    if (statement) return source.lines.position(statement.end);
  }
  // The code of a documented function stands in its body.
  if (comparePositions(region.start, requirement.range.end) > 0) {
    const body = bodyIn(source, region);
    if (body) return source.lines.position(body.start + 1);
  }
  return requirement.range.end;
}

/** The comment that was written above the code of a subtask. */
function stepComment(source: SyntaxDocument, region: Range, text: string): Range | undefined {
  const wanted = words(text);
  const found = source.comments.find((it) => {
    const range = rangeOf(source, it);
    return contains(region, range.start) && words(it.text.replace(/^\/\/+/, '')) === wanted;
  });
  return found && rangeOf(source, found);
}

function words(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The statement that an expression belongs to, with what is declared or guarded by it. */
function statementAt(source: SyntaxDocument, position: Position): SyntaxNode | undefined {
  let at: SyntaxNode | null = source.program.at(source.lines.offset(position));
  while (at && !/(?:_statement|_declaration)$/.test(at.type)) at = at.parent;
  return at ?? undefined;
}

function bodyIn(source: SyntaxDocument, region: Range): SyntaxNode | undefined {
  const from = source.lines.offset(region.start);
  const at = source.text.indexOf('{', from);
  let node: SyntaxNode | null = at < 0 ? null : source.program.at(at);
  while (node && node.type !== 'statement_block') node = node.parent;
  return node ?? undefined;
}
