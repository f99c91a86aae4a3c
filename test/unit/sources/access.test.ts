import assert from 'node:assert/strict';
import { EpigenError } from '../../../index/error.js';
import { libraryPrefix, parseAccess } from '../../../index/sources/access.js';

describe('access path', () => {
  it('reads globals and modules', () => {
    assert.deepEqual(parseAccess('global:HX'), { kind: 'global', path: 'HX' });
    assert.deepEqual(parseAccess('global:dd.biz'), { kind: 'global', path: 'dd.biz' });
    assert.deepEqual(parseAccess('module:@corp/h5'), { kind: 'module', module: '@corp/h5' });
  });

  for (const text of [
    '',
    'HX',
    'global:',
    'global:a-b',
    'global:a..b',
    'module:',
    'module:a b',
    'package:x',
  ]) {
    it(`refuses ${JSON.stringify(text)} and says what to write`, () => {
      assert.throws(
        () => parseAccess(text),
        (error: unknown) => error instanceof EpigenError && /global:NAME/.test(error.remedy),
      );
    });
  }

  it('is what stands before the names of a global library', () => {
    assert.equal(libraryPrefix({ kind: 'global', path: 'HX' }), 'HX.');
    assert.equal(libraryPrefix({ kind: 'global', path: '' }), '');
    assert.equal(libraryPrefix({ kind: 'module', module: 'mongodb' }), '');
  });
});
