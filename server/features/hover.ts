import type { Hover, Position } from 'vscode-languageserver-types';
import type { CheckedDocument } from '../checks/checked-document.js';
import { apiCard, type CardStyle } from './api-card.js';
import { contains } from './ranges.js';

/** Shows what the documentation says of the API under the cursor; null if there is none. */
export function hover(document: CheckedDocument, position: Position, style: CardStyle): Hover | null {
  const use = document.uses.find((it) => contains(it.nameRange, position));
  if (!use) return null;
  return { contents: apiCard(use.api, use.library, style), range: use.nameRange };
}
