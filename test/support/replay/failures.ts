import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Replay } from './replay.js';
import { type Fails, shrunk } from './shrink.js';

/** Where a replay went wrong, and the smallest one that still does. */
export interface Failure {
  readonly seed: number;
  /** The step of the seed's replay at which it was seen. */
  readonly step: number;
  readonly message: string;
  readonly replay: Replay;
}

/** Saves a failure, so that it is replayed first the next time. Returns the file. */
function saveFailure(folder: string, failure: Failure): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${failure.replay.language}-${failure.seed}-${failure.step}.json`);
  writeFileSync(file, `${JSON.stringify(failure, null, 1)}\n`);
  return file;
}

/** The failures saved in a folder, by file name; none if there is no such folder. */
export function savedFailures(folder: string): ReadonlyMap<string, Failure> {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => name.endsWith('.json'));
  } catch {
    return new Map();
  }
  return new Map(
    names.map((name) => [name, JSON.parse(readFileSync(join(folder, name), 'utf8')) as Failure]),
  );
}

/** A failure as a unit test, for `test/unit/syntax/replays.test.ts`. */
function asUnitTest({ seed, message, replay }: Failure): string {
  const [what = 'the same'] = message.split('\n');
  return `  it(${JSON.stringify(`keeps ${what} (seed ${seed})`)}, () =>\n    checkReplay(${JSON.stringify(replay)}));`;
}

/** A way to run replays: quick ones may be asked more often. */
export interface Runner {
  readonly fails: Fails;
  readonly tries: number;
}

/**
 * Shrinks what went wrong, saves it, and returns what to tell. Takes the first of the replays that fails again with one
 * of the runners; the last replay as it is if none does.
 */
export async function reported(
  folder: string,
  what: Omit<Failure, 'replay'>,
  replays: readonly [Replay, ...Replay[]],
  runners: readonly Runner[],
): Promise<string> {
  let replay = replays.at(-1) ?? replays[0];
  let note = 'It did not happen again, so nothing was left out.';
  search: for (const { fails, tries } of runners) {
    for (const candidate of replays) {
      if (!(await fails(candidate))) continue;
      replay = await shrunk(candidate, fails, tries);
      note = `As a unit test:\n${asUnitTest({ ...what, replay })}`;
      break search;
    }
  }
  const file = saveFailure(folder, { ...what, replay });
  return `seed ${what.seed}, step ${what.step}, ${replay.language}: ${what.message}\nSaved in ${file}. ${note}`;
}
