import type { Range } from 'vscode-languageserver-types';
import { isFunction } from '../analysis/function-types.js';
import type { Requirement } from '../analysis/requirement.js';
import type { CheckedDocument } from '../checks/checked-document.js';
import { oneLine } from '../pipeline/one-line.js';
import { commentBefore, isJsDoc } from '../syntax/comments.js';
import { rangeOf, type SyntaxDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';

/** Where the code of a requirement stands. */
export interface RequirementRegion {
  readonly range: Range;
  /** The body of the function that the comment documents, with its braces. */
  readonly body?: Range;
}

const BLOCK = /^(?:program|statement_block|class_body|object|switch_case|switch_default)$/;
/** What the generator never writes behind a comment. */
const OTHERS =
  /^(?:(?:generator_)?function_declaration|class_declaration|(?:ex|im)port_statement|method_definition|field_definition|pair)$/;

/**
 * The function that a requirement comment documents, else the statements behind it in the same block: up to the next
 * requirement, or to the first statement that was not generated, such as a function or a class. What stands below the
 * comment of one of its subtasks was generated.
 */
export function requirementRegion(
  requirement: Requirement,
  subtasks: readonly string[],
  document: CheckedDocument,
  source: SyntaxDocument,
): RequirementRegion {
  const { lines, text } = source;
  const from = lines.offset(requirement.range.end);
  const block = blockAround(source.program, lines.offset(requirement.range.start));
  const behind = block.children.filter((it) => it.start >= from);
  const fn = documentedFunction(requirement, behind, source);
  if (fn && behind[0]) {
    const body = fn.get('body');
    const inBody = body?.type === 'statement_block' && { body: rangeOf(source, body) };
    return { range: rangeOf(source, behind[0]), ...inBody };
  }
  const next = document.requirements.find(
    (it) => it.origin === 'tag' && lines.offset(it.range.start) >= from,
  );
  const limit = Math.min(block.end, next ? lines.offset(next.range.start) : text.length);
  const isOwn = (comment: SyntaxNode) => subtasks.some((it) => isCommentOf(comment, it));
  const calls = document.uses.map((it) => lines.offset(it.calleeRange.start));
  let end = from;
  let stop = limit;
  for (const it of behind) {
    if (it.start >= limit) break;
    const comment = commentBefore(source, it.start);
    const isBelowOwn = comment && isOwn(comment) && !hasBlankLine(text.slice(comment.end, it.start));
    if (isOther(it, !isBelowOwn && hasBlankLine(text.slice(end, it.start)), calls)) {
      stop = it.start;
      break;
    }
    end = it.end;
  }
  // The comment of a subtask stays where the subtask's code was removed.
  for (const it of source.comments) if (it.start >= end && it.start < stop && isOwn(it)) end = it.end;
  return { range: { start: requirement.range.end, end: lines.position(end) } };
}

/** Whether a comment is the one that was written above the code of a subtask. */
export function isCommentOf({ text }: SyntaxNode, subtask: string): boolean {
  return text.startsWith('//') && oneLine(text.slice(2)) === oneLine(subtask);
}

/** The innermost block that an offset is inside of. */
function blockAround(program: SyntaxNode, offset: number): SyntaxNode {
  let at = program.at(offset);
  while (at.parent && !(BLOCK.test(at.type) && at.start < offset && offset < at.end)) at = at.parent;
  return at;
}

function documentedFunction(
  { origin, range }: Requirement,
  [first, second]: readonly SyntaxNode[],
  { lines, text }: SyntaxDocument,
): SyntaxNode | undefined {
  const fn = first && functionOf(first);
  if (!fn) return undefined;
  // What belongs to a function further down is code of the comment's own.
  if (origin === 'tag' && hasBlankLine(text.slice(lines.offset(range.end), first.start))) return undefined;
  if (isJsDoc(text.slice(lines.offset(range.start), lines.offset(range.end)))) return fn;
  const isAlone = !second || hasBlankLine(text.slice(first.end, second.start));
  // A constant may be a function that generated code behind it needs.
  return isAlone || OTHERS.test(first.type) ? fn : undefined;
}

/** The function that a statement or a member declares. */
function functionOf(node: SyntaxNode): SyntaxNode | undefined {
  if (isFunction(node)) return node;
  const inner = innerOf(node);
  return inner && functionOf(inner);
}

function innerOf(node: SyntaxNode): SyntaxNode | undefined {
  switch (node.type) {
    case 'export_statement':
      return node.get('declaration') ?? node.get('value');
    case 'lexical_declaration':
    case 'variable_declaration':
      return node.first('variable_declarator');
    case 'expression_statement':
      return node.first('assignment_expression');
    case 'assignment_expression':
      return node.get('right');
    case 'variable_declarator':
    case 'field_definition':
    case 'pair':
      return node.get('value');
    default:
      return undefined;
  }
}

/** Whether a statement was not generated: a declaration, or behind a blank line one that only its functions call from. */
function isOther(node: SyntaxNode, isApart: boolean, calls: readonly number[]): boolean {
  if (OTHERS.test(node.type)) return true;
  if (!isApart) return false;
  if (functionOf(node)) return true;
  if (node.type !== 'expression_statement' || isWrapper(node)) return false;
  const own = calls.filter((it) => node.start <= it && it < node.end);
  return own.length > 0 && own.every((it) => isInFunction(node.at(it), node));
}

/** `(async () => { … })()` and `await new Promise(…)`, which code is put into. */
function isWrapper(statement: SyntaxNode): boolean {
  let at = statement.children[0];
  if (at?.type === 'await_expression') at = at.children[0];
  if (at?.type === 'new_expression') return true;
  const callee = at?.get('function');
  return callee?.type === 'parenthesized_expression' && callee.children.some(isFunction);
}

function isInFunction(node: SyntaxNode, within: SyntaxNode): boolean {
  for (let at: SyntaxNode | null = node; at && at !== within; at = at.parent) if (isFunction(at)) return true;
  return false;
}

function hasBlankLine(text: string): boolean {
  return /(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)/.test(text);
}
