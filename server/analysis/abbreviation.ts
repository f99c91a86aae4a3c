/** Whether the letters occur in a name in this order: `shT` and `toast` in `showToast`. Case does not count. */
export function isAbbreviation(letters: string, name: string): boolean {
  return occursIn(letters.toLowerCase(), name.toLowerCase());
}

/** Whether the letters occur in a text in this order, case as it is. */
export function occursIn(letters: string, text: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/**
 * How well letters fit a name, lower is better: 0 its beginning, 1 the beginnings of its words (`sT`, `showTo`), 2 a part
 * of it, 3 its letters in order. Undefined if they don't fit.
 */
export function abbreviationRank(letters: string, name: string): number | undefined {
  // Most names of a large library end here.
  if (!isAbbreviation(letters, name)) return undefined;
  // Who types capitals means beginnings of words: `sT` is showToast rather than startUpload.
  if (/\p{Lu}/u.test(letters.slice(1)) && areWordStarts(humpsOf(letters), wordsOf(name))) return 0;
  const typed = letters.toLowerCase();
  const lower = name.toLowerCase();
  if (lower.startsWith(typed)) return 0;
  if (isCamelHump(typed, wordsOf(name))) return 1;
  if (lower.includes(typed)) return 2;
  return 3;
}

/** The words of names, since the same ones are looked at after each letter. */
const known = new Map<string, readonly string[]>();
const MAX_KNOWN = 10_000;

/** `createUploadTask`, `create_upload_task` and `createUPLOADTask` are three words each. */
export function wordsOf(name: string): readonly string[] {
  let words = known.get(name);
  if (!words) {
    words = (name.match(/\p{Lu}+(?=\p{Lu}\p{Ll})|\p{Lu}?\p{Ll}+|\p{Lu}+|\p{N}+|\p{Lo}+/gu) ?? []).map((it) =>
      it.toLowerCase(),
    );
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(name, words);
  }
  return words;
}

/** Each capital that is typed begins a word. */
function humpsOf(letters: string): string[] {
  return letters.split(/(?=\p{Lu})/u).map((it) => it.toLowerCase());
}

/** Whether each part begins a word of the name, in their order. */
function areWordStarts(parts: readonly string[], words: readonly string[]): boolean {
  let at = 0;
  for (const part of parts) {
    while (at < words.length && !words[at]?.startsWith(part)) at += 1;
    if (at === words.length) return false;
    at += 1;
  }
  return true;
}

/** Whether the letters are beginnings of words, in their order; words may be left out. */
function isCamelHump(typed: string, words: readonly string[]): boolean {
  if (typed === '') return true;
  for (const [at, word] of words.entries()) {
    let length = 0;
    while (length < word.length && length < typed.length && word[length] === typed[length]) length += 1;
    for (; length > 0; length -= 1) if (isCamelHump(typed.slice(length), words.slice(at + 1))) return true;
  }
  return false;
}
