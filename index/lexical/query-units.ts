import { type Lexicon, type Term, termKey } from './lexicon.js';
import { stem } from './stem.js';
import { isStopWord } from './stop-words.js';
import { hanWords, isHan, tokens } from './words.js';

/**
 * One piece of information in a query: the word itself, and other ways to say it. A record covers the unit as well as
 * its best fitting way of saying it.
 */
export interface QueryUnit {
  /** How much the unit counts beside the others, before its idf. */
  readonly weight: number;
  /** The word itself; absent where only the alternatives can be in an index. */
  readonly word?: string;
  readonly alternatives: readonly Term[];
}

/** Weight of what only the lexicon knows about words that also stand for themselves. */
const EXTRA = 0.5;
const UNKNOWN_HAN = 0.5;
/** Quoted texts and numbers are values for an API, and rarely say which. */
const VALUE = 0.3;
const QUOTED = /"[^"\n]*"|“[^”\n]*”|「[^」\n]*」|`[^`\n]*`|(?<![\p{L}\p{N}])'[^'\n]*'(?![\p{L}\p{N}])/gu;

/** Splits a query into its units of information. `known` tells whether a word is in the index. */
export function queryUnits(text: string, known: (word: string) => boolean, lexicon: Lexicon): QueryUnit[] {
  const quoted = text.match(QUOTED)?.flatMap((value) => unitsOf(value, known, lexicon)) ?? [];
  return [
    ...unitsOf(text.replace(QUOTED, ' \n '), known, lexicon),
    ...quoted.map((unit) => ({ ...unit, weight: unit.weight * VALUE })),
  ];
}

function unitsOf(text: string, known: (word: string) => boolean, lexicon: Lexicon): QueryUnit[] {
  const all = tokens(text);
  const units: QueryUnit[] = [];
  for (const [at, token] of all.entries()) {
    if (isHan(token)) {
      units.push(...hanUnits(token, known, lexicon));
      continue;
    }
    const phrase = longestPhrase(all, at, lexicon);
    if (phrase) units.push({ weight: EXTRA, alternatives: lexicon.related(phrase) });
    if (isStopWord(token)) continue;
    if (/^\p{N}/u.test(token)) {
      units.push({ weight: VALUE, word: token, alternatives: [] });
      continue;
    }
    const word = stem(token);
    units.push({ weight: 1, word, alternatives: lexicon.related(word) });
  }
  return units;
}

/** The key of the longest term of two words or more that begins here. */
function longestPhrase(all: readonly string[], at: number, lexicon: Lexicon): string | undefined {
  for (let length = Math.min(lexicon.longest, all.length - at); length > 1; length--) {
    const key = termKey(all.slice(at, at + length));
    if (lexicon.has(key)) return key;
  }
  return undefined;
}

/**
 * Han text has no spaces: it is cut at the longest terms of the lexicon, and what is left between them counts
 * by its characters and bigrams where the index has any of them.
 */
function hanUnits(run: string, known: (word: string) => boolean, lexicon: Lexicon): QueryUnit[] {
  const units: QueryUnit[] = [];
  const characters = [...run];
  let rest = '';
  const flush = () => {
    units.push(...plainHanUnits(rest, known));
    rest = '';
  };
  for (let at = 0; at < characters.length; ) {
    const term = longestHanTerm(characters, at, lexicon);
    if (term === undefined) {
      rest += characters[at++];
      continue;
    }
    flush();
    const own = hanWords(term).filter(known);
    units.push(...own.map((word) => ({ weight: 1, word, alternatives: [] })));
    units.push({ weight: own.length > 0 ? EXTRA : 1, alternatives: lexicon.related(term) });
    at += [...term].length;
  }
  flush();
  return units;
}

function longestHanTerm(characters: readonly string[], at: number, lexicon: Lexicon): string | undefined {
  for (let length = Math.min(lexicon.longest, characters.length - at); length > 0; length--) {
    const term = characters.slice(at, at + length).join('');
    if (lexicon.has(term) && !(length === 1 && isStopWord(term))) return term;
  }
  return undefined;
}

function plainHanUnits(run: string, known: (word: string) => boolean): QueryUnit[] {
  const all = hanWords(run);
  if (all.some(known)) return all.map((word) => ({ weight: 1, word, alternatives: [] }));
  // Nothing of it is in the index: one unknown word for every two characters, about what Chinese words have. It counts
  // less than an unknown Latin word, since what the lexicon leaves over is often not a word of its own.
  const count = Math.ceil(all.filter((word) => word.length === 1).length / 2);
  return Array.from({ length: count }, () => ({ weight: UNKNOWN_HAN, alternatives: [] }));
}
