import type { Signature, TypeShape } from '../../index/type-shape.js';
import type { Random } from './random.js';
import type { Shapes } from './shapes.js';
import type { Reachable, Site } from './sites.js';
import type { Path, Value, ValueMaker } from './values.js';

/** A call that will be written in some form. */
export interface Call {
  readonly site: Site;
  readonly signature: Signature;
  /** The called name as it will be written; undefined if the root itself is called. */
  readonly name: string | undefined;
  /** The root as it will be written. */
  readonly root: string;
  readonly args: readonly Value[];
  /** What the call comes to, after `await` if `isAsync`. */
  readonly result: TypeShape;
  readonly isAsync: boolean;
  /** The part that is in question, which forms write in their own way. */
  readonly focus: Path | undefined;
  /** Whether a property of the result is read, and whether it is one that the result has. */
  readonly reads: 'no' | 'right' | 'wrong';
  /** A result that may be missing is used without a look. */
  readonly isUnguarded: boolean;
  /** Members of the receiver that are read beforehand. */
  readonly alsoReads: readonly string[];
}

/** What generating for one library needs. */
export interface World {
  readonly shapes: Shapes;
  readonly reachable: Reachable;
  readonly random: Random;
  readonly maker: ValueMaker;
}

/** A correct call of a site; undefined if an argument cannot be made. */
export function correctCall(
  site: Site,
  { maker, random, shapes }: World,
  extent: 'required' | 'some' | 'all' = 'some',
): Call | undefined {
  const signature = random.maybe(site.signatures);
  const args = signature && maker.args(signature.parameters, extent);
  if (!signature || !args) return undefined;
  const { type, isAsync } = shapes.result(signature);
  return {
    site,
    signature,
    name: site.name,
    root: site.root,
    args,
    result: type,
    isAsync,
    focus: undefined,
    reads: random.chance(0.2) ? 'right' : 'no',
    isUnguarded: false,
    alsoReads: [],
  };
}
