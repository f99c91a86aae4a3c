import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ApiLibrary } from '../../../index/library.js';
import { GOLDEN_FOLDER, goldenLibrary } from '../../support/golden/libraries.js';
import { type GoldenFile, observed } from '../../support/golden/observed.js';

/* What the checker says, word by word, of texts on which TypeScript agrees. After an intended change: npm run golden. */
describe('golden', () => {
  for (const name of readdirSync(GOLDEN_FOLDER).filter((it) => it.endsWith('.json'))) {
    describe(name, () => {
      const golden = JSON.parse(readFileSync(path.join(GOLDEN_FOLDER, name), 'utf8')) as GoldenFile;
      let library: ApiLibrary;
      before(async () => {
        library = await goldenLibrary(golden.library);
      });

      for (const [group, cases] of Object.entries(golden.groups)) {
        it(group, () => {
          for (const { text, extension, ...expected } of cases) {
            const { found, uses, types } = observed(text.join('\n'), library, extension);
            const compared = types.map((it, at) => (expected.types?.[at] === null ? null : it));
            const actual = { found, uses, ...(expected.types ? { types: compared } : {}) };
            assert.deepEqual(actual, expected, text.join('\n'));
          }
        });
      }
    });
  }
});
