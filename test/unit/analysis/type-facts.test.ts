import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ApiLibrary } from '../../../index/library.js';
import type { TypeShape } from '../../../index/type-shape.js';
import { GOLDEN_FOLDER, goldenLibrary } from '../../support/golden/libraries.js';
import { factsOf, parameterTypes, type TypeFactsFile } from '../../support/golden/type-facts.js';

/* What fits where, and what can be read from what. After an intended change: npm run golden. */
describe('types', () => {
  const file = path.join(GOLDEN_FOLDER, 'facts', 'types.json');
  const golden = JSON.parse(readFileSync(file, 'utf8')) as TypeFactsFile;
  let library: ApiLibrary;
  let all: ReadonlyMap<string, TypeShape>;
  before(async () => {
    library = await goldenLibrary('Types');
    all = parameterTypes(library);
  });

  for (const [name, expected] of Object.entries(golden.types)) {
    it(`${name}: ${expected.text}`, () => {
      const type = all.get(name);
      assert.ok(type);
      const found = factsOf(type, all.values(), library);
      const compared = {
        ...found,
        fits: [...found.fits].map((it, at) => (expected.fits[at] === '.' ? '.' : it)).join(''),
        reads: found.reads.map((it, at) => (expected.reads[at] === null ? null : it)),
        awaited: expected.awaited === null ? null : found.awaited,
      };
      assert.deepEqual(compared, expected);
    });
  }
});
