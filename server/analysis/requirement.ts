import type { Range } from 'vscode-languageserver-types';

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
