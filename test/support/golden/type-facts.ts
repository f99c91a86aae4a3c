import type { ApiLibrary } from '../../../index/library.js';
import type { TypeShape } from '../../../index/type-shape.js';
import { assignable } from '../../../server/analysis/assignable.js';
import { nonNullish } from '../../../server/analysis/shape-makers.js';
import { awaited, elementOf, propertyOf, signaturesOf } from '../../../server/analysis/type-properties.js';
import { describe as described } from '../../../server/analysis/type-text.js';

/** What is known of a type. */
export interface TypeFacts {
  readonly text: string;
  /** `y`, `n` or `?` for each type of the library in order, whether it fits here; `.` where TypeScript says otherwise. */
  readonly fits: string;
  /** Reading each of `READS`: the type, `missing` or `unknown`; null where TypeScript says otherwise. */
  readonly reads: readonly (string | null)[];
  readonly awaited: string | null;
  readonly element: string;
  /** Whether it can be called and constructed: the number of signatures, `-` if that is not known. */
  readonly signatures: string;
}

export interface TypeFactsFile {
  readonly about: string;
  readonly types: Readonly<Record<string, TypeFacts>>;
}

/** Properties that are read from every type. */
export const READS: readonly string[] = [
  ...['id', 'name', 'length', 'value', 'kind', 'then', 'toString', '0', '1', '7', 'call', 'prototype', 'get'],
  ...['trim', 'toFixed', 'valueOf', 'push', 'catch', 'radius', 'a', 'x', 'nonsense'],
];

/** The types of the library's functions' parameters, by the functions' names. */
export function parameterTypes(library: ApiLibrary): ReadonlyMap<string, TypeShape> {
  const found = new Map<string, TypeShape>();
  for (const name of library.names()) {
    const type = library.find(name)?.signatures[0]?.parameters[0]?.type;
    if (type && /^Types\.[a-z]\w*$/.test(name)) found.set(name.replace('Types.', ''), type);
  }
  return found;
}

export function factsOf(type: TypeShape, all: Iterable<TypeShape>, library: ApiLibrary): TypeFacts {
  const letters = { yes: 'y', no: 'n', unknown: '?' };
  const count = (construct: boolean) => signaturesOf(nonNullish(type), library, construct)?.length ?? '-';
  return {
    text: described(type),
    fits: [...all].map((from) => letters[assignable(from, type, library)]).join(''),
    reads: READS.map((name) => {
      const read = propertyOf(nonNullish(type), name, library);
      if (typeof read !== 'object') return read;
      return `${described(read.value.shape)}${read.optional ? ' or not' : ''}`;
    }),
    awaited: described(awaited(type, library)),
    element: described(elementOf(type, library)),
    signatures: `${count(false)} ${count(true)}`,
  };
}
