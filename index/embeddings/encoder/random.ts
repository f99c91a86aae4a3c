/** Random numbers from a seed (mulberry32): the same seed gives the same numbers. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** At least 0, below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Normally distributed, mean 0 and deviation 1. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(this.next() + 1e-12)) * Math.cos(2 * Math.PI * this.next());
  }

  /** Shuffles the elements `from` up to `to` in place. */
  shuffle(items: Int32Array, from = 0, to = items.length): void {
    for (let at = to - 1; at > from; at--) {
      const other = from + Math.floor(this.next() * (at - from + 1));
      const kept = items[at] ?? 0;
      items[at] = items[other] ?? 0;
      items[other] = kept;
    }
  }
}
