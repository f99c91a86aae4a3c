import { isNamed } from './api-names.js';
import type { Judgement } from './judgement.js';
import type { Rated } from './rating.js';
import type { RetrievalRow } from './retrieval-tables.js';
import { type Answer, type Scores, scoresOf } from './scores.js';
import type { Task } from './task.js';

/** The TDM of pairs in which none plays a part. */
export const NO_TDM = '-';
/** Who answered, where another program gave the answers. */
export const PREDICTIONS = 'predictions';

/** One pair of TDM and CGM, with its answers and what is known of them. */
export interface CellAnswers {
  readonly tdm: string;
  readonly cgm: string;
  readonly answers: ReadonlyMap<string, Answer>;
  readonly judgements?: ReadonlyMap<string, Judgement>;
  /** What experts said of them. */
  readonly rated?: Rated;
  /** What another program measured of the answers, such as by running them. */
  readonly measured?: Readonly<Record<string, unknown>>;
}

export interface CellReport {
  readonly tdm: string;
  readonly cgm: string;
  readonly overall: Scores;
  /** `level 1`, `kind content`, `lang zh` and the like. */
  readonly groups: Readonly<Record<string, Scores>>;
  readonly rated?: Rated;
  readonly measured?: Readonly<Record<string, unknown>>;
}

export interface Report {
  readonly tasks: number;
  readonly cells: readonly CellReport[];
  /** How well APIs are found by several embeddings and indexes (paper, Tables 3 and 4). */
  readonly retrieval: readonly RetrievalRow[];
  /** APIs of the libraries that no task asks for. */
  readonly uncovered: readonly string[];
}

export function reportOf(
  tasks: readonly Task[],
  cells: readonly CellAnswers[],
  apis: readonly string[],
  retrieval: readonly RetrievalRow[] = [],
): Report {
  const asked = [...new Set(tasks.flatMap((it) => it.apis))];
  return {
    tasks: tasks.length,
    cells: cells.map(({ tdm, cgm, answers, judgements, rated, measured }) => ({
      tdm,
      cgm,
      overall: scoresOf(tasks, answers, judgements),
      groups: Object.fromEntries(
        groupsOf(tasks).map(([name, members]) => [name, scoresOf(members, answers, judgements)]),
      ),
      ...(rated && { rated }),
      ...(measured && { measured }),
    })),
    retrieval,
    uncovered: apis.filter((it) => !asked.some((wanted) => isNamed(it, wanted))),
  };
}

function groupsOf(tasks: readonly Task[]): [string, Task[]][] {
  const groups = new Map<string, Task[]>();
  for (const key of ['level', 'kind', 'lang'] as const) {
    for (const task of tasks) {
      const value = task[key];
      if (value === undefined) continue;
      const name = `${key} ${value}`;
      groups.set(name, [...(groups.get(name) ?? []), task]);
    }
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}
