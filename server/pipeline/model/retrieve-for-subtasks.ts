import * as z from 'zod';
import type { ApiDoc } from '../../../index/api-doc.js';
import type { ApiLibrary, Candidate } from '../../../index/library.js';
import type { ChatModel, Reply } from '../../models/chat-model.js';
import { ModelError } from '../../models/model-error.js';
import { readJson } from '../../models/reply-json.js';
import type { Subtask } from '../generation.js';
import { rerankPrompt, rerankSchema } from '../prompts/rerank.js';
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
  readonly signal?: AbortSignal;
  readonly spent: (reply: Reply) => void;
}

/** ARM (paper §3.3) for subtasks in words: one query for each, and one for the whole requirement. */
export async function retrieveForSubtasks(request: RetrievalRequest): Promise<Retrieved> {
  const { requirement, libraries, names, signal } = request;
  const fitsOf = async (text: string, handles: ReadonlySet<string>): Promise<Fit[]> => {
    signal?.throwIfAborted();
    const fits = await retrieveApis(questionOf([{ text }], names), libraries, handles);
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
  const chosen = [
    ...inTurns(reranked.fits.map((it) => it.slice(0, PER_SUBTASK))),
    ...whole.slice(0, PER_REQUIREMENT),
  ];
  const apis = await withMethods(unique(chosen), libraries);
  return { subtasks, apis, ...(reranked.note !== undefined && { note: reranked.note }) };
}

function isEnough({ fit, substance }: Fit): boolean {
  return (fit * substance) / (substance + LITTLE) >= THRESHOLD;
}

/** First what is best for each subtask, then the second best, and so on. */
function inTurns(lists: readonly (readonly Fit[])[]): Fit[] {
  const longest = Math.max(0, ...lists.map((it) => it.length));
  return Array.from({ length: longest }, (_, rank) => lists.flatMap((it) => it[rank] ?? [])).flat();
}

function unique(fits: readonly Fit[]): Fit[] {
  const seen = new Set<string>();
  return fits.filter(({ profile, library }) => {
    const name = `${library.name}\n${profile.api.name}`;
    return !seen.has(name) && seen.add(name);
  });
}

/** The records as the stores have them now, each handle's methods behind the API that gives it. */
async function withMethods(fits: readonly Fit[], libraries: readonly ApiLibrary[]): Promise<PromptApi[]> {
  const found = new Map<string, PromptApi>();
  for (const { profile, library } of fits) {
    const [api = profile.api] = await library.fetch([profile.api.name]);
    found.set(`${library.name}\n${api.name}`, { api, library });
  }
  // A handle's method may give a handle again.
  const open = fits.map(({ profile, library }) => ({ types: profile.handles, library }));
  const seen = new Set<string>();
  for (const { types, library } of open) {
    for (const type of types) {
      if (seen.has(`${library.name}\n${type}`) || !libraries.includes(library)) continue;
      seen.add(`${library.name}\n${type}`);
      const methods = membersOf(type, library).slice(0, METHODS);
      for (const api of methods) found.set(`${library.name}\n${api.name}`, { api, library });
      const further = methods.flatMap((api) =>
        api.signatures.flatMap(({ returns }) => (returns.kind === 'ref' ? [returns.name] : [])),
      );
      if (further.length > 0) open.push({ types: further, library });
    }
  }
  return [...found.values()];
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

/** What the model names comes first; it may leave out all, and then nothing is proposed. */
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

/** The best candidates for a text, for retrievers of other frameworks. */
export async function candidatesFor(
  text: string,
  libraries: readonly ApiLibrary[],
  k: number,
): Promise<{ candidate: Candidate; api: ApiDoc }[]> {
  const fits = await retrieveApis(questionOf([{ text }], new Set()), libraries);
  return fits
    .filter(isEnough)
    .slice(0, k)
    .map((it) => ({ candidate: asCandidate(it), api: it.profile.api }));
}
