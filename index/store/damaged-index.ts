import { EpigenError } from '../error.js';

/** The error for an index whose parts do not fit together. */
export function damagedIndex(library: string, where: string, what: string, cause?: unknown): EpigenError {
  return new EpigenError(
    `the index of ${library} is damaged: ${what}`,
    where,
    "rebuild it with 'epigen index'",
    cause === undefined ? undefined : { cause },
  );
}
