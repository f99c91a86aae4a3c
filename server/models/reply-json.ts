import { type ParseError, parse } from 'jsonc-parser';

/**
 * The JSON value in an answer, whatever stands around it: thoughts, a fence, prose, comments, trailing commas. Undefined if
 * there is none.
 */
export function readJson(answer: string): unknown {
  const text = withoutThoughts(answer);
  for (const candidate of candidatesIn(text)) {
    const errors: ParseError[] = [];
    const value: unknown = parse(candidate, errors, { allowTrailingComma: true });
    if (errors.length === 0 && typeof value === 'object' && value !== null) return value;
  }
  return undefined;
}

/** Some models write what they think before they answer. */
export function withoutThoughts(answer: string): string {
  return answer.replace(/^\s*<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/i, '').trim();
}

function* candidatesIn(text: string): Generator<string> {
  yield text;
  for (const [, fenced = ''] of text.matchAll(/```[\w-]*[ \t]*\r?\n([\s\S]*?)```/g)) yield fenced;
  const starts = [text.indexOf('{'), text.indexOf('[')].filter((it) => it >= 0).sort((a, b) => a - b);
  for (const start of starts) {
    const end = balancedEnd(text, start);
    if (end !== undefined) yield text.slice(start, end);
  }
}

/** Where the value that begins at `start` ends; undefined if it does not. */
function balancedEnd(text: string, start: number): number | undefined {
  let depth = 0;
  let inString = false;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}
