import type { SourcePosition } from '../api-doc.js';

/** What documentation can lack, in the order in which it is worth to be added. */
export const GAP_KINDS = [
  'no-description',
  'same-description',
  'no-signature',
  'unknown-type',
  'undocumented-parameter',
  'no-unit',
  'undocumented-result',
  'no-replacement',
  'no-example',
] as const;

export type GapKind = (typeof GAP_KINDS)[number];

/** One thing that the documentation of one API lacks. */
export interface Gap {
  readonly kind: GapKind;
  /** Name of the record. */
  readonly api: string;
  /** Parameters, options (`options.msg`) and `returns`, where the gap is about some of them. */
  readonly paths?: readonly string[];
  /** What is lacking, without the name of the API: "there is no description". */
  readonly what: string;
  /** What the owner of the library can do about it. */
  readonly todo: string;
  readonly source: SourcePosition;
}

/** How many APIs have gaps of one kind. */
export interface GapCount {
  readonly kind: GapKind;
  readonly apis: number;
  /** Names of the first of them. */
  readonly first: readonly string[];
}

/** Names that a count keeps. */
const NAMES = 3;

/** Gaps by kind, in the order of `GAP_KINDS`; kinds that do not occur are left out. */
export function countGaps(gaps: readonly Gap[]): readonly GapCount[] {
  return GAP_KINDS.flatMap((kind) => {
    const found = gaps.filter((it) => it.kind === kind);
    const first = found.slice(0, NAMES).map((it) => it.api);
    return found.length > 0 ? [{ kind, apis: found.length, first }] : [];
  });
}
