import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { checkText } from '../../../server/checks/check.js';
import { type Fix, PROBLEM_CODES, type Problem } from '../../../server/checks/problem.js';
import { applied } from '../../support/applied-fix.js';
import { type FixCases, GLOBAL_FIXES, MODULE_FIXES } from '../../support/fix-table.js';

describe('quick fixes', () => {
  fixesOf(GLOBAL_FIXES);
  fixesOf(MODULE_FIXES);

  it('exist for every code of a misuse', () => {
    const codes = Object.keys(PROBLEM_CODES).filter((it) => !/^contract-|^unused-disable$/.test(it));
    for (const code of codes) {
      const cases = GLOBAL_FIXES.table[code] ?? [];
      assert.ok(cases.filter((it) => it.fixes.length > 0).length >= 5, code);
    }
  });
});

function fixesOf({ name, table, library: read }: FixCases): void {
  describe(name, () => {
    let library: ApiLibrary;
    before(async () => {
      library = await read();
    });

    for (const [code, cases] of Object.entries(table)) {
      describe(code, () => {
        for (const { script, language = 'js', fixes } of cases) {
          it(`${JSON.stringify(script)} -> ${fixes.map((it) => it.title).join(' | ') || 'nothing certain'}`, () => {
            const check = (text: string) => checkText(text, [library], { uri: `file:///a.${language}` });
            const { problems } = check(script);
            assert.deepEqual(
              problems.map((it) => it.code),
              [code],
            );
            const [problem] = problems as [Problem];
            const offered = problem.fixes ?? [];
            assert.deepEqual(
              offered.map(({ title, certain, edits }) => ({
                title,
                ...(certain ? { certain } : {}),
                after: applied(script, edits),
              })),
              fixes,
            );
            assert.ok(offered.filter((it) => it.certain).length <= 1, 'what is certain is one');
            for (const fix of offered) {
              const left = check(applied(script, fix.edits));
              assert.equal(left.hasSyntaxErrors, false, fix.title);
              assert.deepEqual(left.problems, [], fix.title);
              isFilled(fix);
            }
          });
        }
      });
    }
  });
}

/** No value that must be given is nothing, or empty. */
function isFilled({ title, edits }: Fix): void {
  const text = edits.map((it) => it.newText).join('\n');
  // Who may pass null does not have to, and a function may do nothing.
  const values = text
    .replace(/=> \{\}/g, '=> 0')
    .replace(title.startsWith('Pass undefined') ? ' ?? undefined' : '', '');
  assert.doesNotMatch(values, /\b(?:undefined|null)\b|''|""|``|\[\]|\{\s*\}/, title);
}
