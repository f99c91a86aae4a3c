import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { saidBoolean } from '../../../server/pipeline/plan/word-choices.js';
import { meaningOf } from '../../../server/pipeline/requirement/meaning.js';
import { libraryFrom } from '../../support/generated.js';

const PURPOSE = meaningOf('Moves an appointment.');

describe('a yes-or-no option', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryFrom({ declarations: 'declare const Diary: { /** Moves. */ move(): void };' });
  });

  const said = (name: string, doc: string, text: string): boolean | undefined =>
    saidBoolean(
      {
        name,
        path: [name],
        type: { kind: 'primitive', name: 'boolean' },
        doc,
        required: false,
        requiredInside: false,
      },
      text,
      library,
      PURPOSE,
    );

  it('is true where its name or its sentence is said, and false where that is denied', () => {
    assert.equal(said('recursive', 'Include departments below it.', 'include the departments below'), true);
    assert.equal(said('express', 'Deliver by express.', 'deliver it, but not by express'), false);
  });

  it('is true where a denial in its sentence is said', () => {
    const doc = 'Attendees are not notified.';
    assert.equal(said('silent', doc, 'the attendees are not notified'), true);
    assert.equal(said('silent', doc, 'the attendees are notified'), false);
    assert.equal(said('silent', doc, 'move it silent'), true);
  });

  it('is understood in other words', () => {
    assert.equal(
      said('allowPin', 'The PIN of the device is accepted, too.', 'the PIN of the device will do as well'),
      true,
    );
  });

  it('says nothing where it is not spoken of', () => {
    assert.equal(said('silent', 'Attendees are not notified.', 'move the appointment to Friday'), undefined);
  });
});
