import * as z from 'zod';
import type { ApiDoc } from '../../../index/api-doc.js';
import type { ApiLibrary, Candidate } from '../../../index/library.js';
import { ModelError } from '../../../index/services/model-error.js';
import type { ChatModel, Reply } from '../../models/chat-model.js';
import { readJson } from '../../models/reply-json.js';
import type { Subtask } from '../generation.js';
import { rerankPrompt, rerankSchema } from '../prompts/rerank.js';
import { profileOf } from '../retrieval/api-profile.js';
import type { Experience } from '../retrieval/experience.js';
import { asCandidate, type Fit, questionOf, retrieveApis } from '../retrieval/retrieve.js';
import { propertiesOf } from '../retrieval/shapes.js';
import type { PromptApi } from './api-text.js';

/** Below this an API does something else than the subtask asks for. */
const THRESHOLD = 0.18;
/** A question that says little is little evidence: the substance at which half counts. */
const LITTLE = 3;
/** How many APIs a model may choose from: for a subtask, for the requirement as a whole, and of those reranked. */
const PER_SUBTASK = 4;
const PER_REQUIREMENT = 8;
const RERANKED = 10;
/** How many methods of a handle are shown. */
const METHODS = 12;
const HANDLES = 3;
/** How many the index adds for a subtask by itself. */
const NEAREST = 3;

/** What ARM found. */
export interface Retrieved {
  /** The subtasks with their APIs, best first; none where the libraries have nothing for it. */
  readonly subtasks: readonly Subtask[];
  /** What CGM may call: those of the subtasks, those of the whole requirement, and methods of what they return. */
  readonly apis: readonly PromptApi[];
  /** Why the order is not the model's, if it should be. */
  readonly note?: string;
}

export interface RetrievalRequest {
  readonly subtasks: readonly string[];
  readonly requirement: string;
  readonly libraries: readonly ApiLibrary[];
  /** Names in scope: they are values, not words. */
  readonly names: ReadonlySet<string>;
  /** Hides secrets in what goes to a model. */
  readonly hide: (text: string) => string;
  readonly rerank?: ChatModel;
  /** What the company's own code knows. */
  readonly experience?: Experience;
  readonly signal?: AbortSignal;
  readonly spent: (reply: Reply) => void;
}

/** An API that is proposed for a text, by close comparison or by the index alone. */
interface Proposal {
  readonly api: ApiDoc;
  readonly library: ApiLibrary;
  readonly candidate: Candidate;
}

/** What is proposed for a text. */
interface Proposals {
  readonly fits: readonly Proposal[];
  /** What closer comparison leaves out a reader may still find right. */
  readonly nearest: readonly Proposal[];
}

/**
 * ARM (paper §3.3) for subtasks in words: one query for each, and one for the whole requirement. A model that orders them
 * sees all that is proposed for a subtask, so what it leaves out is not proposed for the requirement either; if it
 * leaves out everything, nothing is found.
 */
export async function retrieveForSubtasks(request: RetrievalRequest): Promise<Retrieved> {
  const [forAll = [], ...forEach] = await allFits(request);
  const whole = forAll.slice(0, PER_REQUIREMENT).map(proposalOf);
  const each = await Promise.all(
    request.subtasks.map(async (text, index): Promise<Proposals> => {
      const fits = (forEach[index] ?? []).map(proposalOf);
      return { fits, nearest: without(await nearest(text, request), fits) };
    }),
  );
  const { chosen, rejected, note } = await rerankAll(request, each);
  const subtasks = request.subtasks.map((text, index) => ({
    text,
    apis: (chosen[index]?.fits ?? []).slice(0, PER_SUBTASK).map((it) => it.candidate),
  }));
  const main = inTurns(chosen.map((it) => it.fits.slice(0, PER_SUBTASK)));
  const further = without([...inTurns(chosen.map((it) => it.nearest)), ...whole], rejected);
  const isNothing = main.length === 0 && (rejected.length > 0 || whole.length === 0);
  const best = new Set(chosen.flatMap((it) => it.fits.slice(0, 2)).map(keyOf));
  const apis = isNothing ? [] : await withMethods(unique([...main, ...further]), best);
  return { subtasks, apis, ...(note !== undefined && { note }) };
}

/**
 * What fits the requirement, and then what fits each subtask. Methods take part where what gives their handle is among
 * the best of any.
 */
async function allFits(request: RetrievalRequest): Promise<Fit[][]> {
  const { requirement, libraries, names, experience, signal } = request;
  const found = await Promise.all(
    [requirement, ...request.subtasks].map(async (text) => {
      signal?.throwIfAborted();
      const fits = await retrieveApis(questionOf([{ text }], names), libraries, EVERY_HANDLE, experience);
      return fits.filter(isEnough);
    }),
  );
  const isCallable = ({ named, profile }: Fit) => named || profile.api.member === undefined;
  const best = found.flatMap((fits) => fits.filter(isCallable).slice(0, 2));
  const handles = new Set(best.flatMap((it) => it.profile.handles));
  return found.map((fits) =>
    fits.filter((it) => isCallable(it) || handles.has(it.profile.api.member?.of ?? '')),
  );
}

const EVERY_HANDLE = { has: () => true };

function proposalOf(fit: Fit): Proposal {
  return { api: fit.profile.api, library: fit.library, candidate: asCandidate(fit) };
}

function keyOf({ api, library }: PromptApi): string {
  return `${library.name}\n${api.name}`;
}

function without(proposals: readonly Proposal[], others: readonly Proposal[]): Proposal[] {
  const keys = new Set(others.map(keyOf));
  return proposals.filter((it) => !keys.has(keyOf(it)));
}

/** The nearest records by the index alone. */
async function nearest(text: string, { libraries, signal }: RetrievalRequest): Promise<Proposal[]> {
  signal?.throwIfAborted();
  const found: Proposal[] = [];
  for (const library of libraries) {
    for (const candidate of await library.search(text, NEAREST)) {
      const api = library.find(candidate.name);
      if (api && !api.deprecated && !api.member) found.push({ api, library, candidate });
    }
  }
  return found.sort((a, b) => b.candidate.score - a.candidate.score).slice(0, NEAREST);
}

function isEnough({ fit, substance }: Fit): boolean {
  return (fit * substance) / (substance + LITTLE) >= THRESHOLD;
}

/** First what is best for each subtask, then the second best, and so on. */
function inTurns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((it) => it.length));
  return Array.from({ length: longest }, (_, rank) => lists.flatMap((it) => it[rank] ?? [])).flat();
}

function unique(proposals: readonly Proposal[]): Proposal[] {
  const seen = new Set<string>();
  return proposals.filter((it) => !seen.has(keyOf(it)) && seen.add(keyOf(it)));
}

/**
 * The records as the stores have them now. Behind those that are likely to be called stand the methods of the handles
 * that they give, and of the handles that these give.
 */
async function withMethods(
  proposals: readonly Proposal[],
  likely: ReadonlySet<string>,
): Promise<PromptApi[]> {
  const listed = new Map<string, PromptApi>();
  const add = (it: PromptApi): void => {
    if (!listed.has(keyOf(it))) listed.set(keyOf(it), it);
  };
  for (const it of proposals) {
    const { library } = it;
    const { name } = it.api;
    const [api = it.api] = await library.fetch([name]);
    add({ api, library });
    if (!likely.has(keyOf(it))) continue;
    const types = [...(profileOf(name, library)?.handles ?? [])];
    for (let at = 0; at < types.length && at < HANDLES; at++) {
      for (const method of methodsOf(types[at] ?? '', library).slice(0, METHODS)) {
        add({ api: method, library });
        for (const type of profileOf(method.name, library)?.handles ?? [])
          if (!types.includes(type)) types.push(type);
      }
    }
  }
  return [...listed.values()];
}

function methodsOf(type: string, library: ApiLibrary): ApiDoc[] {
  const properties = propertiesOf({ kind: 'ref', name: type }, library);
  return properties.flatMap((it) => (it.type.kind === 'api' ? (library.find(it.type.name) ?? []) : []));
}

const answerSchema = z.object({ names: z.array(z.string()) });

interface Reranking {
  readonly chosen: readonly Proposals[];
  /** What the model saw and chose for no subtask. */
  readonly rejected: readonly Proposal[];
  readonly note?: string;
}

async function rerankAll(request: RetrievalRequest, each: readonly Proposals[]): Promise<Reranking> {
  const { rerank } = request;
  const asItWas = { chosen: each, rejected: [] };
  if (!rerank) return asItWas;
  try {
    const answers = await Promise.all(
      each.map((it, index) => rerankOne(request, rerank, request.subtasks[index] ?? '', it)),
    );
    const chosen = answers.map((it) => it.proposals);
    const kept = chosen.flatMap(({ fits, nearest }) => [...fits, ...nearest]);
    return { chosen, rejected: without(unique(answers.flatMap((it) => it.seen)), kept) };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    const note = `APIs are in the order of the index, since the model failed: ${error.what}.`;
    return { ...asItWas, note };
  }
}

/**
 * What the model names takes the place of what was proposed. It may leave out all, and then the subtask has no proposal.
 * `seen` is empty where its answer cannot be used.
 */
async function rerankOne(
  { requirement, hide, signal, spent }: RetrievalRequest,
  model: ChatModel,
  subtask: string,
  proposals: Proposals,
): Promise<{ readonly proposals: Proposals; readonly seen: readonly Proposal[] }> {
  const unchanged = { proposals, seen: [] };
  const best = [...proposals.fits, ...proposals.nearest].slice(0, RERANKED);
  if (best.length === 0) return unchanged;
  const apis = best.map((it) => it.api);
  const names = [...new Set(apis.map((it) => it.name))];
  const reply = await model.ask(rerankPrompt(hide(subtask), hide(requirement), apis), {
    ...(signal && { signal }),
    schema: { name: 'choice', description: 'The APIs that serve the subtask.', schema: rerankSchema(names) },
  });
  spent(reply);
  const answer = answerSchema.safeParse(readJson(reply.text));
  if (!answer.success) return unchanged;
  const fits = [...new Set(answer.data.names)].flatMap(
    (name) => best.find((it) => it.api.name === name) ?? [],
  );
  // An empty list is an answer; one of names that nobody proposed is none.
  if (fits.length === 0 && answer.data.names.length > 0) return unchanged;
  return { proposals: { fits, nearest: [] }, seen: best };
}

/** The APIs that fit a text best, for those who want no more than that. */
export async function candidatesFor(
  text: string,
  libraries: readonly ApiLibrary[],
  k: number,
): Promise<(PromptApi & { readonly score: number })[]> {
  const fits = await retrieveApis(questionOf([{ text }], new Set()), libraries);
  return fits
    .filter(isEnough)
    .slice(0, k)
    .map((it) => ({ api: it.profile.api, library: it.library, score: asCandidate(it).score }));
}
