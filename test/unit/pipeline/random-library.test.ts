import assert from 'node:assert/strict';
import { checkText } from '../../../server/checks/check.js';
import { generated, libraryFrom } from '../../support/generated.js';
import { type RandomApi, randomLibrary } from '../../support/random-library.js';

/** Ways to ask for two functions in the words of their documentation. */
const WORDINGS: readonly ((first: RandomApi, second: RandomApi) => string)[] = [
  (first, second) => `${first.sentence} ${second.sentence}`,
  (first, second) => `${first.instruction}, then ${second.instruction}`,
  (first, second) => `First ${first.instruction} and after that ${second.instruction}.`,
  (first, second) => `${first.sentence.slice(0, -1)} and ${second.sentence.toLowerCase()}`,
  (first, second) => `- ${first.instruction}\n- ${second.instruction}`,
];

describe('a library with names that say nothing', () => {
  it('is the same for the same seed', () => {
    assert.deepEqual(randomLibrary(3), randomLibrary(3));
    assert.notDeepEqual(randomLibrary(3), randomLibrary(4));
  });

  for (let seed = 1; seed <= 5; seed++) {
    it(`gives checked calls of the two functions that a requirement speaks of (seed ${seed})`, async () => {
      const { apis, declarations } = randomLibrary(seed);
      const library = await libraryFrom({ declarations });
      for (const [at, wording] of WORDINGS.entries()) {
        const first = apis[(at * 7 + seed) % apis.length];
        const second = apis[(at * 7 + seed + 3) % apis.length];
        assert.ok(first && second);
        const requirement = wording(first, second);
        const { edited, refusal } = await generated({ library, requirement, text: 'function run() {<|>}\n' });
        assert.ok(edited, refusal);

        const { uses, problems, hasSyntaxErrors } = checkText(edited, [library]);
        assert.deepEqual(
          uses.filter((it) => it.callRange).map((it) => it.api.name),
          [first.name, second.name],
          `${requirement}\n${edited}`,
        );
        assert.deepEqual([problems, hasSyntaxErrors], [[], false], edited);
      }
    });
  }
});
