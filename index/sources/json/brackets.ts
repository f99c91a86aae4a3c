const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>', '（': '）' };

/**
 * Walks over text that may hold types and calls back outside of brackets and quotes only; stops where the callback
 * returns true. Returns the index it stopped at, or -1.
 */
export function findOutside(
  text: string,
  start: number,
  stop: (char: string, index: number) => boolean,
): number {
  const open: string[] = [];
  for (let index = start; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (open.length === 0 && stop(char, index)) return index;
    if (char === "'" || char === '"' || char === '`') {
      const end = closingQuote(text, index);
      if (end !== -1) index = end;
      continue;
    }
    // The `>` of an arrow closes nothing.
    if (char === '>' && text.charAt(index - 1) === '=') continue;
    const close = CLOSING[char];
    if (close !== undefined) open.push(close);
    else if (char === open.at(-1)) open.pop();
  }
  return -1;
}

/** A quote opens text only where a word begins, so that an apostrophe in prose does not. */
function closingQuote(text: string, index: number): number {
  if (index > 0 && /[\p{L}\p{N}]/u.test(text.charAt(index - 1))) return -1;
  return text.indexOf(text.charAt(index), index + 1);
}
