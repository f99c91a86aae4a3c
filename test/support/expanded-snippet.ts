/**
 * What the user has when a snippet was inserted and nothing typed over: placeholders stand as they are, of choices the
 * one with an index. The syntax is LSP's: a backslash escapes `$`, `}` and itself, and in choices `,` and `|` too.
 */
export function expandedSnippet(snippet: string, choice = 0): string {
  let at = 0;
  return text(() => false, '$}\\');

  function text(isEnd: () => boolean, escapable: string): string {
    let found = '';
    while (at < snippet.length && !isEnd()) {
      const char = snippet.charAt(at);
      if (char === '\\' && escapable.includes(snippet.charAt(at + 1))) {
        found += snippet.charAt(at + 1);
        at += 2;
      } else if (char === '$') found += stop();
      else {
        found += char;
        at += 1;
      }
    }
    return found;
  }

  function stop(): string {
    const [head] = /^\$(?:\d+|\{\d+[:|]?)/.exec(snippet.slice(at)) ?? [];
    if (head === undefined) throw new Error(`no tab stop at ${snippet.slice(at)}`);
    at += head.length;
    if (!head.startsWith('${')) return '';
    const next = () => snippet.charAt(at);
    if (!head.endsWith('|')) {
      const content = text(() => next() === '}', '$}\\');
      at += 1;
      return content;
    }
    const choices: string[] = [];
    do {
      choices.push(text(() => next() === ',' || next() === '|', '$}\\,|'));
      at += 1;
    } while (snippet.charAt(at - 1) === ',');
    if (next() !== '}') throw new Error(`a choice ends in ${snippet.slice(at)}`);
    at += 1;
    return choices[choice] ?? '';
  }
}
