import type { ApiLibrary } from '../../index/library.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { namedApi } from './api-use.js';
import { Inference } from './inference.js';
import { nameNode } from './member-access.js';
import { type Subject, subjectOf } from './subject-at.js';

/** What is looked for in documents: an API by its name, an option or a property by the way that leads to it. */
export interface Wanted {
  readonly library: string;
  /** What stands in the text, unless an import renames it. */
  readonly word: string;
  /** The same for all mentions of one thing. */
  readonly id: string;
}

/** What is to be looked for to find all mentions of what stands at a place; undefined for variables. */
export function wantedOf(subject: Subject): Wanted | undefined {
  const id = idOf(subject);
  if (id === undefined || subject.kind === 'variable') return undefined;
  const path =
    subject.kind === 'api' ? subject.api.name : subject.kind === 'namespace' ? subject.path : undefined;
  const word = path === undefined && 'property' in subject ? subject.property.name : path?.split('.').at(-1);
  return word === undefined ? undefined : { library: subject.library.name, word, id };
}

/** All nodes of a document that name what is wanted, in order. */
export function mentionsOf(
  wanted: Wanted,
  document: SyntaxDocument,
  libraries: readonly ApiLibrary[],
): readonly SyntaxNode[] {
  const types = new Inference(document, libraries);
  const found = new Map<number, SyntaxNode>();
  const add = (node: SyntaxNode) => found.set(node.start, node);
  const { text } = document;
  for (let at = text.indexOf(wanted.word); at >= 0; at = text.indexOf(wanted.word, at + wanted.word.length)) {
    if (isWordPart(text.charAt(at - 1)) || isWordPart(text.charAt(at + wanted.word.length))) continue;
    const subject = subjectOf(document.program.at(at), types);
    if (subject?.kind === 'option' && subject.value !== undefined) continue;
    if (subject && subject.library.name === wanted.library && idOf(subject) === wanted.id) add(subject.node);
  }
  // Under the name that an import gave it.
  for (const { captures } of document.chunks) {
    for (const capture of captures) {
      const use = namedApi(capture, types);
      if (use?.typed.library.name !== wanted.library || `api ${use.typed.api.name}` !== wanted.id) continue;
      add(nameNode(use.node));
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}

function idOf(subject: Subject): string | undefined {
  switch (subject.kind) {
    case 'api':
      return `api ${subject.api.name}`;
    case 'namespace':
      return `namespace ${subject.path}`;
    case 'option':
      return subject.of && `option ${subject.of.api.name} ${subject.of.path}`;
    case 'property':
      if (subject.owner !== undefined) return `property ${subject.owner} ${subject.property.name}`;
      return subject.of && `result ${subject.of.api.name} ${subject.of.path}`;
    default:
      return undefined;
  }
}

function isWordPart(char: string): boolean {
  return /[\p{ID_Continue}$]/u.test(char);
}
