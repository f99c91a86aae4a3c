import { type FailureKind, ModelError } from '../../index/services/model-error.js';
import { turns } from './limiting.js';

/** So many questions of a long run are under way at the same time. */
const AT_ONCE = 4;
/** What says that one question was too much for the model, not that nobody can be asked. */
const OWN: ReadonlySet<FailureKind> = new Set(['broken-answer', 'too-long', 'timeout']);
/** After so many failures in a row the next ones would fail too. */
const IN_A_ROW = 5;

/**
 * Asks a model about each item, some at a time. Returns how many it failed at. Throws the ModelError that says that going
 * on makes no sense, when what was under way has ended: what was answered until then is answered.
 */
export async function askEach<T>(
  items: readonly T[],
  ask: (item: T) => Promise<void>,
  onProgress: (done: number, total: number) => void,
): Promise<number> {
  const take = turns(AT_ONCE);
  let done = 0;
  let failed = 0;
  let inARow = 0;
  let end: unknown;
  const askOne = async (item: T): Promise<void> => {
    if (end) return;
    try {
      await ask(item);
      inARow = 0;
    } catch (error) {
      failed++;
      inARow++;
      const isOwn = error instanceof ModelError && OWN.has(error.kind) && inARow < IN_A_ROW;
      if (!isOwn) end ??= error;
    }
    onProgress(++done, items.length);
  };
  onProgress(0, items.length);
  await Promise.all(items.map((item) => take(undefined, () => askOne(item))));
  if (end) throw end;
  return failed;
}
