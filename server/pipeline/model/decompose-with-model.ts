import * as z from 'zod';
import type { ApiLibrary } from '../../../index/library.js';
import { ModelError } from '../../../index/services/model-error.js';
import type { ChatModel, Message, Reply } from '../../models/chat-model.js';
import { readJson, withoutThoughts } from '../../models/reply-json.js';
import { type DecomposeExample, decomposePrompt, decomposeSchema } from '../prompts/decompose.js';

/** More subtasks than this are no plan any more. */
export const MAX_SUBTASKS = 10;
const MAX_CATEGORIES = 40;

const text = z.string().trim().min(1).max(600);
const subtask = z.union([text, z.object({ text }).transform((it) => it.text)]);
const answerSchema = z.union([
  z.object({ subtasks: z.array(subtask).min(1) }).transform((it) => it.subtasks),
  z.object({ steps: z.array(subtask).min(1) }).transform((it) => it.steps),
  z.array(subtask).min(1),
]);

export interface DecomposeRequest {
  readonly requirement: string;
  readonly libraries: readonly ApiLibrary[];
  readonly context: string;
  /** Requirements with their subtasks, for the model to follow. */
  readonly examples?: readonly DecomposeExample[];
  readonly signal?: AbortSignal;
  readonly spent: (reply: Reply) => void;
  /** Called with the subtasks so far, as they come. */
  readonly report: (subtasks: readonly string[]) => void;
}

/**
 * TDM with a model: the subtasks of a requirement, one sentence each. An answer that cannot be read goes back once; then
 * it throws a ModelError.
 */
export async function decomposeWithModel(request: DecomposeRequest, model: ChatModel): Promise<string[]> {
  const { requirement, libraries, context, examples = [], signal, spent, report } = request;
  const messages: Message[] = decomposePrompt({
    requirement,
    maxSubtasks: MAX_SUBTASKS,
    categories: categoriesOf(libraries),
    examples,
    context,
  });
  for (let attempt = 1; ; attempt++) {
    let shown = 0;
    const reply = await model.ask(messages, {
      ...(signal && { signal }),
      schema: {
        name: 'subtasks',
        description: 'The subtasks of the requirement.',
        schema: decomposeSchema(MAX_SUBTASKS),
      },
      onText: (sofar) => {
        const complete = completeTexts(sofar);
        if (complete.length <= shown) return;
        shown = complete.length;
        report(complete);
      },
    });
    spent(reply);
    const subtasks = readSubtasks(reply.text);
    if (subtasks) return subtasks.slice(0, MAX_SUBTASKS);
    if (attempt === 2) {
      throw new ModelError(
        'broken-answer',
        'the model gave no list of subtasks',
        model.label,
        'use a larger model for models.decompose, or "offline"',
      );
    }
    messages.push(
      { role: 'assistant', content: reply.text.slice(0, 4000) },
      {
        role: 'user',
        content: 'That is not the JSON that was asked for. Answer with {"subtasks": [{"text": "…"}]} only.',
      },
    );
  }
}

/** The subtasks in an answer: JSON, else a numbered or bulleted list. */
export function readSubtasks(answer: string): string[] | undefined {
  const parsed = answerSchema.safeParse(readJson(answer));
  if (parsed.success) return parsed.data;
  const items = withoutThoughts(answer)
    .split('\n')
    .flatMap((line) => /^\s*(?:\d{1,2}[.)、]|[-*•])\s+(.{4,400}?)\s*$/.exec(line)?.[1] ?? []);
  return items.length > 0 ? items.map((it) => it.replace(/^\*\*|\*\*$/g, '')) : undefined;
}

/** The texts that are complete in JSON that is still being written. */
function completeTexts(sofar: string): string[] {
  return [...sofar.matchAll(/"text"\s*:\s*("(?:[^"\\]|\\.)*")/g)].flatMap(([, quoted = '""']) => {
    try {
      return [String(JSON.parse(quoted))];
    } catch {
      return [];
    }
  });
}

const categories = new WeakMap<ApiLibrary, readonly string[]>();

/** What libraries are about, by their own categories. */
export function categoriesOf(libraries: readonly ApiLibrary[]): string[] {
  return [...new Set(libraries.flatMap(categoriesIn))].slice(0, MAX_CATEGORIES);
}

function categoriesIn(library: ApiLibrary): readonly string[] {
  let known = categories.get(library);
  if (!known) {
    // Records are read one by one from the store; the first hundreds tell the categories.
    const first = library.names().slice(0, 400);
    known = [...new Set(first.flatMap((name) => library.find(name)?.category ?? []))];
    categories.set(library, known);
  }
  return known;
}
