import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { ApiLibrary } from '../../index/library.js';
import type { CellFile } from '../evaluation/cell-file.js';
import type { CellAnswers } from '../evaluation/report.js';
import type { IndexField, RetrievalRow } from '../evaluation/retrieval-tables.js';
import type { Task } from '../evaluation/task.js';
import type { Settings } from '../settings.js';
import type { Pair } from './eval-pairs.js';
import { readText } from './input.js';
import { type CommonOptions, type Done, nonEmpty, positiveInteger, withCommonOptions } from './options.js';
import { note, print, printJson } from './output.js';
import { displayPath, openLibraries, readWorkspace } from './workspace.js';

interface EvalOptions extends CommonOptions {
  readonly tasks: string;
  readonly out: string;
  readonly predictions?: string;
  readonly fake?: string;
  readonly tdm?: string;
  readonly cgm?: string;
  readonly model?: readonly string[];
  readonly index?: readonly IndexField[];
  readonly embeddings?: string;
  readonly evaluator?: string;
  readonly rate?: true;
  readonly seed: number;
  readonly rated?: string;
  readonly json?: true;
}

const SHEET = 'rating';
const KEY = 'rating-key.json';

/** `epigen eval`: answers a file of tasks with every pair of TDM and CGM, and scores the answers. */
export function evalCommand(done: Done): Command {
  const command = new Command('eval')
    .description('answer a file of tasks with every pair of TDM and CGM, and score the answers')
    .requiredOption(
      '--tasks <file>',
      'JSON lines {id, requirement, level?, lang?, kind?, context?, entry?, apis, steps, reference?, scenarios?}',
      nonEmpty,
    )
    .requiredOption(
      '--out <folder>',
      'where answers and reports go; what is answered there already is kept',
      nonEmpty,
    )
    .option(
      '--tdm <list>',
      'who splits: none, offline (default), settings (models.decompose), or names of --model',
    )
    .option(
      '--cgm <list>',
      'who writes code: offline (default), settings (models.generate), or names of --model; NAME/free for code instead of plans, NAME/model and NAME/rag for a plain assistant',
    )
    .option(
      '--model <name=provider:model@url>',
      'a model for --tdm and --cgm; repeatable',
      (value: string, before: readonly string[] = []) => [...before, value],
    )
    .option(
      '--predictions <file>',
      'score these answers, JSON lines {id, steps, apis, code}; nobody else is asked unless --tdm or --cgm says so',
      nonEmpty,
    )
    .option(
      '--fake <module>',
      'execute answers and references against this fake of the library (docs/evaluation.md)',
      nonEmpty,
    )
    .option(
      '--index <list>',
      'how well APIs are found by vectors of all, des, exp, key (default with --embeddings: all four)',
      indexFields,
    )
    .option(
      '--embeddings <list>',
      'the embeddings for that, untuned and tuned (default with --index: the one of the settings)',
      nonEmpty,
    )
    .option(
      '--evaluator <file>',
      'a program that runs the code: node FILE --tasks T --predictions P --out REPORT.json',
      nonEmpty,
    )
    .option(
      '--rate',
      `write ${SHEET}.csv and ${SHEET}.md for experts, without a word of who answered, and ${KEY}`,
    )
    .option('--seed <number>', 'what decides the order of the answers in the sheet', positiveInteger, 1)
    .option('--rated <file>', 'take what experts wrote into the sheet into the report', nonEmpty)
    .option('--json', 'print the report as JSON and nothing else')
    .action(async (options: EvalOptions) => done(await run(options)));
  return withCommonOptions(command, [
    'epigen eval --tasks tasks.jsonl --out evaluation',
    'epigen eval --tasks tasks.jsonl --out evaluation --model A=ollama:qwen3 --tdm none,offline,A --cgm offline,A,A/free',
    'epigen eval --tasks tasks.jsonl --out evaluation --predictions answers.jsonl --fake fake.mjs',
    'epigen eval --tasks tasks.jsonl --out evaluation --index key,des --embeddings builtin',
  ]);
}

async function run(options: EvalOptions): Promise<number> {
  const { readTasks } = await import('../evaluation/task.js');
  const { pairsOf } = await import('./eval-pairs.js');
  const tasks = readTasks(readText(options.tasks, displayPath(options.tasks)), displayPath(options.tasks));
  const { settings } = await readWorkspace(options);
  const { tdm, cgm, predictions, model = [] } = options;
  const asksNobody = predictions !== undefined && tdm === undefined && cgm === undefined;
  const pairs = asksNobody
    ? []
    : await pairsOf({ tdm: tdm ?? 'offline', cgm: cgm ?? 'offline', model }, settings);
  const out = resolve(options.out);
  mkdirSync(join(out, 'cells'), { recursive: true });

  const { libraries, close } = await openLibraries(settings, options.library);
  try {
    const { cells, prompts } = await answeredCells(tasks, pairs, libraries, settings, out, options);
    if (predictions !== undefined) cells.push(await predicted(predictions, tasks, libraries));
    const known = await withJudgements(tasks, cells, libraries, options);
    if (options.rate) await writeSheet(tasks, known, out, options.seed);
    const { reportOf } = await import('../evaluation/report.js');
    const apis = libraries.flatMap((it) => it.names().filter((name) => !it.find(name)?.member));
    const report = reportOf(
      tasks,
      await withRatings(known, out, options),
      apis,
      await retrieval(tasks, libraries, settings, options),
    );
    const { markdownOf } = await import('../evaluation/markdown.js');
    const { htmlOf } = await import('../evaluation/html.js');
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

/** The answers of each pair: those that are there, and the others now. */
async function answeredCells(
  tasks: readonly Task[],
  pairs: readonly Pair[],
  libraries: readonly ApiLibrary[],
  settings: Settings,
  out: string,
  { json, evaluator, tasks: taskFile }: EvalOptions,
): Promise<{ cells: CellAnswers[]; prompts: Record<string, number> }> {
  const { line, openCell } = await import('../evaluation/cell-file.js');
  const { fileName, madeWithOf, promptVersions } = await import('./eval-pairs.js');
  const { answerAll } = await import('./eval-answer.js');
  const prompts: Record<string, number> = {};
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
    await answerAll(tasks, cell, pair, libraries, settings);
    const answers = [...cell.answers.values()];
    let measured: Record<string, unknown> | undefined;
    if (evaluator) {
      const predictions = file.replace(/\.jsonl$/, '.predictions.jsonl');
      writeFileSync(predictions, answers.map(line).join(''));
      const { measure } = await import('./eval-evaluator.js');
      const measuredIn = file.replace(/\.jsonl$/, '.measured.json');
      measured = await measure(evaluator, taskFile, predictions, measuredIn);
    }
    cells.push({ tdm, cgm, answers: cell.answers, ...(measured && { measured }) });
    const failed = answers.filter((it) => it.failed);
    const failures = failed[0] ? `, ${failed.length} of them failed: ${failed[0].refusal}` : '';
    if (!json) note(`${tdm} × ${cgm}: ${answers.length} answers${failures}`);
  }
  return { cells, prompts };
}

async function predicted(
  file: string,
  tasks: readonly Task[],
  libraries: readonly ApiLibrary[],
): Promise<CellAnswers> {
  const { readPredictions } = await import('../evaluation/predictions.js');
  const { NO_TDM, PREDICTIONS } = await import('../evaluation/report.js');
  const shown = displayPath(file);
  const answers = readPredictions(readText(file, shown), shown, tasks, libraries);
  return { tdm: NO_TDM, cgm: PREDICTIONS, answers };
}

/** Each cell with what the references of the tasks, and a fake of the library, say of its answers. */
async function withJudgements(
  tasks: readonly Task[],
  cells: readonly CellAnswers[],
  libraries: readonly ApiLibrary[],
  { fake }: EvalOptions,
): Promise<CellAnswers[]> {
  const { judge } = await import('../evaluation/judgement.js');
  const { openFake } = await import('../evaluation/run-fake.js');
  const runner = fake === undefined ? undefined : await openFake(resolve(fake), displayPath(fake));
  const known: CellAnswers[] = [];
  for (const cell of cells) {
    const verdicts = await runner?.verdicts(tasks, cell.answers);
    const judgements = tasks.map(
      (task) => [task.id, judge(task, cell.answers.get(task.id), libraries, verdicts?.get(task.id))] as const,
    );
    known.push({ ...cell, judgements: new Map(judgements) });
  }
  return known;
}

async function writeSheet(
  tasks: readonly Task[],
  cells: readonly CellAnswers[],
  out: string,
  seed: number,
): Promise<void> {
  const { ratingSheet } = await import('../evaluation/rating.js');
  const { csv, markdown, key } = ratingSheet(tasks, cells, seed);
  writeFileSync(join(out, `${SHEET}.csv`), csv);
  writeFileSync(join(out, `${SHEET}.md`), markdown);
  writeFileSync(join(out, KEY), `${JSON.stringify(key, null, 2)}\n`);
}

async function withRatings(
  cells: readonly CellAnswers[],
  out: string,
  { rated }: EvalOptions,
): Promise<readonly CellAnswers[]> {
  if (rated === undefined) return cells;
  const { pairName, readKey, readRated } = await import('../evaluation/rating.js');
  const keyFile = join(out, KEY);
  const key = readKey(readText(keyFile, displayPath(keyFile)), displayPath(keyFile));
  const said = readRated(readText(rated, displayPath(rated)), displayPath(rated), key);
  return cells.map((cell) => {
    const own = said.get(pairName(cell));
    return own ? { ...cell, rated: own } : cell;
  });
}

async function retrieval(
  tasks: readonly Task[],
  libraries: readonly ApiLibrary[],
  settings: Settings,
  { index, embeddings }: EvalOptions,
): Promise<RetrievalRow[]> {
  if (index === undefined && embeddings === undefined) return [];
  const { INDEX_FIELDS, retrievalRows } = await import('../evaluation/retrieval-tables.js');
  const names = (embeddings ?? settings.embeddings).split(',').map((it) => it.trim());
  return retrievalRows(tasks, libraries, names, index ?? INDEX_FIELDS);
}

function indexFields(list: string): IndexField[] {
  const known: readonly string[] = ['all', 'des', 'exp', 'key'] satisfies IndexField[];
  const fields = list.split(',').map((it) => it.trim().toLowerCase());
  if (fields.every((it) => known.includes(it))) return fields as IndexField[];
  throw new InvalidArgumentError(`It must be a list of ${known.join(', ')}.`);
}
