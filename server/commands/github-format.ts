import type { Severity } from '../checks/problem.js';
import type { FileProblem } from './file-problem.js';
import { pathWithin } from './report-path.js';

const COMMANDS: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** A finding as a workflow command, which GitHub shows as an annotation: `::error file=…,line=…::message`. */
export function githubLine({ file, problem }: FileProblem, root: string): string {
  const { start, end } = problem.range;
  const isOneLine = start.line === end.line;
  const properties = {
    file: pathWithin(root, file) ?? file,
    line: start.line + 1,
    col: start.character + 1,
    endLine: end.line + 1,
    // GitHub takes an end column only on the line of the start.
    ...(isOneLine && { endColumn: end.character + 1 }),
    title: `epigen: ${problem.code}`,
  };
  const list = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${COMMANDS[problem.severity]} ${list.join(',')}::${data(problem.message)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
