import { type Term as Synonym, shippedLexicon, termKey } from '../../../index/lexical/lexicon.js';
import { stem } from '../../../index/lexical/stem.js';
import { isStopWord } from '../../../index/lexical/stop-words.js';
import { hanWords, isHan, tokens } from '../../../index/lexical/words.js';

/** One piece of what a text says, and the other ways to say it. */
export interface Term {
  /** Stem of a Latin word, stems of a phrase joined by a space, or a Han term. */
  readonly key: string;
  /** Index words that must all be there for the term itself. */
  readonly words: Synonym;
  readonly synonyms: readonly Synonym[];
}

/**
 * Words that carry no subject in a requirement, beyond the index's own stop words: auxiliaries, counts of one, and what
 * leads a condition. The index keeps them because a name may consist of them.
 */
const FILLERS = new Set(
  (
    'is one once twice several many few given passed handed whatever whichever whoever someone somebody everyone everybody anything nothing nobody none thing things way so well ' +
    'yes really simply straight away case moment hand let us make makes made sure ourselves'
  ).split(' '),
);

/** What a text is about, for comparing requirements with documentation across wordings and languages. */
export interface Meaning {
  /** Content terms, each once, in the order of the text. */
  readonly terms: readonly Term[];
  /** All index words of the text: stems of Latin content words, Han characters and bigrams. */
  readonly words: ReadonlySet<string>;
}

const cache = new Map<string, Meaning>();
const CACHED = 4000;

/** Reads what a text is about; function words are left out. The last few thousand results are kept. */
export function meaningOf(text: string): Meaning {
  const known = cache.get(text);
  if (known) return known;
  const meaning = readMeaning(text);
  if (cache.size >= CACHED) cache.clear();
  cache.set(text, meaning);
  return meaning;
}

function readMeaning(text: string): Meaning {
  const lexicon = shippedLexicon();
  const all = tokens(text);
  const terms = new Map<string, Term>();
  const words = new Set<string>();
  const add = (key: string, own: readonly string[]): void => {
    if (!terms.has(key)) terms.set(key, { key, words: own, synonyms: lexicon.related(key) });
  };
  for (const [at, token] of all.entries()) {
    if (isHan(token)) {
      for (const word of hanWords(token)) words.add(word);
      for (const term of hanTerms(token))
        add(
          term,
          hanWords(term).filter((it) => it.length > 1 || term.length === 1),
        );
      continue;
    }
    for (let length = Math.min(lexicon.longest, all.length - at, 5); length > 1; length--) {
      const key = termKey(all.slice(at, at + length));
      if (!lexicon.has(key)) continue;
      add(
        key,
        key.split(' ').filter((it) => !isStopWord(it)),
      );
      break;
    }
    if (isStopWord(token) || FILLERS.has(token) || /^\d+$/.test(token)) continue;
    const own = stem(token);
    words.add(own);
    add(own, [own]);
  }
  return { terms: [...terms.values()], words };
}

/** From this length on a Han term is a phrase: what it consists of counts as well. */
const HAN_PHRASE = 4;

/**
 * Cuts a Han run at the longest terms of the lexicon, at most `longest` characters; what is left gives its bigrams.
 */
function hanTerms(run: string, longest = Number.POSITIVE_INFINITY): string[] {
  const lexicon = shippedLexicon();
  const terms: string[] = [];
  let rest = '';
  const flush = (): void => {
    for (let at = 0; at + 1 < rest.length; at++) terms.push(rest.slice(at, at + 2));
    rest = '';
  };
  for (let at = 0; at < run.length; ) {
    let length = Math.min(lexicon.longest, run.length - at, longest);
    while (length > 1 && !lexicon.has(run.slice(at, at + length))) length--;
    const term = run.slice(at, at + length);
    if (length > 1 || (lexicon.has(term) && !isStopWord(term))) {
      flush();
      terms.push(term);
      if (length >= HAN_PHRASE) terms.push(...hanTerms(term, length - 1));
    } else if (isStopWord(term)) {
      flush();
    } else {
      rest += term;
    }
    at += length;
  }
  flush();
  return terms;
}

/** Worth of another word for the same, beside the word itself. */
const SYNONYM = 0.6;
/** A word of the other language can't be the word itself; it is not as doubtful as a synonym. */
const TRANSLATION = 0.85;

/** How well `offered` says what `term` says: 1 the same word, less another word for it, 0 nothing. */
export function similarity(term: Term, offered: Meaning): number {
  if (term.words.length > 0 && term.words.every((it) => offered.words.has(it))) return 1;
  const han = hasHan(term.key);
  let best = 0;
  for (const synonym of term.synonyms) {
    if (!synonym.every((it) => offered.words.has(it))) continue;
    if (hasHan(synonym[0] ?? '') !== han) return TRANSLATION;
    best = SYNONYM;
  }
  return best;
}

/** Several words that mean something together; each of them is a term as well. */
export function isPhrase({ key }: Term): boolean {
  return key.includes(' ') || (key.length >= HAN_PHRASE && hasHan(key));
}

/** The share of what `wanted` says that `offered` says too, 0 to 1; 0 if `wanted` says nothing. */
export function share(wanted: Meaning, offered: Meaning, weight: (term: Term) => number = () => 1): number {
  let total = 0;
  let said = 0;
  for (const term of wanted.terms) {
    // A phrase repeats its words; it only adds a little where it is known as a whole.
    const importance = weight(term) * (isPhrase(term) ? 0.5 : 1);
    total += importance;
    said += importance * similarity(term, offered);
  }
  return total === 0 ? 0 : said / total;
}

export function hasHan(text: string): boolean {
  return /[\u3400-\u9fff]/.test(text);
}
