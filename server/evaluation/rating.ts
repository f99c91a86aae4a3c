import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { Random } from '../../index/embeddings/encoder/random.js';
import { EpigenError } from '../../index/error.js';
import type { CellAnswers } from './report.js';
import type { Task } from './task.js';

/** Answers for experts to judge, who must not know whose they are. */
export interface RatingSheet {
  readonly csv: string;
  readonly markdown: string;
  /** Whose answers they are: a file that experts do not get. */
  readonly key: RatingKey;
}

/** Name of a row of the sheet -> the pairs of TDM and CGM that gave this answer. */
export type RatingKey = Readonly<Record<string, readonly string[]>>;

/** What experts said of the answers of a pair, each from 1 to 5. */
export interface Rated {
  readonly answers: number;
  readonly acceptable?: number;
  readonly readable?: number;
}

const SCALES = ['acceptable', 'readable'] as const;
const COLUMNS = ['answer', 'task', 'requirement', 'subtasks', 'code', ...SCALES, 'comment'] as const;

const ABOUT = [
  'Rate each answer from 1 (no) to 5 (yes); leave a field empty where you cannot tell.',
  'acceptable: a colleague could put the code into the product as it is.',
  'readable: it is written as you would like to find it.',
];

/** The name of a pair in a key. */
export function pairName({ tdm, cgm }: Pick<CellAnswers, 'tdm' | 'cgm'>): string {
  return `${tdm} × ${cgm}`;
}

/**
 * Writes the answers of all pairs in an order that the seed alone decides, without a word of who gave them. The same answer
 * of several pairs stands there once.
 */
export function ratingSheet(
  tasks: readonly Task[],
  cells: readonly CellAnswers[],
  seed: number,
): RatingSheet {
  const random = new Random(seed);
  const rows: string[][] = [];
  const key: Record<string, string[]> = {};
  for (const task of shuffled(tasks, random)) {
    const pairs = new Map<
      string,
      { readonly cell: string[]; readonly steps: string; readonly code: string }
    >();
    for (const cell of cells) {
      const { steps = [], code = '' } = cell.answers.get(task.id) ?? {};
      const said = `${steps.join('\n')}\u0001${code}`;
      const known = pairs.get(said) ?? { cell: [], steps: steps.join('\n'), code };
      known.cell.push(pairName(cell));
      pairs.set(said, known);
    }
    for (const { cell, steps, code } of shuffled([...pairs.values()], random)) {
      const name = `A${String(rows.length + 1).padStart(4, '0')}`;
      key[name] = cell;
      rows.push([name, task.id, task.requirement, steps, code, ...SCALES.map(() => ''), '']);
    }
  }
  const csv = [COLUMNS, ...rows].map((row) => row.map(csvField).join(',')).join('\r\n');
  return { csv: `\uFEFF${csv}\r\n`, markdown: markdownOf(rows), key };
}

function markdownOf(rows: readonly (readonly string[])[]): string {
  const parts = rows.map(([name, task, requirement, steps, code]) =>
    [
      `## ${name} (task ${task})`,
      '',
      ...(requirement ?? '').split('\n').map((it) => `> ${it}`),
      '',
      ...(steps === '' ? [] : [...(steps ?? '').split('\n').map((it) => `- ${it}`), '']),
      // Longer than any fence in the code.
      '`````js',
      code === '' ? '// no code' : (code ?? '').trimEnd(),
      '`````',
      '',
      `${SCALES.map((it) => `${it} (1–5): ___`).join('   ')}   comment:`,
      '',
    ].join('\n'),
  );
  return `# Answers to rate\n\n${ABOUT.join('\n')}\n\n${parts.join('\n')}`;
}

/** A spreadsheet takes what begins like this for a formula. */
function csvField(text: string): string {
  const plain = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

const rating = z
  .string()
  .trim()
  .transform((it, context) => {
    if (it === '') return undefined;
    const value = Number(it.replace(',', '.'));
    if (value >= 1 && value <= 5) return value;
    context.addIssue({ code: 'custom', message: 'must be a number from 1 to 5, or empty' });
    return undefined;
  });
const ratedSchema = z.object({ answer: z.string().trim(), acceptable: rating, readable: rating });

/** The key that was written with a sheet. Throws EpigenError if it is none. */
export function readKey(text: string, shown: string): RatingKey {
  try {
    return z.record(z.string(), z.array(z.string())).parse(JSON.parse(text));
  } catch {
    throw new EpigenError('it is no key of a sheet', shown, 'write sheet and key anew with --rate');
  }
}

/** What experts said, by the name of the pair. Throws EpigenError, with the line, for a sheet that cannot be understood. */
export function readRated(text: string, shown: string, key: RatingKey): ReadonlyMap<string, Rated> {
  const said = new Map<string, { acceptable: number[]; readable: number[] }>();
  for (const { record, info } of recordsOf(text, shown)) {
    const read = ratedSchema.safeParse(record);
    const where = `${shown}:${info.lines}`;
    if (!read.success) {
      const [issue] = read.error.issues;
      throw new EpigenError(`${issue?.path.join('.')} ${issue?.message}`, where, 'correct the sheet');
    }
    const { answer, acceptable, readable } = read.data;
    const pairs = key[answer];
    if (!pairs)
      throw new EpigenError(
        `the key has no answer ${answer}`,
        where,
        'name the sheet that --rate wrote here',
      );
    for (const pair of pairs) {
      const own = said.get(pair) ?? { acceptable: [], readable: [] };
      said.set(pair, own);
      if (acceptable !== undefined) own.acceptable.push(acceptable);
      if (readable !== undefined) own.readable.push(readable);
    }
  }
  return new Map(
    [...said].map(([pair, { acceptable, readable }]) => [
      pair,
      {
        answers: Math.max(acceptable.length, readable.length),
        ...(acceptable.length > 0 && { acceptable: mean(acceptable) }),
        ...(readable.length > 0 && { readable: mean(readable) }),
      },
    ]),
  );
}

interface SheetRecord {
  readonly record: unknown;
  readonly info: { readonly lines: number };
}

function recordsOf(text: string, shown: string): SheetRecord[] {
  try {
    return parse(text, {
      bom: true,
      columns: true,
      // Spreadsheets write the one of their language.
      delimiter: /^\uFEFF?"?answer"?([,;\t])/u.exec(text)?.[1] ?? ',',
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as SheetRecord[];
  } catch (error) {
    throw new EpigenError(
      `the sheet cannot be read: ${(error as Error).message}`,
      shown,
      'save it as CSV with its first line',
    );
  }
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  const all = [...list];
  for (let at = all.length - 1; at > 0; at--) {
    const other = Math.floor(random.next() * (at + 1));
    [all[at], all[other]] = [all[other] as T, all[at] as T];
  }
  return all;
}

function mean(values: readonly number[]): number {
  const sum = values.reduce((total, it) => total + it, 0);
  return Math.round((100 * sum) / values.length) / 100;
}
