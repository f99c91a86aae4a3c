import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ApiLibrary } from '../../index/library.js';
import { checkDocument } from '../../server/checks/check.js';
import { changeDocument } from '../../server/syntax/syntax-document.js';
import { reported, savedFailures } from '../support/replay/failures.js';
import { type Engine, failureInProcess } from '../support/replay/in-process.js';
import { replayLibraries } from '../support/replay/libraries.js';
import { applied, offsetAt, positionAt, type Replay } from '../support/replay/replay.js';
import { fewer, shrunk } from '../support/replay/shrink.js';
import { SPECIAL_KINDS } from '../support/replay/special-places.js';
import { Typist } from '../support/replay/typist.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const EDITS = 1_500;

describe('the typist of the soak test', () => {
  it('types the same for the same seed', () => {
    const [one, same, other] = [1, 1, 2].map((seed) => new Typist(seed, 'javascript').replay(100));
    assert.deepEqual(one, same);
    assert.notDeepEqual(one, other);
  });

  it('makes a tenth of the edits where counting goes wrong, and keeps the text at a length', () => {
    const typist = new Typist(3, 'tsx');
    const { steps } = typist.replay(EDITS);
    assert.ok(typist.special >= EDITS / 10, `${typist.special} of ${EDITS}`);
    for (const kind of SPECIAL_KINDS) assert.ok((typist.beside.get(kind) ?? 0) >= EDITS / 100, kind);
    assert.ok(typist.text.length < 40_000, `${typist.text.length} UTF-16 units`);
    assert.ok(
      steps.some(({ changes }) => changes.length > 1),
      'several changes at once',
    );
    assert.ok(
      steps.some(({ changes }) => changes.some((it) => !('range' in it))),
      'whole texts',
    );
  });

  it('has a model that agrees with the reference implementation', () => {
    const { start, steps } = new Typist(4, 'typescript').replay(300);
    const reference = TextDocument.create('file:///a.ts', 'typescript', 0, start);
    let text = start;
    for (const [at, { changes }] of steps.entries()) {
      TextDocument.update(reference, [...changes], at + 1);
      text = applied(text, changes);
      assert.equal(text, reference.getText());
      const offset = (at * 7_919) % (text.length + 1);
      assert.deepEqual(positionAt(text, offset), reference.positionAt(offset));
      assert.equal(
        offsetAt(text, positionAt(text, offset)),
        reference.offsetAt(reference.positionAt(offset)),
      );
    }
  });
});

describe('a failing replay', () => {
  /** Mistakes as a server may have them, and what is left of the replay. */
  const MISTAKES: readonly [string, Partial<Engine>, (replay: Replay) => boolean][] = [
    [
      'only the first change of a notification counts',
      { change: (document, changes, version) => changeDocument(document, changes.slice(0, 1), version) },
      ({ steps }) => steps.length === 1 && steps[0]?.changes.length === 2,
    ],
    [
      'line feeds are lost before the text is parsed',
      {
        change: (document, changes, version) =>
          changeDocument(
            document,
            changes.map((it) => ({ ...it, text: it.text.replaceAll('\n', '') })),
            version,
          ),
      },
      ({ steps }) => steps.length === 1 && steps[0]?.changes.length === 1,
    ],
    [
      'what is found in the first statement is kept back once it was edited',
      {
        check: (document, libraries) => {
          const checked = checkDocument(document, libraries);
          return document.version === 0 ? checked : { ...checked, problems: checked.problems.slice(1) };
        },
      },
      ({ steps }) => steps.length === 1,
    ],
  ];
  let libraries: ApiLibrary[];
  before(async () => {
    libraries = await replayLibraries();
  });

  for (const [name, mistake, isSmall] of MISTAKES) {
    it(`is found and made small: ${name}`, async () => {
      const engine: Engine = { change: changeDocument, check: checkDocument, ...mistake };
      const replay = new Typist(58, 'javascript').replay(60);
      const fails = async (it: Replay) => (await failureInProcess(it, libraries, engine)) !== undefined;
      assert.ok(await fails(replay));
      const small = await shrunk(replay, fails);
      assert.ok(await fails(small));
      assert.ok(isSmall(small), JSON.stringify(small));
      assert.equal(await failureInProcess(small, libraries), undefined);
    });
  }

  it('is left with the items that matter', async () => {
    const items = Array.from({ length: 100 }, (_, at) => at);
    const kept = await fewer(items, async (some) => some.includes(7) && some.includes(64));
    assert.deepEqual(kept, [7, 64]);
  });

  it('is saved as data and told as a unit test', async () => {
    const folder = temporaryFolder();
    const replay = new Typist(9, 'typescript').replay(20);
    const fails = async ({ start }: Replay) => start.includes('function');
    const told = await reported(
      folder,
      { seed: 9, step: 20, message: 'the text' },
      [replay],
      [{ fails, tries: 500 }],
    );
    const saved = savedFailures(folder).get('typescript-9-20.json');
    assert.ok(saved && (await fails(saved.replay)));
    assert.ok(told.includes(`checkReplay(${JSON.stringify(saved.replay)})`), told);
    assert.deepEqual(saved.replay.steps, []);
  });
});
