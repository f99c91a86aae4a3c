import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { QUICK_FIXES_FILE, quickFixesDoc } from '../../../scripts/quick-fixes-doc.js';

describe('the table of quick fixes', () => {
  it('is what npm run docs writes', () => {
    assert.equal(readFileSync(QUICK_FIXES_FILE, 'utf8').replaceAll('\r\n', '\n'), quickFixesDoc());
  });
});
