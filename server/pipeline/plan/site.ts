import type { ApiLibrary } from '../../../index/library.js';
import type { TypeShape } from '../../../index/type-shape.js';

/** A name that code at the insertion point can use. */
export interface ScopeVariable {
  readonly name: string;
  /** Absent where nothing is known of it. */
  readonly type?: TypeShape;
  readonly parameter: boolean;
}

/** What an earlier action gave, while the plan is made. */
export interface KnownResult {
  readonly action: number;
  /** Already awaited. */
  readonly type: TypeShape;
  readonly library: ApiLibrary;
  /** What it is about, for matching words: the API's name and sentence, the documentation of the result. */
  readonly about: string;
  /** Path under which its value stands, for parts of it. */
  readonly path: readonly string[];
}
