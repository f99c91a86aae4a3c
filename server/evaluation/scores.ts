import { isNamed } from './api-names.js';
import type { FailureKind, Judgement } from './judgement.js';
import type { Task } from './task.js';
import { bleu4, rougeL, tokens } from './text-scores.js';

/** What one cell of the matrix answered to one task. */
export interface Answer {
  readonly id: string;
  readonly steps: readonly string[];
  readonly apis: readonly string[];
  readonly code: string;
  /** Findings of severity `error` that are not marked, and marked ones. */
  readonly errors: number;
  readonly marked: number;
  readonly refusal?: string;
  /** An error came instead of an answer, such as of a model; the refusal says which. */
  readonly failed?: true;
  readonly outcome?: string;
  readonly engine: string;
  readonly note?: string;
  /** Absent where another program answered. */
  readonly ms?: number;
  readonly tokens?: { readonly input: number; readonly output: number };
  /** Resident memory of the process after the answer, in MB. */
  readonly mb?: number;
}

/** Figures of a group of answers, in percent unless the name says otherwise. */
export interface Scores {
  readonly tasks: number;
  /** The paper's API-Integrity: how many of the right APIs are there. */
  readonly apiIntegrity: number;
  readonly apiPrecision: number;
  readonly apiExact: number;
  readonly bleu4: number;
  readonly rougeL: number;
  /** Answers with code. */
  readonly answered: number;
  /** Of what references pass to APIs, and of the results that they pass on. */
  readonly argumentAccuracy?: number;
  readonly edgeAccuracy?: number;
  /** Of the scenarios that were executed, and of the tasks with all of them. */
  readonly acceptability?: number;
  readonly solved?: number;
  readonly unmarkedErrors: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly failures: Readonly<Partial<Record<FailureKind, number>>>;
  readonly secondsPerTask?: number;
  readonly tokensPerTask?: number;
  /** The most that the process had after an answer. */
  readonly memoryMb?: number;
}

/** The figures of answers to tasks; a task without an answer counts as nothing answered. */
export function scoresOf(
  tasks: readonly Task[],
  answers: ReadonlyMap<string, Answer>,
  judgements: ReadonlyMap<string, Judgement> = new Map(),
): Scores {
  const judged = tasks.flatMap((it) => judgements.get(it.id) ?? []);
  const rows = tasks.map((task) => row(task, answers.get(task.id)));
  const all = tasks.flatMap((it) => answers.get(it.id) ?? []);
  const outcomes = countOf(all.flatMap((it) => it.outcome ?? []));
  const times = all.flatMap((it) => it.ms ?? []);
  const memory = all.flatMap((it) => it.mb ?? []);
  const spent = all.flatMap(({ tokens: used }) => (used ? [used.input + used.output] : []));
  return {
    tasks: tasks.length,
    apiIntegrity: percent(rows.flatMap((it) => it.recall ?? [])),
    apiPrecision: percent(rows.flatMap((it) => it.precision ?? [])),
    apiExact: percent(rows.flatMap((it) => it.exact ?? [])),
    bleu4: percent(rows.flatMap((it) => it.bleu ?? [])),
    rougeL: percent(rows.flatMap((it) => it.rouge ?? [])),
    answered: percent(tasks.map((it) => (answers.get(it.id)?.code ? 1 : 0))),
    ...optional(
      'argumentAccuracy',
      judged.flatMap((it) => it.passed ?? []),
    ),
    ...optional(
      'edgeAccuracy',
      judged.flatMap((it) => it.edges ?? []),
    ),
    ...optional(
      'acceptability',
      judged.flatMap((it) => it.accepted ?? []),
    ),
    ...optional(
      'solved',
      judged.flatMap(({ accepted }) => (accepted === undefined ? [] : [accepted === 1 ? 1 : 0])),
    ),
    unmarkedErrors: all.reduce((sum, it) => sum + it.errors, 0),
    outcomes,
    failures: countOf(judged.flatMap((it) => it.failures)),
    ...(times.length > 0 && { secondsPerTask: round(mean(times) / 1000) }),
    ...(spent.length > 0 && { tokensPerTask: Math.round(mean(spent)) }),
    ...(memory.length > 0 && { memoryMb: Math.max(...memory) }),
  };
}

function optional<K extends string>(name: K, values: readonly number[]): { readonly [key in K]?: number } {
  return values.length > 0 ? ({ [name]: percent(values) } as { readonly [key in K]: number }) : {};
}

function countOf<T extends string>(all: readonly T[]): Record<T, number> {
  const counts = {} as Record<T, number>;
  for (const it of all) counts[it] = (counts[it] ?? 0) + 1;
  return counts;
}

interface Row {
  readonly recall?: number;
  readonly precision?: number;
  readonly exact?: number;
  readonly bleu?: number;
  readonly rouge?: number;
}

function row(task: Task, answer: Answer | undefined): Row {
  const found = [...new Set(answer?.apis)];
  const right = [...new Set(task.apis)];
  const hits = right.filter((wanted) => found.some((it) => isNamed(it, wanted))).length;
  const wrong = found.filter((it) => !right.some((wanted) => isNamed(it, wanted))).length;
  const ours = tokens((answer?.steps ?? []).join('\n'));
  const theirs = tokens(task.steps.join('\n'));
  return {
    ...(right.length > 0 && {
      recall: hits / right.length,
      precision: found.length > 0 ? 1 - wrong / found.length : 0,
      exact: hits === right.length && found.length === right.length && wrong === 0 ? 1 : 0,
    }),
    ...(theirs.length > 0 && { bleu: bleu4(ours, theirs), rouge: rougeL(ours, theirs) }),
  };
}

function percent(values: readonly number[]): number {
  return round(100 * mean(values));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, it) => sum + it, 0) / values.length;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
