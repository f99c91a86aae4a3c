/**
 * The candidate that a misspelt word most likely stands for: at most a third of its letters away (Levenshtein
 * distance with swapped neighbours counted once, letter case ignored). Undefined if none is that near.
 */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  return nearestWords(word, candidates)[0]?.word;
}

/** A candidate for a misspelt word. */
export interface NearWord {
  readonly word: string;
  /** No other candidate is as near. */
  readonly isNearest: boolean;
}

/** The candidates that a misspelt word may stand for, the nearest first; of equally near ones the first one. */
export function nearestWords(word: string, candidates: Iterable<string>): readonly NearWord[] {
  const wanted = word.toLowerCase();
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const near: { word: string; distance: number }[] = [];
  for (const candidate of candidates) {
    const found = candidate.toLowerCase();
    // The lengths alone say how many letters must be added or taken away.
    if (Math.abs(found.length - wanted.length) > limit) continue;
    const distance = editDistance(wanted, found);
    if (distance <= limit) near.push({ word: candidate, distance });
  }
  const sorted = near.toSorted((a, b) => a.distance - b.distance);
  const [first, second] = sorted;
  const isClear = first?.distance !== second?.distance;
  return sorted.map((it, at) => ({ word: it.word, isNearest: at === 0 && isClear }));
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, at(beforePrevious, column - 2) + 1);
      }
      current.push(cost);
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
