import { commentAt } from '../syntax/comments.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import { wordsOf } from './abbreviation.js';
import { type Span, wordAround } from './unfinished-document.js';

/** Words in a document by which an API may be meant. */
export interface Intent {
  /** The words, as a search takes them. */
  readonly text: string;
  /** What an API's name takes the place of. */
  readonly span: Span;
  readonly inComment: boolean;
}

/** How many words before the cursor count in a comment. */
const MAX_WORDS = 12;
const MIN_LETTERS = 4;

/**
 * What the words before an offset may mean: those of a comment line, or of the name that is being typed
 * (`notifyUser`, `显示提示`). Undefined behind a dot, in strings, and where too little stands.
 */
export function intentAt(document: SyntaxDocument, offset: number): Intent | undefined {
  const { text } = document;
  const span = wordAround(text, offset);
  const typed = text.slice(span.start, offset);
  const comment = commentAt(document, Math.max(0, offset - 1));
  if (comment) {
    const start = document.lines.start(document.lines.position(offset).line);
    const line = text
      .slice(Math.max(start, comment.start), offset)
      .replace(/^[\s/*]*(?:@[\p{ID_Continue}-]+|TODO\([^)]*\))?\s*[:：]?/u, '');
    const words = line.split(/[\s,;.!?，。；！？]+/).filter((it) => it !== '');
    const query = words.slice(-MAX_WORDS).join(' ');
    return hasEnough(query)
      ? { text: query, span: { start: span.start, end: offset }, inComment: true }
      : undefined;
  }
  if (/[.\p{ID_Continue}$#'"`]$/u.test(text.slice(0, span.start).trimEnd().slice(-1))) return undefined;
  const query = wordsOf(typed).join(' ');
  return hasEnough(query) ? { text: query, span, inComment: false } : undefined;
}

/** One Chinese character says as much as half a word. */
function hasEnough(text: string): boolean {
  const ideographs = text.match(/\p{Script=Han}/gu)?.length ?? 0;
  const letters = text.match(/[\p{L}]/gu)?.length ?? 0;
  return ideographs >= 2 || letters >= MIN_LETTERS;
}
