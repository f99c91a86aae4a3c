import { nearestWord } from '../spelling.js';
import { commentAt } from '../syntax/comments.js';
import { rangeOf, type SyntaxDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { type Fix, isProblemCode, PROBLEM_CODES, type Problem } from './problem.js';

/** What a comment says to the checker, by the word that it begins with. */
const KINDS = {
  'epigen-disable-next-line': 'next-line',
  'epigen-disable-line': 'line',
  'epigen-disable': 'disable',
  'epigen-enable': 'enable',
} as const;

/** A code that a comment names, or what stands in its place. */
interface NamedCode {
  readonly code: string;
  readonly start: number;
  readonly end: number;
}

/** A comment that switches findings off or on. */
export interface DisableComment {
  /** Undefined if it begins like one and is none: `epigen-disable-nextline`. */
  readonly kind: (typeof KINDS)[keyof typeof KINDS] | undefined;
  readonly node: SyntaxNode;
  /** The word that it begins with. */
  readonly word: NamedCode;
  /** Empty if it is about all codes. */
  readonly codes: readonly NamedCode[];
  /** The 0-based line that it is about, where it is about one. */
  readonly line: number | undefined;
}

/** The disable and enable comments of a document in its order. Costs next to nothing in a text that has none. */
export function disableComments(document: SyntaxDocument): readonly DisableComment[] {
  const { text } = document;
  // Without anything disabled there is nothing to enable.
  if (!text.includes('epigen-disable')) return [];
  const found: DisableComment[] = [];
  for (const { index } of text.matchAll(/epigen-(?:disable|enable)/g)) {
    const node = commentAt(document, index);
    const comment = node && readComment(node, document);
    // A comment may mention the word again, in its reason.
    if (comment?.word.start === index) found.push(comment);
  }
  return found;
}

/** What stands: problems without those that a comment disables. `unused` adds the comments that disable nothing. */
export function withoutDisabled(
  problems: readonly Problem[],
  document: SyntaxDocument,
  { unused }: { readonly unused: boolean },
): readonly Problem[] {
  const comments = disableComments(document);
  if (comments.length === 0) return problems;
  const ofLines = new Map<number, DisableComment[]>();
  for (const comment of comments) {
    if (comment.line === undefined) continue;
    ofLines.set(comment.line, [...(ofLines.get(comment.line) ?? []), comment]);
  }
  const ofRegions = comments.filter((it) => it.kind === 'disable' || it.kind === 'enable');
  const used = new Set<NamedCode | DisableComment>();
  const left = problems.filter(({ code, range }) => {
    const disabling = [
      ...(ofLines.get(range.start.line) ?? []).flatMap((it) => about(it, code)),
      ...disablingRegion(ofRegions, code, document.lines.offset(range.start)),
    ];
    for (const it of disabling) used.add(it);
    return disabling.length === 0;
  });
  if (!unused) return left;
  const idle = comments.flatMap((comment) => unusedProblems(comment, used, document));
  return [...left, ...idle].sort(
    ({ range: { start: a } }, { range: { start: b } }) => a.line - b.line || a.character - b.character,
  );
}

/** What disables a code at an offset: of the comments before it those since the last that enables the code. */
function disablingRegion(
  comments: readonly DisableComment[],
  code: string,
  offset: number,
): readonly (NamedCode | DisableComment)[] {
  let disabling: (NamedCode | DisableComment)[] = [];
  for (const comment of comments) {
    if (comment.node.start > offset) break;
    const own = about(comment, code);
    if (own.length === 0) continue;
    disabling = comment.kind === 'enable' ? [] : [...disabling, ...own];
  }
  return disabling;
}

/** What of a comment is about a code: the mention of the code, or the comment itself if it is about all. */
function about(comment: DisableComment, code: string): readonly (NamedCode | DisableComment)[] {
  return comment.codes.length === 0 ? [comment] : comment.codes.filter((it) => it.code === code);
}

function readComment(node: SyntaxNode, document: SyntaxDocument): DisableComment | undefined {
  const match = /^\/[/*]+\s*(epigen-[\w-]+)(?:\s+([a-z][\w-]*(?:\s*,\s*[a-z][\w-]*)*))?/i.exec(node.text);
  const [whole, word = '', list] = match ?? [];
  if (whole === undefined) return undefined;
  const start = node.start + whole.indexOf('epigen-');
  const listStart = node.start + whole.length - (list?.length ?? 0);
  const codes = [...(list ?? '').matchAll(/[\w-]+/g)].map(({ index, 0: code }) => {
    return { code, start: listStart + index, end: listStart + index + code.length };
  });
  const kind = Object.hasOwn(KINDS, word) ? KINDS[word as keyof typeof KINDS] : undefined;
  const named = { code: word, start, end: start + word.length };
  const { lines } = document;
  const last = lines.position(node.end).line;
  const line =
    kind === 'line'
      ? lines.position(node.start).line
      : kind === 'next-line'
        ? nextCodeLine(last + 1, document)
        : undefined;
  return { kind, node, word: named, codes, line };
}

/** The first line from this one on that holds more than blanks and comments, so that several comments can be stacked. */
function nextCodeLine(line: number, document: SyntaxDocument): number {
  const { lines, text } = document;
  let at = lines.start(line);
  for (;;) {
    while (/\s/.test(text.charAt(at))) at += 1;
    const comment = commentAt(document, at);
    if (comment?.start !== at) return lines.position(at).line;
    at = comment.end;
  }
}

function unusedProblems(
  comment: DisableComment,
  used: ReadonlySet<NamedCode | DisableComment>,
  document: SyntaxDocument,
): readonly Problem[] {
  const { kind, codes, node, word } = comment;
  if (kind === undefined) {
    const near = nearestWord(word.code, Object.keys(KINDS));
    const message = `There is no comment '${word.code}'.${near ? ` Did you mean '${near}'?` : ''}`;
    return [hint(message, word, near ? [changeTo(near, word)] : [removal(node, document)], document)];
  }
  const unknown = codes.filter((it) => !isProblemCode(it.code));
  const idle = codes.filter((it) => kind !== 'enable' && isProblemCode(it.code) && !used.has(it));
  if (kind !== 'enable' && !used.has(comment) && idle.length === codes.length) {
    const what = codes.length === 0 ? 'nothing' : `no ${codes.map((it) => it.code).join(' and no ')}`;
    return [hint(`This comment disables ${what}: it can go.`, node, [removal(node, document)], document)];
  }
  const withoutCode = (it: NamedCode) =>
    codes.length === 1 ? removal(node, document) : codeRemoval(it, codes);
  return [
    ...unknown.map((it) => {
      const near = nearestWord(it.code, Object.keys(PROBLEM_CODES));
      const message = `There is no diagnostic '${it.code}'.${near ? ` Did you mean '${near}'?` : ''}`;
      return hint(message, it, [...(near ? [changeTo(near, it)] : []), withoutCode(it)], document);
    }),
    ...idle.map((it) => {
      return hint(`This comment disables no ${it.code}: the code can go.`, it, [withoutCode(it)], document);
    }),
  ];
}

/** A fix by offsets. */
interface TitledEdit {
  readonly title: string;
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

function hint(
  message: string,
  at: { readonly start: number; readonly end: number },
  fixes: readonly TitledEdit[],
  document: SyntaxDocument,
): Problem {
  return {
    code: 'unused-disable',
    severity: PROBLEM_CODES['unused-disable'].severity,
    message,
    range: rangeOf(document, at),
    api: '',
    fixes: fixes.map(({ title, newText, ...span }): Fix => {
      return { title, edits: [{ range: rangeOf(document, span), newText }] };
    }),
  };
}

function changeTo(newText: string, { start, end }: NamedCode): TitledEdit {
  return { title: `Change to '${newText}'`, start, end, newText };
}

/** Takes a code out of the list, with its comma. */
function codeRemoval(code: NamedCode, codes: readonly NamedCode[]): TitledEdit {
  const at = codes.indexOf(code);
  const before = codes[at - 1];
  const after = codes[at + 1];
  const span = before
    ? { start: before.end, end: code.end }
    : { start: code.start, end: after?.start ?? code.end };
  return { title: `Remove '${code.code}'`, ...span, newText: '' };
}

/** Takes the comment out, and its line if there is nothing else on it. */
function removal({ start, end }: SyntaxNode, { text, lines }: SyntaxDocument): TitledEdit {
  const lineStart = lines.start(lines.position(start).line);
  const nextLine = lines.start(lines.position(end).line + 1);
  const before = text.slice(lineStart, start).replace(/^\uFEFF/, '');
  const isLast = text.slice(end, nextLine).trim() === '';
  const title = 'Remove the comment';
  if (isLast && before.trim() === '') {
    return { title, start: start - before.length, end: nextLine, newText: '' };
  }
  if (isLast) return { title, start: start - before.length + before.trimEnd().length, end, newText: '' };
  const blanks = /^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  return { title, start, end: end + blanks, newText: '' };
}
