import * as z from 'zod';
import { EpigenError } from '../../index/error.js';

const taskSchema = z.object({
  id: z.union([z.string(), z.number()]).transform(String),
  requirement: z.string().trim().min(1),
  level: z.union([z.string(), z.number()]).transform(String).exactOptional(),
  lang: z.string().exactOptional(),
  kind: z.string().exactOptional(),
  context: z.string().exactOptional(),
  entry: z.object({ name: z.string(), params: z.array(z.string()).default([]) }).exactOptional(),
  apis: z.array(z.string()).default([]),
  steps: z.array(z.string()).default([]),
});

/** A requirement with what a right answer has: its APIs and its subtasks. */
export type Task = z.infer<typeof taskSchema>;

/** The tasks of a JSON-lines file. Throws EpigenError for a line that is none. */
export function readTasks(text: string, shown: string): Task[] {
  const tasks: Task[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const where = `${shown}:${index + 1}`;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      throw new EpigenError('the line is not JSON', where, 'write one task a line');
    }
    const read = taskSchema.safeParse(value);
    if (!read.success) {
      const issue = read.error.issues[0];
      throw new EpigenError(
        `the line is no task: ${issue?.path.join('.')}: ${issue?.message}`,
        where,
        'write {"id": "1", "requirement": "…", "apis": ["…"], "steps": ["…"]}',
      );
    }
    tasks.push(read.data);
  }
  if (tasks.length === 0) throw new EpigenError('there is no task in it', shown, 'write one task a line');
  return tasks;
}
