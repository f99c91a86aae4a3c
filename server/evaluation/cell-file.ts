import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { EpigenError } from '../../index/error.js';
import type { Answer } from './scores.js';

/** What answers were made with, by words that a message can name. */
export type MadeWith = Readonly<Record<string, unknown>>;

/** The answers of one pair of TDM and CGM, kept in a file as they come: a run can be taken up again. */
export interface CellFile {
  readonly answers: ReadonlyMap<string, Answer>;
  add(answer: Answer): void;
}

/**
 * Opens the file of a pair: a line that says what its answers were made with, then one answer a line. Tasks that failed
 * are left out, so that they are tried again. Throws EpigenError, and changes nothing, if its answers were made with
 * something else.
 */
export function openCell(file: string, shown: string, madeWith: MadeWith): CellFile {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').flatMap(parsed) : [];
  const answers = new Map<string, Answer>();
  for (const it of lines) if (isAnswer(it) && !it.failed) answers.set(it.id, it);
  const header = { madeWith: JSON.parse(JSON.stringify(madeWith)) as MadeWith };
  if (answers.size > 0) compare(Object(lines[0]).madeWith, header.madeWith, shown);
  writeFileSync(file, [header, ...answers.values()].map(line).join(''));
  return {
    answers,
    add: (answer) => {
      answers.set(answer.id, answer);
      appendFileSync(file, line(answer));
    },
  };
}

function compare(before: MadeWith | undefined, now: MadeWith, shown: string): void {
  const changed = Object.keys({ ...before, ...now }).filter(
    (it) => !isDeepStrictEqual(before?.[it], now[it]),
  );
  if (changed.length === 0) return;
  throw new EpigenError(
    before
      ? `its answers were made with something else: ${changed.join(', ')}`
      : 'it does not say what its answers were made with',
    shown,
    'name another folder with --out, or delete the file',
  );
}

function isAnswer(value: unknown): value is Answer {
  return typeof Object(value).id === 'string';
}

/** The last line of a run that was ended may be half a line. */
function parsed(text: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

/** One line of a file of JSON lines. */
export function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
