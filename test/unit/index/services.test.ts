import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIndex } from '../../../index/build.js';
import { locateEmbedding, parseEmbedding } from '../../../index/embeddings/embedding-setting.js';
import { openEmbedder } from '../../../index/embeddings/open-embedder.js';
import { EpigenError } from '../../../index/error.js';
import { openStore } from '../../../index/store/open-store.js';
import {
  type ProviderRequest,
  type ScriptedProvider,
  scriptedProvider,
} from '../../support/scripted-provider.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

/** Vectors that tell how often letters occur, in the form of the service that is asked. */
function answer({ url, body }: ProviderRequest, dimension = 26) {
  const texts: string[] = [body.input].flat();
  const vectors = texts.map((text) =>
    Array.from(
      { length: dimension },
      (_, at) => text.toLowerCase().split(String.fromCharCode(97 + at)).length - 1,
    ),
  );
  const content = url.endsWith('/api/embed')
    ? { model: 'm', embeddings: vectors }
    : {
        object: 'list',
        model: 'm',
        data: vectors.map((embedding, index) => ({ object: 'embedding', index, embedding })),
      };
  return { raw: JSON.stringify(content), type: 'application/json' };
}

describe('the embedding of a service', function () {
  this.timeout(30_000);
  const folder = temporaryFolder();
  let provider: ScriptedProvider;
  let origin: string;
  before(async () => {
    provider = await scriptedProvider();
    origin = new URL(provider.baseUrl).origin;
  });
  after(() => provider.close());
  afterEach(() => {
    assert.equal(provider.unexpected(), 0);
    provider.requests.length = 0;
  });

  const settings = () => [`openai:some/model@${provider.baseUrl}`, `ollama:nomic:latest@${origin}`];
  const write = (text: string) => writeFileSync(join(folder, 'acme.d.ts'), text);
  const DOORS = `declare namespace Acme {
  /** Opens a door. */
  function openDoor(): void;
  /** Rings the bell. */
  function ringBell(): void;
}`;
  const index = (embeddings: string) =>
    buildIndex({
      sources: ['acme.d.ts'],
      cwd: folder,
      library: 'Acme',
      store: join(folder, '.epigen'),
      embeddings,
    });
  const opened = async (embeddings: string) =>
    (await openStore(join(folder, '.epigen'), { cwd: folder, embeddings })).open('Acme');

  it('turns records in batches and queries into unit vectors', async () => {
    for (const setting of settings()) {
      const embedder = await openEmbedder(setting);
      provider.script(answer, answer, answer);
      const vectors = await embedder.embed(Array.from({ length: 33 }, (_, at) => `key ${at}`));
      assert.equal(vectors.length, 33 * 26);
      assert.deepEqual(
        provider.requests.map((it) => it.body.input.length),
        [32, 1],
      );
      assert.equal(await embedder.dimension, 26);
      const query = await embedder.encode('key 0');
      assert.deepEqual(query, vectors.slice(0, 26));
      await embedder.encode('key 0');
      assert.equal(provider.requests.splice(0).length, 3);
    }
  });

  it('that answers with something else is an error', async () => {
    const [setting = ''] = settings();
    const short = (request: ProviderRequest) => answer(request, 3);
    const failing = async (...turns: Parameters<ScriptedProvider['script']>) => {
      const embedder = await openEmbedder(setting);
      provider.script(...turns);
      await embedder.encode('abc').catch(() => {});
      return embedder.embed(['abc']).then(
        () => assert.fail('it gave vectors'),
        (error: unknown) => (error instanceof EpigenError ? error.message : String(error)),
      );
    };
    assert.match(
      await failing(answer, short),
      /no vectors that can be used: 1 for 1 texts, with 3 dimensions/,
    );
    const nothing = { raw: '{"data":[]}', type: 'application/json' };
    assert.match(await failing(nothing, nothing), /cannot be read|no vectors/);
    assert.match(await failing({ status: 401 }, { status: 401 }), /refused the key/);
    assert.match(await failing({ status: 404 }, { status: 404 }), /check the address in `embeddings`/);
  });

  it('is asked at an index run and for queries, and again when the embedding is another', async () => {
    write(DOORS);
    const [openai = '', ollama = ''] = settings();
    provider.script(answer, answer);
    assert.equal((await index(openai)).embedded, 2);
    assert.ok(provider.requests.flatMap((it) => it.body.input).includes('openDoor: Opens a door'));
    assert.equal((await index(openai)).embedded, 0);
    write(DOORS.replace('Rings the bell', 'Rings a bell'));
    provider.script(answer, answer);
    assert.equal((await index(openai)).embedded, 1);
    provider.script(answer, answer);
    assert.equal((await index(ollama)).embedded, 2);

    const library = await opened(ollama);
    provider.script(answer);
    assert.equal((await library.search('open door', 1))[0]?.name, 'Acme.openDoor');
    assert.equal(library.problem?.(), undefined);
    await library.close();
    const wrong = await opened(openai);
    await assert.rejects(wrong.search('open door', 1), /indexed with the embedding ollama:nomic:latest/);
    await wrong.close();
  });

  it('that is away leaves the words, and that is said until it is back', async () => {
    write(DOORS);
    const [openai = ''] = settings();
    provider.script(answer, answer);
    await index(openai);
    const library = await opened(openai);
    provider.script({ status: 503 });
    assert.equal((await library.search('opens a door', 1))[0]?.name, 'Acme.openDoor');
    assert.match(library.problem?.() ?? '', /Acme is searched by words alone: the service failed \(503\)/);
    // It is left alone for a while.
    assert.equal((await library.search('rings the bell', 1))[0]?.name, 'Acme.ringBell');
    assert.equal(provider.requests.filter((it) => it.body.input === 'rings the bell').length, 0);
    await library.close();
  });

  it('whose vectors have another length than the index is refused', async () => {
    const [openai = ''] = settings();
    const library = await opened(openai);
    provider.script((request) => answer(request, 7));
    await assert.rejects(library.search('open', 1), /26 dimensions.* with 7/);
    await library.close();
  });
});

describe('the setting of the embedding', () => {
  it('is read as documented', () => {
    assert.deepEqual(parseEmbedding('openai:text-3@http://h:1/v1'), {
      kind: 'openai',
      model: 'text-3',
      baseUrl: 'http://h:1/v1',
    });
    assert.deepEqual(parseEmbedding('ollama:a/b:latest'), { kind: 'ollama', model: 'a/b:latest' });
    assert.deepEqual(parseEmbedding('onnx:corp/tiny@https://hub'), {
      kind: 'hub',
      model: 'corp/tiny',
      address: 'https://hub',
    });
    assert.deepEqual(parseEmbedding('onnx:C:\\models\\tiny'), { kind: 'onnx', folder: 'C:\\models\\tiny' });
    for (const wrong of ['', 'openai', 'openai:', 'onnx:@https://h', 'word2vec:x'])
      assert.equal(parseEmbedding(wrong), undefined);
    assert.equal(
      locateEmbedding('onnx:models/tiny', join('/', 'work')),
      `onnx:${join('/', 'work', 'models', 'tiny')}`,
    );
    assert.equal(locateEmbedding('ollama:m', '/work'), 'ollama:m');
  });
});
