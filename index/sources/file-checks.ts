import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { EpigenError } from '../error.js';

const MAX_BYTES = 50 * 1024 * 1024;

/**
 * Looks at a source before a reader does: throws an `EpigenError` for a file that is empty, larger than 50 MB, binary,
 * not in UTF-8, or cannot be opened.
 */
export async function checkSourceFile(file: string): Promise<void> {
  const { size } = await stat(file).catch((error: unknown) => {
    throw new EpigenError('the source does not exist', file, 'check the path', { cause: error });
  });
  if (size > MAX_BYTES) {
    const megabytes = Math.ceil(size / 1024 / 1024);
    throw new EpigenError(
      `the source is too large (${megabytes} MB)`,
      file,
      'a source may have 50 MB; split it, or name the part that documents the API',
    );
  }
  const content = await readFile(file).catch((error: unknown) => {
    throw new EpigenError('the source cannot be opened', file, 'check its permissions', { cause: error });
  });
  if (isBlank(content)) {
    throw new EpigenError(
      'the source is empty',
      file,
      'put the documentation of the library there or name another source',
    );
  }
  if (isUtf16(content)) throw notUtf8(file, 'UTF-16');
  if (content.includes(0)) {
    throw new EpigenError(
      'the source is a binary file',
      file,
      'sources are text: declarations, JavaScript or JSON in UTF-8',
    );
  }
  if (!isUtf8(content)) {
    const before = content.toString('utf8').split('\uFFFD')[0] ?? '';
    throw notUtf8(`${file}:${before.split('\n').length}`, 'another encoding');
  }
}

function isBlank(content: Buffer): boolean {
  return (
    content
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trim() === ''
  );
}

function isUtf16(content: Buffer): boolean {
  return /^(?:fffe|feff)/.test(content.toString('hex', 0, 2));
}

function notUtf8(where: string, encoding: string): EpigenError {
  return new EpigenError(`the source is in ${encoding}`, where, 'save it as UTF-8');
}
