import { randomBytes } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { TEMPORARY } from './file-names.js';

const RETRIES = 8;

/** Writes a file and waits until it is on the disk. */
export async function writeDurably(path: string, data: string | Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(data);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Replaces a file in one step: readers see the old content or the new, whatever happens in between. */
export async function replaceFile(path: string, data: string): Promise<void> {
  const temporary = join(dirname(path), `${TEMPORARY}${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    await writeDurably(temporary, data);
    await renamePatiently(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

/** Renames; on Windows a file that somebody reads at this moment cannot be replaced, so it tries again for a while. */
export async function renamePatiently(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to);
    } catch (error) {
      const busy = ['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error));
      if (process.platform !== 'win32' || !busy || attempt > RETRIES) throw error;
      await wait(10 * 2 ** attempt);
    }
  }
}

/** The system's code of an error, `ENOENT`; '' if it has none. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
