/** The mean of the inner products of all pairs of different rows; 0 if there is no pair, and never near 1. */
export function meanSimilarity(vectors: Float32Array, dimension: number): number {
  const rows = vectors.length / dimension;
  if (rows < 2) return 0;
  const sum = new Float64Array(dimension);
  let own = 0;
  for (const [at, value] of vectors.entries()) {
    sum[at % dimension] = (sum[at % dimension] ?? 0) + value;
    own += value * value;
  }
  // The square of the sum has every pair twice, and each row with itself.
  const all = sum.reduce((total, value) => total + value * value, 0);
  return Math.min(0.9, Math.max(0, (all - own) / (rows * (rows - 1))));
}
