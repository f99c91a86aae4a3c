import { join, resolve } from 'node:path';
import type { ApiLibrary } from '../../../index/library.js';
import { parseAccess } from '../../../index/sources/access.js';
import { readLibrary } from '../../../index/sources/read-library.js';
import { HX, MAIL } from '../lsp-workspace.js';
import { memoryLibrary } from '../memory-library.js';

const TESTS = resolve(import.meta.dirname, '../..');
const FILES: Readonly<Record<string, string>> = {
  [HX.name]: 'w-library/hx.d.ts',
  [MAIL.name]: 'fixtures/corp-mail/index.d.ts',
};

/** The libraries that the replayed documents use, without a store. */
export function replayLibraries(): Promise<ApiLibrary[]> {
  return Promise.all(
    [HX, MAIL].map(async ({ name, access }) => {
      const file = join(TESTS, FILES[name] ?? '');
      const options = { cwd: TESTS, name, version: '1.0.0', access: parseAccess(access) };
      return memoryLibrary(await readLibrary([file], options));
    }),
  );
}
