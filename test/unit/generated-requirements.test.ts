import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { URI } from 'vscode-uri';
import type { Offer } from '../../server/features/requirement-state.js';
import { GENERATED_FILE, GeneratedRequirements } from '../../server/generated-requirements.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const offer = (requirement: string, ...apis: string[]): Offer => ({
  generated: { requirement, steps: apis.map((api) => ({ text: `Do ${api}.`, apis: [api] })) },
});

describe('what was generated in a workspace', () => {
  const base = temporaryFolder();
  const uri = URI.file(join(base, 'src/a.js')).toString();
  const other = URI.file(join(base, 'b.js')).toString();
  let count = 0;
  let folder: string;
  let memory: GeneratedRequirements;
  beforeEach(() => {
    folder = join(base, `.epigen-${count++}`);
    memory = new GeneratedRequirements(folder, base);
  });

  /** The requirements that are written, by file. */
  const written = async () => {
    await memory.written();
    const { files } = JSON.parse(readFileSync(join(folder, GENERATED_FILE), 'utf8'));
    return Object.fromEntries(
      Object.entries(files as Record<string, Offer['generated'][]>).map(([file, list]) => [
        file,
        list.map((it) => it.requirement),
      ]),
    );
  };
  const again = (of = uri) => new GeneratedRequirements(folder, base).of(of);

  it('is known by the files, also later', async () => {
    await memory.arrived(uri, {}, [offer('one', 'a')]);
    await memory.arrived(other, {}, [offer('two', 'b')]);
    await memory.arrived('untitled:Untitled-1', {}, [offer('three', 'c')]);
    assert.deepEqual(await written(), {
      'src/a.js': ['one'],
      'b.js': ['two'],
      'untitled:Untitled-1': ['three'],
    });
    assert.deepEqual(await again(), [offer('one', 'a').generated]);
  });

  it('is written as a whole where two arrive in one step', async () => {
    const lineage = {};
    memory.offered(lineage, offer('one', 'a'));
    memory.offered(lineage, offer('two', 'b'));
    await memory.arrived(uri, lineage, memory.offersOf(lineage));
    assert.deepEqual(memory.offersOf(lineage), []);
    await Promise.all([
      memory.arrived(other, {}, [offer('three', 'c')]),
      memory.arrived(other, {}, [offer('four', 'd')]),
    ]);
    assert.deepEqual(await written(), { 'src/a.js': ['one', 'two'], 'b.js': ['three', 'four'] });
  });

  it('is kept when it cannot be written, and written with the next', async () => {
    // A file stands where the folder should be.
    writeFileSync(folder, '');
    await memory.arrived(uri, {}, [offer('one', 'a')]);
    await memory.written();
    assert.equal((await memory.of(uri)).length, 1);
    rmSync(folder);
    await memory.arrived(uri, {}, [offer('two', 'b')]);
    assert.deepEqual(await written(), { 'src/a.js': ['one', 'two'] });
  });

  it('joins what another editor wrote meanwhile', async () => {
    await memory.arrived(uri, {}, [offer('one', 'a')]);
    await memory.written();
    const second = new GeneratedRequirements(folder, base);
    await second.arrived(other, {}, [offer('two', 'b')]);
    await second.written();
    await memory.arrived(uri, {}, [offer('three', 'c')]);
    assert.deepEqual(await written(), { 'src/a.js': ['one', 'three'], 'b.js': ['two'] });
  });

  it('is nothing where the file is none of ours', async () => {
    mkdirSync(folder);
    for (const content of ['{', '[]', '{"format":2,"files":{}}', '{"format":1,"files":{"src/a.js":[{}]}}']) {
      writeFileSync(join(folder, GENERATED_FILE), content);
      assert.deepEqual(await again(), []);
    }
  });

  it('takes the place of what was generated for the same requirement, or for the same subtask', async () => {
    await memory.arrived(uri, {}, [offer('one', 'a', 'b', 'c')]);
    // Two subtasks anew, each offered before the other arrived.
    const [first, second] = [offer('one', 'x', 'b', 'c'), offer('one', 'a', 'y', 'c')];
    await memory.arrived(uri, {}, [{ ...first, step: 0 }]);
    await memory.arrived(uri, {}, [{ ...second, step: 1 }]);
    const apis = async () => (await memory.of(uri)).map(({ steps }) => steps.flatMap((it) => it.apis).join());
    assert.deepEqual(await apis(), ['x,y,c']);
    await memory.arrived(uri, {}, [offer('one', 'z')]);
    assert.deepEqual(await apis(), ['z']);
    await memory.written();
    assert.equal((await again()).length, 1);
  });

  it('is offered for as long as the document is open, the newest twenty', () => {
    const [one, two] = [{}, {}];
    for (let at = 0; at < 30; at++) memory.offered(one, offer(`number ${at}`, 'a'));
    const offers = memory.offersOf(one);
    assert.equal(offers.length, 20);
    assert.equal(offers.at(-1)?.generated.requirement, 'number 29');
    assert.deepEqual(memory.offersOf(two), []);
    // The whole anew ends what was offered of its parts, and the same part what was offered of it.
    memory.offered(two, { ...offer('one', 'a', 'b'), step: 0 });
    memory.offered(two, { ...offer('one', 'c', 'b'), step: 0 });
    memory.offered(two, { ...offer('one', 'a', 'd'), step: 1 });
    assert.deepEqual(
      memory.offersOf(two).map((it) => it.step),
      [0, 1],
    );
    memory.offered(two, offer('one', 'e'));
    assert.equal(memory.offersOf(two).length, 1);
  });
});
