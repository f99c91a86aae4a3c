import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { checkText } from '../../../server/checks/check.js';
import type { Fix, Problem } from '../../../server/checks/problem.js';
import { applied, spansOf } from '../../support/applied-fix.js';
import { FixReferee } from '../../support/fix-referee.js';
import { type FixCases, GLOBAL_FIXES, MODULE_FIXES } from '../../support/fix-table.js';

describe('TypeScript has nothing to say after a quick fix', () => {
  refereed(GLOBAL_FIXES);
  refereed(MODULE_FIXES);
});

function refereed({ name, table, types, library: read }: FixCases): void {
  describe(name, () => {
    let library: ApiLibrary;
    let referee: FixReferee;

    before(async () => {
      library = await read();
      referee = new FixReferee(types);
    });

    for (const [code, cases] of Object.entries(table)) {
      describe(code, () => {
        for (const { script, language = 'js' } of cases) {
          it(JSON.stringify(script), () => {
            const isRefused = referee.errors(script, language).length > 0;
            assert.equal(isRefused, code !== 'deprecated-api', 'the referee, before');
            const { problems } = checkText(script, [library], { uri: `file:///a.${language}` });
            const [problem] = problems as [Problem];
            for (const fix of problem.fixes ?? []) {
              const errors = referee.errors(applied(script, fix.edits), language);
              assert.deepEqual(errors, [], `the referee, after ${fix.title}`);
              isWithin(fix, script, problem, language);
            }
          });
        }
      });
    }

    /** No edit touches what is outside of the expression, save for `async` and for a name in an import. */
    function isWithin(fix: Fix, script: string, { range }: Problem, language: string): void {
      const [{ from: offset } = { from: 0 }] = spansOf(script, [{ range, newText: '' }]);
      const whole = referee.whole(script, offset, language);
      for (const { from, to, text } of spansOf(script, fix.edits)) {
        const isInside = whole.start <= from && to <= whole.end;
        const line = script.slice(script.lastIndexOf('\n', from - 1) + 1).split('\n', 1)[0] ?? '';
        const isImport = from === to && /^, [\w$]+$/.test(text) && line.startsWith('import ');
        const isAsync = from === to && text === 'async ';
        assert.ok(
          isInside || isImport || isAsync,
          `${fix.title} changes ${script.slice(from, to)} to ${text}`,
        );
      }
    }
  });
}
