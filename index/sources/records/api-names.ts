/**
 * The record that a word in a text names. Names may be written in full, without the library prefix, relative to where
 * the API that the text is about lives, with `()` behind them or `#` for a dot. Undefined for that API itself.
 */
export function recordNamed(
  word: string,
  about: string,
  names: ReadonlySet<string>,
  prefix: string,
): string | undefined {
  const plain = word.replace(/#/g, '.').replace(/\(\)/g, '');
  for (const scope of ['', prefix, ...scopesOf(about)]) {
    const found = `${scope}${plain}`;
    if (plain !== '' && found !== about && names.has(found)) return found;
  }
  return undefined;
}

function scopesOf(name: string): string[] {
  const scopes: string[] = [];
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1))
    scopes.push(name.slice(0, dot + 1));
  return scopes;
}
