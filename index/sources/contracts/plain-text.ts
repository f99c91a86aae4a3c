/** A sentence without Markdown: code and emphasis lose their marks, links their addresses. */
export function plainText(sentence: string): string {
  return sentence
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/`+|\*\*|\\(?=[<>])/g, '')
    .trim();
}

/** A pattern for a name that stands as a word of its own; Chinese characters beside it are no part of it. */
export function wordPattern(name: string): string {
  return `(?<![\\w$.])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w$]|\\.\\w)`;
}

/** The names that stand in a text as words of their own, in the order of the text. */
export function namesIn(text: string, names: readonly string[]): string[] {
  return names
    .flatMap((name) => {
      const at = text.search(new RegExp(wordPattern(name), 'u'));
      return at === -1 ? [] : [{ name, at }];
    })
    .sort((a, b) => a.at - b.at)
    .map((it) => it.name);
}

/** Those of the names that are meant as names: an ordinary word is one only in a code span or in quotes. */
export function codeNamesIn(written: string, names: readonly string[]): string[] {
  const marked = new Set([...written.matchAll(/[`'"“]([\w$.]+)[`'"”]/g)].map((it) => it[1]));
  const isName = (name: string): boolean =>
    marked.has(name) || /[a-z][A-Z]|[_$\d]/.test(name) || /\p{Script=Han}/u.test(written);
  return namesIn(plainText(written), names).filter(isName);
}
