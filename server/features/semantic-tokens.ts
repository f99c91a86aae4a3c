import type { Range } from 'vscode-languageserver-types';
import type { CheckedDocument } from '../checks/checked-document.js';
import { comparePositions, touches } from './ranges.js';

/** What the numbers of the answer mean. `private` is what a library of one's own is, which no standard word says. */
export const TOKENS_LEGEND = {
  tokenTypes: ['method'],
  tokenModifiers: ['private', 'deprecated'],
};

const PRIVATE = 1;
const DEPRECATED = 2;

/** A token before it is packed. */
export interface SemanticToken {
  readonly range: Range;
  readonly modifiers: number;
}

/** The names of APIs of the libraries, with those marked that are deprecated. */
export function semanticTokens(document: CheckedDocument, within?: Range): SemanticToken[] {
  return document.uses
    .filter(({ nameRange }) => !within || touches(nameRange, within))
    .filter(({ nameRange: { start, end } }) => start.line === end.line)
    .map(({ api, nameRange }) => ({
      range: nameRange,
      modifiers: PRIVATE | (api.deprecated ? DEPRECATED : 0),
    }))
    .sort((a, b) => comparePositions(a.range.start, b.range.start));
}

/** Tokens as the protocol packs them: five numbers each, places relative to the one before. */
export function packed(tokens: readonly SemanticToken[]): number[] {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const { range, modifiers } of tokens) {
    const { start, end } = range;
    const isSameLine = start.line === line;
    data.push(start.line - line, isSameLine ? start.character - character : start.character);
    data.push(end.character - start.character, 0, modifiers);
    ({ line, character } = start);
  }
  return data;
}
