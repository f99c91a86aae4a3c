import assert from 'node:assert/strict';
import path from 'node:path';
import { indexOf, LIBRARIES } from '../../../bench/language/libraries.js';
import { checkText } from '../../../server/checks/check.js';
import type { Fix, Problem } from '../../../server/checks/problem.js';
import { applied } from '../../support/applied-fix.js';
import { generatedMisuses, ScriptFile } from '../../support/generated-misuses.js';

const FOLDER = path.resolve(import.meta.dirname, '../../..');
/** The first fixes that are offered for a problem are tried. */
const TRIED = 3;

describe('quick fixes of generated misuses', () => {
  for (const name of ['HX', 'google-apps-script']) {
    it(`${name}: TypeScript has nothing to say after a certain fix, and hardly ever after another`, async function () {
      this.timeout(900_000);
      const spec = LIBRARIES.find((it) => it.name === name);
      assert.ok(spec);
      const library = await indexOf(spec, FOLDER);
      const { misuses, referee } = generatedMisuses(spec, library, {
        folder: FOLDER,
        seed: 'fixes',
        perCell: 1,
      });
      const { text } = new ScriptFile(misuses);
      const check = (script: string) => checkText(script, [library], { uri: 'file:///script.js' }).problems;
      const problems = check(text).filter((it) => it.severity !== 'hint');
      const wrong: string[] = [];
      let certain = 0;
      let all = 0;
      for (let at = 0; at < TRIED; at += 1) {
        const chosen = new Map<number, { readonly problem: Problem; readonly fix: Fix }>();
        for (const [script, found] of ScriptFile.grouped(text, problems, (it) => it.range.start.line)) {
          const [problem] = found;
          const fix = problem?.fixes?.[at];
          if (problem && fix && found.length === 1) chosen.set(script, { problem, fix });
        }
        const after = applied(
          text,
          [...chosen.values()].flatMap((it) => it.fix.edits),
        );
        const errors = ScriptFile.grouped(after, referee.errors(after), (it) => it.line);
        for (const [script, { problem, fix }] of chosen) {
          all += 1;
          if (fix.certain) certain += 1;
          const [error] = errors.get(script) ?? [];
          if (error) assert.ok(!fix.certain, `${fix.title}: ${problem.message}\n${error.message}`);
          if (error) wrong.push(`${fix.title}: ${problem.message}\n${error.message}`);
        }
      }
      referee.dispose();
      assert.ok(certain > 50, `${certain} certain fixes`);
      // Where one mistake hides another, TypeScript has more to say once the first is gone.
      assert.ok(wrong.length <= all / 50, `${wrong.length} of ${all}:\n${wrong.join('\n')}`);
    });
  }
});
