import * as z from 'zod';
import { EpigenError } from '../../index/error.js';

const taskSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  requirement: z.string().trim().min(1),
  level: z.union([z.string(), z.number()]).transform(String).exactOptional(),
  lang: z.string().exactOptional(),
  kind: z.string().exactOptional(),
  context: z.string().exactOptional(),
  modules: z.record(z.string(), z.string()).exactOptional(),
  entry: z
    .object({
      name: z.string(),
      params: z.array(z.string()).default([]),
      args: z.array(z.unknown()).default([]),
    })
    .exactOptional(),
  apis: z.array(z.string()).default([]),
  steps: z.array(z.string()).default([]),
  /** The right code, as a function of the name in `entry`. */
  reference: z.string().exactOptional(),
  /** What the fake is told before the code runs, and other arguments for it. */
  scenarios: z
    .array(z.looseObject({ name: z.string().exactOptional(), args: z.array(z.unknown()).exactOptional() }))
    .default([]),
  /** Places of arguments that may hold anything, `API.path`. */
  free: z.array(z.string()).default([]),
  /** APIs that are no part of a comparison of runs. */
  ignore: z.array(z.string()).exactOptional(),
  order: z.string().exactOptional(),
});

/** A requirement with what a right answer has: its APIs and its subtasks. */
export type Task = z.infer<typeof taskSchema>;

/** The values of a JSON-lines file, each with its place. Throws EpigenError for a line that is not JSON. */
export function jsonLines(
  text: string,
  shown: string,
): { readonly value: unknown; readonly where: string }[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const where = `${shown}:${index + 1}`;
    try {
      return [{ value: JSON.parse(line) as unknown, where }];
    } catch {
      throw new EpigenError('the line is not JSON', where, 'write one JSON object a line');
    }
  });
}

/** The tasks of a JSON-lines file. Throws EpigenError for a line that is none. */
export function readTasks(text: string, shown: string): Task[] {
  const tasks = jsonLines(text, shown).map(({ value, where }) => {
    const read = taskSchema.safeParse(value);
    if (read.success) return read.data;
    const issue = read.error.issues[0];
    throw new EpigenError(
      `the line is no task: ${issue?.path.join('.')}: ${issue?.message}`,
      where,
      'write {"id": "1", "requirement": "…", "apis": ["…"], "steps": ["…"]}',
    );
  });
  if (tasks.length === 0) throw new EpigenError('there is no task in it', shown, 'write one task a line');
  return tasks;
}
