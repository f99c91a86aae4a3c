const VOWEL = /[aeiouy]/u;

/**
 * Light English stemming: `deletes`, `deleted`, `deleting` and `delete` come out as one. It only takes inflections off
 * (plural, past, gerund, comparative adverbs), never derivations, since `notify` and `notification` may be different
 * APIs; the embedding brings those together.
 */
export function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/u.test(word)) return word;
  return softEnd(inflection(word));
}

function inflection(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ss|x|z|ch|sh)es$/u.test(word)) return word.slice(0, -2);
  if (word.endsWith('s') && !/(?:ss|us|is)$/u.test(word)) return word.slice(0, -1);
  if (word.endsWith('ied') && word.length > 4) return `${word.slice(0, -3)}y`;
  for (const ending of ['ing', 'ed', 'ly']) {
    if (!word.endsWith(ending)) continue;
    const head = word.slice(0, -ending.length);
    // `string`, `red`, `fly`: what is left must itself be a word.
    if (head.length < 3 || !VOWEL.test(head)) return word;
    return undouble(head);
  }
  return word;
}

/** `stopp` from `stopped` is `stop`; `call` and `pass` keep their double letter. */
function undouble(head: string): string {
  return /([bdgkmnprt])\1$/u.test(head) ? head.slice(0, -1) : head;
}

/** `delete` and `delet(ing)`, `query` and `queri(es)` meet without their last letter. */
function softEnd(word: string): string {
  return word.length > 3 && word.endsWith('e') ? word.slice(0, -1) : word;
}
