import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import type { ApiDoc } from '../../index/api-doc.js';
import { buildIndex } from '../../index/build.js';
import { builtin } from '../../index/embeddings/builtin.js';
import { type Enrichment, enrichLibrary } from '../../index/enrich-library.js';
import { EpigenError } from '../../index/error.js';
import { publishReading } from '../../index/publish-reading.js';
import { INDEX_FORMAT } from '../../index/store/build-content.js';
import { openWritableStore } from '../../index/store/open-store.js';
import type { Store } from '../../index/store/store.js';
import { tuneLibrary } from '../../index/tune-library.js';
import { jargon } from '../support/jargon.js';
import { killedBuilder } from '../support/killed-builder.js';
import { freePort, RedisServer } from '../support/redis-server.js';
import { readingOf, syntheticApi, syntheticReading } from '../support/synthetic-library.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const HX = fileURLToPath(new URL('../w-library/hx.d.ts', import.meta.url));
const reading = syntheticReading('Lib', 120);
const first = reading.apis[0]?.name ?? '';

const epigenError =
  (...parts: RegExp[]) =>
  (error: unknown) => {
    assert.ok(error instanceof EpigenError, String(error));
    for (const part of parts) assert.match(error.message, part);
    return true;
  };

describe('the Redis store', () => {
  let server: RedisServer;
  let redis: Redis;
  let folder: string;
  const open: Store[] = [];

  beforeEach(async () => {
    folder = temporaryFolder();
    server = await RedisServer.start(folder);
    redis = new Redis(server.url, { retryStrategy: () => 50 });
    redis.on('error', () => {});
  });

  afterEach(async () => {
    for (const store of open.splice(0)) await store.close();
    redis.disconnect();
    await server.kill();
  });

  async function storeAt(snapshots = 'snapshots', url = server.url) {
    const store = await openWritableStore(url, { cwd: folder, snapshots: join(folder, snapshots) });
    open.push(store);
    return store;
  }

  async function publish(library = reading) {
    return publishReading(library, await storeAt(), builtin);
  }

  async function recordField(build: string, name: string): Promise<string> {
    return (await redis.hget(`epigen:{Lib}:${build}:names`, name)) ?? '';
  }

  /** Changes a record where it is stored, as another program might. */
  async function tamper(build: string, name: string, change: (api: ApiDoc) => unknown): Promise<void> {
    const field = await recordField(build, name);
    const json = (await redis.hget(`epigen:{Lib}:${build}:apis`, field)) ?? '';
    await redis.hset(`epigen:{Lib}:${build}:apis`, field, JSON.stringify(change(JSON.parse(json))));
  }

  it('has the layout that other programs rely on', async () => {
    const subscriber = new Redis(server.url);
    await subscriber.subscribe('epigen:events');
    const event = once(subscriber, 'message');
    const { build } = await publish();
    assert.deepEqual(await event, ['epigen:events', JSON.stringify({ library: 'Lib', build })]);
    subscriber.disconnect();

    assert.equal(await redis.get('epigen:{Lib}:current'), build);
    const manifest = await redis.hgetall(`epigen:{Lib}:${build}:manifest`);
    assert.deepEqual(
      [manifest.format, manifest.build, manifest.records],
      [String(INDEX_FORMAT), build, '120'],
    );
    const key = await recordField(build, first);
    assert.equal(key, reading.apis[0]?.key);
    assert.deepEqual(
      JSON.parse((await redis.hget(`epigen:{Lib}:${build}:apis`, key)) ?? ''),
      reading.apis[0],
    );
    assert.equal(await redis.hlen(`epigen:{Lib}:${build}:names`), 120);
    const chunks = Object.values(await redis.hgetallBuffer(`epigen:{Lib}:${build}:vectors`));
    assert.equal(Buffer.concat(chunks).length, 120 * builtin.dimension * 4);
    assert.equal(await redis.hlen(`epigen:{Lib}:${build}:types`), 1);
    assert.deepEqual(
      (await redis.keys('*')).filter((name) => !name.startsWith('epigen:{Lib}:')),
      [],
    );
  });

  it('brings what a model wrote developers would ask for to every machine', async () => {
    await publish(reading);
    const store = await storeAt();
    const asked: string[] = [];
    const enrichment: Enrichment = {
      form: '1 en',
      ask: async (apis, answered) => {
        for (const api of apis) {
          asked.push(api.name);
          answered(api, api.name === first ? ['a wombat in the attic', 'wombats upstairs'] : []);
        }
        return 0;
      },
    };
    const { build } = await enrichLibrary(store, 'Lib', enrichment, undefined, () => {});
    assert.equal(await redis.get('epigen:{Lib}:current'), build);
    const stored = JSON.parse((await redis.get(`epigen:{Lib}:${build}:questions`)) ?? '');
    assert.deepEqual(stored.of[first], ['a wombat in the attic', 'wombats upstairs']);
    const library = await (await storeAt('elsewhere')).open('Lib');
    assert.equal((await library.search('there is a wombat upstairs', 1))[0]?.name, first);
    await library.close();

    // Another machine rebuilds: what is unchanged keeps its questions, and nobody is asked again.
    const elsewhere = await storeAt('elsewhere');
    assert.equal((await publishReading(reading, elsewhere, builtin)).build, build);
    asked.length = 0;
    await enrichLibrary(elsewhere, 'Lib', enrichment, undefined, () => {});
    assert.deepEqual(asked, []);

    await redis.set(`epigen:{Lib}:${build}:questions`, 'none');
    await assert.rejects(
      (await storeAt('third')).open('Lib'),
      epigenError(/damaged: its questions are none/),
    );
  });

  it('brings what was learned from a library to every machine', async () => {
    await publish(readingOf('Own', jargon()));
    assert.ok((await tuneLibrary(await storeAt(), 'Own')).kept);
    const library = await (await storeAt('elsewhere')).open('Own');
    assert.equal((await library.search('brimm a yurtle', 1))[0]?.name, 'Own.openRoom');
    await library.close();
  });

  it('gives back what was stored, and searches as the folder does', async () => {
    await publish();
    const store = await storeAt('elsewhere');
    assert.deepEqual(await store.libraries(), ['Lib']);
    const library = await store.open('Lib');
    assert.deepEqual(
      library.names(),
      reading.apis.map((api) => api.name),
    );
    for (const api of reading.apis) assert.deepEqual(library.find(api.name), api);
    assert.deepEqual(library.type('Lib.Result'), reading.types[0]);
    assert.deepEqual(library.roots, reading.roots);

    const local = await openWritableStore(join(folder, 'local'), { cwd: folder });
    await publishReading(reading, local, builtin);
    const beside = await local.open('Lib');
    const query = 'delete the pending ticket';
    assert.deepEqual(await library.search(query, 10), await beside.search(query, 10));
    await beside.close();
    await library.close();
  });

  it('builds the example library, incrementally', async () => {
    const request = {
      sources: [HX],
      cwd: folder,
      library: 'HX',
      access: { kind: 'global', path: 'HX' },
      store: server.url,
      snapshots: join(folder, 'snapshots'),
    } as const;
    const built = await buildIndex(request);
    assert.deepEqual([built.apis, built.added === built.embedded], [97, true]);
    const again = await buildIndex(request);
    assert.deepEqual([again.build, again.embedded, again.unchanged], [built.build, 0, built.added]);
    const library = await (await storeAt()).open('HX');
    assert.match(library.find('HX.showToast')?.key ?? '', /^showToast: /);
    assert.equal((await library.search('show a short message', 1))[0]?.name, 'HX.showToast');
    await library.close();
  });

  it('embeds only what changed, on another machine too', async () => {
    await publish();
    const changed = readingOf('Lib', [
      ...reading.apis.slice(1),
      syntheticApi('Lib', 'brandNew', 'Does a new thing'),
    ]);
    const report = await publishReading(changed, await storeAt('other-machine'), builtin);
    assert.deepEqual([report.added, report.removed, report.unchanged, report.embedded], [1, 1, 119, 1]);
  });

  it('answers with the records as Redis has them, once they are fetched', async () => {
    const { build } = await publish();
    const library = await (await storeAt()).open('Lib');
    await tamper(build, first, (api) => ({ ...api, des: 'Changed in Redis.' }));
    assert.equal(library.find(first)?.des, reading.apis[0]?.des);
    assert.deepEqual(
      (await library.fetch([first, 'Lib.nothing'])).map((api) => api.des),
      ['Changed in Redis.'],
    );
    assert.equal(library.find(first)?.des, 'Changed in Redis.');
    await library.close();
  });

  const tampered: Record<string, (api: ApiDoc) => unknown> = {
    'is no record': () => 42,
    'has no signatures': ({ signatures: _, ...rest }) => rest,
    'has a shape of an unknown kind': (api) => ({
      ...api,
      signatures: [{ parameters: [{ name: 'x', type: { kind: 'evil' } }], returns: { kind: 'any' } }],
    }),
    'claims to be another API': (api) => ({ ...api, name: 'Lib.other' }),
    'is nested without end': (api) => {
      let returns: unknown = { kind: 'any' };
      for (let depth = 0; depth < 3000; depth++) returns = { kind: 'promise', value: returns };
      return { ...api, signatures: [{ parameters: [], returns }] };
    },
  };
  for (const [what, change] of Object.entries(tampered)) {
    it(`does not take over a record that ${what}`, async () => {
      const { build } = await publish();
      const library = await (await storeAt()).open('Lib');
      await tamper(build, first, change);
      assert.deepEqual(await library.fetch([first]), [reading.apis[0]]);
      assert.deepEqual(library.find(first), reading.apis[0]);
      await library.close();
      const other = await storeAt('other-machine');
      await assert.rejects(other.open('Lib'), epigenError(/Lib is damaged/, new RegExp(first)));
    });
  }

  it('a damaged or foreign build is one clear error', async () => {
    const { build } = await publish();
    const keys = `epigen:{Lib}:${build}`;
    await redis.hset(`${keys}:manifest`, 'format', '99');
    await assert.rejects(
      (await storeAt('a')).open('Lib'),
      epigenError(/format 99/, new RegExp(`format ${INDEX_FORMAT}\\b`)),
    );
    await assert.rejects(publish(), epigenError(/format 99/));
    await redis.hset(`${keys}:manifest`, 'format', String(INDEX_FORMAT));
    await redis.del(`${keys}:vectors`);
    await assert.rejects((await storeAt('b')).open('Lib'), epigenError(/damaged: vectors are missing/));
    await redis.del(`${keys}:manifest`);
    await assert.rejects((await storeAt('c')).open('Lib'), epigenError(/damaged/));
    await assert.rejects((await storeAt('d')).open('Other'), epigenError(/no index of Other/));
  });

  it('follows new builds without a restart', async () => {
    await publish();
    const store = await storeAt('server');
    const library = await store.open('Lib');
    const heard: string[] = [];
    store.onChange((name) => heard.push(name));
    while (Number((await redis.pubsub('NUMSUB', 'epigen:events'))[1]) === 0) await wait(10);
    const { build } = await publish(syntheticReading('Lib', 7));
    while (heard.length === 0) await wait(10);
    const next = await store.open('Lib');
    assert.equal(next.build, build);
    assert.equal(next.names().length, 7);
    // Whoever still has the old build can use it up.
    assert.equal(library.names().length, 120);
    assert.deepEqual(library.find(first), reading.apis[0]);
    await next.close();
    await library.close();
    assert.deepEqual(heard, ['Lib']);
  });

  it('keeps the build before the current one and removes older ones', async () => {
    const builds = [];
    for (const count of [3, 4, 5]) builds.push((await publish(syntheticReading('Lib', count))).build);
    const manifests = await redis.keys('epigen:{Lib}:*:manifest');
    assert.deepEqual(
      manifests.sort(),
      builds
        .slice(1)
        .map((build) => `epigen:{Lib}:${build}:manifest`)
        .sort(),
    );
  });

  it('goes on from what it has when Redis is killed, and recovers by itself', async () => {
    const { build } = await publish();
    const store = await storeAt('server');
    const library = await store.open('Lib');
    const heard: string[] = [];
    store.onChange((name) => heard.push(name));
    assert.equal(store.problem?.(), undefined);
    await server.kill();

    assert.deepEqual(await library.fetch([first]), [reading.apis[0]]);
    assert.equal((await library.search('create an invoice', 3)).length, 3);
    const reopened = await store.open('Lib');
    assert.deepEqual(reopened.find(first), reading.apis[0]);
    assert.deepEqual(await store.libraries(), ['Lib']);
    assert.equal(await store.current('Lib'), build);
    assert.match(store.problem?.() ?? '', /Redis cannot be reached/);

    await server.start();
    while (store.problem?.() !== undefined) await wait(20);
    await tamper(build, first, (api) => ({ ...api, des: 'Changed meanwhile.' }));
    assert.equal((await library.fetch([first]))[0]?.des, 'Changed meanwhile.');
    const { build: newer } = await publish(syntheticReading('Lib', 9));
    while (heard.length === 0) await wait(20);
    assert.equal(await store.current('Lib'), newer);
    await reopened.close();
    await library.close();
  });

  it('starts from the snapshot when Redis is away, and hears of what it missed', async () => {
    await publish();
    const before = await storeAt('server');
    await (await before.open('Lib')).close();
    await publish(syntheticReading('Lib', 9));
    await server.kill();

    const store = await storeAt('server');
    const library = await store.open('Lib');
    assert.equal(library.names().length, 120);
    const heard: string[] = [];
    store.onChange((name) => heard.push(name));
    await server.start();
    while (heard.length === 0) await wait(20);
    const next = await store.open('Lib');
    assert.equal(next.names().length, 9);
    await next.close();
    await library.close();
  });

  it('says so when there is neither Redis nor a snapshot', async () => {
    const store = await storeAt('none', `redis://someone:secret@127.0.0.1:${await freePort()}/0`);
    for (const attempt of [store.open('Lib'), store.libraries(), publishReading(reading, store, builtin)]) {
      await assert.rejects(attempt, (error) => {
        assert.doesNotMatch(String(error), /secret/);
        return epigenError(/Redis cannot be reached: .*ECONNREFUSED/, /127\.0\.0\.1/)(error);
      });
    }
    assert.doesNotMatch(store.location, /secret/);
  });

  it('does not wait for a server that accepts and says nothing', async () => {
    const sockets: Socket[] = [];
    const silent: Server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const address = silent.address();
    assert.ok(address !== null && typeof address === 'object');
    const store = await storeAt('none', `redis://127.0.0.1:${address.port}`);
    await assert.rejects(store.open('Lib'), epigenError(/Redis cannot be reached/));
    for (const socket of sockets) socket.destroy();
    silent.close();
  });

  it('does not let a slow server hold up fetch', async () => {
    await publish();
    const library = await (await storeAt('server')).open('Lib');
    await redis.call('CLIENT', 'PAUSE', '5000', 'ALL');
    assert.deepEqual(await library.fetch([first]), [reading.apis[0]]);
    await library.close();
  });

  it('asks for a password, and says when it is wrong', async () => {
    await redis.config('SET', 'requirepass', 'right');
    const store = await storeAt('a', server.url.replace('//', '//:wrong@'));
    await assert.rejects(store.open('Lib'), epigenError(/Redis cannot be reached/, /password/));
    const good = await storeAt('b', server.url.replace('//', '//:right@'));
    assert.deepEqual(await good.libraries(), []);
  });

  it('stays whole when a build is killed at any moment', async () => {
    await publish();
    for (let kill = 0; kill < 6; kill++) {
      await killedBuilder(server.url, folder, Math.random() * 250);
      const library = await (await storeAt(`after-${kill}`)).open('Lib');
      for (const name of library.names()) assert.equal(library.find(name)?.name, name);
      await library.close();
    }
  });

  it('fills a damaged snapshot again', async () => {
    await publish();
    const store = await storeAt('server');
    await (await store.open('Lib')).close();
    const [serverFolder = ''] = readdirSync(join(folder, 'server'));
    const snapshot = join(folder, 'server', serverFolder, 'Lib');
    const [build = ''] = readdirSync(snapshot).filter((file) => file.startsWith('1.0.0-'));
    rmSync(join(snapshot, build, 'apis.jsonl'));
    const library = await store.open('Lib');
    assert.deepEqual(library.find(first), reading.apis[0]);
    await library.close();
  });
});
