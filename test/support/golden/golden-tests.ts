import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ApiLibrary } from '../../../index/library.js';
import { goldenLibrary } from './libraries.js';
import { type GoldenFile, observed } from './observed.js';

/** A test for each group of the golden files in a folder. After an intended change: npm run golden. */
export function testGoldenFiles(folder: string): void {
  for (const name of readdirSync(folder).filter((it) => it.endsWith('.json'))) {
    describe(name, () => {
      const golden = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as GoldenFile;
      let library: ApiLibrary;
      before(async () => {
        library = await goldenLibrary(golden.library);
      });

      for (const [group, cases] of Object.entries(golden.groups)) {
        it(group, () => {
          for (const { text, extension, ...expected } of cases) {
            const { found, uses, types } = observed(text.join('\n'), library, extension);
            const compared = types.map((it, at) => (expected.types?.[at] === null ? null : it));
            const actual = {
              found,
              ...(expected.uses ? { uses } : {}),
              ...(expected.types ? { types: compared } : {}),
            };
            assert.deepEqual(actual, expected, text.join('\n'));
          }
        });
      }
    });
  }
}
