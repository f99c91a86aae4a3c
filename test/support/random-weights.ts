/** Numbers of about a normal distribution, the same for the same seed. */
export function randomNumbers(count: number, seed: number): number[] {
  let state = seed >>> 0 || 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  return Array.from({ length: count }, () => next() + next() + next() + next() - 2);
}
