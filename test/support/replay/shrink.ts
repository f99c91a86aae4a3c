import { applied, type Replay, type Step } from './replay.js';

/** Whether a replay still goes wrong. */
export type Fails = (replay: Replay) => Promise<boolean>;

/**
 * A replay that goes wrong like the given one, made as small as its failure allows: fewer steps, fewer changes in each,
 * and less text to begin with. `fails` is asked at most `tries` times.
 */
export async function shrunk(replay: Replay, fails: Fails, tries = 2_000): Promise<Replay> {
  let left = tries;
  const attempt: Fails = async (it) => {
    left -= 1;
    return left >= 0 && (await fails(it));
  };
  let small = await laterStart(replay, attempt);
  for (let size = Number.POSITIVE_INFINITY; sizeOf(small) < size && left > 0; ) {
    size = sizeOf(small);
    const { language } = replay;
    const { start } = small;
    const steps = await fewer(small.steps, (steps) => attempt({ language, start, steps }));
    small = await fewerChanges({ language, start, steps }, attempt);
    small = await lessText(small, attempt);
  }
  return small;
}

/** As few items as still fail: delta debugging, which leaves out halves, then quarters, and so on. */
export async function fewer<T>(
  items: readonly T[],
  fails: (items: readonly T[]) => Promise<boolean>,
): Promise<readonly T[]> {
  let kept = items;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    // From the end: what comes last seldom matters to what came before.
    for (let from = kept.length - size; from > -size; from -= size) {
      const without = [...kept.slice(0, Math.max(0, from)), ...kept.slice(from + size)];
      if (await fails(without)) kept = without;
    }
  }
  return kept;
}

/** Begins with the text of a later version, the latest that still fails of those tried. */
async function laterStart(replay: Replay, fails: Fails): Promise<Replay> {
  const { language, steps } = replay;
  for (let length = 1; length < steps.length; length *= 2) {
    const skipped = steps.slice(0, -length);
    const start = skipped.reduce((text, { changes }) => applied(text, changes), replay.start);
    const later = { language, start, steps: steps.slice(-length) };
    if (await fails(later)) return later;
  }
  return replay;
}

async function fewerChanges(replay: Replay, fails: Fails): Promise<Replay> {
  let steps = replay.steps;
  for (const [at, step] of steps.entries()) {
    const withStep = (it: Step) => ({ ...replay, steps: steps.with(at, it) });
    const changes = await fewer(step.changes, (changes) => fails(withStep({ ...step, changes })));
    let small: Step = { ...step, changes };
    if (small.asks && (await fails(withStep({ changes })))) small = { changes };
    steps = steps.with(at, small);
  }
  return { ...replay, steps };
}

/** Empties lines of the first text and leaves out its last ones, so that the others keep their numbers. */
async function lessText(replay: Replay, fails: Fails): Promise<Replay> {
  const lines = replay.start.split(/(?<=\r\n|\n|\r(?!\n))/);
  const filled = [...lines.keys()].filter((at) => /[^\r\n]/.test(lines[at] ?? ''));
  const textWith = (kept: readonly number[]) => {
    const set = new Set(kept);
    return lines.map((line, at) => (set.has(at) ? line : line.replace(/[^\r\n]+/, ''))).join('');
  };
  const kept = await fewer(filled, (some) => fails({ ...replay, start: textWith(some) }));
  const start = textWith(kept);
  const trimmed = { ...replay, start: start.replace(/[\r\n]+$/, '') };
  return trimmed.start !== start && (await fails(trimmed)) ? trimmed : { ...replay, start };
}

function sizeOf({ start, steps }: Replay): number {
  return start.length + steps.reduce((sum, { changes }) => sum + 10 * changes.length, 0);
}
