import type { Range } from 'vscode-languageserver-types';

export type ProblemCode =
  | 'missing-argument'
  | 'extra-argument'
  | 'missing-property'
  | 'unknown-property'
  | 'type-mismatch'
  | 'invalid-literal'
  | 'unknown-api'
  | 'unknown-result-property'
  | 'not-callable'
  | 'deprecated-api'
  | 'possibly-undefined'
  | 'no-overload'
  | 'unawaited-result';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** A finding of the checker: plain data, the same for the editor, `epigen check` and the generator. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  /** Names the API, the parameter and what was expected. */
  readonly message: string;
  /** LSP range: 0-based lines, UTF-16 columns. */
  readonly range: Range;
  /** `ApiDoc.name` of the API called; for an unknown API what was written. */
  readonly api: string;
  /** Edits that certainly repair it, best first; data, so that a diagnostic can carry them. */
  readonly fixes?: readonly Fix[];
  /** Set by generation on a call that was inserted although it does not pass (`onInvalid: mark`). */
  readonly marked?: true;
}

export interface Fix {
  /** Imperative, as an editor shows it: "Change to 'duration'". */
  readonly title: string;
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
}
