import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { EpigenError } from '../../index/error.js';
import { turns } from '../models/limiting.js';
import { assemble } from './assemble.js';
import { compareRuns, type Run, type Verdict } from './compare-runs.js';
import type { Answer } from './scores.js';
import type { Task } from './task.js';

/** The longest without a pause, and the longest until the next scenario is done, in milliseconds. */
const SYNC_MS = 2000;
const RUN_MS = 15_000;
const MEMORY_MB = 256;

/** A comparison that a fake brings: it knows which calls may change places. */
type Compare = (reference: Run, answer: Run, task: Task, args: readonly unknown[]) => Verdict;

/** Executes answers against a fake of the library, beside the references of their tasks. */
export interface FakeRunner {
  /** What became of each scenario, by task; tasks without a reference are left out. */
  verdicts(
    tasks: readonly Task[],
    answers: ReadonlyMap<string, Answer>,
  ): Promise<ReadonlyMap<string, readonly Verdict[]>>;
}

/** Opens a fake. Throws EpigenError if there is none. */
export async function openFake(file: string, shown: string): Promise<FakeRunner> {
  if (!existsSync(file)) throw new EpigenError('there is no such fake', shown, 'name an ES module');
  const fake = realpathSync(file);
  const compare = await comparisonOf(fake, shown);
  const take = turns(availableParallelism());
  const references = new Map<Task, Promise<Run[]>>();

  const runsOf = (task: Task, code: string): Promise<Run[]> =>
    take(undefined, () => execute(fake, task, code));
  const referenceOf = async (task: Task, code: string): Promise<Run[]> => {
    const runs = references.get(task) ?? runsOf(task, code);
    references.set(task, runs);
    const broken = (await runs).find((it) => it.status !== 'done');
    if (!broken) return runs;
    throw new EpigenError(
      `the reference of task ${task.id} cannot be executed: ${broken.detail ?? broken.status}`,
      shown,
      'see that the fake exports createFake or createNAME, and that the reference runs with it',
    );
  };
  return {
    async verdicts(tasks, answers) {
      const verdicts = new Map<string, readonly Verdict[]>();
      const judge = async (task: Task): Promise<void> => {
        if (task.reference === undefined || !task.entry) return;
        const wanted = await referenceOf(task, task.reference);
        const made = await runsOf(task, answers.get(task.id)?.code ?? '');
        verdicts.set(
          task.id,
          made.map((run, at) => {
            const reference = wanted[at] ?? run;
            return compare(reference, run, task, argsOf(task, at));
          }),
        );
      };
      await Promise.all(tasks.map(judge));
      return verdicts;
    },
  };
}

async function comparisonOf(fake: string, shown: string): Promise<Compare> {
  try {
    const { compare } = (await import(pathToFileURL(fake).href)) as { compare?: unknown };
    return typeof compare === 'function' ? (compare as Compare) : compareRuns;
  } catch (error) {
    throw new EpigenError(
      `the fake cannot be loaded: ${(error as Error).message}`,
      shown,
      'run it by itself',
    );
  }
}

function scenariosOf({ scenarios }: Task): Task['scenarios'] {
  return scenarios.length > 0 ? scenarios : [{}];
}

function argsOf(task: Task, scenario: number): readonly unknown[] {
  return scenariosOf(task)[scenario]?.args ?? task.entry?.args ?? [];
}

/** Runs code in all scenarios of a task; one that ends its process does not touch the others. */
async function execute(fake: string, task: Task, code: string): Promise<Run[]> {
  const scenarios = scenariosOf(task);
  const module = assemble(task, code);
  if (!module) return scenarios.map(() => ({ status: 'syntax', detail: 'there is no code', trace: [] }));
  const todo = scenarios.map((scenario, at) => ({
    ...module,
    modules: task.modules ?? {},
    scenario,
    args: argsOf(task, at),
  }));
  const runs: Run[] = [];
  while (runs.length < todo.length) {
    const { lines, timedOut, errors } = await spawnOnce({
      fake,
      runs: todo.slice(runs.length),
      syncMs: SYNC_MS,
    });
    runs.push(...lines);
    if (runs.length < todo.length)
      runs.push({ status: timedOut ? 'timeout' : 'crash', detail: errors.slice(-300), trace: [] });
  }
  return runs;
}

async function spawnOnce(job: {
  readonly fake: string;
  readonly runs: readonly object[];
  readonly syncMs: number;
}) {
  const worker = realpathSync(fileURLToPath(new URL('./fake-worker.js', import.meta.url)));
  const permission = ['--permission', '--experimental-permission'].find((it) =>
    process.allowedNodeEnvironmentFlags.has(it),
  );
  const readable = [dirname(worker), dirname(job.fake)].map((it) => `--allow-fs-read=${join(it, '*')}`);
  const child = spawn(
    process.execPath,
    [
      '--no-warnings',
      '--experimental-vm-modules',
      `--max-old-space-size=${MEMORY_MB}`,
      ...(permission ? [permission, ...readable] : []),
      worker,
    ],
    { stdio: ['pipe', 'pipe', 'pipe'], env: { TZ: process.env.TZ ?? '' } },
  );
  const lines: Run[] = [];
  let rest = '';
  let errors = '';
  let timedOut = false;
  let timer: NodeJS.Timeout | undefined;
  const arm = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, RUN_MS);
  };
  arm();
  child.stdout.setEncoding('utf8').on('data', (data: string) => {
    arm();
    const parts = (rest + data).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map((it): Run => JSON.parse(it)));
  });
  child.stderr.setEncoding('utf8').on('data', (data: string) => {
    errors = (errors + data).slice(-4000);
  });
  // A process that ends at once takes no input.
  child.stdin.on('error', () => {});
  child.stdin.end(JSON.stringify(job));
  await new Promise<void>((end) => child.on('close', () => end()).on('error', () => end()));
  clearTimeout(timer);
  return { lines, timedOut, errors };
}
