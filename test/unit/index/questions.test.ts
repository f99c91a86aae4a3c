import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiDoc } from '../../../index/api-doc.js';
import { buildIndex, type IndexRequest } from '../../../index/build.js';
import type { Enrichment } from '../../../index/enrich-library.js';
import { openWritableStore } from '../../../index/store/open-store.js';
import { exactIndex } from '../../../index/vectors/exact.js';
import { pooled } from '../../../index/vectors/pooled.js';
import { QUESTIONED, questionedDeclarations } from '../../support/questioned-library.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

/** Who writes the questions of the library, and remembers what it was asked about. */
function writer(asked: string[], form = '1 en', until = Number.POSITIVE_INFINITY): Enrichment {
  return {
    form,
    ask: async (apis: readonly ApiDoc[], answered) => {
      for (const api of apis) {
        if (asked.length >= until) throw new Error('gone');
        asked.push(api.name);
        const known = QUESTIONED.find((it) => api.name === `Depot.${it.name}`);
        answered(api, known?.questions ?? []);
      }
      return 0;
    },
  };
}

describe('questions at index time', () => {
  let folder: string;
  const build = (more: Partial<IndexRequest> = {}) =>
    buildIndex({ sources: ['depot.d.ts'], cwd: folder, library: 'Depot', store: '.epigen', ...more });
  const write = (text: string): void => {
    writeFileSync(join(folder, 'depot.d.ts'), text);
    const past = new Date(Date.now() - 60_000);
    utimesSync(join(folder, 'depot.d.ts'), past, past);
  };
  const store = () => openWritableStore('.epigen', { cwd: folder });

  /** How many queries find their API first. */
  const found = async (): Promise<number> => {
    const library = await (await store()).open('Depot');
    let right = 0;
    for (const { name, queries } of QUESTIONED) {
      for (const query of queries) {
        const [best] = await library.search(query, 1);
        if (best?.name === `Depot.${name}`) right++;
      }
    }
    await library.close();
    return right;
  };

  beforeEach(() => {
    folder = temporaryFolder();
    write(questionedDeclarations());
  });

  it('are searched with the API Key: more of what is asked for is found', async () => {
    await build();
    const before = await found();
    const { enriched, build: id } = await build({ enrichment: writer([]) });
    const after = await found();
    assert.deepEqual(enriched, { asked: 8, failed: 0, apis: 8, questions: 17, build: id });
    assert.ok(before <= 11 && after === 16, `${before} -> ${after} of 16`);
  });

  it('stay when nothing changes, and only changed records are asked about again', async () => {
    const asked: string[] = [];
    const first = await build({ enrichment: writer(asked) });
    const after = await found();
    assert.equal((await build()).build, first.build, 'an unchanged rebuild');
    assert.equal((await build({ enrichment: writer(asked) })).build, first.build);
    assert.equal(asked.length, 8);

    write(questionedDeclarations().replace('Emits a chime on', 'Emits two chimes on'));
    const second = await build();
    assert.deepEqual([second.changed, second.embedded], [1, 1]);
    const { questions } = await (await store()).content('Depot');
    assert.deepEqual([questions.of.size, questions.of.has('Depot.emitChime')], [7, false]);
    asked.length = 0;
    const third = await build({ enrichment: writer(asked) });
    assert.deepEqual(asked, ['Depot.emitChime']);
    assert.notEqual(third.build, second.build);
    assert.equal(await found(), after);

    asked.length = 0;
    await build({ enrichment: writer(asked, '1 en,zh') });
    assert.equal(asked.length, 8, 'other languages are other questions');
  });

  it('are not asked for twice after an interruption', async () => {
    const asked: string[] = [];
    await assert.rejects(build({ enrichment: writer(asked, '1 en', 3) }), /gone/);
    const draft = join(folder, '.epigen/Depot/questions.jsonl');
    assert.equal(readFileSync(draft, 'utf8').split('\n').length, 4);
    appendFileSync(draft, '{"form":"1 en","name":"Depot.evi');
    asked.length = 0;
    const { enriched } = await build({ enrichment: writer(asked) });
    assert.equal(asked.length, 5);
    assert.equal(enriched?.questions, 17);
    assert.ok(!existsSync(draft));
    assert.equal(await found(), 16);
  });

  it('lead to no deprecated record', async () => {
    write(questionedDeclarations().replace('/** Emits', '/** @deprecated\n * Emits'));
    const asked: string[] = [];
    await build({ enrichment: writer(asked) });
    assert.ok(!asked.includes('Depot.emitChime'));
    assert.equal(asked.length, 7);
  });
});

describe('an index with further vectors', () => {
  const vectors = Float32Array.from([1, 0, 0, 1, 0.6, 0.8, 0.8, 0.6, 0, -1]);
  // The first two rows are records; the first has one further vector, the second two.
  const index = pooled(exactIndex(vectors, 2), [0, 1, 1]);

  it('finds a record once, by its nearest vector', () => {
    assert.equal(index.rows, 2);
    const near = index.nearest(Float32Array.from([0.8, 0.6]), 5);
    assert.deepEqual(
      near.map(({ row, score }) => [row, score.toFixed(2)]),
      [
        [1, '1.00'],
        [0, '0.96'],
      ],
    );
    assert.deepEqual(
      index.nearest(Float32Array.from([0.8, 0.6]), 1).map((it) => it.row),
      [1],
    );
    assert.equal(index.similarity(Float32Array.from([0, -1]), 1), 1);
  });

  it('finds as many records as are asked for, though one has many vectors', () => {
    const many = new Float32Array(2 * 53);
    for (let row = 0; row < 53; row++) many.set(row < 3 ? [0, 1] : [1, 0], 2 * row);
    const owners = Array.from({ length: 50 }, () => 2);
    const near = pooled(exactIndex(many, 2), owners).nearest(Float32Array.from([1, 0]), 3);
    assert.deepEqual(near.map((it) => it.row).sort(), [0, 1, 2]);
  });
});
