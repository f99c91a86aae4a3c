import type { Problem } from '../checks/problem.js';

/** A finding as machines read it (DESIGN §3). Lines and columns are 1-based, columns count UTF-16 units. */
export interface DiagnosticRecord {
  /** null for code that is not in a file. */
  readonly file: string | null;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Problem['severity'];
  readonly code: string;
  readonly message: string;
  readonly api: string;
  /** Generated code that was kept although it does not pass. */
  readonly marked?: true;
}

/** A finding in a file, or in generated code. */
export function diagnosticRecord(problem: Problem, file: string | null): DiagnosticRecord {
  const { start, end } = problem.range;
  return {
    file,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    severity: problem.severity,
    code: problem.code,
    message: problem.message,
    api: problem.api,
    ...(problem.marked && { marked: true }),
  };
}

/** `src/app.js:3:7: error unknown-property: …`, which editors and terminals make clickable. */
export function diagnosticLine(problem: Problem, file: string): string {
  const { start } = problem.range;
  const place = `${file}:${start.line + 1}:${start.character + 1}`;
  return `${place}: ${problem.severity} ${problem.code}: ${problem.message}`;
}
