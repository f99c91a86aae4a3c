import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ApiLibrary } from '../../../index/library.js';
import {
  DIAGNOSTICS_FILE,
  diagnosticsDoc,
  EXAMPLES,
  exampleLibrary,
  problemsOf,
} from '../../../scripts/diagnostics-doc.js';

describe('the table of diagnostic codes', () => {
  let library: ApiLibrary;

  before(async () => {
    library = await exampleLibrary();
  });

  for (const [code, example] of Object.entries(EXAMPLES)) {
    it(`${code} is what the checker says of its example, and all it says`, () => {
      const found = problemsOf(example, library);
      assert.deepEqual(
        found.map((it) => it.code),
        [code],
        JSON.stringify(found),
      );
      // A comment that disables nothing is about no API.
      if (code !== 'unused-disable')
        assert.match(found[0]?.message ?? '', /Desk/, 'the message names the API');
    });
  }

  it('is what npm run docs writes', () => {
    assert.equal(readFileSync(DIAGNOSTICS_FILE, 'utf8').replaceAll('\r\n', '\n'), diagnosticsDoc(library));
  });
});
