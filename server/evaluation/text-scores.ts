/** Lower-cased runs of Latin letters, digits and `_`; every other letter, such as a Chinese character, by itself. */
export function tokens(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9_]+|[^\p{P}\p{S}\s\p{C}a-z0-9_]/gu) ?? [];
}

/** Sentence-level BLEU-4, with one added to the counts of n-grams of two and more (Chen and Cherry 2014, method 2). */
export function bleu4(candidate: readonly string[], reference: readonly string[]): number {
  if (candidate.length === 0 || reference.length === 0) return 0;
  const logs: number[] = [];
  for (let n = 1; n <= 4; n++) {
    const ours = grams(candidate, n);
    const theirs = grams(reference, n);
    const total = candidate.length - n + 1;
    // Orders longer than both texts say nothing.
    if (total <= 0 && reference.length - n + 1 <= 0) continue;
    let hits = 0;
    for (const [gram, count] of ours) hits += Math.min(count, theirs.get(gram) ?? 0);
    const added = n === 1 ? 0 : 1;
    const precision = (hits + added) / (Math.max(0, total) + added);
    if (precision === 0) return 0;
    logs.push(Math.log(precision));
  }
  const mean = logs.reduce((sum, it) => sum + it, 0) / logs.length;
  const brevity = candidate.length < reference.length ? Math.exp(1 - reference.length / candidate.length) : 1;
  return brevity * Math.exp(mean);
}

/** F1 of the longest common subsequence. */
export function rougeL(candidate: readonly string[], reference: readonly string[]): number {
  if (candidate.length === 0 || reference.length === 0) return 0;
  let row = new Array<number>(reference.length + 1).fill(0);
  for (const token of candidate) {
    const next = [0];
    for (const [at, other] of reference.entries()) {
      next.push(token === other ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    }
    row = next;
  }
  const common = row.at(-1) ?? 0;
  if (common === 0) return 0;
  const precision = common / candidate.length;
  const recall = common / reference.length;
  return (2 * precision * recall) / (precision + recall);
}

function grams(list: readonly string[], n: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at + n <= list.length; at++) {
    const gram = list.slice(at, at + n).join('\u0001');
    counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}
