import { open, stat } from 'node:fs/promises';
import { EpigenError } from '../error.js';

const MAX_BYTES = 50 * 1024 * 1024;

/**
 * Looks at a source before a reader does: throws an `EpigenError` for a file that is empty, larger than 50 MB,
 * binary, or cannot be opened.
 */
export async function checkSourceFile(file: string): Promise<void> {
  const { size } = await stat(file).catch((error: unknown) => {
    throw new EpigenError('the source does not exist', file, 'check the path', { cause: error });
  });
  if (size === 0) throw empty(file);
  if (size > MAX_BYTES) {
    const megabytes = Math.round(size / 1024 / 1024);
    throw new EpigenError(
      `the source is too large (${megabytes} MB)`,
      file,
      'a source may have 50 MB; split it, or name the part that documents the API',
    );
  }
  const start = await firstBytes(file);
  if (start.includes(0))
    throw new EpigenError(
      'the source is a binary file',
      file,
      'sources are text: declarations, JavaScript or JSON in UTF-8',
    );
  if (
    size <= start.length &&
    start
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .trim() === ''
  )
    throw empty(file);
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file).catch((error: unknown) => {
    throw new EpigenError('the source cannot be opened', file, 'check its permissions', { cause: error });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8192), 0, 8192, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function empty(file: string): EpigenError {
  return new EpigenError(
    'the source is empty',
    file,
    'put the documentation of the library there or name another source',
  );
}
