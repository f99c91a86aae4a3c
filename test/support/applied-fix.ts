import type { Fix } from '../../server/checks/problem.js';
import { LineIndex } from '../../server/syntax/line-index.js';

/** An edit by offsets. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The edits of a fix by offsets, the last one of the text first. */
export function spansOf(text: string, edits: Fix['edits']): Span[] {
  const lines = new LineIndex(text);
  return edits
    .map(({ range, newText }) => ({
      from: lines.offset(range.start),
      to: lines.offset(range.end),
      text: newText,
    }))
    .reverse()
    .toSorted((a, b) => b.from - a.from || b.to - a.to);
}

/** A text after edits, none of which touch the same place. */
export function applied(text: string, edits: Fix['edits']): string {
  return spansOf(text, edits).reduce(
    (result, { from, to, text: inserted }) => result.slice(0, from) + inserted + result.slice(to),
    text,
  );
}
