import assert from 'node:assert/strict';
import { builtin } from '../../../index/embeddings/builtin.js';
import { shippedTable } from '../../../index/embeddings/encoder/shipped-table.js';
import { tuneEncoder } from '../../../index/embeddings/encoder/tune-encoder.js';
import { publishReading } from '../../../index/publish-reading.js';
import { openWritableStore } from '../../../index/store/open-store.js';
import { tuneLibrary } from '../../../index/tune-library.js';
import { jargon } from '../../support/jargon.js';
import { readingOf, syntheticApi } from '../../support/synthetic-library.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('tuning', () => {
  it('learns the words of a library, and finds by them what was held back', () => {
    const { before, after, bytes } = tuneEncoder(shippedTable(), jargon());
    assert.ok(after > before + 0.2, `${before} -> ${after}`);
    assert.deepEqual(tuneEncoder(shippedTable(), jargon()).bytes, bytes);
  });

  it('has nothing to learn from a library without descriptions', () => {
    const apis = [syntheticApi('Own', 'openDoor', 'opens the door')];
    const { before, after } = tuneEncoder(shippedTable(), apis);
    assert.deepEqual([before, after], [0, 0]);
  });

  describe('of a stored library', () => {
    const reading = readingOf('Own', jargon());

    async function tunedStore() {
      const store = await openWritableStore(temporaryFolder(), { cwd: '/' });
      const { build } = await publishReading(reading, store, builtin);
      return { store, build, report: await tuneLibrary(store, 'Own') };
    }

    async function firstFor(store: Awaited<ReturnType<typeof openWritableStore>>, query: string) {
      const library = await store.open('Own');
      const [best] = await library.search(query, 1);
      await library.close();
      return best?.name;
    }

    it('publishes a build of its own, whose search is better', async () => {
      const { store, build, report } = await tunedStore();
      assert.ok(report.kept && report.after > report.before);
      assert.notEqual(await store.current('Own'), build);
      assert.equal(await firstFor(store, 'brimm a yurtle'), 'Own.openRoom');
    });

    it('stays while records are the same, and until a tenth of them has changed', async () => {
      const { store } = await tunedStore();
      const tuned = await store.current('Own');
      assert.equal((await publishReading(reading, store, builtin)).build, tuned);

      const changed = (count: number) => ({
        ...reading,
        apis: reading.apis.map((api, at) => (at < count ? { ...api, exp: `${api.exp} // new` } : api)),
      });
      assert.equal((await publishReading(changed(2), store, builtin)).embedded, 2);
      const { embedding } = await store.content('Own');
      assert.match(embedding.id, /\+/);
      assert.equal(embedding.changed, 2);
      assert.equal((await publishReading(changed(4), store, builtin)).embedded, 36);
      assert.equal((await store.content('Own')).embedding.id, builtin.id);
    });

    it('leaves a library alone that it does not make better', async () => {
      const store = await openWritableStore(temporaryFolder(), { cwd: '/' });
      const plain = readingOf('Own', [syntheticApi('Own', 'openDoor', 'opens the door')]);
      const { build } = await publishReading(plain, store, builtin);
      assert.equal((await tuneLibrary(store, 'Own')).kept, false);
      assert.equal(await store.current('Own'), build);
    });
  });
});
