import '../support/optional-packages.mjs';
import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openEmbedder } from '../../index/embeddings/open-embedder.js';
import { EpigenError } from '../../index/error.js';
import { writeFiles } from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { writeTinyOnnx } from '../support/tiny-onnx.js';

const KEYS = [
  'Acme.openDoor: Opens a door.',
  'Acme.ringBell: Rings the bell for a while, louder and louder.',
  'Ä',
];

describe('an ONNX model as embedding', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();
  const model = join(folder, 'models', 'tiny');
  before(() => writeTinyOnnx(model));

  it('in a folder gives the vectors of records and queries', async () => {
    const embedder = await openEmbedder(`onnx:${model}`);
    assert.equal(await embedder.dimension, 16);
    const vectors = await embedder.embed(KEYS);
    assert.equal(vectors.length, 48);
    for (const [row, key] of KEYS.entries()) {
      const query = await embedder.encode(key);
      const own = vectors.subarray(row * 16, (row + 1) * 16);
      // What is padded in a batch must not change a vector.
      for (const [at, value] of own.entries()) assert.ok(Math.abs(value - (query[at] ?? 9)) < 1e-5);
      assert.ok(Math.abs(Math.hypot(...own) - 1) < 1e-5);
    }
    const [open, bell] = [vectors.subarray(0, 16), vectors.subarray(16, 32)];
    assert.ok(open.some((value, at) => Math.abs(value - (bell[at] ?? 0)) > 0.01));
  });

  it('is named after what is in it, not after where it lies', async () => {
    const { id } = await openEmbedder(`onnx:${model}`);
    assert.match(id, /^onnx:tiny-[0-9a-f]{8}$/);
    writeTinyOnnx(join(folder, 'elsewhere', 'tiny'));
    assert.equal((await openEmbedder(`onnx:${join(folder, 'elsewhere', 'tiny')}`)).id, id);
    writeTinyOnnx(join(folder, 'elsewhere', 'tiny'), 2);
    assert.notEqual((await openEmbedder(`onnx:${join(folder, 'elsewhere', 'tiny')}`)).id, id);
  });

  it('takes the first word for the sentence where it says so', async () => {
    const other = join(folder, 'cls');
    writeTinyOnnx(other);
    writeFiles(other, { '1_Pooling/config.json': '{"pooling_mode_cls_token": true}' });
    const [a, b] = await Promise.all(
      ['one', 'two'].map(async (it) => (await openEmbedder(`onnx:${other}`)).encode(it)),
    );
    assert.deepEqual(a, b);
  });

  it('that is none is a clear error', async () => {
    await assert.rejects(openEmbedder(`onnx:${folder}`), /there is no ONNX model .*onnx\/model\.onnx/);
    const broken = join(folder, 'broken');
    writeTinyOnnx(broken);
    writeFiles(broken, { 'onnx/model.onnx': 'no model' });
    const embedder = await openEmbedder(`onnx:${broken}`);
    await assert.rejects(
      embedder.encode('x'),
      (error) => error instanceof EpigenError && /cannot be used/.test(error.message),
    );
  });

  it('comes from a hub once, and then from the cache', async () => {
    const asked: string[] = [];
    const hub = http.createServer((request, response) => {
      asked.push(request.url ?? '');
      try {
        const file = /^\/corp\/tiny\/resolve\/main\/(.*)$/.exec(request.url ?? '')?.[1] ?? '';
        response.end(readFileSync(join(model, file)));
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => hub.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(hub.address() as AddressInfo).port}`;
    const before = process.env.XDG_CACHE_HOME;
    process.env.XDG_CACHE_HOME = join(folder, 'cache');
    try {
      const local = await (await openEmbedder(`onnx:${model}`)).encode('Opens a door.');
      const fromHub = await openEmbedder(`onnx:corp/tiny@${address}`);
      assert.equal(fromHub.id, 'onnx:corp/tiny');
      assert.deepEqual(await fromHub.encode('Opens a door.'), local);
      assert.ok(asked.some((it) => it.endsWith('/onnx/model.onnx')));
      await new Promise((resolve) => hub.close(resolve));
      assert.deepEqual(
        await (await openEmbedder(`onnx:corp/tiny@${address}`)).encode('Opens a door.'),
        local,
      );
    } finally {
      hub.close();
      if (before === undefined) delete process.env.XDG_CACHE_HOME;
      else process.env.XDG_CACHE_HOME = before;
      rmSync(join(folder, 'cache'), { recursive: true, force: true });
    }
  });
});
