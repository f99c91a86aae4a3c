import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ApiLibrary } from '../../index/library.js';
import { reported, savedFailures } from '../support/replay/failures.js';
import { EditedDocument, failureInProcess } from '../support/replay/in-process.js';
import { replayLibraries } from '../support/replay/libraries.js';
import { EDITS, FAILURES, languageOfSeed, SEEDS } from '../support/replay/scale.js';
import { Typist } from '../support/replay/typist.js';

const STEPS_A_TURN = 50;

describe(`${EDITS} random edits a seed, in this process`, function () {
  this.timeout(24 * 3_600_000);
  let libraries: ApiLibrary[];

  before(async () => {
    libraries = await replayLibraries();
  });

  for (const [name, { replay }] of savedFailures(FAILURES)) {
    it(`replays ${name}`, async () => assert.equal(await failureInProcess(replay, libraries), undefined));
  }

  for (const seed of SEEDS) {
    it(`seed ${seed}: after each edit the syntax tree is that of the text parsed anew`, async () => {
      const language = languageOfSeed(seed);
      const typist = new Typist(seed, language);
      const document = new EditedDocument(language, typist.start, libraries);
      let taken = 0;
      try {
        for (const step of typist.steps()) {
          taken += 1;
          document.take(step);
          if (taken % STEPS_A_TURN === 0) await nextTurn();
          if (taken >= EDITS) break;
        }
      } catch (error) {
        const { message } = error as Error;
        const replay = new Typist(seed, language).replay(taken);
        const fails = async (it: typeof replay) => (await failureInProcess(it, libraries)) !== undefined;
        const what = { seed, step: taken, message };
        throw new Error(await reported(FAILURES, what, [replay], [{ fails, tries: 5_000 }]));
      } finally {
        document.close();
      }
      console.log(
        `      ${language}: ${taken} edits, ${typist.special} beside special places; ${document.sound} texts without ` +
          `syntax errors; findings compared ${document.checked} times`,
      );
    });
  }
});
