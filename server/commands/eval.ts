import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { EpigenError } from '../../index/error.js';
import type { ApiLibrary } from '../../index/library.js';
import type { CellAnswers } from '../evaluation/report.js';
import type { Answer } from '../evaluation/scores.js';
import type { Task } from '../evaluation/task.js';
import type { ChatModel, PipelineModels } from '../models/chat-model.js';
import type { Generation, GenerationRequest } from '../pipeline/generation.js';
import type { ModelSettings, Settings } from '../settings.js';
import { readText } from './input.js';
import { placeAtMark } from './insertion-place.js';
import { type CommonOptions, type Done, nonEmpty, withCommonOptions } from './options.js';
import { note, print, printJson } from './output.js';
import { displayPath, openLibraries, readWorkspace } from './workspace.js';

interface EvalOptions extends CommonOptions {
  readonly tasks: string;
  readonly out: string;
  readonly tdm: string;
  readonly cgm: string;
  readonly model?: readonly string[];
  readonly evaluator?: string;
  readonly json?: true;
}

const COMMAND = 'epigen eval';

/** `epigen eval`: answers a file of tasks with every pair of TDM and CGM, and scores the answers. */
export function evalCommand(done: Done): Command {
  const command = new Command('eval')
    .description('answer a file of tasks with every pair of TDM and CGM, and score the answers')
    .requiredOption(
      '--tasks <file>',
      'JSON lines {id, requirement, level?, lang?, kind?, context?, entry?, apis, steps}',
      nonEmpty,
    )
    .requiredOption(
      '--out <folder>',
      'where answers and reports go; what is answered there already is kept',
      nonEmpty,
    )
    .option(
      '--tdm <list>',
      'who splits: none, offline, settings (models.decompose), or names of --model',
      'offline',
    )
    .option(
      '--cgm <list>',
      'who writes code: offline, settings (models.generate), or names of --model; NAME/free for code instead of plans, NAME/model and NAME/rag for a plain assistant',
      'offline',
    )
    .option(
      '--model <name=provider:model@url>',
      'a model for --tdm and --cgm; repeatable',
      (value: string, before: readonly string[] = []) => [...before, value],
    )
    .option(
      '--evaluator <file>',
      'a program that runs the code: node FILE --tasks T --predictions P --out REPORT.json',
      nonEmpty,
    )
    .option('--json', 'print the report as JSON and nothing else')
    .action(async (options: EvalOptions) => done(await run(options)));
  return withCommonOptions(command, [
    'epigen eval --tasks tasks.jsonl --out evaluation',
    'epigen eval --tasks tasks.jsonl --out evaluation --model A=ollama:qwen3 --tdm none,offline,A --cgm offline,A,A/free',
  ]);
}

/** Who does one of the two steps. */
interface Doer {
  readonly name: string;
  readonly engine: Settings['generation']['engine'];
  readonly model?: ChatModel;
  /** TDM is left out. */
  readonly none?: true;
  /** No pipeline at all: the model gets the requirement, or that and what a search for it finds. */
  readonly baseline?: 'model' | 'rag';
}

async function run(options: EvalOptions): Promise<number> {
  const { readTasks } = await import('../evaluation/task.js');
  const { htmlOf, markdownOf, reportOf } = await import('../evaluation/report.js');
  const tasks = readTasks(readText(options.tasks, displayPath(options.tasks)), displayPath(options.tasks));
  const { settings } = await readWorkspace(options);
  const models = await namedModels(options.model ?? [], settings);
  const tdms = options.tdm.split(',').map((it) => tdmOf(it.trim(), models));
  const cgms = options.cgm.split(',').map((it) => cgmOf(it.trim(), models));
  const out = resolve(options.out);
  mkdirSync(join(out, 'cells'), { recursive: true });

  const { libraries, close } = await openLibraries(settings, options.library);
  try {
    const cells: CellAnswers[] = [];
    for (const tdm of tdms) {
      for (const cgm of cgms) {
        const file = join(out, 'cells', fileName(`${tdm.name} x ${cgm.name}`));
        const answers = await answerAll(tasks, file, (task) => answer(task, tdm, cgm, libraries, settings));
        const measured = options.evaluator
          ? await measure(options.evaluator, options.tasks, file)
          : undefined;
        cells.push({ tdm: tdm.name, cgm: cgm.name, answers, ...(measured && { measured }) });
        if (!options.json) note(`${tdm.name} × ${cgm.name}: ${answers.size} answers`);
      }
    }
    const apis = libraries.flatMap((it) => it.names().filter((name) => !it.find(name)?.member));
    const report = reportOf(tasks, cells, apis);
    const versioned = { ...report, prompts: await promptVersions() };
    writeFileSync(join(out, 'report.json'), `${JSON.stringify(versioned, null, 2)}\n`);
    writeFileSync(join(out, 'report.md'), markdownOf(report));
    writeFileSync(join(out, 'report.html'), htmlOf(report));
    if (options.json) printJson(versioned);
    else print(markdownOf(report).trimEnd());
    return 0;
  } finally {
    await close();
  }
}

/** Answers what the file does not have yet, and adds each answer to it at once: a run can be taken up again. */
async function answerAll(
  tasks: readonly Task[],
  file: string,
  answerTask: (task: Task) => Promise<Answer>,
): Promise<Map<string, Answer>> {
  const answers = new Map<string, Answer>();
  if (existsSync(file)) {
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      // The last line of a run that was ended may be half a line.
      const known = line.trim() === '' ? undefined : parsed(line);
      if (known) answers.set(known.id, known);
    }
    writeFileSync(file, [...answers.values()].map((it) => `${JSON.stringify(it)}\n`).join(''));
  }
  for (const task of tasks) {
    if (answers.has(task.id)) continue;
    const given = await answerTask(task);
    answers.set(task.id, given);
    appendFileSync(file, `${JSON.stringify(given)}\n`);
  }
  return answers;
}

function parsed(line: string): Answer | undefined {
  try {
    return JSON.parse(line) as Answer;
  } catch {
    return undefined;
  }
}

async function answer(
  task: Task,
  tdm: Doer,
  cgm: Doer,
  libraries: readonly ApiLibrary[],
  settings: Settings,
): Promise<Answer> {
  const { generate } = await import('../pipeline/generate.js');
  const start = performance.now();
  const models: PipelineModels = {
    ...(tdm.model && { decompose: tdm.model }),
    ...(cgm.model && { generate: cgm.model }),
  };
  const request: GenerationRequest = {
    requirement: task.requirement,
    libraries,
    settings: { ...settings.generation, stepComments: false, engine: cgm.engine },
    models,
    // The rules of CGM split by themselves.
    ...(tdm.none && cgm.engine !== 'offline' && { subtasks: [task.requirement] }),
    ...(task.entry && { entry: task.entry }),
    ...(task.context !== undefined && {
      file: { uri: 'untitled:context.js', text: task.context, target: await placeAtMark(task.context) },
    }),
  };
  if (cgm.baseline && cgm.model) {
    const { baseline } = await import('../evaluation/baseline.js');
    return baseline(task.id, request, cgm.model, cgm.baseline);
  }
  const generation = await generate(request);
  return answerOf(task.id, generation, performance.now() - start, libraries);
}

function answerOf(id: string, generation: Generation, ms: number, libraries: readonly ApiLibrary[]): Answer {
  const errors = generation.diagnostics.filter((it) => it.severity === 'error');
  return {
    id,
    steps: generation.steps.map((it) => it.text),
    apis: generation.apis.filter((name) => !libraries.some((it) => it.find(name)?.member)),
    code: generation.code,
    errors: errors.filter((it) => !it.marked).length,
    marked: errors.filter((it) => it.marked).length,
    engine: generation.engine,
    ms: Math.round(ms),
    ...(generation.refusal !== undefined && { refusal: generation.refusal }),
    ...(generation.outcome !== undefined && { outcome: generation.outcome }),
    ...(generation.note !== undefined && { note: generation.note }),
    ...(generation.tokens && { tokens: generation.tokens }),
  };
}

/** Models by the names of the command line, and those of the settings as `settings`. */
async function namedModels(
  named: readonly string[],
  { models }: Settings,
): Promise<ReadonlyMap<string, { decompose?: ChatModel; generate?: ChatModel }>> {
  const found = new Map<string, { decompose?: ChatModel; generate?: ChatModel }>();
  const usesModels = named.length > 0 || Object.values(models).some((it) => it && it !== 'offline');
  if (!usesModels) return found;
  const { openModel, openModels } = await import('../models/open-models.js');
  found.set('settings', openModels(models));
  for (const text of named) {
    const match = /^([\w.-]+)=(\w+):([^@]+)(?:@(.+))?$/.exec(text);
    const { isProvider, PROVIDER_NAMES } = await import('../models/provider.js');
    const [, name = '', provider = '', model = '', baseUrl] = match ?? [];
    if (!match || !isProvider(provider)) {
      throw new EpigenError(
        `the model ${text} cannot be understood`,
        `${COMMAND} --model`,
        `write NAME=PROVIDER:MODEL@URL, with a provider of ${PROVIDER_NAMES.join(', ')}`,
      );
    }
    // What stands on the command line is the user's own word, so any host is allowed.
    const settings: ModelSettings = { provider, model, ...(baseUrl !== undefined && { baseUrl }) };
    const opened = openModel(settings);
    found.set(name, { decompose: opened, generate: opened });
  }
  return found;
}

function tdmOf(name: string, models: Awaited<ReturnType<typeof namedModels>>): Doer {
  if (name === 'none') return { name, engine: 'offline', none: true };
  if (name === 'offline') return { name, engine: 'offline' };
  const model = models.get(name)?.decompose;
  if (model) return { name, engine: 'offline', model };
  throw unknownDoer(name, '--tdm', 'none, offline');
}

function cgmOf(name: string, models: Awaited<ReturnType<typeof namedModels>>): Doer {
  if (name === 'offline') return { name, engine: 'offline' };
  const [own = '', form = 'structured'] = name.split('/');
  const model = models.get(own)?.generate;
  if (model && (form === 'structured' || form === 'free')) return { name, engine: form, model };
  if (model && (form === 'model' || form === 'rag')) return { name, engine: 'free', model, baseline: form };
  throw unknownDoer(name, '--cgm', 'offline');
}

function unknownDoer(name: string, option: string, known: string): EpigenError {
  return new EpigenError(
    `nobody is called ${name}`,
    `${COMMAND} ${option}`,
    `write ${known}, settings, or a name that --model gives`,
  );
}

function fileName(name: string): string {
  return `${name.replace(/[^\w.-]+/g, '_')}.jsonl`;
}

/** Lets another program judge the answers; what it says of all of them goes into the report. */
async function measure(evaluator: string, tasks: string, answers: string): Promise<Record<string, unknown>> {
  const out = answers.replace(/\.jsonl$/, '.measured.json');
  const args = [resolve(evaluator), '--tasks', resolve(tasks), '--predictions', answers, '--out', out];
  const program = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise<number | null>((end, fail) => {
    program.on('error', fail);
    program.on('exit', end);
  });
  if (code !== 0) {
    throw new EpigenError(
      `the evaluator ended with ${code}`,
      displayPath(evaluator),
      'run it by itself to see why',
    );
  }
  const report: unknown = JSON.parse(readFileSync(out, 'utf8'));
  const { overall } = Object(report) as { overall?: unknown };
  return typeof overall === 'object' && overall !== null ? { ...overall } : {};
}

/** Which wording of the prompts the answers belong to. */
async function promptVersions(): Promise<Record<string, number>> {
  const { DECOMPOSE_VERSION } = await import('../pipeline/prompts/decompose.js');
  const { RERANK_VERSION } = await import('../pipeline/prompts/rerank.js');
  const { GENERATE_VERSION } = await import('../pipeline/prompts/generate.js');
  return { decompose: DECOMPOSE_VERSION, rerank: RERANK_VERSION, generate: GENERATE_VERSION };
}
