/** Blank lines, list items, headings and tags begin something new; so does a line with a capital letter. */
const PARAGRAPH = /\n[ \t]*(?:\n|[-*+•][ \t]|\d+\.[ \t]|#|@)|\n(?=[ \t]*[A-Z`])/;

/** A terminator that something like the start of a sentence follows. */
const SENTENCE =
  /(?<=[。！？；])|(?<=[!?](?=\s))|(?<=(?<!\b(?:e\.g|i\.e|vs|cf|resp|approx|incl|excl|max|min|no))\.["'`)]?(?=\s+["'`(]?[\p{Lu}\p{Script=Han}]|\s+`))/u;

/** The sentences of a text, on one line each. */
export function sentencesOf(text: string): string[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(PARAGRAPH)
    .flatMap((it) => it.split(SENTENCE))
    .map((it) => it.replace(/\s+/g, ' ').trim())
    .filter((it) => /[\p{L}\p{N}]/u.test(it));
}
