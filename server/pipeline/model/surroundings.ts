import { LineIndex } from '../../syntax/line-index.js';
import { rangeOfTarget, type Site } from '../code/read-site.js';
import type { GenerationRequest } from '../generation.js';
import { asCode, tokensOf } from './prompt-data.js';
import type { Redaction } from './redaction.js';

/** What the surrounding code may take of a prompt. */
const TOKENS = 1500;
const HEAD_LINES = 30;

/**
 * The code around the place, marked with `@insert`, with secrets hidden: the whole file if the budget has room for it,
 * else its imports and the lines around the place.
 */
export function surroundings({ file }: GenerationRequest, redaction: Redaction): string {
  if (!file) return '';
  const lines = new LineIndex(file.text);
  const range = rangeOfTarget(file.target);
  const isBody = 'body' in file.target;
  // Secrets are hidden before anything is cut, so that no half of one stays.
  const before = redaction.hide(file.text.slice(0, lines.offset(range.start)) + (isBody ? '{' : ''));
  const after = redaction.hide((isBody ? '}' : '') + file.text.slice(lines.offset(range.end)));
  const mark = isBody ? ' /* @insert */ ' : '// @insert';
  const join = (head: string, tail: string): string =>
    asCode(`${head}${isBody || /(?:^|\n)[ \t]*$/.test(head) ? '' : '\n'}${mark}${tail}`, TOKENS * 2).trim();
  if (tokensOf(before) + tokensOf(after) <= TOKENS) return join(before, after);

  const imports = before
    .split('\n')
    .slice(0, 200)
    .filter((line) => /^\s*(?:import\b|(?:const|let|var)\s.*\brequire\()/.test(line))
    .slice(0, HEAD_LINES)
    .join('\n');
  const left = TOKENS - tokensOf(imports);
  const near = lastLines(before, Math.floor(left * 0.7));
  const next = firstLines(after, Math.floor(left * 0.3));
  return join(`${imports}\n// …\n${near}`, `${next}\n// …`);
}

/** The head of the function that the code goes into, as it is written; '' if there is none. */
export function headOf({ entry, file }: GenerationRequest, site: Site, redaction: Redaction): string {
  if (site.enclosing && file) {
    const { name, parameters } = site.enclosing;
    return `function ${name}(${parameters.join(', ')})`;
  }
  return entry ? redaction.hide(`async function ${entry.name}(${entry.params.join(', ')})`) : '';
}

function lastLines(text: string, tokens: number): string {
  const lines = text.split('\n');
  let from = lines.length;
  let left = tokens;
  while (from > 0) {
    left -= tokensOf(lines[from - 1] ?? '') + 1;
    if (left < 0) break;
    from--;
  }
  return lines.slice(from).join('\n');
}

function firstLines(text: string, tokens: number): string {
  const lines = text.split('\n');
  let to = 0;
  let left = tokens;
  while (to < lines.length) {
    left -= tokensOf(lines[to] ?? '') + 1;
    if (left < 0) break;
    to++;
  }
  return lines.slice(0, to).join('\n');
}
