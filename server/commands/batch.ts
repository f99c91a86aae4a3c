import { closeSync, openSync, writeSync } from 'node:fs';
import { EpigenError } from '../../index/error.js';
import { turns } from '../models/limiting.js';
import { readText } from './input.js';
import { printError } from './output.js';
import { displayPath } from './workspace.js';

/** A line of `--batch`, checked as far as all batches agree. */
export interface BatchLine {
  readonly id: string | number | null;
  readonly requirement: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** `--batch IN --out OUT`. */
export interface BatchOptions {
  readonly batch?: string;
  readonly out?: string;
}

/** The two files of a batch, or undefined if none is asked for. Throws EpigenError when one comes without the other. */
export function batchFiles(options: BatchOptions, command: string): { in: string; out: string } | undefined {
  const { batch, out } = options;
  if (batch === undefined && out === undefined) return undefined;
  if (batch === undefined || out === undefined) {
    throw new EpigenError(
      batch === undefined ? '--out needs --batch' : '--batch needs --out',
      command,
      'write --batch IN.jsonl --out OUT.jsonl',
    );
  }
  return { in: batch, out };
}

/**
 * Answers every line of a JSON-lines file, `atOnce` at the same time, and writes the answers in order, one a line. A line that cannot be
 * understood or answered is one error on stderr with its number; the others are answered all the same. Returns the
 * exit code: 2 if there was such a line.
 */
export async function runBatch(
  files: { readonly in: string; readonly out: string },
  answer: (line: BatchLine) => Promise<unknown>,
  atOnce = 1,
): Promise<number> {
  const lines = readText(files.in, displayPath(files.in))
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/);
  const out = openOutput(files.out);
  let exitCode = 0;
  let answered = 0;
  let isOver = false;
  try {
    const take = turns(atOnce);
    const begun = lines.map((text, index) => {
      const where = `${displayPath(files.in)}:${index + 1}`;
      if (text.trim() === '') return { where };
      const answering = take(undefined, async () => (isOver ? undefined : answer(parseLine(text, where))));
      // It is looked at when its turn to be written comes.
      answering.catch(() => {});
      return { where, answering };
    });
    for (const { where, answering } of begun) {
      if (!answering) continue;
      try {
        const line = `${JSON.stringify(await answering)}\n`;
        out.write(line);
        answered++;
      } catch (error) {
        if (error instanceof UnwritableError) throw error;
        printError(atLine(error, where));
        exitCode = 2;
      }
    }
  } finally {
    isOver = true;
    out.close();
  }
  if (answered === 0 && exitCode === 0) {
    throw new EpigenError('there is no line in it', displayPath(files.in), 'write one JSON object a line');
  }
  return exitCode;
}

function parseLine(text: string, where: string): BatchLine {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    throw new EpigenError('the line is not JSON', where, 'write one JSON object a line');
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) {
    throw new EpigenError('the line is not an object', where, 'write {"id": …, "requirement": "…"}');
  }
  const { id = null, requirement } = fields as Record<string, unknown>;
  if (typeof requirement !== 'string' || requirement.trim() === '') {
    throw new EpigenError('the line has no requirement', where, 'write {"id": …, "requirement": "…"}');
  }
  if (id !== null && typeof id !== 'string' && typeof id !== 'number') {
    throw new EpigenError('the id is neither a text nor a number', where, 'write {"id": "1", …}');
  }
  return { id, requirement, fields: fields as Record<string, unknown> };
}

/** An error of one line says which line; errors of the input's own already do. */
function atLine(error: unknown, where: string): unknown {
  if (!(error instanceof EpigenError) || error.where === where) return error;
  return new EpigenError(error.what, `${where}, ${error.where}`, error.remedy, { cause: error });
}

/** Without its output a batch cannot go on, unlike after a line it cannot answer. */
class UnwritableError extends EpigenError {}

function openOutput(file: string): { write: (text: string) => void; close: () => void } {
  const attempt = <T>(action: () => T): T => {
    try {
      return action();
    } catch (error) {
      throw new UnwritableError(
        `the file cannot be written: ${(error as Error).message}`,
        displayPath(file),
        'name a file in a folder that exists and may be written',
      );
    }
  };
  const descriptor = attempt(() => openSync(file, 'w'));
  return {
    write: (text) => attempt(() => writeSync(descriptor, text)),
    close: () => closeSync(descriptor),
  };
}
