/**
 * What the documentation says of each of the values a parameter may have: "`n` neutral, `s` success". Values that it
 * does not explain are left out; empty if it explains none.
 */
export function enumMeanings(
  doc: string,
  values: readonly (string | number | boolean)[],
): Map<string, string> {
  const found = new Map<string, string>();
  const names = values.map(String).filter((it) => it !== '');
  if (names.length < 2) return found;
  const alternatives = names
    .toSorted((a, b) => b.length - a.length)
    .map((it) => it.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('|');
  const mention = new RegExp(`(\`?)(['"]?)(${alternatives})\\2\\1`, 'g');
  // A bare word may be any word.
  const mentions = [...doc.matchAll(mention)].filter(([, tick, quote]) => tick !== '' || quote !== '');
  for (const [at, match] of mentions.entries()) {
    const start = match.index + match[0].length;
    const rest = doc.slice(start, mentions[at + 1]?.index ?? doc.length);
    const meaning =
      /^\s*(?:[-–—:=：(（]|means\b|is\b|for\b|表示|为|是)?\s*([^.,;。，；、)）\n]*)/.exec(rest)?.[1] ?? '';
    const words = meaning.replace(/\s+(?:or|and|und|或|和)\s*$/, '').trim();
    const value = match[3] ?? '';
    if (words !== '' && !/^(?:or|and|或|和)$/.test(words) && !found.has(value)) found.set(value, words);
  }
  // One explained value among many is more likely an accident ("`a`, which is the default").
  return found.size * 2 >= names.length ? found : new Map();
}
