import * as z from 'zod';
import type { ApiDoc } from '../../../index/api-doc.js';
import type { ApiLibrary } from '../../../index/library.js';
import { ModelError } from '../../../index/services/model-error.js';
import type { ChatModel, Reply } from '../../models/chat-model.js';
import { readJson } from '../../models/reply-json.js';
import type { Subtask } from '../generation.js';
import { rerankPrompt, rerankSchema } from '../prompts/rerank.js';
import { profileOf } from '../retrieval/api-profile.js';
import type { Experience } from '../retrieval/experience.js';
import { asCandidate, type Fit, questionOf, retrieveApis } from '../retrieval/retrieve.js';
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

/** ARM (paper §3.3) for subtasks in words: one query for each, and one for the whole requirement. */
export async function retrieveForSubtasks(request: RetrievalRequest): Promise<Retrieved> {
  const { requirement, libraries, names, experience, signal } = request;
  const fitsOf = async (text: string, handles: ReadonlySet<string>): Promise<Fit[]> => {
    signal?.throwIfAborted();
    const fits = await retrieveApis(questionOf([{ text }], names), libraries, handles, experience);
    return fits.filter(isEnough);
  };
  const handles = new Set<string>();
  let whole = await fitsOf(requirement, handles);
  let each = await Promise.all(request.subtasks.map((it) => fitsOf(it, handles)));
  // What is found may give handles, and then their methods are worth a look.
  for (const fits of [whole, ...each])
    for (const { profile } of fits.slice(0, 2)) for (const type of profile.handles) handles.add(type);
  if (handles.size > 0) {
    whole = await fitsOf(requirement, handles);
    each = await Promise.all(request.subtasks.map((it) => fitsOf(it, handles)));
  }
  const reranked = await rerankAll(request, each);
  const subtasks = request.subtasks.map((text, index) => ({
    text,
    apis: (reranked.fits[index] ?? []).slice(0, PER_SUBTASK).map(asCandidate),
  }));
  const main = inTurns(reranked.fits.map((it) => it.slice(0, PER_SUBTASK)));
  const further = [
    // What closer comparison leaves out a reader may still find right.
    ...inTurns(await Promise.all(request.subtasks.map((text) => nearest(text, libraries, signal)))),
    ...whole.slice(0, PER_REQUIREMENT).map(foundOf),
  ];
  const isNothing = main.length === 0 && whole.length === 0;
  const best = new Set(reranked.fits.flatMap((it) => it.slice(0, 2)).map((it) => keyOf(foundOf(it))));
  const apis = isNothing ? [] : await withMethods(unique([...main.map(foundOf), ...further]), best);
  return { subtasks, apis, ...(reranked.note !== undefined && { note: reranked.note }) };
}

interface Found {
  readonly name: string;
  readonly library: ApiLibrary;
}

function foundOf({ profile, library }: Fit): Found {
  return { name: profile.api.name, library };
}

function keyOf({ name, library }: Found): string {
  return `${library.name}\n${name}`;
}

/** The nearest records by the index alone. */
async function nearest(
  text: string,
  libraries: readonly ApiLibrary[],
  signal?: AbortSignal,
): Promise<Found[]> {
  signal?.throwIfAborted();
  const found: (Found & { score: number })[] = [];
  for (const library of libraries) {
    for (const { name, score } of await library.search(text, NEAREST)) {
      const api = library.find(name);
      if (api && !api.deprecated && !api.member) found.push({ name, library, score });
    }
  }
  return found.sort((a, b) => b.score - a.score).slice(0, NEAREST);
}

function isEnough({ fit, substance }: Fit): boolean {
  return (fit * substance) / (substance + LITTLE) >= THRESHOLD;
}

/** First what is best for each subtask, then the second best, and so on. */
function inTurns<T>(lists: readonly (readonly T[])[]): T[] {
  const longest = Math.max(0, ...lists.map((it) => it.length));
  return Array.from({ length: longest }, (_, rank) => lists.flatMap((it) => it[rank] ?? [])).flat();
}

function unique(found: readonly Found[]): Found[] {
  const seen = new Set<string>();
  return found.filter((it) => !seen.has(keyOf(it)) && seen.add(keyOf(it)));
}

/**
 * The records as the stores have them now. Behind those that are likely to be called stand the methods of the handles
 * that they give, and of the handles that these give.
 */
async function withMethods(found: readonly Found[], likely: ReadonlySet<string>): Promise<PromptApi[]> {
  const listed = new Map<string, PromptApi>();
  const add = (api: ApiDoc, library: ApiLibrary): void => {
    const key = keyOf({ name: api.name, library });
    if (!listed.has(key)) listed.set(key, { api, library });
  };
  for (const it of found) {
    const { name, library } = it;
    const [api = library.find(name)] = await library.fetch([name]);
    if (!api) continue;
    add(api, library);
    if (!likely.has(keyOf(it))) continue;
    const types = [...(profileOf(name, library)?.handles ?? [])];
    for (let at = 0; at < types.length && at < HANDLES; at++) {
      for (const method of membersOf(types[at] ?? '', library).slice(0, METHODS)) {
        add(method, library);
        for (const type of profileOf(method.name, library)?.handles ?? [])
          if (!types.includes(type)) types.push(type);
      }
    }
  }
  return [...listed.values()];
}

const members = new WeakMap<ApiLibrary, Map<string, ApiDoc[]>>();

function membersOf(type: string, library: ApiLibrary): readonly ApiDoc[] {
  let known = members.get(library);
  if (!known) {
    known = new Map();
    members.set(library, known);
    for (const name of library.names()) {
      const api = library.find(name);
      if (!api?.member) continue;
      const list = known.get(api.member.of) ?? [];
      known.set(api.member.of, list);
      list.push(api);
    }
  }
  return known.get(type) ?? [];
}

const answerSchema = z.object({ names: z.array(z.string()) });

async function rerankAll(
  request: RetrievalRequest,
  each: readonly (readonly Fit[])[],
): Promise<{ fits: readonly (readonly Fit[])[]; note?: string }> {
  const { rerank } = request;
  if (!rerank) return { fits: each };
  try {
    const fits = await Promise.all(
      each.map((list, index) => rerankOne(request, rerank, request.subtasks[index] ?? '', list)),
    );
    return { fits };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    return { fits: each, note: `APIs are in the order of the index, since the model failed: ${error.what}.` };
  }
}

/** What the model names comes first; it may leave out all, and then the subtask has no proposal of its own. */
async function rerankOne(
  { requirement, hide, signal, spent }: RetrievalRequest,
  model: ChatModel,
  subtask: string,
  fits: readonly Fit[],
): Promise<readonly Fit[]> {
  const best = fits.slice(0, RERANKED);
  if (best.length < 2) return fits;
  const names = best.map((it) => it.profile.api.name);
  const apis = best.map((it) => it.profile.api);
  const reply = await model.ask(rerankPrompt(hide(subtask), hide(requirement), apis), {
    ...(signal && { signal }),
    schema: { name: 'choice', description: 'The APIs that serve the subtask.', schema: rerankSchema(names) },
  });
  spent(reply);
  const answer = answerSchema.safeParse(readJson(reply.text));
  if (!answer.success) return fits;
  const chosen = [...new Set(answer.data.names)].flatMap(
    (name) => best.find((it) => it.profile.api.name === name) ?? [],
  );
  // An empty list is an answer; one of names that nobody proposed is none.
  if (chosen.length === 0 && answer.data.names.length > 0) return fits;
  return chosen;
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
