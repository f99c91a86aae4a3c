/**
 * Contracts: what the documentation of an API demands beyond types (DESIGN §2). They are read once, when the index is
 * made, and are plain JSON.
 *
 * A **path** names a parameter, or a property below it: `url`, `options.timeout`. Lists on the way are not marked:
 * `options.files.name` is the name of each file. What is said of a list of values is said of each of them (a range of
 * its elements, a format of its elements); a length says itself what it counts. What an API returns is
 * `returns`, where promises are looked through: `returns.size`.
 */
export type Contract =
  | RangeContract
  | LengthContract
  | PatternContract
  | FormatContract
  | UnitContract
  | TogetherContract
  | ExclusiveContract
  | AwaitedContract
  | ClosedContract
  | PairContract
  | BypassContract;

/** Where a contract comes from. */
export interface Stated {
  /** The sentence or tag it was read from, so that a message can quote it. */
  readonly sentence: string;
  /** Stated for programs, by a tag or in the file of corrections, or read from prose, which is less certain. */
  readonly stated: 'tag' | 'prose';
}

/** What a number may be. The bounds mean what they mean in JSON Schema. */
export interface RangeContract extends Stated {
  readonly kind: 'range';
  readonly path: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  /** Values that are allowed although they lie outside: `-1` in "1 to 10, `-1` for no limit". */
  readonly except?: readonly number[];
}

/** How long a string or a list may be. */
export interface LengthContract extends Stated {
  readonly kind: 'length';
  readonly path: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** What is counted: of a string its characters (UTF-16 units) or UTF-8 bytes, of a list its items. In a list of
   * strings, `characters` and `bytes` are those of each of them. */
  readonly of: 'characters' | 'bytes' | 'items';
}

/** What a string must match. */
export interface PatternContract extends Stated {
  readonly kind: 'pattern';
  readonly path: string;
  /** Source of a regular expression that compiles with the flag `u`, anchored where it is meant to be. */
  readonly pattern: string;
}

export const FORMATS = [
  /** An absolute address of any scheme. */
  'url',
  /** Absolute addresses of this scheme. */
  'https',
  'http',
  'wss',
  'ws',
  /** Starts with `/`. */
  'path',
  'email',
  'uuid',
  /** `2026-01-31`. */
  'date',
  /** `23:59` or `23:59:59`. */
  'time',
  /** A date of ISO 8601 with a time: `2026-01-31T23:59:59Z`. RFC 3339 is the same here. */
  'date-time',
  /** `#RRGGBB`. */
  'hex-color',
  'base64',
] as const;

export type Format = (typeof FORMATS)[number];

/** What a string must look like: any of these. "ISO 8601" alone is `date` or `date-time`. */
export interface FormatContract extends Stated {
  readonly kind: 'format';
  readonly path: string;
  readonly formats: readonly Format[];
}

export const UNITS = [
  ...(['ns', 'us', 'ms', 's', 'min', 'h', 'd'] as const),
  ...(['bytes', 'KB', 'MB', 'GB'] as const),
  'percent',
] as const;

export type Unit = (typeof UNITS)[number];

/** What a number counts. */
export interface UnitContract extends Stated {
  readonly kind: 'unit';
  /** Of a parameter, or of a result: `returns.duration`. */
  readonly path: string;
  readonly unit: Unit;
  /** The number is a point in time since 1970, not a duration. */
  readonly moment?: true;
}

/** Properties or parameters that only make sense together. */
export interface TogetherContract extends Stated {
  readonly kind: 'together';
  /** The object they are properties of; absent for parameters. */
  readonly path?: string;
  /** At least two; if one of them is passed, all must be. */
  readonly names: readonly string[];
  /** One of the names: only if this one is passed, the others must be. */
  readonly given?: string;
}

/** Properties or parameters of which at most one may be passed. */
export interface ExclusiveContract extends Stated {
  readonly kind: 'exclusive';
  /** The object they are properties of; absent for parameters. */
  readonly path?: string;
  /** At least two. */
  readonly names: readonly string[];
  /** One of them must be passed. */
  readonly required?: true;
}

/** The promise that the call returns must be awaited, returned or otherwise handled. */
export interface AwaitedContract extends Stated {
  readonly kind: 'awaited';
}

/** What the call returns, or begins, must be closed: a subscription, a handle, a connection. */
export interface ClosedContract extends Stated {
  readonly kind: 'closed';
  /** Any of these closes it. At least one. */
  readonly by: readonly Closer[];
}

export type Closer =
  /** The result is a function that is called: an unsubscriber. */
  | { readonly kind: 'result' }
  /** A method of the result. */
  | { readonly kind: 'method'; readonly name: string }
  /** Another API, that the result is passed to: the name of its record. */
  | { readonly kind: 'api'; readonly name: string };

/** After this API another one must be called on every path. */
export interface PairContract extends Stated {
  readonly kind: 'pair';
  /** Names of records, any of which will do. At least one. */
  readonly followedBy: readonly string[];
}

/** What this API replaces: programs that use the library call the API instead. */
export interface BypassContract extends Stated {
  readonly kind: 'bypass';
  /** Paths of globals: `fetch`, `navigator.clipboard.writeText`. A leading `window.` or `globalThis.` is left out. */
  readonly globals: readonly string[];
}
