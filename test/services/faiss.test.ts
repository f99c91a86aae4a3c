import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { builtin } from '../../index/embeddings/builtin.js';
import { publishReading } from '../../index/publish-reading.js';
import { readLibrary } from '../../index/sources/read-library.js';
import { openWritableStore } from '../../index/store/open-store.js';
import { exactIndex } from '../../index/vectors/exact.js';
import { type FaissVectorIndex, faissIndex, loadFaiss } from '../../index/vectors/faiss.js';
import { openVectors } from '../../index/vectors/open-vectors.js';
import type { Neighbour } from '../../index/vectors/top-rows.js';
import { syntheticReading } from '../support/synthetic-library.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const LIBRARY = fileURLToPath(new URL('../w-library', import.meta.url));
/** Scores that differ by less are equal: FAISS adds up in another order. */
const ROUNDING = 1e-5;

/** Both name the same rows; where they do not, the scores at the border are equal. */
function checkSame(faiss: readonly Neighbour[], exact: readonly Neighbour[]): void {
  assert.equal(faiss.length, exact.length);
  for (const [at, { score }] of exact.entries()) {
    assert.ok(Math.abs((faiss[at]?.score ?? Number.NaN) - score) < ROUNDING, `score ${at}`);
  }
  const worst = exact.at(-1)?.score ?? 0;
  const rows = new Set(faiss.map(({ row }) => row));
  for (const { row, score } of exact) {
    assert.ok(rows.has(row) || score - worst < ROUNDING, `row ${row} is missing`);
  }
}

describe('FAISS', () => {
  const queries = readFileSync(join(LIBRARY, 'tasks.dev.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .flatMap((line): string[] => JSON.parse(line).steps)
    .slice(0, 40);

  /** Both indexes over the API Keys of a library, and the queries as vectors. */
  async function both(keys: readonly string[]) {
    const loaded = await loadFaiss();
    if (!('faiss' in loaded)) {
      assert.fail(`faiss-node cannot be loaded (${loaded.why}); build it with 'npm run faiss:build'`);
    }
    const vectors = await builtin.embed(keys);
    return {
      faiss: faissIndex(loaded.faiss, vectors, builtin.dimension),
      exact: exactIndex(vectors, builtin.dimension),
      encoded: await Promise.all(queries.map((query) => builtin.encode(query))),
    };
  }

  const libraries: Record<string, () => Promise<readonly string[]>> = {
    'the example library': async () => {
      const reading = await readLibrary([join(LIBRARY, 'hx.d.ts')], { cwd: LIBRARY });
      return reading.apis.map((api) => api.key);
    },
    '3,000 records': async () => syntheticReading('Lib', 3000).apis.map((api) => api.key),
    'one record': async () => ['only: The only one'],
  };
  for (const [name, keys] of Object.entries(libraries)) {
    it(`finds what the exact scan finds, in ${name}`, async () => {
      const { faiss, exact, encoded } = await both(await keys());
      assert.equal(encoded.length, 40);
      for (const query of encoded) checkSame(faiss.nearest(query, 10), exact.nearest(query, 10));
    });

    it(`the same for a batch of 40 queries, in ${name}`, async () => {
      const { faiss, exact, encoded } = await both(await keys());
      const batch = (faiss satisfies FaissVectorIndex).nearestOfEach(encoded, 10);
      assert.equal(batch.length, 40);
      for (const [at, query] of encoded.entries()) checkSame(batch[at] ?? [], exact.nearest(query, 10));
    });
  }

  it('answers nothing where there is nothing', async () => {
    const { faiss } = await both([]);
    assert.deepEqual(faiss.nearest(new Float32Array(builtin.dimension), 5), []);
  });

  it('serves the search of a library where it is installed, with the results of the exact scan', async () => {
    assert.equal((await openVectors(new Float32Array(builtin.dimension), builtin.dimension)).kind, 'faiss');
    const folder = temporaryFolder();
    const store = await openWritableStore(folder, { cwd: folder });
    await publishReading(await readLibrary([join(LIBRARY, 'hx.d.ts')], { cwd: LIBRARY }), store, builtin);
    const [name = ''] = await store.libraries();

    const withFaiss = await store.open(name);
    const found = [];
    for (const query of queries) found.push(await withFaiss.search(query, 10));
    await withFaiss.close();
    process.env.EPIGEN_VECTORS = 'exact';
    try {
      const withScan = await store.open(name);
      for (const [at, query] of queries.entries()) {
        const names = (await withScan.search(query, 10)).map((candidate) => candidate.name);
        assert.deepEqual(
          found[at]?.map((candidate) => candidate.name),
          names,
        );
      }
      await withScan.close();
    } finally {
      delete process.env.EPIGEN_VECTORS;
    }
  });
});
