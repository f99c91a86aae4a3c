import type { Access, ApiDoc, Roots } from './api-doc.js';
import type { TypeDefinition } from './type-shape.js';

/** What reading one source file came to. Lines are 1-based. */
export interface SourceReport {
  readonly file: string;
  readonly records: number;
  readonly skipped: readonly { readonly line: number; readonly why: string }[];
}

/** What a record does not tell: what is made stands there like what is written. */
export interface Written {
  /** Name of the record. */
  readonly api: string;
  /** Whether there is an example, so that none was made from the signature. */
  readonly hasExample: boolean;
  /** Parameters and options that have words of their own: `options.msg`. */
  readonly paths: readonly string[];
}

/** Everything the documentation of one library says: the hand-over from `sources/` to the store. */
export interface LibraryReading {
  readonly name: string;
  readonly version: string;
  readonly access: Access;
  /** Callables first, then members of handles. Names are unique. */
  readonly apis: readonly ApiDoc[];
  readonly types: readonly TypeDefinition[];
  readonly roots: Roots;
  readonly sources: readonly SourceReport[];
  /** What the documentation of each record has in writing. */
  readonly written: readonly Written[];
  /** Parameters (and documented option properties) in all signatures, and those of them whose type stayed `unknown`. */
  readonly parameters: number;
  readonly unknownTypes: number;
  /** Absolute paths of all files the result depends on, for change detection. */
  readonly inputs: readonly string[];
}
