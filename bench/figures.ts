/** Samples of one figure, in the order they were taken. */
export class Samples {
  readonly #values: number[] = [];

  add(...values: readonly number[]): void {
    this.#values.push(...values);
  }

  get count(): number {
    return this.#values.length;
  }

  /** The value below which a share of the samples lies. NaN without samples. */
  at(share: number): number {
    const sorted = [...this.#values].sort((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  }

  get median(): number {
    return this.at(0.5);
  }

  /** Median, with the smallest and the largest sample. */
  spread(digits = 1): string {
    if (this.count === 0) return '-';
    const [low, middle, high] = [this.at(0), this.median, this.at(1)].map((it) => it.toFixed(digits));
    return `${middle} (${low} to ${high})`;
  }
}

/** A table in Markdown. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
