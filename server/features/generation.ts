import type { ApiLibrary } from '../../index/library.js';
import type { Requirement } from '../analysis/requirement.js';
import type { CheckedDocument } from '../checks/checked-document.js';
import type { Generation, GenerationRequest, GenerationSettings } from '../pipeline/generation.js';

/** What of the pipeline a feature needs; injected, so that it is loaded only when code is asked for. */
export type Generate = (request: GenerationRequest) => Promise<Generation>;

/** Runs the pipeline for a requirement in a document. The code goes into the empty body, else after the comment. */
export function generateAt(
  document: CheckedDocument,
  requirement: Requirement,
  libraries: readonly ApiLibrary[],
  settings: GenerationSettings,
  generate: Generate,
  signal: AbortSignal,
): Promise<Generation> {
  return generate({
    requirement: requirement.text,
    libraries,
    settings,
    file: {
      uri: document.uri,
      text: document.text,
      target: requirement.body ? { body: requirement.body } : { after: requirement.range.end },
    },
    signal,
  });
}

/** The answer to `epigen/plan` and `epigen.plan` (DESIGN §3). */
export interface PlanAnswer {
  readonly requirement: string;
  readonly steps: Generation['steps'];
  readonly apis: Generation['apis'];
  readonly alternatives: Generation['alternatives'];
  readonly code: string;
  readonly diagnostics: Generation['diagnostics'];
  /** Why there is no code. */
  readonly refusal?: string;
}

/** What a client needs for a preview, without the edit. */
export function planAnswer(generation: Generation): PlanAnswer {
  const { requirement, steps, apis, alternatives, code, diagnostics, refusal } = generation;
  return {
    requirement,
    steps,
    apis,
    alternatives,
    code,
    diagnostics,
    ...(refusal !== undefined && { refusal }),
  };
}
