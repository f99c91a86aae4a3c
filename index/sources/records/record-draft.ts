import type { Access } from '../../api-doc.js';
import type { TypeShape } from '../../type-shape.js';
import type { CallableNote } from '../shape-draft.js';

/** A callable that has got its name. Its shape still holds functions where other callables are meant. */
export interface RecordDraft {
  readonly name: string;
  readonly callable: Extract<TypeShape, { kind: 'function' }>;
  readonly note: CallableNote;
  readonly access: Access;
  /** The row of the type table that a handle's method belongs to. */
  readonly memberOf?: string;
  /** The expression that gives the handle, e.g. `HX.createUploader()`. */
  readonly handle?: string;
}
