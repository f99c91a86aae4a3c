import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { builtin } from '../../../index/embeddings/builtin.js';
import { publishReading } from '../../../index/publish-reading.js';
import { openWritableStore } from '../../../index/store/open-store.js';
import { killedBuilder } from '../../support/killed-builder.js';
import { syntheticReading } from '../../support/synthetic-library.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const KILLS = 12;
/** A slow machine is given more time, until a build has been published. */
const MAX_KILLS = 60;

describe('a build that is killed at any moment', () => {
  it('leaves a whole index', async () => {
    const folder = temporaryFolder();
    const store = await openWritableStore(folder, { cwd: '.' });
    await publishReading(syntheticReading('Lib', 50), store, builtin);
    const seen = new Set<string>();
    for (let kill = 1; kill <= KILLS || (seen.size === 1 && kill <= MAX_KILLS); kill++) {
      await killedBuilder(folder, folder, Math.random() * 20 * kill);
      const library = await store.open('Lib');
      seen.add(library.build);
      assert.equal(library.names().length % 50, 0);
      for (const name of library.names()) assert.equal(library.find(name)?.name, name);
      assert.equal((await library.search('create an invoice', 3)).length, 3);
      await library.close();
    }
    assert.ok(seen.size > 1, 'the killed processes got as far as publishing');

    // The next build clears up behind them.
    await publishReading(syntheticReading('Lib', 5), store, builtin);
    const left = readdirSync(join(folder, 'Lib')).filter((file) => file.startsWith('.tmp-'));
    assert.deepEqual(left, []);
    assert.ok(existsSync(join(folder, 'Lib', (await store.current('Lib')) ?? 'none')));
  });
});
