// Runs the offline engine over a task file, without a store: for developing the pipeline.
//
//   npx tsx scripts/evaluate-offline.ts [--tasks F] [--source F] [--out F] [--only odd|even|all] [--show ID]
//
// Writes predictions for the `evaluate.mjs` beside the tasks (`test/w-library`, `test/own-library`) and prints figures:
// how many values that the requirements state arrive as arguments, latency, refusals. With `--only even` no text of a
// task is printed.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { rankerFor } from '../index/search/memory-ranker.js';
import { readLibrary } from '../index/sources/read-library.js';
import { readExperience } from '../server/corpus/read-experience.js';
import { generate } from '../server/pipeline/generate.js';
import type { Generation } from '../server/pipeline/generation.js';
import { readValues } from '../server/pipeline/requirement/values.js';
import { memoryLibrary } from '../test/support/memory-library.js';

interface Task {
  readonly id: string;
  /** What is asked for; code when it is missing. */
  readonly kind?: 'api' | 'content';
  readonly level: number;
  readonly requirement: string;
  readonly context?: string;
  readonly apis: readonly string[];
  readonly entry?: {
    readonly name: string;
    readonly params?: readonly string[];
    readonly args?: readonly unknown[];
  };
}

const { values: options } = parseArgs({
  options: {
    tasks: { type: 'string', default: 'test/w-library/tasks.dev.jsonl' },
    source: { type: 'string', default: 'test/w-library/hx.d.ts' },
    out: { type: 'string', default: '/tmp/predictions.jsonl' },
    only: { type: 'string', default: 'all' },
    show: { type: 'string' },
    code: { type: 'string' },
  },
});

const settings = { engine: 'offline', stepComments: false, onInvalid: 'refuse' } as const;
const reading = await readLibrary([path.resolve(options.source)], { cwd: process.cwd() });
const library = memoryLibrary(reading, rankerFor(reading));
const tasks = readFileSync(options.tasks, 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map((line): Task => JSON.parse(line))
  .filter(wanted);

const experience = options.code ? await readExperience(options.code, [library]) : undefined;

const predictions: string[] = [];
const latencies: number[] = [];
const arrived = { content: { of: 0, came: 0 }, api: { of: 0, came: 0 } };
const findings: string[] = [];
let refused = 0;
for (const task of tasks) {
  const began = performance.now();
  const generation = await generate({
    requirement: task.requirement,
    libraries: [library],
    settings,
    ...(experience ? { experience } : {}),
    ...placeOf(task),
  });
  latencies.push(performance.now() - began);
  if (generation.refusal) refused++;
  const { of, came } = literalsArrived(task, generation);
  const kind = task.kind ?? 'content';
  arrived[kind].of += of;
  arrived[kind].came += came;
  for (const it of generation.diagnostics)
    if (it.severity === 'error' && !it.marked) findings.push(`${task.id} ${it.code}: ${it.message}`);
  if (isShown(task)) show(task, generation);
  predictions.push(
    JSON.stringify({
      id: task.id,
      steps: generation.steps.map((it) => it.text),
      // Methods of handles are no entries of the library.
      apis: generation.apis.filter((it) => !library.find(it)?.member),
      code: generation.code,
      diagnostics: generation.diagnostics,
    }),
  );
}
writeFileSync(options.out, `${predictions.join('\n')}\n`);

latencies.sort((a, b) => a - b);
const at = (share: number): string =>
  (latencies[Math.min(latencies.length - 1, Math.floor(share * latencies.length))] ?? 0).toFixed(1);
console.log(`tasks ${tasks.length}, refused ${refused}, ms p50 ${at(0.5)} p95 ${at(0.95)} max ${at(1)}`);
const shareOf = ({ of, came }: { of: number; came: number }): string =>
  `${came} of ${of} (${((100 * came) / Math.max(1, of)).toFixed(1)} %)`;
const { content, api } = arrived;
console.log(
  `stated values that arrive as arguments: ${shareOf({ of: content.of + api.of, came: content.came + api.came })}; ` +
    `tasks that ask for code ${shareOf(content)}, for APIs ${shareOf(api)}`,
);
console.log(
  `unmarked errors of the checker in generated code: ${findings.length}${findings.map((it) => `\n  ${it}`).join('')}`,
);

function wanted(task: Task): boolean {
  const number = Number(/\d+/.exec(task.id)?.[0] ?? 0);
  return options.only === 'all' || (options.only === 'odd') === (number % 2 === 1);
}

/** As `epigen generate --batch` does it: a comment with `@insert` marks the place. */
function placeOf(task: Task): Partial<Parameters<typeof generate>[0]> {
  const params = task.entry?.params ?? [];
  const entry = task.entry ? { entry: { name: task.entry.name, params } } : {};
  if (task.context === undefined) return entry;
  const lines = task.context.split('\n');
  const line = lines.findIndex((it) => it.includes('@insert'));
  const text = lines[line] ?? '';
  const from = text.indexOf('//');
  const replace = { start: { line, character: from }, end: { line, character: text.length } };
  return { ...entry, file: { uri: 'file:///task.js', text: task.context, target: { replace } } };
}

/** Quoted texts and numbers of a requirement, and how many of them stand in the code as arguments. */
function literalsArrived(task: Task, generation: Generation): { of: number; came: number } {
  const stated = readValues(task.requirement).filter(
    (it) => (it.kind === 'text' && it.quoted) || (it.kind === 'number' && !('spelled' in it)),
  );
  const numbers = numbersIn(generation.code);
  let came = 0;
  for (const it of stated) {
    const base = it.kind === 'number' ? it.value * (it.unit?.factor ?? 1) : 0;
    const arrives =
      it.kind === 'text'
        ? generation.code.includes(it.value)
        : [1, 1000, 60_000, 3_600_000, 86_400_000, 1024, 1024 ** 2].some((factor) =>
            numbers.has(base / factor),
          );
    if (arrives) came++;
    else if (isShown(task))
      console.log(`  ${task.id}: ${task.requirement.slice(it.start, it.end)} does not arrive`);
  }
  return { of: stated.length, came };
}

/** All numbers in the code, products such as `24 * 60 * 60` multiplied out. */
function numbersIn(code: string): Set<number> {
  const found = new Set<number>();
  for (const [text] of code.matchAll(/\d+(?:\.\d+)?(?:\s*\*\s*\d+(?:\.\d+)?)*/g)) {
    found.add(text.split('*').reduce((product, factor) => product * Number(factor), 1));
  }
  return found;
}

/** Texts of even-numbered tasks are never printed: their totals tell whether what was learned on the others holds. */
function isShown({ id }: Task): boolean {
  return (options.show === id || options.show === 'all') && Number(/\d+/.exec(id)?.[0]) % 2 === 1;
}

function show(task: Task, generation: Generation): void {
  const hits = generation.apis.map((it) => it.replace(/^\w+\./, ''));
  const missing = task.apis.filter((it) => !hits.includes(it));
  const extra = hits.filter((it) => !task.apis.includes(it));
  console.log(
    `\n## ${task.id} L${task.level} ${task.kind ?? 'content'} missing [${missing}] extra [${extra}]\n${task.requirement}`,
  );
  for (const step of generation.steps)
    console.log(
      `  - ${step.text}  =>  ${step.apis
        .slice(0, 3)
        .map((it) => `${it.name} ${it.score}`)
        .join(', ')}`,
    );
  console.log(generation.refusal ?? generation.code);
}
