import type { Range } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../index/library.js';
import type { ApiUse } from '../analysis/api-use.js';
import type { Requirement } from '../analysis/requirement.js';
import type { CheckedDocument } from '../checks/checked-document.js';
import type { Generation } from '../pipeline/generation.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import { contains, touches } from './ranges.js';
import { isCommentOf, requirementRegion } from './requirement-region.js';

/** What was generated for a requirement, as far as it has to be known later. */
export interface GeneratedRequirement {
  readonly requirement: string;
  readonly steps: readonly GeneratedStep[];
}

/** A subtask, and the APIs that its code called. */
export interface GeneratedStep {
  readonly text: string;
  readonly apis: readonly string[];
}

/** Code that is on its way into a document. */
export interface Offer {
  readonly generated: GeneratedRequirement;
  /** The only subtask that was generated; absent where all were. */
  readonly step?: number;
}

/** How a subtask stands now. */
export interface StepState extends GeneratedStep {
  /** Why it is not as it was generated; undefined if it is. */
  readonly drift?: string;
  /** A call that is there but does not fit any more. */
  readonly misfit?: ApiUse;
  /** Its calls that are there. */
  readonly uses: readonly ApiUse[];
}

/** A requirement comment whose code was generated, and how that stands now. */
export interface RequirementState {
  readonly requirement: Requirement;
  readonly generated: GeneratedRequirement;
  readonly steps: readonly StepState[];
  /** Where its code stands. */
  readonly region: Range;
  /** The body of the function that the comment documents, with its braces. */
  readonly body?: Range;
  /** The words of the comment are others than the code was generated for. */
  readonly isReworded: boolean;
}

/** Two texts that share this part of their words are one requirement, reworded. */
const ALIKE = 0.5;

/** What is remembered of a generation; undefined if nothing was generated. */
export function generatedRequirement(generation: Generation): GeneratedRequirement | undefined {
  if (!generation.edit) return undefined;
  const steps = generation.steps.map(({ text, apis }) => {
    const [first] = apis;
    return { text, apis: first && generation.apis.includes(first.name) ? [first.name] : [] };
  });
  // What the plan added on its own belongs to the last subtask, so that its removal is noticed too.
  const named = new Set(steps.flatMap((it) => it.apis));
  const others = generation.apis.filter((it) => !named.has(it));
  const last = steps.at(-1);
  if (last && others.length > 0) steps[steps.length - 1] = { ...last, apis: [...last.apis, ...others] };
  return steps.length === 0 ? undefined : { requirement: generation.requirement, steps };
}

/** The requirements of a document that something was generated for, in order. */
export function requirementStates(
  document: CheckedDocument,
  source: SyntaxDocument,
  remembered: readonly GeneratedRequirement[],
  libraries: readonly ApiLibrary[],
): RequirementState[] {
  const left = new Set(remembered);
  const matches = new Map<Requirement, GeneratedRequirement>();
  const match = (fits: (generated: GeneratedRequirement, requirement: Requirement) => boolean) => {
    for (const requirement of document.requirements) {
      if (matches.has(requirement)) continue;
      const generated = [...left].find((it) => fits(it, requirement));
      if (!generated) continue;
      matches.set(requirement, generated);
      left.delete(generated);
    }
  };
  match((generated, { text }) => isSameText(generated.requirement, text));
  match(({ requirement }, { text, origin }) => origin === 'tag' && alikeness(requirement, text) >= ALIKE);
  return document.requirements.flatMap((requirement) => {
    const generated = matches.get(requirement);
    if (!generated) return [];
    const texts = generated.steps.map((it) => it.text);
    const { range: region, body } = requirementRegion(requirement, texts, document, source);
    const uses = usesOf(generated.steps, region, document, source);
    const steps = generated.steps.map((step) => stepState(step, uses.get(step) ?? [], document, libraries));
    const isReworded = !isSameText(generated.requirement, requirement.text);
    return [{ requirement, generated, steps, region, ...(body && { body }), isReworded }];
  });
}

/** Those of the offers whose code is in the document by now: what was generated is called, whatever else drifted. */
export function arrivedOffers(
  document: CheckedDocument,
  source: SyntaxDocument,
  offers: readonly Offer[],
  libraries: readonly ApiLibrary[],
): Offer[] {
  return offers.filter(({ generated, step }) => {
    const [state] = requirementStates(document, source, [generated], libraries);
    if (!state || state.isReworded) return false;
    const fresh = step === undefined ? state.steps : state.steps.slice(step, step + 1);
    return fresh.every(({ apis, uses }) => apis.every((name) => uses.some((it) => it.api.name === name)));
  });
}

/**
 * The calls of each subtask. Where several subtasks call the same API a call belongs to the one whose comment it stands
 * below, else to the one whose words it has most of, and what is left to the last.
 */
function usesOf(
  steps: readonly GeneratedStep[],
  region: Range,
  document: CheckedDocument,
  source: SyntaxDocument,
): ReadonlyMap<GeneratedStep, readonly ApiUse[]> {
  const owners = new Map<ApiUse, GeneratedStep>();
  const uses = document.uses.filter((it) => contains(region, it.calleeRange.start));
  for (const name of new Set(steps.flatMap((it) => it.apis))) {
    const calling = steps.filter((it) => it.apis.includes(name));
    const calls = uses.filter((it) => it.api.name === name);
    const pairs = calls.flatMap((use) =>
      calling.map((step) => ({ use, step, likeness: likeness(use, step, source) })),
    );
    const taken = new Set<GeneratedStep>();
    for (const { use, step } of pairs.sort((a, b) => b.likeness - a.likeness)) {
      if (owners.has(use) || taken.has(step)) continue;
      owners.set(use, step);
      taken.add(step);
    }
    const last = calling.at(-1);
    for (const use of calls) if (last && !owners.has(use)) owners.set(use, last);
  }
  const found = new Map<GeneratedStep, ApiUse[]>(steps.map((it) => [it, []]));
  for (const use of uses) {
    const owner = owners.get(use);
    if (owner) found.get(owner)?.push(use);
  }
  return found;
}

/** How much a call looks like that of a subtask. */
function likeness(
  { callRange, calleeRange }: ApiUse,
  { text }: GeneratedStep,
  source: SyntaxDocument,
): number {
  const from = source.lines.offset(calleeRange.start);
  const comment = source.comments.findLast((it) => it.end <= from);
  if (comment && isCommentOf(comment, text)) return 2;
  const { start, end } = callRange ?? calleeRange;
  return alikeness(text, source.text.slice(source.lines.offset(start), source.lines.offset(end)));
}

function stepState(
  step: GeneratedStep,
  own: readonly ApiUse[],
  document: CheckedDocument,
  libraries: readonly ApiLibrary[],
): StepState {
  // What a TypeScript server says beside this one does not fit either.
  const problems = [...document.problems, ...document.leftToTypeScript];
  for (const name of step.apis) {
    const found = own.filter((it) => it.api.name === name);
    if (found.length === 0) {
      const isKnown = libraries.some((it) => it.find(name));
      return {
        ...step,
        uses: own,
        drift: isKnown ? `${name} is not called any more` : `the library has no ${name} any more`,
      };
    }
    for (const use of found) {
      const range = use.callRange ?? use.calleeRange;
      const problem = problems.find(
        (it) => it.severity === 'error' && it.api === name && touches(it.range, range),
      );
      if (problem) return { ...step, uses: own, misfit: use, drift: problem.message };
    }
  }
  return { ...step, uses: own };
}

function isSameText(a: string, b: string): boolean {
  return a.replace(/\s+/g, ' ').trim() === b.replace(/\s+/g, ' ').trim();
}

/** A Chinese text says no more than its characters where a word ends. */
const WORD = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}])+/gu;

/** The share of words that two texts have in common. */
function alikeness(a: string, b: string): number {
  const words = (text: string) => new Set(text.toLowerCase().match(WORD) ?? []);
  const [one, other] = [words(a), words(b)];
  const common = [...one].filter((it) => other.has(it)).length;
  return common === 0 ? 0 : common / Math.max(one.size, other.size);
}
