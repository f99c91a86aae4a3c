import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../index/library.js';
import type { LspWorkspace } from '../support/lsp-workspace.js';
import { reported, savedFailures } from '../support/replay/failures.js';
import { failureInProcess } from '../support/replay/in-process.js';
import { replayLibraries } from '../support/replay/libraries.js';
import { failureOverStdio, replayWorkspace, ServedDocument } from '../support/replay/over-stdio.js';
import type { Replay, Step } from '../support/replay/replay.js';
import { EDITS, FAILURES, IS_FULL, languageOfSeed, SEEDS } from '../support/replay/scale.js';
import { SPECIAL_KINDS } from '../support/replay/special-places.js';
import { Typist } from '../support/replay/typist.js';

const COMPARE_TEXT_EVERY = 100;
const COMPARE_DIAGNOSTICS_EVERY = 1_000;
const MAX_GROWTH = 1.05;

describe(`${EDITS} random edits a seed, over stdio`, function () {
  this.timeout(24 * 3_600_000);
  let workspace: LspWorkspace;
  let libraries: ApiLibrary[];

  before(async () => {
    workspace = await replayWorkspace();
    libraries = await replayLibraries();
  });
  after(() => workspace?.remove());

  for (const [name, { replay }] of savedFailures(FAILURES)) {
    it(`replays ${name}`, async () =>
      assert.equal(await failureOverStdio(replay, workspace.folder), undefined));
  }

  for (const seed of SEEDS) {
    it(`seed ${seed}: the server has the text of the model and the diagnostics of a cold server`, async () => {
      const language = languageOfSeed(seed);
      const typist = new Typist(seed, language);
      const document = await ServedDocument.open(workspace.folder, language, typist.start);
      const memory: number[] = [];
      const compared = { texts: 0, diagnostics: 0 };
      const started = Date.now();
      let taken = 0;
      let since: { start: string; steps: Step[] } = { start: typist.start, steps: [] };
      try {
        for (const step of typist.steps()) {
          taken += 1;
          since.steps.push(step);
          await document.take(step);
          const isLast = taken >= EDITS;
          if (taken % COMPARE_TEXT_EVERY === 0 || isLast) {
            compared.texts += 1;
            await document.compareText();
            memory.push(document.residentKiB() ?? 0);
          }
          if (taken % COMPARE_DIAGNOSTICS_EVERY === 0 || isLast) {
            compared.diagnostics += 1;
            await document.compareWithColdServer();
            since = { start: document.text, steps: [] };
          }
          if (isLast) break;
        }
        await document.stop();
      } catch (error) {
        document.kill();
        throw new Error(await shrunkReport(seed, taken, error as Error, { language, ...since }));
      }
      // Between two large collections memory rises by a tenth, some thousand edits long: a quarter has several of them.
      const half = median(memory.slice(memory.length * 0.25, memory.length * 0.5));
      const end = median(memory.slice(memory.length * 0.75));
      const seconds = Math.round((Date.now() - started) / 1_000);
      const beside = SPECIAL_KINDS.map((kind) => `${kind} ${typist.beside.get(kind) ?? 0}`).join(', ');
      console.log(
        `      ${language}: ${taken} edits in ${seconds} s; compared: ${compared.texts} texts, ` +
          `${compared.diagnostics} cold servers; resident ${mb(half)} MB before half, ${mb(end)} MB at the end, ` +
          `${mb(Math.max(...memory))} MB at most\n      beside: ${beside}`,
      );
      assert.ok(typist.special >= taken / 10, `${typist.special} edits beside special places`);
      // Before that a server is still warming up, and garbage is not collected often.
      if (IS_FULL)
        assert.ok(end <= half * MAX_GROWTH, `${mb(half)} MB before half, ${mb(end)} MB at the end`);
    });
  }

  /** Looks for the failure in this process first, which is quicker, and from the last comparison first. */
  async function shrunkReport(seed: number, step: number, error: Error, since: Replay): Promise<string> {
    const whole = new Typist(seed, since.language).replay(step);
    const inProcess = async (it: Replay) => (await failureInProcess(it, libraries)) !== undefined;
    const overStdio = async (it: Replay) => (await failureOverStdio(it, workspace.folder)) !== undefined;
    const what = { seed, step, message: error.message };
    return reported(
      FAILURES,
      what,
      [since, whole],
      [
        { fails: inProcess, tries: 5_000 },
        { fails: overStdio, tries: 200 },
      ],
    );
  }
});

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

function mb(kib: number): string {
  return (kib / 1_024).toFixed(1);
}
