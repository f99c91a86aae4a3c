import { likeness } from '../../../index/embeddings/builtin.js';
import type { ApiLibrary } from '../../../index/library.js';
import { enumMeanings } from '../../analysis/enum-meanings.js';
import { type Meaning, meaningOf, similarity } from '../requirement/meaning.js';
import { spaced } from '../retrieval/match-slot.js';
import { elementOf, enumMembers, isBoolean, literalAlternatives, type Slot } from '../retrieval/shapes.js';

/** Members that the words of a text choose, with how clearly; best first. The default is not chosen. */
export function chosenMembers(
  slot: Slot,
  text: string,
  library: ApiLibrary,
  purpose: Meaning,
): { value: string | number; score: number }[] {
  const element = elementOf(slot.type, library);
  const values =
    enumMembers(slot.type, library) ??
    (element && enumMembers(element, library)) ??
    literalAlternatives(slot.type, library);
  if (values.length === 0) return [];
  const described = enumMeanings(slot.doc, values);
  const said = meaningOf(text);
  const chosen: { value: string | number; score: number }[] = [];
  for (const value of values) {
    const literal = String(value);
    let score = 0;
    if (literal.length > 1 && hasWord(text, literal)) score = 3;
    for (const term of meaningOf(spaced(literal)).terms) {
      if (literal.length > 2) score = Math.max(score, 2 * similarity(term, said));
    }
    for (const term of meaningOf(described.get(literal) ?? '').terms) {
      // A word that the API's purpose has anyway does not choose between its options.
      const common = similarity(term, purpose) === 1 ? 0.3 : 1;
      score = Math.max(score, 2 * similarity(term, said) * common);
    }
    // Ties go to the slot that is spoken of.
    if (score > 0) chosen.push({ value, score });
  }
  return chosen.sort((a, b) => b.score - a.score);
}

function hasWord(text: string, word: string): boolean {
  return new RegExp(
    `(?<![A-Za-z0-9])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![A-Za-z0-9])`,
    'i',
  ).test(text);
}

/** Texts as alike as this say the same in other words. */
const LIKE = 0.6;

const NEGATION =
  /\b(?:not|no|never|without|don'?t|doesn'?t|isn'?t|won'?t|mustn'?t|cannot|can'?t|switched off|turned off|off|disabled?|hidden|stay unread)\b|不|别|无需|勿|禁止|关闭/i;

/**
 * What the words of a text say of a yes-or-no option: `true`, `false`, or undefined where it is not spoken of. Needs most
 * of the option's own words, so that a word in passing does not switch anything.
 */
export function saidBoolean(
  slot: Slot,
  text: string,
  library: ApiLibrary,
  purpose: Meaning,
): boolean | undefined {
  if (!isBoolean(slot.type, library)) return undefined;
  const doc = (slot.doc.split(/[.;。；]/)[0] ?? '').replace(/^(?:whether|if|true if|是否)\s*/i, '');
  const own = [...meaningOf(doc).terms, ...meaningOf(spaced(slot.name)).terms].filter(
    (term, at, all) =>
      !term.key.includes(' ') &&
      all.findIndex((it) => it.key === term.key) === at &&
      similarity(term, purpose) < 1,
  );
  if (own.length === 0) return undefined;
  const wordsOfName = meaningOf(spaced(slot.name)).terms.filter((it) =>
    own.some((term) => term.key === it.key),
  );
  const isNegative = NEGATION.test(doc);
  // "Not shown in previews" and "must not show up in previews" agree.
  const agrees = (clause: string): boolean => NEGATION.test(clause) === isNegative;
  const clauses = text.split(/[,;.，；。、]| but | and /);
  for (const clause of clauses) {
    const said = meaningOf(clause);
    if (wordsOfName.length > 0 && wordsOfName.every((it) => similarity(it, said) === 1))
      return !NEGATION.test(clause);
    let hits = 0;
    let exact = 0;
    for (const term of own) {
      const found = similarity(term, said);
      hits += found;
      if (found === 1) exact++;
    }
    const share = hits / Math.min(own.length, 4);
    if (exact > 0 && share >= 0.34 && (hits >= 1.5 || share >= 0.6)) return agrees(clause);
  }
  const similar = clauses.find((clause) => likeness(clause, doc) >= LIKE);
  return similar === undefined ? undefined : agrees(similar);
}
