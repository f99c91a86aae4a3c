import { isHan } from '../../lexical/words.js';

const TOKEN = /[\u3400-\u9fff]+|[a-z]+|[0-9]+/g;
/** Longer runs are data, not words. */
const MAX_WORD = 24;
/** Lengths of the n-grams of a word. */
const SHORTEST = 3;
const LONGEST = 5;

/**
 * The words of a text as the encoder reads them: parts of identifiers, lower-cased, and for Han runs their characters
 * and bigrams. Unlike the words of the lexical index they are not stemmed, and none are left out: the table knows what
 * each is worth.
 */
export function encoderWords(text: string): string[] {
  const split = text
    .replace(/(\w)['’](?:s|t|re|ll|ve|d)\b/g, '$1')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2');
  const words: string[] = [];
  for (const token of split.toLowerCase().match(TOKEN) ?? []) {
    if (!isHan(token)) {
      words.push(token.slice(0, MAX_WORD));
      continue;
    }
    const characters = [...token];
    words.push(...characters, ...characters.slice(1).map((it, at) => `${characters[at]}${it}`));
  }
  return words;
}

/** The n-grams of a word as the table names them, each behind a `#`; none for Han words and numbers. */
export function wordGrams(word: string): string[] {
  if (!/^[a-z]/.test(word)) return [];
  const framed = `<${word}>`;
  const grams: string[] = [];
  for (let length = SHORTEST; length <= LONGEST; length++) {
    for (let at = 0; at + length <= framed.length; at++) grams.push(`#${framed.slice(at, at + length)}`);
  }
  return grams;
}

/** 32-bit FNV-1a over the little-endian bytes of the UTF-16 units. */
export function featureHash(feature: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < feature.length; at++) {
    const unit = feature.charCodeAt(at);
    hash = Math.imul(hash ^ (unit & 255), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return hash >>> 0;
}
