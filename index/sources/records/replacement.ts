import { recordNamed } from './api-names.js';

const POINTER =
  /(?:\b(?:use|using|see|prefer|replaced by|replacement|in favou?r of|superseded by|instead,? (?:call|use))|改用|请用|请使用|使用|替换为|替代|参见)[:：]?\s+(?:the\s+)?[`'"]?([\p{ID_Start}$_][\p{ID_Continue}$]*(?:(?:\(\))?[.#][\p{ID_Start}$_][\p{ID_Continue}$]*)*)/giu;
const QUOTED = /`([\p{ID_Start}$_][\p{ID_Continue}$.#]*)(?:\([^)`]*\))?`/gu;
const WORDS = /[\p{ID_Start}$_][\p{ID_Continue}$]*(?:[.#][\p{ID_Start}$_][\p{ID_Continue}$]*)*/gu;

/**
 * The record that a deprecation message points to: "Use showToast, whose …" -> `HX.showToast`. Names may be written
 * in full, without the library prefix, or relative to where the deprecated API lives. Undefined if none is named.
 */
export function replacementIn(
  message: string,
  name: string,
  names: ReadonlySet<string>,
  prefix: string,
): string | undefined {
  const candidates = [
    ...[...message.matchAll(POINTER)].map((it) => it[1]),
    ...[...message.matchAll(QUOTED)].map((it) => it[1]),
    // An ordinary word may be the name of an API too; a compound or dotted one hardly means anything else.
    ...[...message.matchAll(WORDS)].map((it) => it[0]).filter((it) => /[.#]|\p{Ll}\p{Lu}/u.test(it)),
  ];
  for (const candidate of candidates) {
    const found = candidate && recordNamed(candidate, name, names, prefix);
    if (found) return found;
  }
  return undefined;
}
