import type { Position, Range } from 'vscode-languageserver-types';
import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import type { Property, TypeShape } from '../../index/type-shape.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';

/** One thing that can be written at the cursor. */
export interface Proposal {
  readonly name: string;
  readonly library: ApiLibrary;
  /** `api`: callable with a record. `namespace`: leads to APIs. `property`: of a result. `option`: key of an options
   * object. `value`: a literal, `name` is its source text. */
  readonly kind: 'api' | 'namespace' | 'property' | 'option' | 'value';
  readonly api?: ApiDoc;
  readonly property?: Property;
  readonly type?: TypeShape;
}

/** What can be written at a position, and the name or key written there already. */
export interface CompletionContext {
  readonly range: Range;
  readonly proposals: readonly Proposal[];
}

/**
 * What the libraries offer at a position: members after a dot, keys inside of an options object (those given already
 * left out), values of a literal type, names of globals. Undefined in comments, and where none has anything to say.
 */
export function completionContext(
  _document: SyntaxDocument,
  _position: Position,
  _libraries: readonly ApiLibrary[],
): CompletionContext | undefined {
  return undefined;
}
