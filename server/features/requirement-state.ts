import type { Range } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../index/library.js';
import type { ApiUse } from '../analysis/api-use.js';
import type { Requirement } from '../analysis/requirement.js';
import type { CheckedDocument } from '../checks/checked-document.js';
import type { Problem } from '../checks/problem.js';
import type { Generation } from '../pipeline/generation.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import { contains, touches } from './ranges.js';
import { requirementRegion } from './requirement-region.js';

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
  match((generated, { text }) => isSameText(generated.requirement, ownText(text, generated)));
  match((generated, { text, origin }) => {
    const alike = alikeness(generated.requirement, ownText(text, generated));
    return origin === 'tag' && alike >= ALIKE;
  });
  return document.requirements.flatMap((requirement) => {
    const generated = matches.get(requirement);
    if (!generated) return [];
    const { range: region, body } = requirementRegion(requirement, document, source);
    const uses = document.uses.filter((it) => contains(region, it.calleeRange.start));
    const steps = generated.steps.map((step) => stepState(step, uses, document.problems, libraries));
    const isReworded = !isSameText(generated.requirement, ownText(requirement.text, generated));
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

function stepState(
  step: GeneratedStep,
  uses: readonly ApiUse[],
  problems: readonly Problem[],
  libraries: readonly ApiLibrary[],
): StepState {
  const own = uses.filter((it) => step.apis.includes(it.api.name));
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

/** The text of a requirement without the comment of its first subtask, which stands directly below it. */
function ownText(text: string, { steps }: GeneratedRequirement): string {
  const lines = text.split('\n');
  while (lines.length > 1 && steps.some((it) => isSameText(it.text, lines.at(-1) ?? ''))) lines.pop();
  return lines.join('\n');
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
