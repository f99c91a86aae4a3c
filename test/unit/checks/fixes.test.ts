import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ApiLibrary } from '../../../index/library.js';
import { checkText } from '../../../server/checks/check.js';
import { type Fix, PROBLEM_CODES, type Problem } from '../../../server/checks/problem.js';
import { applied, spansOf } from '../../support/applied-fix.js';
import { FIX_DECLARATIONS, FIX_MODULE } from '../../support/fix-declarations.js';
import { FixReferee } from '../../support/fix-referee.js';
import { libraryOf } from '../../support/snippets.js';

/** A script with one problem, and what is offered for it. */
interface FixCase {
  readonly language?: 'ts';
  readonly script: string;
  readonly fixes: readonly { readonly title: string; readonly certain?: true; readonly after: string }[];
}

type Table = Readonly<Record<string, readonly FixCase[]>>;

const TABLE = path.join(import.meta.dirname, '../../fixtures/quick-fixes.json');
const tables = JSON.parse(readFileSync(TABLE, 'utf8')) as { readonly global: Table; readonly module: Table };

describe('quick fixes', () => {
  fixesOf('of a global library', tables.global, FIX_DECLARATIONS, FIX_DECLARATIONS);
  const exported = FIX_MODULE.replaceAll('export declare', 'export');
  fixesOf(
    'of a module',
    tables.module,
    FIX_MODULE,
    `declare module '@corp/box' {${exported}}`,
    'module:@corp/box',
  );

  it('exist for every code of a misuse', () => {
    const codes = Object.keys(PROBLEM_CODES).filter((it) => !/^contract-|^unused-disable$/.test(it));
    for (const code of codes) {
      const cases = tables.global[code] ?? [];
      assert.ok(cases.filter((it) => it.fixes.length > 0).length >= 5, code);
    }
  });
});

function fixesOf(name: string, table: Table, declarations: string, types: string, access?: string): void {
  describe(name, () => {
    let library: ApiLibrary;
    let referee: FixReferee;

    before(async () => {
      library = await libraryOf(declarations, access);
      referee = new FixReferee(types);
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
            const isRefused = referee.errors(script, language).length > 0;
            assert.equal(isRefused, code !== 'deprecated-api', 'the referee, before');
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
              const after = applied(script, fix.edits);
              assert.deepEqual(referee.errors(after, language), [], `the referee, after ${fix.title}`);
              const left = check(after);
              assert.equal(left.hasSyntaxErrors, false, fix.title);
              assert.deepEqual(left.problems, [], fix.title);
              isFilled(fix);
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

/** No value that must be given is nothing, or empty. */
function isFilled({ title, edits }: Fix): void {
  const text = edits.map((it) => it.newText).join('\n');
  // Who may pass null does not have to, and a function may do nothing.
  const values = text
    .replace(/=> \{\}/g, '=> 0')
    .replace(title.startsWith('Pass undefined') ? ' ?? undefined' : '', '');
  assert.doesNotMatch(values, /\b(?:undefined|null)\b|''|""|``|\[\]|\{\s*\}/, title);
}
