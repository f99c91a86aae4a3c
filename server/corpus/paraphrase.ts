import * as z from 'zod';
import { askJson } from '../models/ask-json.js';
import type { ChatModel } from '../models/chat-model.js';
import { redaction } from '../pipeline/model/redaction.js';
import { paraphrasePrompt, paraphraseSchema } from '../pipeline/prompts/paraphrase.js';
import { unitAt } from '../pipeline/requirement/units.js';
import { BACKTICKED, QUOTED, readValues } from '../pipeline/requirement/values.js';
import { plain } from './distinct.js';
import type { SolvedRequirement } from './solved.js';

const answerSchema = z.object({ paraphrases: z.array(z.string().trim().max(2000)) });

/** A model that gives fewer than were asked for is asked once more. */
const ROUNDS = 2;

/**
 * Has a model say a requirement in `times` other ways (paper §4.1). Kept is what differs from the others and states the
 * same values; there may be fewer than asked for. `known` are paraphrases that are there already and count among them.
 * Throws a ModelError if the model fails.
 */
export async function paraphrase(
  solved: SolvedRequirement,
  known: readonly SolvedRequirement[],
  times: number,
  model: ChatModel,
): Promise<SolvedRequirement[]> {
  const { hide } = redaction();
  const requirement = hide(solved.requirement);
  const said = known.map((it) => it.requirement);
  const added: string[] = [];
  for (let round = 1; round <= ROUNDS && said.length < times; round++) {
    const missing = times - said.length;
    const { paraphrases } = await askJson(model, {
      name: 'paraphrases',
      messages: paraphrasePrompt(requirement, said, missing),
      schema: paraphraseSchema(missing),
      read: answerSchema,
    });
    for (const text of paraphrases) {
      if (said.length >= times || !isParaphrase(requirement, text, said)) continue;
      said.push(text);
      added.push(text);
    }
  }
  const taken = new Set(known.map((it) => it.id));
  const ids = Array.from({ length: times + known.length }, (_, at) => `${solved.id}~${at + 1}`);
  const free = ids.filter((it) => !taken.has(it));
  return added.map((text, at) => ({
    ...solved,
    id: free[at] ?? '',
    requirement: text,
    by: 'paraphrase' as const,
  }));
}

/** Whether a text says something in other words than the others, with the values of the requirement and no other ones. */
export function isParaphrase(requirement: string, text: string, others: readonly string[]): boolean {
  if ([requirement, ...others].some((it) => plain(it) === plain(text))) return false;
  return valuesOf(requirement) === valuesOf(text);
}

/** What a text states that must not change: what is in quotes or backticks, and numbers with their units. */
function valuesOf(text: string): string {
  const values = new Set<string>();
  let rest = text;
  for (const form of [BACKTICKED, QUOTED]) {
    rest = rest.replace(form, (...match: unknown[]) => {
      const inner = match.slice(1).find((it): it is string => typeof it === 'string') ?? '';
      values.add(`"${inner}"`);
      return ' ; ';
    });
  }
  for (const match of rest.matchAll(/\d+(?:[.,]\d+)*/g)) {
    const unit = unitAt(rest.slice(match.index + match[0].length).replace(/^[\s-]/, ''))?.unit;
    values.add(`${match[0]} ${unit?.dimension} ${unit?.factor}`);
  }
  for (const it of readValues(rest)) {
    if (it.kind !== 'number' || !it.spelled) continue;
    values.add(`${it.value} ${it.unit?.dimension} ${it.unit?.factor}`);
  }
  return JSON.stringify([...values].sort());
}
