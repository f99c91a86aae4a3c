import { EpigenError } from '../../index/error.js';
import type { Requirement } from '../analysis/requirement.js';
import type { GenerationRequest } from '../pipeline/generation.js';

type Target = NonNullable<GenerationRequest['file']>['target'];

/** The word in a comment that marks where the code of a batch goes. */
const MARK = '@insert';

/**
 * Where code asked for at a line (1-based) goes: into the empty body or after the comment of the requirement that stands
 * there, else after that line; and that requirement's text. Undefined if the file has no such line.
 */
export async function placeAtLine(
  text: string,
  uri: string,
  line: number,
  tags: readonly string[],
): Promise<{ target: Target; requirement?: string } | undefined> {
  const wanted = text.split(/\r\n|\r|\n/)[line - 1];
  if (wanted === undefined) return undefined;
  const requirement = (await requirementsIn(text, uri, tags)).find((it) => covers(it, line - 1));
  if (!requirement) return { target: { after: { line: line - 1, character: wanted.length } } };
  return { target: targetOf(requirement), requirement: requirement.text };
}

/** The place that a comment with `@insert` marks: the code takes its place. Throws EpigenError if there is none. */
export async function placeAtMark(text: string): Promise<Target> {
  const { closeDocument, openDocument, rangeOf } = await import('../syntax/syntax-document.js');
  const document = openDocument('untitled:context.js', text, 1);
  try {
    const mark = document.comments.find((comment) => comment.text.includes(MARK));
    if (mark) return { replace: rangeOf(document, mark) };
  } finally {
    closeDocument(document);
  }
  throw new EpigenError(
    'the context marks no place',
    'context',
    `put a comment with ${MARK} where the code goes`,
  );
}

async function requirementsIn(
  text: string,
  uri: string,
  tags: readonly string[],
): Promise<readonly Requirement[]> {
  const { checkText } = await import('../checks/check.js');
  return checkText(text, [], { uri, tags }).requirements;
}

function targetOf({ body, range }: Requirement): Target {
  return body ? { body } : { after: range.end };
}

/** A requirement is meant on every line of its comment and of the empty body that it documents. */
function covers({ range, body = range }: Requirement, line: number): boolean {
  const first = Math.min(range.start.line, body.start.line);
  const last = Math.max(range.end.line, body.end.line);
  return first <= line && line <= last;
}
