import type { Position, Range } from 'vscode-languageserver-types';
import type { ApiLibrary, Candidate } from '../../index/library.js';
import type { Problem } from '../checks/problem.js';
import type { PipelineModels } from '../models/chat-model.js';
import type { Experience } from './retrieval/experience.js';

/** One part of a requirement, as TDM gives it (paper §3.2). */
export interface Subtask {
  /** One sentence in the requirement's language. */
  readonly text: string;
  /** What ARM chose for it, best first; empty if nothing in the libraries fits. */
  readonly apis: readonly Candidate[];
}

export interface GenerationSettings {
  readonly engine: 'offline' | 'structured' | 'free';
  readonly stepComments: boolean;
  /** What to do with a call that the checker rejects and nothing repairs. */
  readonly onInvalid: 'refuse' | 'mark';
  /** How often findings go back to a model before they are repaired by rule. */
  readonly repairRounds?: number;
  /** What one generation may cost: tokens of all models together, and milliseconds. No bound where it is absent. */
  readonly maxTokens?: number;
  readonly timeoutMs?: number;
}

/** What becomes known while a generation is made. */
export type GenerationProgress =
  /** A model is loaded into this process; `share` of it is there. */
  | { readonly phase: 'load'; readonly model: string; readonly share: number }
  /** TDM's subtasks so far, as they come. */
  | { readonly phase: 'decompose'; readonly subtasks: readonly string[] }
  | { readonly phase: 'retrieve'; readonly subtasks: readonly string[] }
  /** CGM writes; `text` is what there is of its answer. */
  | { readonly phase: 'generate'; readonly text: string }
  /** What the checker found goes back to the model. */
  | { readonly phase: 'repair'; readonly round: number; readonly problems: number };

export interface GenerationRequest {
  readonly requirement: string;
  readonly libraries: readonly ApiLibrary[];
  readonly settings: GenerationSettings;
  /** The file the code is for; absent on the command line without `--file`. */
  readonly file?: {
    readonly uri: string;
    readonly text: string;
    /** Where the code goes: an empty body (braces included) is filled, a position is inserted at, a range replaced. */
    readonly target: { readonly body: Range } | { readonly after: Position } | { readonly replace: Range };
  };
  /** The function that is wanted, for the command line: `code` is then the whole function. */
  readonly entry?: { readonly name: string; readonly params: readonly string[] };
  /** What the company's own code knows. */
  readonly experience?: Experience;
  /** Subtasks that are there already: TDM is left out. */
  readonly subtasks?: readonly string[];
  /** Models for the steps that are not to be done by rule. */
  readonly models?: PipelineModels;
  readonly report?: (progress: GenerationProgress) => void;
  readonly signal?: AbortSignal;
}

/** What the pipeline came to. `edit` is absent when nothing is to be inserted; `refusal` then says why. */
export interface Generation {
  readonly requirement: string;
  /** TDM's subtasks with ARM's choices. */
  readonly steps: readonly Subtask[];
  /** Names of the APIs that the code calls, each once, in order of first use. */
  readonly apis: readonly string[];
  /** Other APIs for a step, as offered for swapping. */
  readonly alternatives: readonly { readonly step: number; readonly apis: readonly Candidate[] }[];
  /** The statements, or the whole function if `entry` was given; '' when refused. */
  readonly code: string;
  /** Findings of the checker in `code`, ranges relative to `code`. */
  readonly diagnostics: readonly Problem[];
  /** The edit of `file.text` that puts the code in its place, indented as its surroundings. */
  readonly edit?: { readonly range: Range; readonly newText: string };
  /** Why nothing is inserted, as a sentence for the user. */
  readonly refusal?: string;
  readonly engine: 'offline' | 'structured' | 'free';
  /** Something that the user should know of how the code came about, as a sentence. */
  readonly note?: string;
  /** What became of the model's answer, where one was asked for code. */
  readonly outcome?: Outcome;
  /** What the models read and wrote, as far as their services say. */
  readonly tokens?: { readonly input: number; readonly output: number };
}

/**
 * `accepted` as it came, `repaired` by the model or by rule, inserted with `marked` calls, `refused`, or `replaced` by the
 * offline engine's code.
 */
export type Outcome =
  | 'accepted'
  | 'repaired-by-model'
  | 'repaired-by-rule'
  | 'marked'
  | 'refused'
  | 'replaced';
