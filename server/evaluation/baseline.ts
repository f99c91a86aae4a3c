import type { ChatModel } from '../models/chat-model.js';
import { readSite } from '../pipeline/code/read-site.js';
import { isInvalid } from '../pipeline/code/validate.js';
import { Destination } from '../pipeline/finish.js';
import type { GenerationRequest } from '../pipeline/generation.js';
import { apiTexts, withinBudget } from '../pipeline/model/api-text.js';
import { inspect } from '../pipeline/model/inspect.js';
import { readCode } from '../pipeline/model/read-code.js';
import { redaction } from '../pipeline/model/redaction.js';
import { candidatesFor } from '../pipeline/model/retrieve-for-subtasks.js';
import { headOf, surroundings } from '../pipeline/model/surroundings.js';
import { baselinePrompt } from '../pipeline/prompts/generate.js';
import type { Answer } from './scores.js';

/** What `rag` retrieves for the whole requirement, and what that may take of the prompt. */
const TOP = 10;
const TOKENS = 6000;

/**
 * What a plain assistant makes of a requirement (paper, Figure 8), to compare with: `model` gets the requirement alone,
 * `rag` the APIs that a search for it finds. Nothing is split, checked or repaired; findings are only counted.
 */
export async function baseline(
  id: string,
  request: GenerationRequest,
  model: ChatModel,
  kind: 'model' | 'rag',
): Promise<Answer> {
  const start = performance.now();
  const { requirement, libraries, file, entry } = request;
  const site = readSite(request);
  const secrets = redaction();
  const found = kind === 'rag' ? await candidatesFor(requirement, libraries, TOP) : [];
  const head = headOf(request, site, secrets);
  const context = surroundings(request, secrets);
  const prompt = baselinePrompt(
    secrets.hide(requirement),
    head,
    context,
    apiTexts(withinBudget(found, TOKENS)),
  );
  const reply = await model.ask(prompt);
  const uri = file?.uri ?? 'untitled:code.js';
  const { draft } = readCode(secrets.restore(reply.text), {
    libraries,
    functionName: site.enclosing?.name || entry?.name || '',
    known: site.taken,
    taken: site.taken,
    fileText: file?.text ?? '',
    uri,
  });
  const destination = new Destination(
    { ...request, settings: { ...request.settings, onInvalid: 'mark' } },
    site,
  );
  const at = destination.text(draft);
  const { apis } = inspect(draft.code, at.text, at, libraries, file?.uri);
  const errors = destination.check(draft).problems.filter(isInvalid).length;
  return {
    id,
    steps: [],
    apis: apis.filter((name) => !libraries.some((it) => it.find(name)?.member)),
    code: draft.code === '' ? '' : destination.whole(draft),
    errors,
    marked: 0,
    engine: kind,
    ms: Math.round(performance.now() - start),
    ...(reply.tokens && { tokens: reply.tokens }),
  };
}
