import type { Hover, MarkupContent, Position } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../index/library.js';
import { type Subject, subjectAt } from '../analysis/subject-at.js';
import { whenClosed, wordAround } from '../analysis/unfinished-document.js';
import { rangeOf, type SyntaxDocument } from '../syntax/syntax-document.js';
import { apiCard, type CardStyle, namespaceCard } from './api-card.js';
import { describedValue, valueCard } from './value-card.js';

/**
 * Shows what the documentation says of what is under the cursor: an API, an option key at any depth or its value, a
 * property of a result, a parameter of a callback, a variable that holds a result. Null if there is none.
 */
export function hover(
  document: SyntaxDocument,
  position: Position,
  libraries: readonly ApiLibrary[],
  style: CardStyle,
): Hover | null {
  const offset = document.lines.offset(position);
  const { end } = wordAround(document.text, offset);
  // While a call is being typed, what is behind the cursor may hide it.
  return hoverIn(document) ?? whenClosed(document, end, '', hoverIn) ?? null;

  function hoverIn(text: SyntaxDocument): Hover | undefined {
    const subject = subjectAt(text, offset, libraries);
    const contents = subject && card(subject, style);
    return contents && { contents, range: rangeOf(text, subject.node) };
  }
}

function card(subject: Subject, style: CardStyle): MarkupContent | undefined {
  if (subject.kind === 'api') return apiCard(subject.api, subject.library, style);
  if (subject.kind === 'namespace') return namespaceCard(subject.path, subject.library, style);
  const described = describedValue(subject);
  return described && valueCard(described, style);
}
