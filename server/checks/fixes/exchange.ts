import type { ApiDoc } from '../../../index/api-doc.js';
import type { Unit } from '../../../index/contract.js';
import type { ApiLibrary } from '../../../index/library.js';
import type { Signature, TypeShape } from '../../../index/type-shape.js';
import { nonNullish } from '../../analysis/shape-makers.js';
import { signaturesOf } from '../../analysis/type-properties.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';

/** Two APIs, one of which is to be called in the place of the other. */
export interface Exchange {
  readonly old: ApiDoc;
  readonly from: Signature;
  readonly other: ApiDoc;
  readonly to: Signature;
  readonly library: ApiLibrary;
}

/** A value that a call passes: an argument, or a property of an options object. */
export interface Passed {
  readonly name: string;
  readonly node: SyntaxNode;
  /** What it is declared as. */
  readonly type: TypeShape;
  readonly unit: Unit | undefined;
}

/** The signature of a value that is a callback; undefined if it is none. */
export function callbackSignature({ type }: Passed, library: ApiLibrary): Signature | undefined {
  const [signature, ...others] = signaturesOf(nonNullish(type), library, false) ?? [];
  return others.length === 0 ? signature : undefined;
}
