import assert from 'node:assert/strict';
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildIndex, type IndexRequest } from '../../../index/build.js';
import { EpigenError } from '../../../index/error.js';
import { openStore } from '../../../index/store/open-store.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

/** A declaration of functions, one a line: `name: description`. */
function declare(...functions: string[]): string {
  const members = functions.map((line) => {
    const [name, text] = line.split(': ');
    return `  /** ${text}. */\n  function ${name}(id: string): Promise<void>;`;
  });
  return `declare namespace Acme {\n${members.join('\n')}\n}\n`;
}

const BASE = ['openDoor: Opens the door', 'closeDoor: Closes the door', 'ringBell: Rings the bell'];

class Workspace {
  readonly folder = temporaryFolder();

  constructor(...functions: string[]) {
    mkdirSync(join(this.folder, 'docs'));
    this.write('docs/acme.d.ts', declare(...functions));
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
    // As if it had been written a while ago: what changes while it is read is never taken for unchanged.
    const past = new Date(Date.now() - 60_000 + this.ticks++);
    utimesSync(join(this.folder, file), past, past);
  }

  private ticks = 0;

  build(request: Partial<IndexRequest> = {}) {
    return buildIndex({
      sources: ['docs'],
      cwd: this.folder,
      library: 'Acme',
      access: { kind: 'global', path: 'Acme' },
      store: '.epigen',
      ...request,
    });
  }

  /** `added changed removed unchanged embedded` of a build. */
  async counts(request: Partial<IndexRequest> = {}): Promise<string> {
    const { added, changed, removed, unchanged, embedded } = await this.build(request);
    return `+${added} ~${changed} -${removed} =${unchanged} embedded ${embedded}`;
  }

  async names(): Promise<string> {
    const library = await (await openStore('.epigen', { cwd: this.folder })).open('Acme');
    const names = library.names().join(' ');
    await library.close();
    return names;
  }
}

describe('building an index', () => {
  it('reports what it found', async () => {
    const { ms, sources, build, ...report } = await new Workspace(...BASE).build();
    assert.deepEqual(report, {
      library: 'Acme',
      version: '0.0.0',
      apis: 3,
      members: 0,
      added: 3,
      changed: 0,
      removed: 0,
      unchanged: 0,
      embedded: 3,
      unknownTypes: 0,
      contracts: 0,
      gaps: ['undocumented-parameter', 'no-example'].map((kind) => ({
        kind,
        apis: 3,
        first: ['Acme.openDoor', 'Acme.closeDoor', 'Acme.ringBell'],
      })),
    });
    assert.match(build, /^0\.0\.0-[0-9a-f]{8}$/);
    assert.ok(ms > 0);
    assert.deepEqual(
      sources.map(({ records, skipped }) => ({ records, skipped })),
      [{ records: 3, skipped: [] }],
    );
  });

  it('embeds only what changed', async () => {
    const workspace = new Workspace(...BASE);
    assert.equal(await workspace.counts(), '+3 ~0 -0 =0 embedded 3');
    assert.equal(await workspace.counts(), '+0 ~0 -0 =3 embedded 0');
    workspace.write(
      'docs/acme.d.ts',
      declare('openDoor: Opens the gate', 'ringBell: Rings the bell', 'knock: Knocks'),
    );
    assert.equal(await workspace.counts(), '+1 ~1 -1 =1 embedded 2');
    assert.equal(await workspace.names(), 'Acme.openDoor Acme.ringBell Acme.knock');
  });

  it('searches with the vectors it kept as with new ones', async () => {
    const grown = new Workspace(...BASE);
    await grown.build();
    const after = declare('knock: Knocks at the door', ...BASE);
    grown.write('docs/acme.d.ts', after);
    await grown.build();
    const fresh = new Workspace('knock: Knocks at the door', ...BASE);
    await fresh.build();
    const search = async ({ folder }: Workspace) => {
      const library = await (await openStore('.epigen', { cwd: folder })).open('Acme');
      const found = await library.search('ring the door bell', 4);
      await library.close();
      return found;
    };
    assert.deepEqual(await search(grown), await search(fresh));
  });

  it('takes records that only moved to another line for unchanged', async () => {
    const workspace = new Workspace(...BASE);
    const before = await workspace.build();
    workspace.write('docs/acme.d.ts', `// A new line.\n${declare(...BASE)}`);
    const after = await workspace.build();
    assert.deepEqual([after.unchanged, after.embedded], [3, 0]);
    // But go to definition must follow.
    assert.notEqual(after.build, before.build);
    const library = await (await openStore('.epigen', { cwd: workspace.folder })).open('Acme');
    assert.equal(library.find('Acme.openDoor')?.source.line, 4);
    await library.close();
  });

  it('does not read the sources when nothing has changed', async () => {
    const workspace = new Workspace(...BASE);
    const first = await workspace.build();
    const heard: string[] = [];
    const second = await workspace.build({ onProgress: (_done, _total, what) => heard.push(what) });
    assert.deepEqual(heard, []);
    assert.deepEqual({ ...second, ms: 0 }, { ...first, added: 0, unchanged: 3, embedded: 0, ms: 0 });
  });

  it('notices a file that is added to a folder', async () => {
    const workspace = new Workspace(...BASE);
    await workspace.build();
    workspace.write('docs/more.d.ts', declare('wave: Waves'));
    assert.equal(await workspace.counts(), '+1 ~0 -0 =3 embedded 1');
  });

  it('notices other options', async () => {
    const workspace = new Workspace(...BASE);
    const first = await workspace.build();
    const second = await workspace.build({ version: '2.0.0' });
    assert.equal(second.version, '2.0.0');
    assert.notEqual(second.build, first.build);
    assert.equal(second.embedded, 0);
  });

  it('finds the same index when no library is named', async () => {
    const { folder } = new Workspace(...BASE);
    const request = { sources: ['docs'], cwd: folder, store: '.epigen' };
    const first = await buildIndex(request);
    const second = await buildIndex(request);
    assert.deepEqual([second.library, second.build, second.embedded], [first.library, first.build, 0]);
  });

  it('builds anew what is damaged, although the sources are unchanged', async () => {
    const workspace = new Workspace(...BASE);
    const { build } = await workspace.build();
    writeFileSync(join(workspace.folder, '.epigen', 'Acme', build, 'apis.jsonl'), '');
    assert.equal(await workspace.counts(), '+3 ~0 -0 =0 embedded 3');
    assert.equal(await workspace.names(), 'Acme.openDoor Acme.closeDoor Acme.ringBell');
  });

  it('keeps the other libraries of the store', async () => {
    const workspace = new Workspace(...BASE);
    await workspace.build();
    await workspace.build({ library: '@corp/h5' });
    assert.deepEqual(await (await openStore('.epigen', { cwd: workspace.folder })).libraries(), [
      '@corp/h5',
      'Acme',
    ]);
  });
});

describe('a build that fails leaves the old index', () => {
  const failures: Record<string, (workspace: Workspace) => Partial<IndexRequest> | undefined> = {
    'a source without an API': (workspace) => {
      workspace.write('docs/acme.d.ts', 'declare const nothing: number;\n');
      return undefined;
    },
    'a source that is gone': (workspace) => {
      rmSync(join(workspace.folder, 'docs'), { recursive: true });
      return undefined;
    },
    'an embedding that is not there': () => ({ embeddings: 'onnx:nowhere' }),
    'a store of an unknown kind': () => ({ store: 'ftp://x' }),
  };
  for (const [what, prepare] of Object.entries(failures)) {
    it(what, async () => {
      const workspace = new Workspace(...BASE);
      await workspace.build();
      const request = prepare(workspace);
      await assert.rejects(workspace.build(request), (error) => error instanceof EpigenError);
      assert.equal(await workspace.names(), 'Acme.openDoor Acme.closeDoor Acme.ringBell');
    });
  }

  it('a signal', async () => {
    const workspace = new Workspace(...BASE);
    await workspace.build();
    workspace.write('docs/acme.d.ts', declare('knock: Knocks'));
    await assert.rejects(workspace.build({ signal: AbortSignal.abort() }), { name: 'AbortError' });
    const controller = new AbortController();
    const late = workspace.build({ signal: controller.signal, onProgress: () => controller.abort() });
    await assert.rejects(late, { name: 'AbortError' });
    assert.equal(await workspace.names(), 'Acme.openDoor Acme.closeDoor Acme.ringBell');
  });

  it('a store that is a file', async () => {
    const workspace = new Workspace(...BASE);
    workspace.write('taken', 'not a folder');
    await assert.rejects(workspace.build({ store: 'taken' }), (error) => error instanceof EpigenError);
  });
});
