import type { Diagnostic, DiagnosticSeverity } from 'vscode-languageserver-types';
import type { Problem, Severity } from '../checks/problem.js';

const SEVERITIES: Record<Severity, DiagnosticSeverity> = { error: 1, warning: 2, information: 3, hint: 4 };
const DEPRECATED_TAG = 2;

/** A finding as the editor shows it; its fixes travel in `data`. */
export function diagnostic(problem: Problem): Diagnostic {
  return {
    range: problem.range,
    severity: SEVERITIES[problem.severity],
    source: 'epigen',
    code: problem.code,
    message: problem.message,
    ...(problem.code === 'deprecated-api' && { tags: [DEPRECATED_TAG] }),
    data: { api: problem.api, fixes: problem.fixes ?? [] },
  };
}
