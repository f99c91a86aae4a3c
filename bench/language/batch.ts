import type { ApiLibrary } from '../../index/library.js';
import { checkText } from '../../server/checks/check.js';
import type { Referee, Report } from './referee.js';
import type { Snippet } from './snippet.js';

/** What the referee and the checker say of one snippet. Lines count from its first line; imports are negative. */
export interface Verdict {
  readonly referee: readonly Report[];
  readonly checker: readonly Report[];
}

/** Checks many snippets as one file, which costs the referee hardly more than one. */
export function verdicts(
  snippets: readonly Snippet[],
  referee: Referee,
  library: ApiLibrary,
): readonly Verdict[] {
  const head = [...new Set(snippets.flatMap((it) => it.head))];
  const starts: number[] = [];
  const lines = [...head];
  for (const { lines: own } of snippets) {
    starts.push(lines.length);
    lines.push(...own);
  }
  // The file is a module even if nothing is imported.
  lines.push('export {};');
  const text = lines.join('\n');
  return assign(snippets, { head, starts }, referee.errors(text), errors(text, library));
}

/** The checker's reports that TypeScript is expected to make too. */
function errors(text: string, library: ApiLibrary): Report[] {
  const { problems } = checkText(text, [library], { uri: 'file:///differential-script.js' });
  return problems
    .filter((it) => it.severity === 'error' || it.code === 'unawaited-result')
    .map(({ range, code, message }) => ({ line: range.start.line, code, message }));
}

function assign(
  snippets: readonly Snippet[],
  { head, starts }: { readonly head: readonly string[]; readonly starts: readonly number[] },
  referee: readonly Report[],
  checker: readonly Report[],
): Verdict[] {
  const found = snippets.map(() => ({ referee: [] as Report[], checker: [] as Report[] }));
  const add = (side: 'referee' | 'checker', report: Report): void => {
    const importLine = head[report.line];
    if (importLine !== undefined) {
      // An import is shared by all snippets that need it.
      for (const [at, { head: own }] of snippets.entries())
        if (own.includes(importLine))
          found[at]?.[side].push({ ...report, line: own.indexOf(importLine) - own.length });
      return;
    }
    const at = starts.findLastIndex((start) => start <= report.line);
    found[at]?.[side].push({ ...report, line: report.line - (starts[at] ?? 0) });
  };
  for (const it of referee) add('referee', it);
  for (const it of checker) add('checker', it);
  return found;
}
