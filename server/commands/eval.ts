import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { EpigenError } from '../../index/error.js';
import type { ApiLibrary } from '../../index/library.js';
import { programVersion } from '../../index/program-version.js';
import type { CellFile, MadeWith } from '../evaluation/cell-file.js';
import type { CellAnswers } from '../evaluation/report.js';
import type { Answer } from '../evaluation/scores.js';
import type { Task } from '../evaluation/task.js';
import type { ChatModel, PipelineModels } from '../models/chat-model.js';
import type { Generation, GenerationRequest } from '../pipeline/generation.js';
import type { ModelSettings, Settings } from '../settings.js';
import { readText } from './input.js';
import { placeAtMark } from './insertion-place.js';
import { type CommonOptions, type Done, nonEmpty, withCommonOptions } from './options.js';
import { note, print, printJson, withoutPassword } from './output.js';
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

interface OpenedModel {
  readonly chat: ChatModel;
  readonly settings: ModelSettings;
}

/** Models for the steps, by the names of the command line, and those of the settings as `settings`. */
type NamedModels = ReadonlyMap<string, { readonly [step in keyof PipelineModels]: OpenedModel | undefined }>;

/** Who does one of the two steps. */
interface Doer {
  readonly name: string;
  readonly engine: Settings['generation']['engine'];
  readonly model?: OpenedModel;
  /** TDM is left out. */
  readonly none?: true;
  /** No pipeline at all: the model gets the requirement, or that and what a search for it finds. */
  readonly baseline?: 'model' | 'rag';
}

/** A cell of the matrix: who does the steps. */
interface Pair {
  readonly tdm: Doer;
  readonly cgm: Doer;
  /** Puts what ARM found in order, for a model as CGM. */
  readonly rerank?: OpenedModel;
}

async function run(options: EvalOptions): Promise<number> {
  const { readTasks } = await import('../evaluation/task.js');
  const { htmlOf, markdownOf, reportOf } = await import('../evaluation/report.js');
  const { line, openCell } = await import('../evaluation/cell-file.js');
  const tasks = readTasks(readText(options.tasks, displayPath(options.tasks)), displayPath(options.tasks));
  const { settings } = await readWorkspace(options);
  const models = await namedModels(options.model ?? [], settings);
  const tdms = options.tdm.split(',').map((it) => tdmOf(it.trim(), models));
  const cgms = options.cgm.split(',').map((it) => cgmOf(it.trim(), models));
  const pairs = await pairsOf(tdms, cgms, models.get('settings')?.rerank);
  const out = resolve(options.out);
  mkdirSync(join(out, 'cells'), { recursive: true });

  const { libraries, close } = await openLibraries(settings, options.library);
  try {
    const prompts = {};
    const opened: { pair: Pair; file: string; cell: CellFile }[] = [];
    // Whether a pair is to be answered anew is said before hours are spent on the others.
    for (const pair of pairs) {
      const file = join(out, 'cells', fileName(pair));
      const versions = await promptVersions(pair);
      Object.assign(prompts, versions);
      const madeWith = { ...madeWithOf(pair, libraries, settings), prompts: versions };
      opened.push({ pair, file, cell: openCell(file, displayPath(file), madeWith) });
    }
    const cells: CellAnswers[] = [];
    for (const { pair, file, cell } of opened) {
      const [tdm, cgm] = [pair.tdm.name, pair.cgm.name];
      await answerAll(tasks, cell, pair, (task) => answer(task, pair, libraries, settings));
      const answers = [...cell.answers.values()];
      let measured: Record<string, unknown> | undefined;
      if (options.evaluator) {
        const predictions = file.replace(/\.jsonl$/, '.predictions.jsonl');
        writeFileSync(predictions, answers.map(line).join(''));
        measured = await measure(options.evaluator, options.tasks, predictions);
      }
      cells.push({ tdm, cgm, answers: cell.answers, ...(measured && { measured }) });
      const failed = answers.filter((it) => it.failed);
      const failures = failed[0] ? `, ${failed.length} of them failed: ${failed[0].refusal}` : '';
      if (!options.json) note(`${tdm} × ${cgm}: ${answers.length} answers${failures}`);
    }
    const apis = libraries.flatMap((it) => it.names().filter((name) => !it.find(name)?.member));
    const report = reportOf(tasks, cells, apis);
    const versioned = { ...report, prompts };
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

/** Every pair once: a plain assistant has no TDM, and the rules of CGM split whether TDM is `none` or `offline`. */
async function pairsOf(
  tdms: readonly Doer[],
  cgms: readonly Doer[],
  rerank: OpenedModel | undefined,
): Promise<Pair[]> {
  const { NO_TDM } = await import('../evaluation/report.js');
  const pairs = new Map<string, Pair>();
  for (const wanted of tdms) {
    for (const cgm of cgms) {
      let tdm = wanted;
      if (cgm.baseline) tdm = { name: NO_TDM, engine: 'offline', none: true };
      else if (tdm.none && cgm.engine === 'offline') tdm = { name: 'offline', engine: 'offline' };
      const pair = { tdm, cgm, ...(rerank && cgm.model && !cgm.baseline && { rerank }) };
      pairs.set(`${tdm.name} ${cgm.name}`, pair);
    }
  }
  return [...pairs.values()];
}

/** What the answers of a pair depend on, besides the tasks and the wording of the prompts. */
function madeWithOf(
  { tdm, cgm, rerank }: Pair,
  libraries: readonly ApiLibrary[],
  settings: Settings,
): MadeWith {
  const { onInvalid, repairRounds } = settings.generation;
  return {
    epigen: programVersion(),
    tdm: tdm.model ? whichModel(tdm.model) : tdm.name,
    cgm: { form: cgm.baseline ?? cgm.engine, ...(cgm.model && whichModel(cgm.model)) },
    ...(rerank && { rerank: whichModel(rerank) }),
    libraries: libraries.map((it) => `${it.name}@${it.build}`).sort(),
    ...(!cgm.baseline && { settings: { onInvalid, ...(cgm.model && { repairRounds }) } }),
  };
}

/** How long it is waited for is left out: it may be raised to go on. */
function whichModel({ settings: { provider, model, baseUrl, temperature } }: OpenedModel): MadeWith {
  return { provider, model, baseUrl: baseUrl && withoutPassword(baseUrl), temperature };
}

/** Answers what the cell does not have yet. What fails for good is a refusal of its task, not the end of the run. */
async function answerAll(
  tasks: readonly Task[],
  cell: CellFile,
  { cgm }: Pair,
  answerTask: (task: Task) => Promise<Answer>,
): Promise<void> {
  for (const task of tasks) {
    if (cell.answers.has(task.id)) continue;
    const start = performance.now();
    try {
      cell.add(await answerTask(task));
    } catch (error) {
      if (!(error instanceof EpigenError)) throw error;
      cell.add({
        id: task.id,
        steps: [],
        apis: [],
        code: '',
        errors: 0,
        marked: 0,
        refusal: error.message,
        failed: true,
        outcome: 'refused',
        engine: cgm.baseline ?? cgm.engine,
        ms: Math.round(performance.now() - start),
      });
    }
  }
}

async function answer(
  task: Task,
  { tdm, cgm, rerank }: Pair,
  libraries: readonly ApiLibrary[],
  settings: Settings,
): Promise<Answer> {
  const { generate } = await import('../pipeline/generate.js');
  const start = performance.now();
  const models: PipelineModels = {
    ...(tdm.model && { decompose: tdm.model.chat }),
    ...(cgm.model && { generate: cgm.model.chat }),
    ...(rerank && { rerank: rerank.chat }),
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
    return await baseline(task.id, request, cgm.model.chat, cgm.baseline);
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

async function namedModels(named: readonly string[], { models }: Settings): Promise<NamedModels> {
  const found = new Map<string, NonNullable<ReturnType<NamedModels['get']>>>();
  const usesModels = named.length > 0 || Object.values(models).some((it) => it && it !== 'offline');
  if (!usesModels) return found;
  const { openModel } = await import('../models/open-models.js');
  const opened = (settings: 'offline' | ModelSettings | undefined): OpenedModel | undefined =>
    settings && settings !== 'offline' ? { chat: openModel(settings), settings } : undefined;
  found.set('settings', {
    decompose: opened(models.decompose),
    generate: opened(models.generate),
    rerank: opened(models.rerank),
  });
  for (const text of named) {
    const match = /^([\w.-]+)=([\w-]+):([^@]+)(?:@(.+))?$/.exec(text);
    const { isProvider, PROVIDER_NAMES } = await import('../../index/services/provider.js');
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
    const own = opened(settings);
    found.set(name, { decompose: own, generate: own });
  }
  return found;
}

function tdmOf(name: string, models: NamedModels): Doer {
  if (name === 'none') return { name, engine: 'offline', none: true };
  if (name === 'offline') return { name, engine: 'offline' };
  const model = models.get(name)?.decompose;
  if (model) return { name, engine: 'offline', model };
  throw unknownDoer(name, '--tdm', 'none, offline');
}

function cgmOf(name: string, models: NamedModels): Doer {
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

function fileName({ tdm, cgm }: Pair): string {
  const name = cgm.baseline ? cgm.name : `${tdm.name} x ${cgm.name}`;
  return `${name.replace(/[^\w.-]+/g, '_')}.jsonl`;
}

/** Lets another program judge the answers; what it says of all of them goes into the report. */
async function measure(evaluator: string, tasks: string, answers: string): Promise<Record<string, unknown>> {
  const out = answers.replace(/\.predictions\.jsonl$/, '.measured.json');
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

/** Which wording of the prompts a pair's answers belong to. */
async function promptVersions({ tdm, cgm, rerank }: Pair): Promise<Record<string, number>> {
  const { DECOMPOSE_VERSION } = await import('../pipeline/prompts/decompose.js');
  const { RERANK_VERSION } = await import('../pipeline/prompts/rerank.js');
  const { GENERATE_VERSION } = await import('../pipeline/prompts/generate.js');
  return {
    ...(tdm.model && { decompose: DECOMPOSE_VERSION }),
    ...(rerank && { rerank: RERANK_VERSION }),
    ...(cgm.model && { generate: GENERATE_VERSION }),
  };
}
