import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompletionItem, Position, Range, TextEdit } from 'vscode-languageserver-types';
import type { Requirement } from '../analysis/requirement.js';
import type { CheckedDocument } from '../checks/checked-document.js';
import type { Generation } from '../pipeline/generation.js';
import { GENERATE_COMMAND, type GenerateData } from './code-actions.js';
import { codeBlock } from './markdown.js';
import { contains } from './ranges.js';

const SNIPPET_KIND = 15;
const TITLE_LENGTH = 60;

/** What the item carries to its resolution: where the requirement is, and what was typed on the cursor's line. */
export interface RequirementItemData extends GenerateData {
  readonly start: Position;
  readonly end: Position;
}

/**
 * The first item on the line after a requirement comment, or in the empty body that it documents: inserts the checked
 * code. Nothing is generated before the item is resolved. A client that can't resolve edits gets a command instead.
 */
export function requirementItem(
  document: CheckedDocument,
  line: string,
  position: Position,
  resolvesEdits: boolean,
): CompletionItem | undefined {
  const typed = /^\s*([\p{ID_Continue}$]*)$/u.exec(line.slice(0, position.character))?.[1];
  // Where other code stands on the line, the line is not the place for a block of code.
  if (typed === undefined || line.slice(position.character).trim() !== '') return undefined;
  const requirement = requirementFor(document, position);
  if (!requirement) return undefined;

  const start = { line: position.line, character: position.character - typed.length };
  const requirementLine = requirement.range.start.line;
  const data: RequirementItemData = {
    uri: document.uri,
    version: document.version,
    line: requirementLine,
    start,
    end: position,
  };
  const title = requirement.text.split('\n')[0] ?? '';
  const label = `Generate: ${title.length > TITLE_LENGTH ? `${title.slice(0, TITLE_LENGTH)}…` : title}`;
  return {
    label,
    kind: SNIPPET_KIND,
    detail: 'EpiGEN',
    sortText: '0000',
    // The editor filters by what is typed, and this item is not found by its name.
    filterText: typed,
    preselect: true,
    textEdit: { range: { start, end: position }, newText: '' },
    ...(resolvesEdits
      ? { data }
      : {
          command: {
            title: label,
            command: GENERATE_COMMAND,
            arguments: [document.uri, null, requirementLine],
          },
        }),
  };
}

/** The resolved item: code as preview, and as edits that leave the cursor's own edit alone. */
export function withCode(
  item: CompletionItem,
  data: RequirementItemData,
  document: CheckedDocument,
  generation: Generation,
  edit: NonNullable<Generation['edit']>,
): CompletionItem {
  return {
    ...item,
    detail: generation.apis.join(', '),
    documentation: { kind: 'markdown', value: codeBlock(generation.code, 'javascript') },
    additionalTextEdits: aroundCursor(document, data.start, edit),
  };
}

/** The resolved item when there is nothing to insert: it says why, and accepting it only removes what was typed. */
export function withRefusal(item: CompletionItem, generation: Generation): CompletionItem {
  return { ...item, documentation: generation.refusal ?? 'There is nothing to insert.' };
}

/** The requirement whose code belongs where a position is: on the line behind it, or in the body it documents. */
export function requirementFor(document: CheckedDocument, position: Position): Requirement | undefined {
  return document.requirements.find((it) => isPlaceFor(it, position));
}

function isPlaceFor(requirement: Requirement, position: Position): boolean {
  if (requirement.origin === 'comment') return false;
  if (requirement.body) return contains(requirement.body, position);
  return position.line === requirement.range.end.line + 1;
}

/**
 * Splits an edit so that no part overlaps the word before the cursor, which the completion itself replaces. The blank
 * line that the user stands on is used up.
 */
function aroundCursor(
  document: CheckedDocument,
  start: Position,
  edit: { range: Range; newText: string },
): TextEdit[] {
  const text = TextDocument.create(document.uri, 'javascript', document.version, document.text);
  const from = text.offsetAt(edit.range.start);
  const to = text.offsetAt(edit.range.end);
  const wordStart = text.offsetAt(start);
  const word = /^[\p{ID_Continue}$]*/u.exec(document.text.slice(wordStart))?.[0] ?? '';
  const wordEnd = wordStart + word.length;

  const isInside = from <= wordStart && wordEnd <= to;
  const isBefore = to <= wordStart && document.text.slice(to, wordStart).trim() === '';
  if (!isInside && !isBefore) return [edit];

  let code = isBefore ? edit.newText.replace(/\s+$/, '') : edit.newText;
  let tail = isInside ? document.text.slice(wordEnd, to) : '';
  // What the code and the document end in alike stays: usually the closing brace and its indentation.
  while (tail !== '' && code.at(-1) === tail.at(-1)) {
    code = code.slice(0, -1);
    tail = tail.slice(0, -1);
  }
  const edits: TextEdit[] = [{ range: range(text, from, wordStart), newText: code }];
  if (tail !== '') edits.push({ range: range(text, wordEnd, wordEnd + tail.length), newText: '' });
  return edits;
}

function range(text: TextDocument, from: number, to: number): Range {
  return { start: text.positionAt(from), end: text.positionAt(to) };
}
