/** One `@tag` of a JSDoc comment. */
export interface JsDocTag {
  readonly name: string;
  /** The type between braces, without them. */
  readonly type?: string;
  /** What follows the type, trimmed; lines joined by `\n`. */
  readonly text: string;
}

export interface JsDoc {
  /** The text before the first tag. */
  readonly description: string;
  readonly tags: readonly JsDocTag[];
}

/** A tag begins a line; one with a type may stand behind another. */
const TAG_START =
  /(?:^|\n)\s*(?=@[A-Za-z])|\s+(?=@(?:param|arg|argument|returns?|type|typedef|prop|property)\s*\{)/;

/** Reads a `/** … *\/` comment. */
export function parseJsDoc(comment: string): JsDoc {
  const body = comment
    .replace(/^\/\*\*/, '')
    .replace(/\*\/$/, '')
    .split(/\r\n|\n|\r/)
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .join('\n')
    .trim();
  const parts = body.split(TAG_START);
  const description = parts[0]?.startsWith('@') ? '' : (parts.shift() ?? '');
  return { description: description.trim(), tags: parts.filter((it) => it.startsWith('@')).map(parseTag) };
}

function parseTag(text: string): JsDocTag {
  const name = /^@([\w-]+)/.exec(text)?.[1] ?? '';
  const rest = text.slice(name.length + 1).trim();
  if (!rest.startsWith('{')) return { name, text: rest };
  let depth = 0;
  for (let at = 0; at < rest.length; at += 1) {
    if (rest[at] === '{') depth += 1;
    else if (rest[at] === '}') depth -= 1;
    if (depth === 0) return { name, type: rest.slice(1, at).trim(), text: rest.slice(at + 1).trim() };
  }
  return { name, text: rest };
}

/** The name that a `@param` or `@typedef` tag speaks of: `[name=1] - text` states `name`, optional. */
export function tagName(tag: JsDocTag): { name: string; optional: boolean } | undefined {
  const found = /^(\[)?\s*([\p{ID_Start}$_][\p{ID_Continue}$.[\]]*?)\s*(?:[\]=]|\s|$)/u.exec(tag.text);
  if (!found?.[2]) return undefined;
  return { name: found[2].replaceAll('[]', ''), optional: found[1] === '[' };
}
