import type { ApiLibrary } from '../../index/library.js';
import type { Requirement } from '../analysis/requirement.js';
import type { CheckedDocument } from '../checks/checked-document.js';
import type { PipelineModels } from '../models/chat-model.js';
import type {
  Generation,
  GenerationProgress,
  GenerationRequest,
  GenerationSettings,
} from '../pipeline/generation.js';

/** What of the pipeline a feature needs; injected, so that it is loaded only when code is asked for. */
export type Generate = (request: GenerationRequest) => Promise<Generation>;

/** Runs the pipeline for a requirement in a document. The code goes into the empty body, else after the comment. */
export function generateAt(
  document: CheckedDocument,
  requirement: Requirement,
  libraries: readonly ApiLibrary[],
  settings: GenerationSettings,
  generate: Generate,
  running: {
    readonly models: PipelineModels;
    readonly report: (progress: GenerationProgress) => void;
    readonly signal: AbortSignal;
  },
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
    ...running,
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
  /** Something to know of how the code came about. */
  readonly note?: string;
}

/** What a client needs for a preview, without the edit. */
export function planAnswer(generation: Generation): PlanAnswer {
  const { requirement, steps, apis, alternatives, code, diagnostics, refusal, note } = generation;
  return {
    requirement,
    steps,
    apis,
    alternatives,
    code,
    diagnostics,
    ...(refusal !== undefined && { refusal }),
    ...(note !== undefined && { note }),
  };
}

/** What is sent of a plan while it is made, for clients that show it as it comes. */
export interface PartialPlan {
  readonly steps: readonly { readonly text: string }[];
}

/** The subtasks of a plan that is being made; undefined where nothing new can be shown. */
export function partialPlan(progress: GenerationProgress): PartialPlan | undefined {
  if (progress.phase !== 'decompose' && progress.phase !== 'retrieve') return undefined;
  return { steps: progress.subtasks.map((text) => ({ text })) };
}

/** The sentence beside an edit: whose code it is, and what should be known of it. */
export function annotationOf({ engine, note, outcome }: Generation): { label: string; description: string } {
  const repaired = outcome === 'repaired-by-model' || outcome === 'repaired-by-rule';
  const label =
    engine === 'offline'
      ? 'Code by rules, checked'
      : `Code of a language model, checked${repaired ? ' and repaired' : ''}`;
  return { label, description: note ?? '' };
}
