import { chunkScopes } from '../syntax/chunk-scopes.js';
import { closeDocument, openDocument, type SyntaxDocument } from '../syntax/syntax-document.js';
import type { Chunk } from '../syntax/syntax-node.js';
import { closedAt } from './unfinished-text.js';

/** A part of a text, by offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What is found in a document that does not parse as it stands, with its brackets closed behind an offset. Undefined if
 * it parses, or nothing is found.
 *
 * @param name - Stands for the name that is not typed yet; empty if there is one.
 */
export function whenClosed<T>(
  document: SyntaxDocument,
  offset: number,
  name: string,
  find: (closed: SyntaxDocument) => T | undefined,
): T | undefined {
  if (!document.hasErrors || isSoundAt(document, offset)) return undefined;
  const text = closedText(document, offset, name);
  const closed = openDocument(document.uri, text, document.version, document.language);
  try {
    return find(closed);
  } finally {
    closeDocument(closed);
  }
}

/** Whether the statement at an offset parses, whatever is wrong elsewhere. */
function isSoundAt({ chunks }: SyntaxDocument, offset: number): boolean {
  const chunk = chunks.findLast((it) => it.start <= offset);
  return chunk !== undefined && !chunk.root.broken && offset < chunk.start + chunk.root.length;
}

/** UTF-16 units up to which a text is parsed as a whole. */
const SHORT = 16_384;

/**
 * The text up to an offset with its brackets closed. Of a long one only the statement at the offset, and what it speaks of,
 * is kept, since all of it has to be parsed: the rest is blank, so that places stay the same.
 */
function closedText(document: SyntaxDocument, offset: number, name: string): string {
  const { chunks, text, lines } = document;
  if (text.length <= SHORT || document.source.text !== text) return closedAt(text, offset, name);
  let at = chunks.findLastIndex((it) => it.start <= offset);
  // What is not finished may have taken its neighbours with it.
  while (at > 0 && (chunks[at]?.root.broken || chunks[at - 1]?.root.broken)) at -= 1;
  const cut = chunks[at]?.start ?? 0;
  const tail = closedAt(text.slice(cut), offset - cut, name);
  const words = new Set(tail.match(WORD));
  const parts: string[] = [tail];
  let end = cut;
  for (let before = at - 1; before >= 0; before -= 1) {
    const chunk = chunks[before];
    if (!chunk || !isSpokenOf(chunk, words)) continue;
    const own = text.slice(chunk.start, chunk.start + chunk.root.length);
    for (const word of own.match(WORD) ?? []) words.add(word);
    parts.unshift(own, blank(chunk.start + chunk.root.length, end));
    end = chunk.start;
  }
  parts.unshift(blank(0, end));
  return parts.join('');

  /** As many characters and lines as stand between two offsets. */
  function blank(from: number, to: number): string {
    const count = lines.position(to).line - lines.position(from).line;
    return ' '.repeat(Math.max(0, to - from - count)) + '\n'.repeat(count);
  }
}

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/** Whether a statement declares or changes one of these names; comments that declare types count. */
function isSpokenOf(chunk: Chunk, words: ReadonlySet<string>): boolean {
  const { root } = chunk;
  if (root.broken) return false;
  if (root.type === 'comment') return /@(?:typedef|callback|type|param|returns?)\b/.test(root.text);
  const { outer, assigned, mutatedOutside } = chunkScopes(chunk);
  for (const name of outer.bindings.keys()) if (words.has(name)) return true;
  for (const name of mutatedOutside) if (words.has(name)) return true;
  return assigned.some((it) => words.has(it.name));
}

/** The name around an offset; empty where none stands. */
export function wordAround(text: string, offset: number): Span {
  let start = offset;
  let end = offset;
  while (start > 0 && /[\p{ID_Continue}$]/u.test(text.charAt(start - 1))) start -= 1;
  while (end < text.length && /[\p{ID_Continue}$]/u.test(text.charAt(end))) end += 1;
  return { start, end };
}
