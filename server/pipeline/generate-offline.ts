import type { ApiLibrary } from '../../index/library.js';
import { promisesResult, readSite } from './code/read-site.js';
import { finishPlan } from './draft.js';
import { Destination, nothingFits, refusal } from './finish.js';
import type { Generation, GenerationRequest } from './generation.js';
import { makePlan } from './plan/make-plan.js';
import { actionsOf } from './plan/plan.js';
import { decompose } from './requirement/decompose.js';
import { meaningOf } from './requirement/meaning.js';
import { verbsOf } from './requirement/verbs.js';
import { isAnswered, segment, withStoredRecords } from './retrieval/segments.js';
import { type Subtasks, subtasksOf } from './subtasks.js';

/**
 * Turns a requirement into checked code by rules and the index alone.
 *
 * Answers with a refusal and no edit where there is nothing to insert: an empty requirement, no API that fits, a call the
 * checker rejects and nothing repairs (unless `onInvalid` is `mark`). A required argument that is nowhere to be found becomes
 * a constant of the right type with the comment `epigen: fill in`, never a made-up value.
 */
export async function generateOffline(request: GenerationRequest): Promise<Generation> {
  const { requirement, signal } = request;
  if (meaningOf(requirement).terms.length === 0)
    return refusal(request, [], 'the requirement says nothing: write what should be done');

  const site = readSite(request);
  const names = new Set(site.variables.map((it) => it.name));

  const { subtasks, answered } = await decomposeOffline(request, names);
  if (!answered) return nothingFits(request, subtasks.shown);
  const plan = makePlan(subtasks.planned, site.variables, promisesResult(site.enclosing?.doc ?? ''));
  signal?.throwIfAborted();

  const steps = subtasks.shown;
  if ([...actionsOf(plan.steps)].length === 0) return nothingFits(request, steps);
  return finishPlan(plan, new Destination(request, site), { steps, engine: 'offline' });
}

/** TDM and ARM by rules: the subtasks with their APIs, and whether the libraries are what the requirement is about. */
export async function decomposeOffline(
  { requirement, libraries, experience, signal }: GenerationRequest,
  names: ReadonlySet<string>,
): Promise<{ subtasks: Subtasks; answered: boolean }> {
  const clauses = decompose(requirement, verbsIn(libraries));
  const segments = await withStoredRecords(
    await segment(clauses, libraries, names, experience, signal),
    libraries,
  );
  return { subtasks: subtasksOf(segments), answered: isAnswered(segments) };
}

function verbsIn(libraries: readonly ApiLibrary[]): Set<string> {
  return new Set(libraries.flatMap((library) => [...verbsOf(library)]));
}
