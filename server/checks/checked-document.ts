import type { ApiUse } from '../analysis/api-use.js';
import type { Requirement } from '../analysis/requirement.js';
import type { LineIndex } from '../syntax/line-index.js';
import type { Problem } from './problem.js';

/** The facts of one version of one document; made new for each version, never changed. */
export interface CheckedDocument {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly lines: LineIndex;
  readonly requirements: readonly Requirement[];
  readonly uses: readonly ApiUse[];
  readonly problems: readonly Problem[];
  /** Problems that are left to the TypeScript server beside this one (the profile `complement`). */
  readonly leftToTypeScript: readonly Problem[];
  /** The text has syntax errors; problems are reported only where the tree is sound. */
  readonly hasSyntaxErrors: boolean;
}
