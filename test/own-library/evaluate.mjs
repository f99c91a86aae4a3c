// Scores predictions for the tasks of this folder.
//
//   node test/own-library/evaluate.mjs --predictions F [--tasks F] [--only odd|even|all]
//
// A prediction is a line {id, apis, code}; no code is a refusal. Of even tasks only figures are printed, never texts:
// they show whether what was learned on the odd ones holds.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Runner } from './runner.mjs';

/** Reads a JSON-lines file. */
export function readLines(file) {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}

/** The verdict on one prediction: shares of APIs, and what fails in which scenario. */
export async function verdictOn(task, prediction, runner) {
  // Methods of handles are no exports.
  const named = new Set((prediction?.apis ?? []).filter((it) => !it.includes('.')));
  const hits = task.apis.filter((it) => named.has(it)).length;
  const code = prediction?.code ?? '';
  const isRefused = code.trim() === '';
  const failures = isRefused ? task.scenarios.map(() => 'refused') : await runner.failures(task, code);
  return {
    task,
    recall: hits / task.apis.length,
    precision: named.size === 0 ? 0 : hits / named.size,
    exact: hits === task.apis.length && named.size === hits ? 1 : 0,
    passed: failures.filter((it) => it === null).length / failures.length,
    accepted: failures.every((it) => it === null) ? 1 : 0,
    refused: isRefused ? 1 : 0,
    failures,
  };
}

/** One line of figures, in percent. */
function row(label, verdicts) {
  const share = (key) => {
    const sum = verdicts.reduce((total, it) => total + it[key], 0);
    return ((100 * sum) / Math.max(1, verdicts.length)).toFixed(1).padStart(6);
  };
  const figures = ['recall', 'precision', 'exact', 'passed', 'accepted', 'refused'].map(share);
  return `| ${label.padEnd(9)} | ${String(verdicts.length).padStart(3)} | ${figures.join(' | ')} |`;
}

async function main() {
  const here = (name) => fileURLToPath(new URL(name, import.meta.url));
  const { values: options } = parseArgs({
    options: {
      tasks: { type: 'string', default: here('tasks.jsonl') },
      predictions: { type: 'string' },
      only: { type: 'string', default: 'all' },
    },
  });
  if (!options.predictions || !['odd', 'even', 'all'].includes(options.only)) {
    console.error('evaluate: usage (arguments): --predictions FILE [--tasks FILE] [--only odd|even|all]');
    process.exit(2);
  }
  const isOdd = ({ id }) => Number(/\d+/.exec(id)) % 2 === 1;
  const tasks = readLines(options.tasks).filter(
    (it) => options.only === 'all' || (options.only === 'odd') === isOdd(it),
  );
  const predictions = new Map(readLines(options.predictions).map((it) => [it.id, it]));

  const runner = new Runner();
  const verdicts = [];
  for (const task of tasks) verdicts.push(await verdictOn(task, predictions.get(task.id), runner));
  runner.close();

  console.log('| tasks     |   n | recall |  prec. |  exact | passed | accept | refused |');
  console.log('| --------- | --- | ------ | ------ | ------ | ------ | ------ | ------ |');
  for (const level of [1, 2, 3])
    console.log(
      row(
        `level ${level}`,
        verdicts.filter((it) => it.task.level === level),
      ),
    );
  for (const lang of ['en', 'zh'])
    console.log(
      row(
        lang,
        verdicts.filter((it) => it.task.lang === lang),
      ),
    );
  console.log(row('all', verdicts));

  const kinds = new Map();
  for (const { failures } of verdicts) {
    const kind = failures.find((it) => it !== null);
    if (kind) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  console.log('\ntasks that fail, by what fails first:');
  for (const [kind, count] of [...kinds].sort(([, a], [, b]) => b - a)) console.log(`  ${count}  ${kind}`);
  const shown = verdicts.filter((it) => isOdd(it.task) && it.accepted === 0);
  if (shown.length > 0) console.log('\nodd tasks that fail:');
  for (const { task, failures } of shown) {
    const requirement = task.requirement.replace(/\s+/g, ' ');
    console.log(
      `  ${task.id} L${task.level} ${failures.map((it) => it ?? 'passes').join(' / ')}\n    ${requirement}`,
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
