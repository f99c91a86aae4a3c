import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ApiLibrary } from '../../index/library.js';
import { parseAccess } from '../../index/sources/access.js';
import { keptReading } from './kept-reading.js';
import { memoryLibrary } from './memory-library.js';
import { temporaryFolder } from './temporary-folder.js';

/** A library from the text of its declarations. */
export async function libraryOf(declarations: string, access?: string): Promise<ApiLibrary> {
  const folder = temporaryFolder();
  const read = async () => {
    const { readLibrary } = await import('../../index/sources/read-library.js');
    await writeFile(path.join(folder, 'lib.d.ts'), declarations);
    return readLibrary(['lib.d.ts'], {
      cwd: folder,
      name: 'Lib',
      version: '1.0.0',
      ...(access ? { access: parseAccess(access) } : {}),
    });
  };
  return memoryLibrary(await keptReading(`${access} ${declarations}`, read));
}
