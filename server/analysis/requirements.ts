import { commentBefore, documentedNode, isJsDoc } from '../syntax/comments.js';
import { rangeOf, type SyntaxDocument } from '../syntax/syntax-document.js';
import type { Chunk, SyntaxNode } from '../syntax/syntax-node.js';
import { parseJsDoc } from './js-doc.js';
import type { Requirement } from './requirement.js';

/** Each is written `@tag text` or `TODO(tag): text`. */
export const DEFAULT_TAGS: readonly string[] = ['requirement', 'epigen'];

/** Comments that speak to tools, or to lawyers. */
const NO_REQUIREMENT =
  /^(?:\/\*!|\/\/[#/@!]|\/[/*]+\s*(?:eslint|biome|prettier|jshint|jslint|tslint|istanbul|c8|v8|webpack|global|globals|exported|@ts-|@jsx|#region|#endregion|<reference|epigen-(?:dis|en)able)\b)|@license|@preserve|SPDX-License|Copyright/;

/** One comment, or line comments that belong together. */
interface Group {
  readonly first: SyntaxNode;
  readonly last: SyntaxNode;
  /** Without comment signs, lines joined by `\n`. */
  readonly text: string;
}

/**
 * The requirements of a document in its order: tagged comments, JSDoc of functions with an empty body, and any other
 * comment that may be meant (DESIGN §2). Line comments one below the other are one requirement unless the next begins
 * with a tag of its own.
 */
export function findRequirements(
  document: SyntaxDocument,
  tags: readonly string[] = DEFAULT_TAGS,
): Requirement[] {
  const tag = tagPattern(tags);
  const bodies = emptyBodies(document);
  return groupsOf(document, tag).flatMap((group) => {
    const found = requirementOf(group, bodies.get(group.last), tag);
    if (!found) return [];
    const { body, ...rest } = found;
    const range = rangeOf(document, { start: group.first.start, end: group.last.end });
    return [{ ...rest, range, ...(body ? { body: rangeOf(document, body) } : {}) }];
  });
}

function requirementOf(
  { first, text }: Group,
  body: SyntaxNode | undefined,
  tag: RegExp | undefined,
): (Pick<Requirement, 'text' | 'origin'> & { readonly body?: SyntaxNode }) | undefined {
  const into = body ? { body } : {};
  const tagged = tag?.exec(text);
  if (tagged) {
    // What follows in a JSDoc comment under a tag of its own (`@param`) is not part of the requirement.
    const rest = text.slice(tagged.index + tagged[0].length);
    return { text: prose(isJsDoc(first.text) ? rest.split(/\n\s*@/)[0] : rest), origin: 'tag', ...into };
  }
  if (NO_REQUIREMENT.test(first.text)) return undefined;
  if (isJsDoc(first.text)) {
    const { description } = parseJsDoc(first.text);
    if (description === '') return undefined;
    return { text: prose(description), origin: body ? 'function' : 'comment', ...into };
  }
  const plain = prose(text);
  if (!/\p{L}/u.test(plain)) return undefined;
  return { text: plain, origin: 'comment', ...into };
}

/** Matches a tag at the start of a line; undefined if there are no tags. */
function tagPattern(tags: readonly string[]): RegExp | undefined {
  if (tags.length === 0) return undefined;
  const names = tags.map((tag) => tag.replace(/^@/, '').replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
  return new RegExp(
    `^[ \\t]*(?:@(?:${names})(?![\\p{ID_Continue}-])|TODO\\((?:${names})\\))[ \\t]*[:：]?`,
    'mu',
  );
}

function groupsOf(document: SyntaxDocument, tag: RegExp | undefined): Group[] {
  const { comments, lines, text } = document;
  const groups: Group[] = [];
  for (let at = 0; at < comments.length; at += 1) {
    const first = comments[at];
    if (!first) break;
    let last = first;
    let content = contentOf(first);
    if (first.text.startsWith('//') && isAlone(first)) {
      for (let next = comments[at + 1]; next && continues(last, next); next = comments[at + 1]) {
        content += `\n${contentOf(next)}`;
        last = next;
        at += 1;
      }
    }
    groups.push({ first, last, text: content });
  }
  return groups;

  function isAlone(comment: SyntaxNode): boolean {
    const start = lines.start(lines.position(comment.start).line);
    return text.slice(start, comment.start).trim() === '';
  }

  function continues(above: SyntaxNode, below: SyntaxNode): boolean {
    if (!below.text.startsWith('//') || !isAlone(below)) return false;
    const from = lines.position(above.start);
    const to = lines.position(below.start);
    const isBelow = to.line === from.line + 1 && to.character === from.character;
    return isBelow && !tag?.test(contentOf(below)) && !NO_REQUIREMENT.test(below.text);
  }
}

/** The text of a comment without its signs. */
function contentOf({ text }: SyntaxNode): string {
  if (text.startsWith('//')) return text.slice(2).trim();
  return text
    .replace(/^\/\*+/, '')
    .replace(/\*+\/$/, '')
    .split(/\r\n|\n|\r/)
    .map((line) => line.replace(/^\s*\*? ?/, '').trimEnd())
    .join('\n')
    .trim();
}

function prose(text = ''): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .join('\n')
    .trim();
}

/** Empty function bodies by the comment directly above their function. */
function emptyBodies(document: SyntaxDocument): Map<SyntaxNode, SyntaxNode> {
  const found = new Map<SyntaxNode, SyntaxNode>();
  for (const chunk of document.chunks) {
    for (const node of emptyFunctions(chunk)) {
      const body = node.get('body');
      const comment = body && commentBefore(document, documentedNode(node).start);
      if (comment && body) found.set(comment, body);
    }
  }
  return found;
}

const known = new WeakMap<Chunk, readonly SyntaxNode[]>();

/** The functions of a top-level statement that do nothing; found once, however often the text around it changes. */
function emptyFunctions(chunk: Chunk): readonly SyntaxNode[] {
  let functions = known.get(chunk);
  if (!functions) {
    functions = chunk.captures.filter(({ name }) => name === 'requirement.function').map(({ node }) => node);
    known.set(chunk, functions);
  }
  return functions;
}
