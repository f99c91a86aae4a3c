/** A requirement that the company's own code solves: a function that uses the library (a line of a training corpus). */
export interface SolvedRequirement {
  /** Place in the code: `mail/inbox.js#openInbox`; a paraphrase has a number behind it, `mail/inbox.js#openInbox~2`. */
  readonly id: string;
  /** As it was named, with slashes. */
  readonly file: string;
  /** Name of the function; `Class.method` for methods. */
  readonly function: string;
  /** Names of the records it uses, in the order of the text, each once. */
  readonly apis: readonly string[];
  /** What it is for. */
  readonly requirement: string;
  /** Its subtasks, or the comments inside of it, with the records that are used for each. */
  readonly steps: readonly SolvedStep[];
  readonly code: string;
  /**
   * Where `requirement` comes from: the comment before the function, the words of its name, a model that read it, or a
   * model that said one of these in other words.
   */
  readonly by: 'comment' | 'name' | 'model' | 'paraphrase';
}

export interface SolvedStep {
  readonly text: string;
  readonly apis: readonly string[];
}
