import { isDeepStrictEqual } from 'node:util';
import type { Task } from './task.js';

/** A call that a fake of the library has recorded; `args` are JSON. */
export interface RecordedCall {
  readonly api: string;
  readonly args: readonly unknown[];
}

/** What running code against a fake came to. */
export interface Run {
  /** `done`, or why it did not come to an end. */
  readonly status: 'done' | 'syntax' | 'load' | 'timeout' | 'crash';
  readonly detail?: string;
  readonly outcome?: {
    readonly status: 'resolved' | 'rejected' | 'pending';
    readonly value?: unknown;
    readonly error?: string;
    readonly code?: string;
  };
  readonly trace: readonly RecordedCall[];
  /** What else the fake noted. */
  readonly [noted: string]: unknown;
}

export type Verdict = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * Whether code did what the reference did in the same scenario: the same calls with the same arguments in the same order, and
 * the same outcome. A fake that knows which calls may change places brings a comparison of its own.
 */
export function compareRuns(reference: Run, answer: Run, task: Task): Verdict {
  const fails = (reason: string): Verdict => ({ ok: false, reason });
  if (answer.status !== 'done') return fails(answer.status);
  const [wanted, made] = [callsOf(reference, task), callsOf(answer, task)];
  const names = (calls: readonly RecordedCall[]): string[] => calls.map((it) => it.api).sort();
  const [a, b] = [names(wanted), names(made)];
  if (!isDeepStrictEqual(a, b)) return fails(isWithin(a, b) ? 'extra call' : 'missing call');
  if (!isDeepStrictEqual(sorted(wanted), sorted(made))) return fails('wrong arguments');
  if (task.order !== 'any' && !isDeepStrictEqual(wanted, made)) return fails('other order');
  const [left, right] = [reference.outcome, answer.outcome];
  if (left?.status !== right?.status || left?.code !== right?.code) return fails('other outcome');
  const isFree = task.free.some((it) => /^return\b/.test(it));
  const returnsNothing = left?.value === undefined;
  if (!isFree && !returnsNothing && !isDeepStrictEqual(left?.value, right?.value))
    return fails('other result');
  return { ok: true };
}

function callsOf({ trace }: Run, { ignore = [], free }: Task): RecordedCall[] {
  return trace
    .filter((it) => !ignore.includes(it.api))
    .map(({ api, args }) => ({ api, args: withoutFree(api, args, free) }));
}

/** Options that the task leaves free, anywhere in what is passed. */
function withoutFree(api: string, args: readonly unknown[], free: readonly string[]): readonly unknown[] {
  const names = free.flatMap((entry) => {
    const body = entry.replace(/[?+].*$/, '');
    return body.startsWith(`${api}.`) ? [body.split('.').at(-1) ?? ''] : [];
  });
  if (names.length === 0) return args;
  const text = JSON.stringify(args, (key, value) => (names.includes(key) ? undefined : value));
  return JSON.parse(text);
}

function sorted(calls: readonly RecordedCall[]): string[] {
  return calls.map((it) => JSON.stringify(it)).sort();
}

/** Whether all of a sorted list are in another one. */
function isWithin(few: readonly string[], many: readonly string[]): boolean {
  const left = [...many];
  return few.every((it) => {
    const at = left.indexOf(it);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}
