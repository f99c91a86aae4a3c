import type { Unit } from '../../index/contract.js';

/** What a unit is called in a message. */
export const UNIT_NAMES: Readonly<Record<Unit, string>> = {
  ns: 'nanoseconds',
  us: 'microseconds',
  ms: 'milliseconds',
  s: 'seconds',
  min: 'minutes',
  h: 'hours',
  d: 'days',
  bytes: 'bytes',
  KB: 'KB',
  MB: 'MB',
  GB: 'GB',
  percent: 'percent',
};

const TIME: Partial<Record<Unit, number>> = {
  ns: 1e-6,
  us: 1e-3,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const SIZE: Partial<Record<Unit, number>> = { bytes: 1, KB: 1024, MB: 1024 ** 2, GB: 1024 ** 3 };

/** What a number is multiplied by to count the same in another unit; undefined if they count different things. */
export function factorBetween(from: Unit, to: Unit): number | undefined {
  for (const scale of [TIME, SIZE]) {
    const [a, b] = [scale[from], scale[to]];
    if (a !== undefined && b !== undefined) return a / b;
  }
  return undefined;
}

/** A number in another unit of the same kind. */
export function converted(number: number, from: Unit, to: Unit): number {
  const value = number * (factorBetween(from, to) ?? 1);
  // 0.1 * 1000 and the like.
  return Number(value.toPrecision(12));
}
