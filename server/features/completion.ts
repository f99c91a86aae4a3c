import type { CompletionItem, CompletionList, MarkupContent, Position } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../index/library.js';
import type { CheckedDocument } from '../checks/checked-document.js';
import { apiCard, type CardStyle } from './api-card.js';
export function completion(
  _d: CheckedDocument,
  _s: unknown,
  _p: Position,
  _l: readonly ApiLibrary[],
  _c: unknown,
): CompletionList {
  const items: CompletionItem[] = [];
  return { isIncomplete: false, items };
}
export function itemDocumentation(
  api: string,
  libraries: readonly ApiLibrary[],
  style: CardStyle,
): MarkupContent | undefined {
  for (const l of libraries) {
    const d = l.find(api);
    if (d) return apiCard(d, l, style);
  }
  return undefined;
}
