import { readFileSync } from 'node:fs';
import { stem } from './stem.js';
import { isStopWord } from './stop-words.js';
import { isHan, tokens } from './words.js';

/** A term as it is looked up in an index: all its words must be in a record. */
export type Term = readonly string[];

/**
 * Synonyms: sets of English and Chinese terms that mean about the same, one a line in `lexicon.txt`. It is how a
 * query meets documentation that uses another word, or another language.
 */
export interface Lexicon {
  /** Index words of all other terms of the sets this term belongs to, in the order of the file. */
  related(term: string): readonly Term[];
  has(term: string): boolean;
  /** The most words (Latin) or characters (Han) a term has. */
  readonly longest: number;
}

/**
 * How a term is looked up: its Latin tokens stemmed and joined by a space, stop words included (`turn off`), or its
 * Han characters.
 */
export function termKey(termTokens: readonly string[]): string {
  return termTokens.map((token) => (isHan(token) ? token : stem(token))).join(' ');
}

/** Reads sets of synonyms from text: one a line, terms separated by `|`. Empty lines are skipped. */
export function parseLexicon(text: string): Lexicon {
  const related = new Map<string, Map<string, Term>>();
  let longest = 1;
  for (const line of text.split(/\r?\n/u)) {
    const terms = line
      .split('|')
      .map((term) => tokens(term))
      .filter((term) => term.length > 0);
    for (const term of terms) {
      const key = termKey(term);
      longest = Math.max(longest, term.length, ...term.map((token) => (isHan(token) ? token.length : 1)));
      const others = related.get(key) ?? new Map<string, Term>();
      related.set(key, others);
      for (const other of terms) {
        const wanted = indexWords(other);
        if (termKey(other) !== key && wanted.length > 0) others.set(wanted.join(' '), wanted);
      }
    }
  }
  return {
    related: (term) => [...(related.get(term)?.values() ?? [])],
    has: (term) => related.has(term),
    longest,
  };
}

/** A Han term stands in the index as its bigrams, a Latin one as the stems of its content words. */
function indexWords(term: readonly string[]): string[] {
  return term.flatMap((token) => {
    if (!isHan(token)) return isStopWord(token) ? [] : [stem(token)];
    const characters = [...token];
    if (characters.length === 1) return isStopWord(token) ? [] : [token];
    return characters.slice(1).map((character, i) => `${characters[i]}${character}`);
  });
}

let shipped: Lexicon | undefined;

/** The synonyms that come with the package; read once. */
export function shippedLexicon(): Lexicon {
  shipped ??= parseLexicon(readFileSync(new URL('./lexicon.txt', import.meta.url), 'utf8'));
  return shipped;
}
