import type { ApiLibrary } from '../../../index/library.js';
import { checkText } from '../../checks/check.js';
import type { Fix, Problem } from '../../checks/problem.js';
import { LineIndex } from '../../syntax/line-index.js';

/** Where statements stand in the text that is checked. */
export interface Window {
  /** Zero-based line of the first statement. */
  readonly line: number;
  /** What every line of theirs is indented by. */
  readonly indent: string;
}

/** Findings of the checker for statements in their final context; ranges are relative to the statements. */
export interface Verdict {
  readonly problems: readonly Problem[];
  /** The statements themselves don't parse. */
  readonly broken: boolean;
}

/** A constant for the developer to fill in: what the documentation demands of it is said there already. */
const PLACEHOLDER = /^\s*const (\w+) = .*\/\/ epigen: fill in: /gm;

/**
 * Checks `code` as it stands in `text`, whose language `uri` tells. Findings elsewhere in the text are left out, and
 * disable comments count for nothing: code must not pass because it says so itself.
 */
export function verdictOn(
  code: string,
  text: string,
  window: Window,
  libraries: readonly ApiLibrary[],
  uri?: string,
): Verdict {
  const lines = new LineIndex(text);
  const document = checkText(text, libraries, {
    disableComments: 'ignore',
    ...(uri !== undefined && { uri }),
  });
  const count = code.split('\n').length;
  const placeholders = new Set([...code.matchAll(PLACEHOLDER)].map(([, name]) => name));
  const isOfPlaceholder = ({ range, severity }: Problem): boolean =>
    severity !== 'error' && placeholders.has(text.slice(lines.offset(range.start), lines.offset(range.end)));
  const problems = document.problems
    .filter((it) => !isOfPlaceholder(it))
    .filter((it) => it.range.start.line >= window.line && it.range.start.line < window.line + count)
    .map((it) => moved(it, window));
  return { problems, broken: document.hasSyntaxErrors };
}

function moved(problem: Problem, window: Window): Problem {
  const shift = (range: Problem['range']): Problem['range'] => ({
    start: {
      line: range.start.line - window.line,
      character: Math.max(0, range.start.character - window.indent.length),
    },
    end: {
      line: range.end.line - window.line,
      character: Math.max(0, range.end.character - window.indent.length),
    },
  });
  return {
    ...problem,
    range: shift(problem.range),
    ...(problem.fixes
      ? {
          fixes: problem.fixes.map((fix) => ({
            ...fix,
            edits: fix.edits.map((edit) => ({ ...edit, range: shift(edit.range) })),
          })),
        }
      : {}),
  };
}

/** Whether a finding keeps code from being inserted. Hints and warnings don't. */
export function isInvalid(problem: Problem): boolean {
  return problem.severity === 'error';
}

/**
 * Deterministic repair: applies the certain fix of each finding that has one (nearest property, missing await, …).
 * Undefined if no finding has one.
 */
export function repaired(code: string, problems: readonly Problem[]): string | undefined {
  const lines = new LineIndex(code);
  const fixes = problems
    .filter((it) => isInvalid(it) || it.code === 'unawaited-result')
    .flatMap((it): Fix[] => it.fixes?.filter((fix) => fix.certain).slice(0, 1) ?? []);
  const edits = fixes
    .flatMap((it) => it.edits)
    .map((it) => ({ from: lines.offset(it.range.start), to: lines.offset(it.range.end), text: it.newText }))
    .sort((a, b) => b.from - a.from);
  let result = code;
  let limit = code.length + 1;
  for (const edit of edits) {
    // Of two edits of the same place the first one counts.
    if (edit.to > limit || (edit.to === limit && edit.from === limit)) continue;
    result = result.slice(0, edit.from) + edit.text + result.slice(edit.to);
    limit = edit.from;
  }
  return result === code ? undefined : result;
}

/** Puts `// epigen: <code>: <message>` above the line of each finding, and marks the findings. */
export function marked(code: string, problems: readonly Problem[]): { code: string; problems: Problem[] } {
  const lines = code.split('\n');
  const result: string[] = [];
  const at = new Map<number, number>();
  lines.forEach((line, index) => {
    for (const problem of problems) {
      if (problem.range.start.line !== index || !isInvalid(problem)) continue;
      const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
      result.push(`${indent}// epigen: ${problem.code}: ${problem.message.replace(/\s+/g, ' ')}`);
    }
    at.set(index, result.length);
    result.push(line);
  });
  const down = (line: number): number => at.get(line) ?? line;
  return {
    code: result.join('\n'),
    problems: problems.map((it) => ({
      ...it,
      range: {
        start: { ...it.range.start, line: down(it.range.start.line) },
        end: { ...it.range.end, line: down(it.range.end.line) },
      },
      ...(isInvalid(it) ? { marked: true as const } : {}),
    })),
  };
}
