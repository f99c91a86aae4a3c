/** A requirement that the company's own code solves: a function that uses the library (a line of a training corpus). */
export interface SolvedRequirement {
  /** Place in the code: `mail/inbox.js#openInbox`. */
  readonly id: string;
  /** As it was named, with slashes. */
  readonly file: string;
  /** Name of the function; `Class.method` for methods. */
  readonly function: string;
  /** Names of the records it uses, in the order of the text, each once. */
  readonly apis: readonly string[];
  /** What it is for: the comment before it, or the words of its name. */
  readonly requirement: string;
  /** Comments inside of it, with the records that are used behind each. */
  readonly steps: readonly SolvedStep[];
  readonly code: string;
  /** Where `requirement` comes from. */
  readonly by: 'comment' | 'name';
}

export interface SolvedStep {
  readonly text: string;
  readonly apis: readonly string[];
}
