import { commentAt } from '../syntax/comments.js';
import { rangeOf, type SyntaxDocument } from '../syntax/syntax-document.js';
import { type DisableComment, disableComments } from './disable-comments.js';
import type { Fix, Problem } from './problem.js';

/** Where a comment would be text, or end what it stands in. */
const NO_COMMENT = new Set([
  'template_string',
  'string_fragment',
  'string',
  'regex',
  'jsx_element',
  'jsx_fragment',
  'jsx_text',
]);

/**
 * Edits that disable a problem by a comment: for its line where a line comment is possible above it, and for the whole
 * file. None for a disable comment that disables nothing.
 */
export function disableFixes({ code, range }: Problem, document: SyntaxDocument): Fix[] {
  if (code === 'unused-disable') return [];
  const comments = disableComments(document);
  const line = lineFix(code, range.start.line, comments, document);
  return [...(line ? [line] : []), fileFix(code, comments, document)];
}

function lineFix(
  code: string,
  line: number,
  comments: readonly DisableComment[],
  document: SyntaxDocument,
): Fix | undefined {
  const title = `Disable ${code} for this line`;
  const present = comments.find((it) => it.kind === 'next-line' && it.line === line && it.codes.length > 0);
  if (present) return { title, edits: [addition(present, code, document)] };
  const { text, lines } = document;
  const at = line === 0 ? bomLength(text) : lines.start(line);
  if (!takesComment(at, document)) return undefined;
  const indent = /^[^\S\r\n]*/.exec(text.slice(at))?.[0] ?? '';
  const newText = `${indent}// epigen-disable-next-line ${code}${lineEnd(text)}`;
  return { title, edits: [{ range: rangeOf(document, { start: at, end: at }), newText }] };
}

function fileFix(code: string, comments: readonly DisableComment[], document: SyntaxDocument): Fix {
  const title = `Disable ${code} for the whole file`;
  const { text } = document;
  // What the system reads to run the file must stay its first line.
  const start = /^\uFEFF?(?:#!.*(?:\r\n|\n|\r|$))?/.exec(text)?.[0].length ?? 0;
  const present = comments.find(
    (it) => it.kind === 'disable' && it.node.start === start && it.codes.length > 0,
  );
  if (present) return { title, edits: [addition(present, code, document)] };
  const newText = `/* epigen-disable ${code} */${lineEnd(text)}`;
  return { title, edits: [{ range: rangeOf(document, { start, end: start }), newText }] };
}

/** Names one more code in a comment that names some. */
function addition({ codes }: DisableComment, code: string, document: SyntaxDocument): Fix['edits'][number] {
  const end = codes.at(-1)?.end ?? 0;
  return { range: rangeOf(document, { start: end, end }), newText: `, ${code}` };
}

/** Whether a line comment may be put at the beginning of a line. */
function takesComment(at: number, document: SyntaxDocument): boolean {
  const comment = commentAt(document, at);
  if (comment && comment.start < at) return false;
  let node = document.program.at(at);
  // What only begins or ends here does not hold the comment.
  while (node.parent && (node.start >= at || node.end <= at)) node = node.parent;
  return !NO_COMMENT.has(node.type);
}

function bomLength(text: string): number {
  return text.startsWith('\uFEFF') ? 1 : 0;
}

function lineEnd(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}
