import type { Diagnostic, DiagnosticSeverity, DiagnosticTag } from 'vscode-languageserver-types';
import type { Problem, ProblemCode, Severity } from '../checks/problem.js';

const SEVERITIES: Record<Severity, DiagnosticSeverity> = { error: 1, warning: 2, information: 3, hint: 4 };
/** Editors strike out what is deprecated and fade what is unnecessary. */
const TAGS: Partial<Record<ProblemCode, DiagnosticTag[]>> = { 'deprecated-api': [2], 'unused-disable': [1] };

/** A finding as the editor shows it; its fixes travel in `data`. */
export function diagnostic(problem: Problem, uri: string): Diagnostic {
  return {
    range: problem.range,
    severity: SEVERITIES[problem.severity],
    source: 'epigen',
    code: problem.code,
    message: problem.message,
    ...(TAGS[problem.code] && { tags: TAGS[problem.code] }),
    ...(problem.related && {
      relatedInformation: problem.related.map(({ range, message }) => ({
        location: { uri, range },
        message,
      })),
    }),
    data: { api: problem.api, fixes: problem.fixes ?? [] },
  };
}
