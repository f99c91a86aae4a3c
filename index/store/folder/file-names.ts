/** The files of one build, in the folder `LIB/BUILD`. */
export const BUILD_FILES = {
  /** Format, embedding, and the length and checksum of every other file; written last. */
  manifest: 'manifest.json',
  /** Names in order, offsets into the record and type files, roots. */
  directory: 'directory.json',
  /** One record a line. */
  apis: 'apis.jsonl',
  /** One row of the type table a line. */
  types: 'types.jsonl',
  /** Content hashes of the records, for the next build. */
  hashes: 'hashes.json',
  /** The lexical index. */
  lexical: 'lexical.bin',
  /** What a model wrote developers would ask for, by record. */
  questions: 'questions.json',
  /** Vectors of records and then of questions, 32-bit floats, little-endian. */
  vectors: 'vectors.f32',
  /** What the embedding learned from the library's documentation; empty if it is not tuned. */
  tuning: 'tuning.bin',
} as const;

/** In the folder of a library: one line, the name of the current build. */
export const CURRENT = 'current';
/** In the folder of a library: what the current build was made from. */
export const INPUTS = 'inputs.json';
/** A build that is being written. */
export const TEMPORARY = '.tmp-';

/**
 * A name as a file name: `@corp/h5` becomes `%40corp%2Fh5`. Beyond what addresses need, what Windows does not allow in
 * file names is encoded, and a leading dot, so that no name leaves its folder or hides.
 */
export function fileName(name: string): string {
  return encodeURIComponent(name)
    .replace(/[*'()!~]/gu, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/^\./u, '%2E')
    .replace(/\.$/u, '%2E');
}

/** The name behind a file name; undefined if it cannot be one. */
export function nameOfFile(file: string): string | undefined {
  try {
    return decodeURIComponent(file);
  } catch {
    return undefined;
  }
}
