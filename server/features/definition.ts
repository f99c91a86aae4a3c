import type { Position } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../index/library.js';
import { subjectAt } from '../analysis/subject-at.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import { type DeclarationPlace, declarationPlace } from './declaration-place.js';

/** Where the API, the option or the property under the cursor is declared; null if that is not known. */
export async function definition(
  document: SyntaxDocument,
  position: Position,
  libraries: readonly ApiLibrary[],
  base: string,
): Promise<DeclarationPlace | null> {
  const subject = subjectAt(document, document.lines.offset(position), libraries);
  return (subject && (await declarationPlace(subject, base))) ?? null;
}
