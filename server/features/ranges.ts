import type { Position, Range } from 'vscode-languageserver-types';

/** Negative if `a` stands before `b`, 0 if they are the same place. */
export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

/** Whether the position lies in the range; both ends count, as a cursor stands between characters. */
export function contains(range: Range, position: Position): boolean {
  return comparePositions(range.start, position) <= 0 && comparePositions(position, range.end) <= 0;
}

/** Whether two ranges have a place in common, ends included. */
export function touches(a: Range, b: Range): boolean {
  return comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0;
}

/** Whether two edits would fight over the same text. Insertions at the same place do. */
export function overlaps(a: Range, b: Range): boolean {
  const same = comparePositions(a.start, b.start) === 0 && comparePositions(a.end, b.end) === 0;
  return same || (comparePositions(a.start, b.end) < 0 && comparePositions(b.start, a.end) < 0);
}
