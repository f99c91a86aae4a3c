import { dirname, resolve } from 'node:path';
import { Command, Option } from 'commander';
import { URI } from 'vscode-uri';
import { EpigenError } from '../../index/error.js';
import type { ApiLibrary } from '../../index/library.js';
import type { Problem } from '../checks/problem.js';
import { knowsAllLibraries, type Settings } from '../settings.js';
import { LineIndex } from '../syntax/line-index.js';
import { type BaselineEntry, compareWithBaseline, readBaseline, writeBaseline } from './baseline.js';
import { diagnosticLine, diagnosticRecord } from './diagnostic.js';
import type { FileProblem } from './file-problem.js';
import { githubLine } from './github-format.js';
import { readText } from './input.js';
import { type CommonOptions, type Done, nonEmpty, withCommonOptions } from './options.js';
import { count, note, print, printError, printJson } from './output.js';
import { reportRoot } from './report-path.js';
import { sarifLog } from './sarif-format.js';
import { displayPath, openLibraries, readWorkspace } from './workspace.js';

const COMMAND = 'epigen check';

interface CheckOptions extends CommonOptions {
  readonly json?: true;
  readonly format?: 'text' | 'json' | 'sarif' | 'github';
  readonly profile?: Settings['profile'];
  readonly baseline?: string;
  readonly updateBaseline?: true;
}

/** `epigen check`: reports calls that do not fit the library's signatures. */
export function checkCommand(done: Done): Command {
  const command = new Command('check')
    .description('report calls that do not fit the signatures of the library')
    .argument('<file...>', 'JavaScript and TypeScript files, folders or globs; they may lie anywhere')
    .option('--json', 'the same as --format json')
    .addOption(
      new Option(
        '--format <format>',
        'text for people, json for one object a line, sarif for code scanning, github for annotations in a workflow',
      )
        .choices(['text', 'json', 'sarif', 'github'])
        .conflicts('json'),
    )
    .addOption(
      new Option(
        '--profile <profile>',
        'complement leaves out what TypeScript reports too (default: from the configuration, else full)',
      ).choices(['full', 'complement']),
    )
    .option(
      '--baseline <file>',
      'report only what is not in this file; it is written if there is none',
      nonEmpty,
    )
    .option('--update-baseline', 'write the baseline anew with the present findings')
    .addHelpText(
      'after',
      `
With --json, each finding is {"file","line","column","endLine","endColumn","severity","code","message","api"};
lines and columns count from 1, columns in UTF-16 units.
Exit code 1 if a finding has the severity error, 2 if a file could not be checked.

A comment // epigen-disable-next-line CODE reason above a line disables findings in it, // epigen-disable-line CODE
those in its own, and /* epigen-disable CODE */ those below it, up to /* epigen-enable CODE */. Several codes are
separated by commas; without one all are meant.`,
    )
    .action(async (files: string[], options: CheckOptions) => done(await check(files, options)));
  return withCommonOptions(command, [
    'epigen check src',
    'epigen check "src/**/*.js" --json',
    'epigen check src --baseline epigen-baseline.json',
    'epigen check src --format sarif > epigen.sarif',
    'epigen check app.js --store redis://127.0.0.1:6379 --library HX',
  ]);
}

async function check(arguments_: readonly string[], options: CheckOptions): Promise<number> {
  const format = options.json ? 'json' : (options.format ?? 'text');
  if (options.updateBaseline && options.baseline === undefined) {
    throw new EpigenError('--update-baseline needs --baseline', COMMAND, 'write --baseline FILE');
  }
  const baseline = options.baseline === undefined ? undefined : resolve(options.baseline);
  const before = baseline === undefined ? undefined : readBaseline(baseline, displayPath(baseline));

  const { settings, base } = await readWorkspace(options);
  const { libraries, close } = await openLibraries(settings, options.library);
  try {
    const checking = await checkFiles(arguments_, libraries, settingsFor(settings, libraries, options), base);
    if (baseline === undefined) return report(checking, format);
    if (before && !options.updateBaseline) return reportFresh(checking, before, dirname(baseline), format);
    return accept(checking, baseline, before, format);
  } finally {
    await close();
  }
}

/** The settings with the profile asked for. Where libraries are left out, a comment may disable what would be found with them. */
function settingsFor(
  settings: Settings,
  libraries: readonly ApiLibrary[],
  { library, profile = settings.profile }: CheckOptions,
): Settings {
  if (library === undefined && knowsAllLibraries(settings, libraries)) return { ...settings, profile };
  return { ...settings, profile, diagnostics: { ...settings.diagnostics, 'unused-disable': 'off' } };
}

/** What came of looking at files. */
interface Checking {
  readonly problems: readonly FileProblem[];
  /** The files that could be looked at, absolute. */
  readonly checked: readonly string[];
  /** How many could not. */
  readonly failures: number;
}

async function checkFiles(
  arguments_: readonly string[],
  libraries: readonly ApiLibrary[],
  settings: Settings,
  base: string,
): Promise<Checking> {
  const { checkText } = await import('../checks/check.js');
  const { findScripts } = await import('./scripts.js');
  const { typescriptView } = await import('../typescript-view.js');
  const { files, errors } = findScripts(arguments_, process.cwd());
  const checked: string[] = [];
  const problems: FileProblem[] = [];
  let failures = 0;
  const fail = (error: unknown) => {
    // A file that cannot be read must not hide what is wrong in the others; what is no such error is a defect.
    if (!(error instanceof EpigenError)) throw error;
    printError(error);
    failures++;
  };
  for (const file of files) {
    try {
      const text = readText(file, displayPath(file));
      const uri = URI.file(file).toString();
      const typescript = settings.profile === 'full' ? undefined : typescriptView(uri, settings, base);
      const document = checkText(text, libraries, {
        uri,
        severities: settings.diagnostics,
        ...(typescript && { typescript }),
      });
      problems.push(...inFile(file, text, document.problems));
      checked.push(file);
    } catch (error) {
      fail(error);
    }
  }
  for (const error of errors) fail(error);
  return { problems, checked, failures };
}

function inFile(file: string, text: string, problems: readonly Problem[]): FileProblem[] {
  if (problems.length === 0) return [];
  const lines = new LineIndex(text);
  return problems.map((problem) => {
    const { line } = problem.range.start;
    return { file, problem, line: text.slice(lines.start(line), lines.start(line + 1)) };
  });
}

function report({ problems, checked, failures }: Checking, format: CheckOptions['format']): number {
  printProblems(problems, format);
  if (isForPeople(format)) note(summary(problems, checked.length));
  return exitCode(problems, failures);
}

/** Reports what a baseline does not have. */
function reportFresh(
  { problems, checked, failures }: Checking,
  entries: readonly BaselineEntry[],
  folder: string,
  format: CheckOptions['format'],
): number {
  const { fresh, known, gone } = compareWithBaseline(problems, entries, folder, checked);
  printProblems(fresh, format);
  if (isForPeople(format)) {
    note(summary(fresh, checked.length));
    if (known > 0) note(`${count(known, 'finding')} more ${known === 1 ? 'is' : 'are'} in the baseline.`);
    if (gone > 0) {
      note(
        `${count(gone, 'finding')} of the baseline ${gone === 1 ? 'no longer occurs' : 'no longer occur'}: --update-baseline cleans it up.`,
      );
    }
  }
  return exitCode(fresh, failures);
}

/** Writes the findings as the baseline, unless some are missing. */
function accept(
  { problems, checked, failures }: Checking,
  baseline: string,
  before: readonly BaselineEntry[] | undefined,
  format: CheckOptions['format'],
): number {
  const shown = displayPath(baseline);
  if (failures > 0) {
    throw new EpigenError(
      'the baseline was not written',
      shown,
      'not every file could be checked; see above',
    );
  }
  writeBaseline(baseline, shown, problems, before ?? [], checked);
  printProblems([], format);
  note(`Wrote ${count(problems.length, 'finding')} in ${count(checked.length, 'file')} to ${shown}.`);
  return 0;
}

function printProblems(problems: readonly FileProblem[], format: CheckOptions['format']): void {
  const root = reportRoot(process.cwd(), process.env);
  if (format === 'sarif') printJson(sarifLog(problems, root));
  for (const it of format === 'sarif' ? [] : problems) {
    if (format === 'json') printJson(diagnosticRecord(it.problem, displayPath(it.file)));
    else if (format === 'github') print(githubLine(it, root));
    else print(diagnosticLine(it.problem, displayPath(it.file)));
  }
}

/** Programs that read a report have no use for a summary. */
function isForPeople(format: CheckOptions['format']): boolean {
  return format === 'text' || format === 'github';
}

function exitCode(problems: readonly FileProblem[], failures: number): number {
  if (failures > 0) return 2;
  return problems.some((it) => it.problem.severity === 'error') ? 1 : 0;
}

function summary(problems: readonly FileProblem[], files: number): string {
  const errors = problems.filter((it) => it.problem.severity === 'error').length;
  const others = problems.length - errors;
  if (problems.length === 0) return `No findings in ${count(files, 'file')}.`;
  return `${count(errors, 'error')}, ${count(others, 'other finding')} in ${count(files, 'file')}.`;
}
