import type { Range } from 'vscode-languageserver-types';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Whether TypeScript reports something too: always, never, or with an option of its configuration. */
export type SaidByTypeScript = boolean | 'strictNullChecks' | 'noImplicitAny';

interface CodeTraits {
  /** What it says, as a sentence: help for people who meet the code in settings and reports. */
  readonly meaning: string;
  /** What is found by it weighs this much unless the settings say otherwise (DESIGN §3). */
  readonly severity: Severity;
  /** Whether TypeScript reports it too where it has the library's types. A finding may know better. */
  readonly typescript: SaidByTypeScript;
}

/** A code of what TypeScript reports too, as an error. */
const shared = (meaning: string): CodeTraits => ({ meaning, severity: 'error', typescript: true });
/** A code of what only the documentation says. */
const own = (meaning: string, severity: Severity = 'warning'): CodeTraits => {
  return { meaning, severity, typescript: false };
};

/** Every diagnostic code. Settings, reports and disable comments know those of this table. */
export const PROBLEM_CODES = {
  'missing-argument': shared('The call passes fewer arguments than the signature requires.'),
  'extra-argument': shared('The call passes more arguments than the signature allows.'),
  'missing-property': shared('An object that is passed lacks a required property.'),
  'unknown-property': shared('An object that is passed has a property that the API does not know.'),
  'type-mismatch': shared('A value has a type that the API does not accept.'),
  'invalid-literal': shared('A literal is not among the values that the API accepts.'),
  'unknown-api': shared('The library has no API of this name.'),
  'unknown-result-property': shared('The result of an API has no such property.'),
  'not-callable': shared('What is called is not a function.'),
  'deprecated-api': { ...shared('The API is deprecated.'), severity: 'hint' },
  'possibly-undefined': {
    ...shared('A result that may be undefined or null is used without a check.'),
    typescript: 'strictNullChecks',
  },
  'no-overload': shared('No overload of the API accepts these arguments.'),
  'unawaited-result': own('The result of an asynchronous API is used without await.'),
  'contract-range': own('A number lies outside the range that the documentation states.'),
  'contract-length': own('A text or a list is longer or shorter than the documentation allows.'),
  'contract-pattern': own('A text does not match the pattern that the documentation states.'),
  'contract-format': own('A text is not in the format that the documentation states.'),
  'contract-unit': own('A number seems to be in another unit than the documented one.', 'information'),
  'contract-exclusive': own('Options are combined that exclude each other.'),
  'contract-together': own('An option is given without another one that it needs.'),
  'contract-pair': own('A call is not followed by the one that the documentation demands, on every path.'),
  'contract-unclosed': own('A handle or subscription is not closed.'),
  'contract-bypass': own('Something is used directly that the library replaces.'),
  'unused-disable': own('A disable comment suppresses nothing, or names an unknown code.', 'hint'),
} satisfies Readonly<Record<string, CodeTraits>>;

export type ProblemCode = keyof typeof PROBLEM_CODES;

/** Whether a text is a diagnostic code. */
export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(PROBLEM_CODES, text);
}

/** A finding of the checker: plain data, the same for the editor, `epigen check` and the generator. */
export interface Problem {
  readonly code: ProblemCode;
  readonly severity: Severity;
  /** Names the API, the parameter and what was expected. */
  readonly message: string;
  /** LSP range: 0-based lines, UTF-16 columns. */
  readonly range: Range;
  /** `ApiDoc.name` of the API called; for an unknown API what was written; empty where no API is concerned. */
  readonly api: string;
  /** Other places in the document that the message speaks of. */
  readonly related?: readonly { readonly range: Range; readonly message: string }[];
  /** Ways to repair it, best first; data, so that a diagnostic can carry them. */
  readonly fixes?: readonly Fix[];
  /** Set by generation on a call that was inserted although it does not pass (`onInvalid: mark`). */
  readonly marked?: true;
}

export interface Fix {
  /** Imperative, as an editor shows it: "Change to 'duration'". */
  readonly title: string;
  /** It repairs the problem whatever the author meant; others are proposals, among which people choose. */
  readonly certain?: true;
  readonly edits: readonly FixEdit[];
}

export interface FixEdit {
  readonly range: Range;
  readonly newText: string;
  /** The same as an LSP snippet whose tab stops are what is to be typed over; absent if nothing is. */
  readonly snippet?: string;
}
