import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import { type TypeShape, UNKNOWN } from '../../index/type-shape.js';

/** What is known of the value of an expression. */
export interface Typed {
  readonly shape: TypeShape;
  /** Where the names in `shape` are looked up. */
  readonly library: ApiLibrary;
  /** The record, if the value is an API itself. */
  readonly api?: ApiDoc;
  /** How the value is reached through the access path: `HX`, `HX.showToast`. Results of calls have none. */
  readonly path?: string;
  /** A `call`, `apply` or `bind`: TypeScript infers its parameters from the arguments, which may have more properties. */
  readonly infers?: true;
}

/** Looks up what belongs to no library. */
export const NO_LIBRARY: ApiLibrary = {
  name: '',
  version: '',
  build: '',
  access: { kind: 'global', path: '' },
  roots: { globals: {}, modules: {} },
  names: () => [],
  find: () => undefined,
  type: () => undefined,
  fetch: async () => [],
  search: async () => [],
  close: async () => {},
};

export const UNKNOWN_TYPED: Typed = { shape: UNKNOWN, library: NO_LIBRARY };

/** A value of the language itself. */
export function plain(shape: TypeShape): Typed {
  return { shape, library: NO_LIBRARY };
}

/** The library that knows the names of all these types; undefined if they come from several. */
export function commonLibrary(types: readonly Typed[]): ApiLibrary | undefined {
  let common = NO_LIBRARY;
  for (const { library } of types) {
    if (library === NO_LIBRARY || library === common) continue;
    if (common !== NO_LIBRARY) return undefined;
    common = library;
  }
  return common;
}

/** Makes one type of several; unknown when their names belong to different libraries. */
export function combined(types: readonly Typed[], make: (shapes: readonly TypeShape[]) => TypeShape): Typed {
  const library = commonLibrary(types);
  return library ? { shape: make(types.map((it) => it.shape)), library } : UNKNOWN_TYPED;
}
