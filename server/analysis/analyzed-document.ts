import type { Range } from 'vscode-languageserver-types';
import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import type { Problem } from '../checks/problem.js';

/** A comment that asks for code, or a documented function whose body is empty (DESIGN §2). */
export interface Requirement {
  /** The text without comment signs and tag, lines joined by `\n`; empty for a comment with only a tag. */
  readonly text: string;
  /** The comment, or all line comments that belong together. */
  readonly range: Range;
  /** `tag`: `@requirement`, `@epigen`, `TODO(epigen):`; `comment`: any other comment; `function`: JSDoc of a function
   * with an empty body. */
  readonly origin: 'tag' | 'comment' | 'function';
  /** The empty function body the comment documents, braces included: the code goes into it. Else after the comment. */
  readonly body?: Range;
}

/** A use of an API of an indexed library. */
export interface ApiUse {
  readonly library: ApiLibrary;
  readonly api: ApiDoc;
  /** The last name of the callee (`showToast` in `HX.showToast(…)`). */
  readonly nameRange: Range;
  /** The whole callee (`HX.showToast`). */
  readonly calleeRange: Range;
  /** The call expression, if it is called. */
  readonly callRange?: Range;
}

/** The facts of one version of one document; made new for each version, never changed. */
export interface AnalyzedDocument {
  readonly uri: string;
  readonly version: number;
  readonly text: string;
  readonly requirements: readonly Requirement[];
  readonly uses: readonly ApiUse[];
  readonly problems: readonly Problem[];
  /** The text has syntax errors; problems are reported only where the tree is sound. */
  readonly hasSyntaxErrors: boolean;
}
