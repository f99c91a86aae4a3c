import type { InlineCompletionItem, Position } from 'vscode-languageserver-types';
import type { CheckedDocument } from '../checks/checked-document.js';
import type { Generation } from '../pipeline/generation.js';
import { comparePositions } from './ranges.js';

/**
 * Generated code as grey text at the cursor; undefined where the edit does more than to insert at the cursor's line, such as
 * adding an import or making a function async.
 */
export function inlineCode(
  document: CheckedDocument,
  position: Position,
  generation: Generation,
): InlineCompletionItem | undefined {
  const { edit } = generation;
  if (!edit || comparePositions(edit.range.start, position) > 0) return undefined;
  const from = document.lines.offset(edit.range.start);
  const at = document.lines.offset(position);
  const to = document.lines.offset(edit.range.end);
  const between = document.text.slice(from, at);
  const behind = document.text.slice(at, Math.max(at, to));
  // In an empty body the edit brings the braces again.
  const isBody = /^\{\s*$/.test(between) && /^\s*\}$/.test(behind);
  if (!isBody && (between.trim() !== '' || behind.trim() !== '')) return undefined;
  const code = isBody ? edit.newText.replace(/^\{\s*|\s*\}$/g, '') : edit.newText.trim();
  const line = document.text.slice(document.lines.start(position.line), at);
  if (code === '' || line.trim() !== '') return undefined;
  const indent = /^[ \t]*/.exec(edit.newText.replace(/^\{?\s*\n/, ''))?.[0] ?? '';
  // The line that keeps a comment of the code apart from the requirement.
  const apart = /^\r?\n(?=\r?\n)/.exec(edit.newText)?.[0];
  const insertText =
    apart !== undefined
      ? apart + indent + code
      : indent.startsWith(line)
        ? indent.slice(line.length) + code
        : code;
  return { insertText, range: { start: position, end: position } };
}
