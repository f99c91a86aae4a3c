import type { Problem } from '../checks/problem.js';

/** A finding in a file. */
export interface FileProblem {
  /** Absolute. */
  readonly file: string;
  readonly problem: Problem;
  /** The text of the line that it begins on. */
  readonly line: string;
}
