import type { Demand } from './rule.js';

/** What the rules about a call as a whole know of it. */
export interface CallFacts {
  readonly name: string;
  /** The record that a word names, if it names one. */
  readonly recordNamed: (word: string) => string | undefined;
  /** It returns a promise. */
  readonly isAsync: boolean;
  /** The awaited result is a function. */
  readonly returnsFunction: boolean;
  /** Names of the methods that the awaited result has. */
  readonly resultMethods: readonly string[];
}

/** Like `PlaceRule`, for sentences about a call as a whole: of its description and about its result. */
export type CallRule = (sentence: string, call: CallFacts) => Demand | undefined;

/** Chinese text stands directly behind a name, so that only ASCII belongs to one here. */
const NAME = String.raw`[A-Za-z_$][\w$]*(?:(?:\(\))?[.#][A-Za-z_$][\w$]*)*`;

/** Whatever follows could be a name: `HX.close`, `close()`, `db.close`. */
export const NAMED = String.raw`(?:the |a |its |方法 ?)?(?:(?:method|function|API) )?(${NAME})(?:\(\))?`;
