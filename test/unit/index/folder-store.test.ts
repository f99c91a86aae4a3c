import assert from 'node:assert/strict';
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { builtin } from '../../../index/embeddings/builtin.js';
import type { Embedder } from '../../../index/embeddings/embedder.js';
import { EpigenError } from '../../../index/error.js';
import { publishReading } from '../../../index/publish-reading.js';
import { openStore, openWritableStore } from '../../../index/store/open-store.js';
import { readingOf, syntheticApi, syntheticReading } from '../../support/synthetic-library.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const reading = syntheticReading('Lib', 40);

async function storeAt(folder: string) {
  return openWritableStore(folder, { cwd: folder });
}

/** A store with one library, and the folder of its build. */
async function builtStore(): Promise<{ folder: string; build: string }> {
  const folder = temporaryFolder();
  const report = await publishReading(reading, await storeAt(folder), builtin);
  return { folder, build: join(folder, 'Lib', report.build) };
}

/** Opens and reads everything there is, so that damage anywhere shows. */
async function readAll(folder: string): Promise<void> {
  const library = await (await openStore(folder, { cwd: folder })).open('Lib');
  try {
    for (const name of library.names()) library.find(name);
    library.type('Lib.Result');
    await library.search('create an invoice', 5);
  } finally {
    await library.close();
  }
}

const epigenError =
  (...parts: RegExp[]) =>
  (error: unknown) => {
    assert.ok(error instanceof EpigenError, String(error));
    for (const part of parts) assert.match(error.message, part);
    return true;
  };

describe('the folder store', () => {
  it('gives back what was stored', async () => {
    const { folder } = await builtStore();
    const store = await openStore('.', { cwd: folder });
    assert.deepEqual(await store.libraries(), ['Lib']);
    const library = await store.open('Lib');
    assert.equal(library.build, await store.current('Lib'));
    assert.match(library.build, /^1\.0\.0-[0-9a-f]{8}$/);
    assert.deepEqual(
      library.names(),
      reading.apis.map((api) => api.name),
    );
    for (const api of reading.apis) assert.deepEqual(library.find(api.name), api);
    assert.deepEqual(library.type('Lib.Result'), reading.types[0]);
    assert.deepEqual(library.roots, reading.roots);
    assert.deepEqual(library.access, reading.access);
    assert.equal(library.find('Lib.nothing'), undefined);
    assert.equal(library.type('Nothing'), undefined);
    assert.deepEqual(await library.fetch(['Lib.nothing', reading.apis[3]?.name ?? '']), [reading.apis[3]]);
    await library.close();
  });

  it('searches, best first, with the key of each record', async () => {
    const { folder } = await builtStore();
    const library = await (await openStore(folder, { cwd: folder })).open('Lib');
    const found = await library.search('delete the draft invoice', 3);
    assert.equal(found.length, 3);
    assert.match(found[0]?.name ?? '', /deleteDraftInvoice/);
    assert.equal(found[0]?.key, library.find(found[0]?.name ?? '')?.key);
    assert.ok((found[0]?.score ?? 0) >= (found[1]?.score ?? 0));
    assert.deepEqual(await library.search('', 3), []);
    await library.close();
  });

  it('holds several libraries, whatever their names', async () => {
    const folder = temporaryFolder();
    const store = await storeAt(folder);
    const names = ['@corp/h5', '..', 'con: *?', 'Ünï', '.hidden', 'a%2Fb'];
    for (const name of names) await publishReading(syntheticReading(name, 3), store, builtin);
    assert.deepEqual(await store.libraries(), [...names].sort());
    for (const name of names) {
      const library = await store.open(name);
      assert.equal(library.name, name);
      assert.equal(library.find(`${name}.createDraftInvoice0`)?.library, name);
      await library.close();
    }
    // Nothing was written beside the store.
    assert.equal(readdirSync(folder).length, names.length);
  });

  it('says what is missing', async () => {
    const { folder } = await builtStore();
    const store = await openStore(folder, { cwd: folder });
    await assert.rejects(store.open('Other'), epigenError(/no index of Other/, /the store has Lib/));
    const nowhere = await openStore('nowhere', { cwd: folder });
    assert.deepEqual(await nowhere.libraries(), []);
    await assert.rejects(nowhere.open('Lib'), epigenError(/no index of Lib/, /epigen index/));
  });

  it('refuses addresses it does not have', async () => {
    for (const location of [
      'redis-sentinel://a,b/x',
      'redis-cluster://a,b',
      'ftp://x',
      'redis://:bad:port:',
    ]) {
      await assert.rejects(openStore(location, { cwd: '.' }), epigenError(/store/));
    }
  });

  it('keeps a reader on its build while a newer one takes its place, and then removes the old', async () => {
    const { folder, build } = await builtStore();
    const store = await storeAt(folder);
    const reader = await store.open('Lib');
    const changed = [...reading.apis, syntheticApi('Lib', 'brandNew', 'Does a new thing')];
    const report = await publishReading(readingOf('Lib', changed), store, builtin);
    if (process.platform !== 'win32') assert.equal(existsSync(build), false);
    for (const name of reader.names()) assert.equal(reader.find(name)?.name, name);
    assert.equal((await reader.search('create invoice', 1)).length, 1);
    assert.equal(reader.find('Lib.brandNew'), undefined);
    await reader.close();
    const next = await store.open('Lib');
    assert.equal(next.build, report.build);
    assert.ok(next.find('Lib.brandNew'));
    await next.close();
  });

  it('removes what a killed process left', async () => {
    const { folder } = await builtStore();
    const stale = join(folder, 'Lib', '.tmp-999999999-abc');
    writeFileSync(stale, '');
    await publishReading(syntheticReading('Lib', 3), await storeAt(folder), builtin);
    assert.equal(existsSync(stale), false);
  });

  it('tells when another build becomes current, also in a folder that is not there yet', async () => {
    const folder = join(temporaryFolder(), 'later');
    const store = await openWritableStore(folder, { cwd: '.' });
    const heard: string[] = [];
    const stop = store.onChange((library) => heard.push(library));
    const until = async (count: number) => {
      while (heard.length < count) await wait(20);
    };
    await publishReading(syntheticReading('@corp/h5', 3), store, builtin);
    await until(1);
    await publishReading(syntheticReading('@corp/h5', 4), store, builtin);
    await until(2);
    stop();
    assert.deepEqual(heard, ['@corp/h5', '@corp/h5']);
    await store.close();
  });
});

describe('a damaged index is one clear error', () => {
  const FILES = [
    'apis.jsonl',
    'types.jsonl',
    'directory.json',
    'lexical.bin',
    'questions.json',
    'vectors.f32',
    'manifest.json',
  ];
  const damage: Record<string, (path: string) => void> = {
    truncated: (path) => truncateSync(path, Math.floor(readFileSync(path).length / 2)),
    empty: (path) => writeFileSync(path, ''),
    missing: (path) => rmSync(path),
    'changed in one byte': (path) => {
      const bytes = readFileSync(path);
      const middle = bytes.length >> 1;
      bytes[middle] = (bytes[middle] ?? 0) ^ 0x41;
      writeFileSync(path, bytes);
    },
  };
  for (const [how, apply] of Object.entries(damage)) {
    for (const file of FILES) {
      // A changed byte in the manifest's numbers or names shows elsewhere, or changes nothing that matters.
      if (file === 'manifest.json' && how === 'changed in one byte') continue;
      it(`${file} ${how}`, async () => {
        const { folder, build } = await builtStore();
        apply(join(build, file));
        await assert.rejects(readAll(folder), epigenError(/Lib is damaged/, /epigen index/));
        // Building again heals it, although nothing in the sources has changed.
        await publishReading(reading, await storeAt(folder), builtin);
        await readAll(folder);
      });
    }
  }

  for (const [what, content] of Object.entries({
    'garbage as manifest': '\u0000\u0001garbage',
    'an empty object as manifest': '{}',
    'null as manifest': 'null',
  })) {
    it(what, async () => {
      const { folder, build } = await builtStore();
      writeFileSync(join(build, 'manifest.json'), content);
      await assert.rejects(readAll(folder), epigenError(/Lib is damaged/));
    });
  }

  for (const current of ['', 'nonsense', '../../etc-12345678', '1.0.0-00000000']) {
    it(`'${current}' as current build`, async () => {
      const { folder } = await builtStore();
      writeFileSync(join(folder, 'Lib', 'current'), current);
      await assert.rejects(readAll(folder), epigenError(/Lib is damaged/));
    });
  }

  it('the index of another library under this name', async () => {
    const { folder } = await builtStore();
    renameSync(join(folder, 'Lib'), join(folder, 'Other'));
    await assert.rejects(
      (await storeAt(folder)).open('Other'),
      epigenError(/Other is damaged: it is of Lib/),
    );
  });
});

describe('the format of the index', () => {
  async function withFormat(format: number) {
    const { folder, build } = await builtStore();
    const path = join(build, 'manifest.json');
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), format }));
    return folder;
  }

  it('newer: refused, by readers and by builders', async () => {
    const folder = await withFormat(99);
    await assert.rejects(readAll(folder), epigenError(/format 99/, /format 4\b/, /later one/));
    await assert.rejects(publishReading(reading, await storeAt(folder), builtin), epigenError(/format 99/));
  });

  it('older: readers say so, builders build anew', async () => {
    const folder = await withFormat(0);
    await assert.rejects(
      readAll(folder),
      epigenError(/format 0/, /format 4\b/, /rebuild it with 'epigen index'/),
    );
    const report = await publishReading(reading, await storeAt(folder), builtin);
    assert.equal(report.embedded, 40);
    await readAll(folder);
  });
});

describe('another embedding', () => {
  const other: Embedder = { ...builtin, id: 'other-1' };

  it('is refused at search, naming both', async () => {
    const folder = temporaryFolder();
    await publishReading(reading, await storeAt(folder), other);
    const library = await (await storeAt(folder)).open('Lib');
    assert.ok(library.find(reading.apis[0]?.name ?? ''));
    await assert.rejects(library.search('invoice', 3), epigenError(/other-1/, new RegExp(builtin.id)));
    await library.close();
  });

  it('makes all vectors anew at the next build', async () => {
    const folder = temporaryFolder();
    await publishReading(reading, await storeAt(folder), other);
    const report = await publishReading(reading, await storeAt(folder), builtin);
    assert.deepEqual([report.embedded, report.unchanged], [40, 40]);
  });
});
