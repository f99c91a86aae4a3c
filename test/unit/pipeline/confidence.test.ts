import assert from 'node:assert/strict';
import { decompose } from '../../../server/pipeline/requirement/decompose.js';
import { confidence } from '../../../server/pipeline/retrieval/confidence.js';
import { type Fit, retrieveApis } from '../../../server/pipeline/retrieval/retrieve.js';
import { segment } from '../../../server/pipeline/retrieval/segments.js';
import { libraryFrom } from '../../support/generated.js';
import { SHOP } from './shop.js';

describe('confidence', () => {
  const fitsFor = async (text: string): Promise<Fit[]> =>
    retrieveApis({ text, source: text, values: [] }, [await libraryFrom({ declarations: SHOP })]);

  it('is high for a plain restatement and low for something else', async () => {
    assert.ok(confidence(await fitsFor('place an order for the customer'), 'action') > 0.7);
    assert.ok(confidence(await fitsFor('feed the neighbours of the dog'), 'action') < 0.3);
    assert.equal(confidence([], 'action'), 0);
  });

  it('is lower for what conditions and results speak of', async () => {
    const fits = await fitsFor('print the invoice of the order');
    const [action, condition, result] = (['action', 'condition', 'return'] as const).map((role) =>
      confidence(fits, role),
    );
    assert.ok((action ?? 0) > (condition ?? 0) && (condition ?? 0) > (result ?? 0));
  });
});

describe('clauses', () => {
  it('are cut in two where both parts clearly ask for something else', async () => {
    const library = await libraryFrom({ declarations: SHOP });
    const clauses = decompose('List the orders of the warehouse in a banner on the screen');
    const segments = await segment(clauses, [library], new Set());
    const chosen = segments.flatMap((it) => it.chosen?.profile.api.name ?? []);
    assert.deepEqual(chosen, ['Shop.listOrders', 'Shop.showBanner']);
  });
});
