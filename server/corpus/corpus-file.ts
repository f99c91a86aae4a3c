import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { EpigenError } from '../../index/error.js';
import type { SolvedRequirement } from './solved.js';

const solvedSchema: z.ZodType<SolvedRequirement> = z.object({
  id: z.string(),
  file: z.string(),
  function: z.string(),
  apis: z.array(z.string()),
  requirement: z.string(),
  steps: z.array(z.object({ text: z.string(), apis: z.array(z.string()) })),
  code: z.string(),
  by: z.enum(['comment', 'name', 'model', 'paraphrase']),
});

/** The lines of a training corpus. Throws EpigenError, with the line, for one that is none. */
export function parseCorpus(text: string, shown: string): SolvedRequirement[] {
  return linesOf(text).flatMap((line, at) => {
    if (line.trim() === '') return [];
    const solved = parsed(line);
    if (solved) return [solved];
    throw new EpigenError(
      'the line is no solved requirement',
      `${shown}:${at + 1}`,
      'write the file anew with epigen corpus build',
    );
  });
}

/** A corpus that a model is writing: what it said is kept as it comes, so that a run can be taken up again. */
export interface GrowingCorpus {
  /** What the file had already, by its id; lines that cannot be read are left out. */
  readonly before: ReadonlyMap<string, SolvedRequirement>;
  add(...lines: readonly SolvedRequirement[]): void;
  /** Puts everything in order. */
  finish(lines: readonly SolvedRequirement[]): void;
}

/** Opens a corpus to add to, whether it is there or not. Throws EpigenError if it cannot be written. */
export function openCorpus(file: string, shown: string): GrowingCorpus {
  const text = attempt(shown, () => (existsSync(file) ? readFileSync(file, 'utf8') : ''));
  const before = linesOf(text).flatMap((line) => parsed(line) ?? []);
  // The last line of a run that was ended may be half a line.
  attempt(shown, () => appendFileSync(file, text === '' || text.endsWith('\n') ? '' : '\n'));
  return {
    before: new Map(before.map((it) => [it.id, it])),
    add: (...lines) => attempt(shown, () => appendFileSync(file, textOf(lines))),
    finish: (lines) => attempt(shown, () => writeFileSync(file, textOf(lines))),
  };
}

function attempt<T>(shown: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new EpigenError(
      `the corpus cannot be written (${code ?? message})`,
      shown,
      'name a file in a folder that is there',
    );
  }
}

function textOf(lines: readonly SolvedRequirement[]): string {
  return lines.map((it) => `${JSON.stringify(it)}\n`).join('');
}

function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/u, '').split(/\r?\n/u);
}

function parsed(line: string): SolvedRequirement | undefined {
  try {
    return solvedSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
