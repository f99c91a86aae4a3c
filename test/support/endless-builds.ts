import { builtin } from '../../index/embeddings/builtin.js';
import { publishReading } from '../../index/publish-reading.js';
import { openWritableStore } from '../../index/store/open-store.js';
import { syntheticReading } from './synthetic-library.js';

/*
 * A process that publishes builds of `Lib`, 1 to 7 times 50 records in turn, until it is killed.
 *
 *   node --import tsx endless-builds.ts STORE
 */
const location = process.argv[2] ?? '';
const store = await openWritableStore(location, { cwd: '.' });
process.stdout.write('ready\n');
for (let round = 0; ; round++) {
  await publishReading(syntheticReading('Lib', 50 * (1 + (round % 7))), store, builtin);
}
