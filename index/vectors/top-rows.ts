export interface Neighbour {
  readonly row: number;
  readonly score: number;
}

/** The `k` rows with the highest scores, best first; equal scores in row order, so that results are reproducible. */
export function topRows(scores: Float32Array, k: number): Neighbour[] {
  // A heap of the best so far, the worst of them on top.
  const heap: number[] = [];
  const worse = (a: number, b: number) => {
    const difference = (scores[a] ?? 0) - (scores[b] ?? 0);
    return difference < 0 || (difference === 0 && a > b);
  };
  const at = (position: number) => heap[position] ?? 0;
  const swap = (a: number, b: number) => {
    const kept = at(a);
    heap[a] = at(b);
    heap[b] = kept;
  };
  const sink = () => {
    for (let parent = 0; ; ) {
      let worst = parent;
      for (const child of [2 * parent + 1, 2 * parent + 2]) {
        if (child < heap.length && worse(at(child), at(worst))) worst = child;
      }
      if (worst === parent) return;
      swap(worst, parent);
      parent = worst;
    }
  };
  for (let row = 0; row < scores.length && k > 0; row++) {
    if (heap.length < k) {
      heap.push(row);
      for (let child = heap.length - 1; child > 0; ) {
        const parent = (child - 1) >> 1;
        if (!worse(at(child), at(parent))) break;
        swap(child, parent);
        child = parent;
      }
    } else if (worse(at(0), row)) {
      heap[0] = row;
      sink();
    }
  }
  return heap.sort((a, b) => (worse(a, b) ? 1 : -1)).map((row) => ({ row, score: scores[row] ?? 0 }));
}
