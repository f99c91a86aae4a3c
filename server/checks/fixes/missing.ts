import type { Property, Signature } from '../../../index/type-shape.js';
import type { Inference } from '../../analysis/inference.js';
import { parameterAt } from '../../analysis/parameter-at.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import { commentFree, quoteIn } from '../file-traits.js';
import { wrapFix } from '../fixes.js';
import { list, type PlaceholderSite, placeholder, placeholderEntry } from '../placeholders.js';
import type { NodeEdit, NodeFix, Place } from '../report.js';
import { type Written, withQuote } from '../written.js';
import { siteAt } from './variables.js';

/** Adds to an object literal what it lacks; nothing if one of the values cannot be made. */
export function missingPropertyFixes(
  literal: SyntaxNode,
  missing: readonly Property[],
  { library }: Pick<Place, 'library'>,
  types: Inference,
): readonly NodeFix[] {
  const site = siteAt(literal, library, types);
  const entries = missing.map((it) => placeholderEntry(it, site));
  if (entries.includes(undefined)) return [];
  const quote = quoteIn(literal) ?? quoteIn(literal.chunk.root);
  const written = entries.map((it) => withQuote(it ?? [], quote));
  return [{ title: titleOf(missing), edits: additions(literal, written) }];
}

/** Adds what a value lacks that is not written as a literal here: `{ ...value, name: 'name' }`. */
export function missingPartFixes(
  value: SyntaxNode,
  missing: readonly Property[],
  { library }: Pick<Place, 'library'>,
  types: Inference,
): readonly NodeFix[] {
  if (!/^(?:identifier|shorthand_property_identifier|member_expression|call_expression)$/.test(value.type))
    return [];
  const site = siteAt(value, library, types);
  const added = list(missing, (it) => placeholderEntry(it, site));
  const quote = quoteIn(value.chunk.root);
  if (!added) return [];
  return [wrapFix(value, '{ ...', [', ', ...withQuote(added, quote), ' }'], titleOf(missing))];
}

/**
 * Adds the arguments that a call lacks, for one form of what it calls. Those that are there stay in their order, but
 * may move behind new ones where they fit better: `fits` says whether one may be passed for a parameter.
 */
export function missingArgumentFixes(
  call: SyntaxNode,
  args: readonly SyntaxNode[],
  signature: Signature,
  site: PlaceholderSite,
  fits: (arg: SyntaxNode, at: number) => boolean,
): readonly NodeFix[] {
  const required = signature.parameters.filter((it) => !it.optional && !it.rest).length;
  const places = placement(args, required, signature, fits);
  const brackets = call.get('arguments');
  if (!places || (brackets && brackets.type !== 'arguments')) return [];
  const quote = (brackets && quoteIn(brackets)) ?? quoteIn(call.chunk.root);
  const made = new Map<number, Written>();
  const names: string[] = [];
  for (let at = 0; at < Math.max(required, ...places.map((it) => it + 1)); at += 1) {
    if (places.includes(at)) continue;
    const parameter = parameterAt(signature, at);
    const value = parameter && placeholder(parameter.name, parameter.type, site);
    if (!value) return [];
    made.set(at, withQuote(value, quote));
    names.push(parameter.name);
  }
  const title =
    names.length === 1
      ? `Add the missing argument '${names[0]}'`
      : `Add the missing arguments ${quotedList(names)}`;
  return [{ title, edits: insertions(call, args, places, made) }];
}

/** For each argument the parameter that it is for; undefined if there is no way to leave room for what is missing. */
function placement(
  args: readonly SyntaxNode[],
  required: number,
  signature: Signature,
  fits: (arg: SyntaxNode, at: number) => boolean,
): readonly number[] | undefined {
  const count = Math.max(required, args.length);
  const search = (arg: number, from: number): readonly number[] | undefined => {
    const node = args[arg];
    if (!node) return [];
    // What follows needs a place as well.
    for (let at = from; at <= count - (args.length - arg); at += 1) {
      if (!parameterAt(signature, at) || !fits(node, at)) continue;
      const rest = search(arg + 1, at + 1);
      if (rest) return [at, ...rest];
    }
    return undefined;
  };
  return search(0, 0);
}

function insertions(
  call: SyntaxNode,
  args: readonly SyntaxNode[],
  places: readonly number[],
  made: ReadonlyMap<number, Written>,
): readonly NodeEdit[] {
  const brackets = call.get('arguments');
  const last = args.at(-1);
  const behind = [...made].filter(([at]) => at > (places.at(-1) ?? -1)).map(([, it]) => it);
  const edits: NodeEdit[] = args.flatMap((arg, index) => {
    const from = places[index - 1] ?? -1;
    const before = [...made].filter(([at]) => at > from && at < (places[index] ?? 0)).map(([, it]) => it);
    if (before.length === 0) return [];
    return [{ start: arg.start, end: arg.start, newText: before.flatMap((it): Written => [...it, ', ']) }];
  });
  if (behind.length === 0) return edits;
  const joined = behind.flatMap((it, at): Written => (at === 0 ? it : [', ', ...it]));
  if (last) edits.push({ start: last.end, end: last.end, newText: [', ', ...joined] });
  else if (brackets) edits.push({ start: brackets.end - 1, end: brackets.end - 1, newText: joined });
  // `new Cache` may do without parentheses.
  else edits.push({ start: call.end, end: call.end, newText: ['(', ...joined, ')'] });
  return edits;
}

/** New entries behind the last one of an object literal, on lines of their own where it is written so. */
function additions(literal: SyntaxNode, entries: readonly Written[]): readonly NodeEdit[] {
  const { text } = literal.chunk.source;
  const last = literal.children.at(-1);
  const closing = literal.end - 1;
  const from = last?.end ?? literal.start + 1;
  const gap = text.slice(from, closing);
  const lineStart = startOfLine(text, closing);
  const closingIndent = text.slice(lineStart, closing);
  if (lineStart > from && /^[^\S\r\n]*$/.test(closingIndent)) {
    const eol = text.slice(0, lineStart).endsWith('\r\n') ? '\r\n' : '\n';
    const indent = last ? indentOf(last, text, closingIndent) : `${closingIndent}${stepOf(closingIndent)}`;
    const hasComma = !last || commentFree(gap).includes(',');
    const isTrailing = last === undefined || hasComma;
    const lines = entries.flatMap((it, at): Written => {
      const comma = at < entries.length - 1 || isTrailing ? ',' : '';
      return [indent, ...it, `${comma}${eol}`];
    });
    // Whole lines at the beginning of a line: editors that indent snippets leave them as they are.
    return [
      ...(hasComma ? [] : [{ start: from, end: from, newText: ',' }]),
      { start: lineStart, end: lineStart, newText: lines },
    ];
  }
  const joined = entries.flatMap((it, at): Written => (at === 0 ? it : [', ', ...it]));
  if (last) return [{ start: last.end, end: last.end, newText: [', ', ...joined] }];
  if (gap.trim() === '') return [{ start: from, end: closing, newText: [' ', ...joined, ' '] }];
  return [{ start: closing, end: closing, newText: [' ', ...joined, ' '] }];
}

function indentOf(last: SyntaxNode, text: string, closingIndent: string): string {
  const before = text.slice(startOfLine(text, last.start), last.start);
  return before.trim() === '' ? before : `${closingIndent}${stepOf(closingIndent)}`;
}

function stepOf(indent: string): string {
  return indent.startsWith('\t') ? '\t' : '  ';
}

function startOfLine(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

function titleOf(missing: readonly Property[]): string {
  return `Add ${quotedList(missing.map((it) => it.name))}`;
}

function quotedList(names: readonly string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more`] : names;
  const quoted = shown.map((it) => (names.includes(it) ? `'${it}'` : it));
  return quoted.length === 1 ? (quoted[0] ?? '') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
