import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { URI } from 'vscode-uri';
import { EpigenError } from '../../index/error.js';
import type { Problem } from '../checks/problem.js';
import { diagnosticLine, diagnosticRecord } from './diagnostic.js';
import { readText } from './input.js';
import { type CommonOptions, type Done, withCommonOptions } from './options.js';
import { count, note, print, printError, printJson } from './output.js';
import { displayPath, openLibraries, readWorkspace } from './workspace.js';

interface CheckOptions extends CommonOptions {
  readonly json?: true;
  readonly format?: 'text' | 'json';
}

/** `epigen check`: reports calls that do not fit the library's signatures. */
export function checkCommand(done: Done): Command {
  const command = new Command('check')
    .description('report calls that do not fit the signatures of the library')
    .argument('<file...>', 'JavaScript and TypeScript files, folders or globs; they may lie anywhere')
    .option('--json', 'the same as --format json')
    .addOption(
      new Option('--format <format>', 'text for people, json for one object a line')
        .choices(['text', 'json'])
        .conflicts('json'),
    )
    .addHelpText(
      'after',
      '\nWith --json, each finding is {"file","line","column","endLine","endColumn","severity","code","message","api"};\nlines and columns count from 1, columns in UTF-16 units.\nExit code 1 if a finding has the severity error, 2 if a file could not be checked.',
    )
    .action(async (files: string[], options: CheckOptions) => done(await check(files, options)));
  return withCommonOptions(command, [
    'epigen check src',
    'epigen check "src/**/*.js" --json',
    'epigen check app.js --store redis://127.0.0.1:6379 --library HX',
  ]);
}

async function check(arguments_: readonly string[], options: CheckOptions): Promise<number> {
  const asJson = options.json || options.format === 'json';
  const { settings } = await readWorkspace(options);
  const { libraries, close } = await openLibraries(settings, options.library);
  try {
    const { checkText } = await import('../checks/check.js');
    const { findScripts } = await import('./scripts.js');
    const { files, errors } = findScripts(arguments_, process.cwd());
    let checked = 0;
    let failures = 0;
    const fail = (error: unknown) => {
      // A file that cannot be read must not hide what is wrong in the others; what is no such error is a defect.
      if (!(error instanceof EpigenError)) throw error;
      printError(error);
      failures++;
    };
    const problems: Problem[] = [];
    for (const file of files) {
      const shown = displayPath(file);
      try {
        const text = readText(file, shown);
        const document = checkText(text, libraries, {
          uri: URI.file(resolve(file)).toString(),
          severities: settings.diagnostics,
        });
        for (const problem of document.problems) {
          if (asJson) printJson(diagnosticRecord(problem, shown));
          else print(diagnosticLine(problem, shown));
          problems.push(problem);
        }
        checked++;
      } catch (error) {
        fail(error);
      }
    }
    for (const error of errors) fail(error);
    if (!asJson) note(summary(problems, checked));
    if (failures > 0) return 2;
    return problems.some((it) => it.severity === 'error') ? 1 : 0;
  } finally {
    await close();
  }
}

function summary(problems: readonly Problem[], files: number): string {
  const errors = problems.filter((it) => it.severity === 'error').length;
  const others = problems.length - errors;
  if (problems.length === 0) return `No findings in ${count(files, 'file')}.`;
  return `${count(errors, 'error')}, ${count(others, 'other finding')} in ${count(files, 'file')}.`;
}
