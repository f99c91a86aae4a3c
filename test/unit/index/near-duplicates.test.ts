import assert from 'node:assert/strict';
import { tellApart } from '../../../index/search/near-duplicates.js';
import { syntheticApi } from '../../support/synthetic-library.js';

describe('records that say about the same', () => {
  const SENTENCE = 'Finds users of the directory';
  const api = (name: string, sentence: string, rest: string) => ({
    ...syntheticApi('Lib', name, sentence),
    des: `${sentence}. ${rest}`,
  });
  const byId = api('find', SENTENCE, 'Parameters: id (string, required): Which one. Returns: User.');
  const byMail = api(
    'findBy',
    SENTENCE,
    'Parameters: mail (string, required): E-mail address. Returns: User.',
  );
  const other = api('openDoor', 'Opens the door', 'Parameters: mail (string, required): E-mail address.');

  function order(query: string, ...ranked: (readonly [typeof byId, number])[]): string {
    const told = tellApart(
      query,
      ranked.map(([it, score]) => ({ api: it, score })),
    );
    return told.map((it) => it.api.name.slice('Lib.'.length)).join(' ');
  }

  it('are told apart by the parameters that the query speaks of', () => {
    assert.equal(order('find a user by e-mail address', [byId, 0.6], [byMail, 0.58]), 'findBy find');
    assert.equal(order('find a user by id', [byMail, 0.6], [byId, 0.58]), 'find findBy');
  });

  it('stay in order where the query speaks of nothing that only one has', () => {
    assert.equal(order('find a user', [byId, 0.6], [byMail, 0.58]), 'find findBy');
    assert.equal(order('find a user', [byMail, 0.6], [byId, 0.58]), 'findBy find');
  });

  it('are not told apart from what says something else', () =>
    assert.equal(order('find a user by e-mail address', [byId, 0.6], [other, 0.58]), 'find openDoor'));

  it('may be one, or none', () => {
    assert.equal(order('find a user', [byId, 0.6]), 'find');
    assert.equal(order('find a user'), '');
  });
});
