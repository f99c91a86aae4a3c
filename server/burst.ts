/** Editors write in several steps; a burst of events is one change. */
const SETTLE_MS = 150;
/** A burst that does not end must not hold the change back for ever. */
const MAX_WAIT_MS = 2_000;

/** A task that runs once for a burst of calls. */
export interface Burst {
  /** The task will run soon. */
  (): void;
  /** It will not run any more. */
  stop(): void;
}

/**
 * Makes a task run once after a burst of calls, never twice at the same time: calls during a run bring one more run after
 * it. Does not keep the process alive.
 */
export function burst(task: () => void | Promise<void>): Burst {
  let timer: NodeJS.Timeout | undefined;
  /** When the first call came that is not answered by a run yet. */
  let since: number | undefined;
  let isRunning = false;

  const run = async () => {
    since = undefined;
    isRunning = true;
    try {
      await task();
    } finally {
      isRunning = false;
      if (since !== undefined) call();
    }
  };
  const call = () => {
    since ??= performance.now();
    clearTimeout(timer);
    if (isRunning) return;
    const wait = Math.min(SETTLE_MS, since + MAX_WAIT_MS - performance.now());
    timer = setTimeout(() => void run(), Math.max(wait, 0));
    timer.unref();
  };
  const stop = () => {
    clearTimeout(timer);
    since = undefined;
  };
  return Object.assign(call, { stop });
}
