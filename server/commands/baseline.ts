import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import * as nodePath from 'node:path';
import * as z from 'zod';
import { EpigenError } from '../../index/error.js';
import type { FileProblem } from './file-problem.js';
import { unreadable } from './input.js';

/** What makes a finding the same one after lines have moved: not where it stands, but the text of its line. */
const entrySchema = z.object({
  /** Relative to the folder of the baseline, with forward slashes. */
  file: z.string(),
  code: z.string(),
  api: z.string(),
  /** The line without the blanks around it, cut after some length. */
  text: z.string(),
  count: z.int().positive(),
});
const baselineSchema = z.object({ version: z.literal(1), findings: z.array(entrySchema) });

export type BaselineEntry = z.infer<typeof entrySchema>;

/** Longer lines are told apart by their beginning; minified code need not be in the baseline twice. */
const MAX_TEXT = 200;

/** Findings that are known and accepted. */
export interface Baseline {
  /** The findings that are not in it. Of several alike as many are in it as it counts. */
  readonly fresh: readonly FileProblem[];
  readonly known: number;
  /** Findings of it that do not occur any more in what was checked, or whose file is gone. */
  readonly gone: number;
}

/** Reads a baseline; undefined if there is no such file. Throws EpigenError if it is no baseline. */
export function readBaseline(file: string, shown: string): readonly BaselineEntry[] | undefined {
  if (!existsSync(file)) return undefined;
  let text: string;
  try {
    if (statSync(file).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(error, shown);
  }
  const noBaseline = 'name a file that epigen check --baseline has written, or a new one';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new EpigenError('the baseline is not valid JSON', shown, noBaseline, { cause: error });
  }
  const result = baselineSchema.safeParse(value);
  if (result.success) return result.data.findings;
  const { version } = Object(value) as { version?: unknown };
  if (typeof version === 'number' && version > 1) {
    throw new EpigenError(`the baseline has version ${version}`, shown, 'use the EpiGEN that has written it');
  }
  throw new EpigenError('the file is not a baseline', shown, noBaseline, { cause: result.error });
}

/** Compares findings with a baseline that lies in a folder. `checked` are the files looked at, absolute. */
export function compareWithBaseline(
  problems: readonly FileProblem[],
  entries: readonly BaselineEntry[],
  folder: string,
  checked: readonly string[],
): Baseline {
  const left = new Map<string, number>();
  for (const entry of entries) left.set(keyOf(entry), (left.get(keyOf(entry)) ?? 0) + entry.count);
  const fresh = problems.filter((it) => {
    const key = keyOf(entryOf(it, folder));
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count === 0;
  });
  const files = new Set(checked.map((it) => baselinePath(folder, it)));
  const isGone = ({ file }: BaselineEntry) => files.has(file) || !existsSync(nodePath.resolve(folder, file));
  let gone = 0;
  for (const entry of entries) {
    if (!isGone(entry)) continue;
    gone += left.get(keyOf(entry)) ?? 0;
    left.delete(keyOf(entry));
  }
  return { fresh, known: problems.length - fresh.length, gone };
}

/** Writes the findings as baseline. Entries of files that were not looked at and are still there stay. */
export function writeBaseline(
  file: string,
  shown: string,
  problems: readonly FileProblem[],
  before: readonly BaselineEntry[],
  checked: readonly string[],
): void {
  const folder = nodePath.dirname(file);
  const files = new Set(checked.map((it) => baselinePath(folder, it)));
  const kept = before.filter((it) => !files.has(it.file) && existsSync(nodePath.resolve(folder, it.file)));
  const counted = new Map<string, BaselineEntry>();
  for (const entry of [...kept, ...problems.map((it) => entryOf(it, folder))]) {
    const known = counted.get(keyOf(entry));
    counted.set(keyOf(entry), known ? { ...known, count: known.count + entry.count } : entry);
  }
  // One finding a line in a fixed order, so that version control shows and merges what changed.
  const lines = [...counted.values()]
    .map((it) => ({ sort: keyOf(it), line: `    ${JSON.stringify(it)}` }))
    .sort((a, b) => (a.sort < b.sort ? -1 : 1))
    .map((it) => it.line);
  const findings = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `{\n  "version": 1,\n  "findings": ${findings}\n}\n`);
  } catch (error) {
    const { message } = error as Error;
    throw new EpigenError(`the baseline cannot be written: ${message}`, shown, 'name a file that can');
  }
}

/** The path of a file as a baseline keeps it, the same on every system. `path` is given in tests only. */
export function baselinePath(folder: string, file: string, path: nodePath.PlatformPath = nodePath): string {
  return path.relative(folder, file).replaceAll(path.sep, '/');
}

/** The text by which a finding is known again. */
export function lineText(line: string): string {
  return line.trim().replace(/\s+/g, ' ').slice(0, MAX_TEXT);
}

function entryOf({ file, problem, line }: FileProblem, folder: string): BaselineEntry {
  const { code, api } = problem;
  return { file: baselinePath(folder, file), code, api, text: lineText(line), count: 1 };
}

function keyOf({ file, code, api, text }: BaselineEntry): string {
  return [file, text, code, api].join('\0');
}
