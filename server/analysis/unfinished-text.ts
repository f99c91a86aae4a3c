const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '${': '}' };
/** After these a slash begins a regular expression, elsewhere it divides. */
const BEFORE_REGEX = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|void|delete|await))\s*$/;

/**
 * The text up to an offset with all brackets closed that are open there, so that code that is just being typed parses.
 *
 * @param name - Stands for the name that is not typed yet; empty if there is one.
 */
export function closedAt(text: string, offset: number, name: string): string {
  const open: string[] = [];
  let at = 0;
  while (at < offset) {
    const rest = text.slice(at, at + 2);
    const inTemplate = open.at(-1) === '`';
    if (inTemplate) {
      if (text[at] === '\\') at += 2;
      else if (rest === '${') {
        open.push('${');
        at += 2;
      } else {
        if (text[at] === '`') open.pop();
        at += 1;
      }
      continue;
    }
    const char = text.charAt(at);
    if (rest === '//') at = endOf(text, '\n', at, offset);
    else if (rest === '/*') at = endOf(text, '*/', at + 2, offset) + 1;
    else if (char === "'" || char === '"') {
      at = endOfString(text, at, offset);
      if (at > offset) open.push(char);
    } else if (char === '/' && BEFORE_REGEX.test(text.slice(Math.max(0, at - 12), at)))
      at = endOfRegex(text, at, offset);
    else {
      if (char === '`' || char === '(' || char === '[' || char === '{') open.push(char);
      else if (char === ')' || char === ']' || char === '}') open.pop();
      at += 1;
    }
  }
  // A name has no place inside of a string.
  const isInText = /^['"`]$/.test(open.at(-1) ?? '');
  const closers = open.reverse().map((it) => CLOSERS[it] ?? it);
  return `${text.slice(0, offset)}${isInText ? '' : name}${closers.join(' ')}`;
}

function endOf(text: string, mark: string, from: number, offset: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? offset : Math.min(found + 1, offset);
}

function endOfString(text: string, start: number, offset: number): number {
  const quote = text[start];
  let at = start + 1;
  while (at < offset && text[at] !== quote && text[at] !== '\n') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function endOfRegex(text: string, start: number, offset: number): number {
  let inClass = false;
  for (let at = start + 1; at < offset && text[at] !== '\n'; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '[') inClass = true;
    else if (text[at] === ']') inClass = false;
    else if (text[at] === '/' && !inClass) return at + 1;
  }
  // No end on this line: it was a division after all.
  return start + 1;
}
