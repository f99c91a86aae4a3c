import { stem } from './stem.js';
import { isStopWord } from './stop-words.js';

const HAN = /[\u3400-\u9fff]/;
const TOKENS = /[\u3400-\u9fff]+|\p{Script=Latin}+|[\p{L}\p{M}]+|\p{N}+/gu;
/** Longer runs are data, not words (encoded images, keys); the head is enough to tell them apart. */
const MAX_WORD = 24;

/** Whether the text begins with a Han character. */
export function isHan(text: string): boolean {
  return HAN.test(text.charAt(0));
}

/** Puts spaces between the parts of an identifier: `getURLParts2` becomes `get URL Parts2`. */
export function splitIdentifier(text: string): string {
  return text.replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2').replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2');
}

/**
 * The runs of one script in a text, lower-cased, identifiers split at their capitals: Latin words, Han runs, numbers.
 * Nothing is left out but signs, so positions in the result follow the text.
 */
export function tokens(text: string): string[] {
  const clean = text.normalize('NFKC').replace(/(\p{L})['’](?:s|t|re|ll|ve|d)\b/gu, '$1');
  const found = splitIdentifier(clean).toLowerCase().match(TOKENS) ?? [];
  return found.map((token) => (isHan(token) ? token : token.slice(0, MAX_WORD)));
}

/**
 * The index words of a text: stems of Latin words without stop words, and for Han runs, which are written without
 * spaces, their characters and their bigrams. It is what lets one index hold English and Chinese documentation.
 */
export function words(text: string): string[] {
  const out: string[] = [];
  for (const token of tokens(text)) {
    if (isHan(token)) out.push(...hanWords(token));
    else if (!isStopWord(token)) out.push(stem(token));
  }
  return out;
}

/** Characters and bigrams of a Han run; grammatical characters carry no meaning and only separate. */
export function hanWords(run: string): string[] {
  const out: string[] = [];
  let previous = '';
  for (const character of run) {
    if (isStopWord(character)) {
      previous = '';
      continue;
    }
    out.push(character);
    if (previous !== '') out.push(previous + character);
    previous = character;
  }
  return out;
}
