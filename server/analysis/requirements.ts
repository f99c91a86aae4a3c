import type { SyntaxDocument } from '../syntax/syntax-document.js';
import type { Requirement } from './requirement.js';

export function findRequirements(_document: SyntaxDocument, _tags?: readonly string[]): Requirement[] {
  return [];
}
