// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts are code.
import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { checkText } from '../../../server/checks/check.js';
import type { TypeScriptView } from '../../../server/checks/typescript-overlap.js';
import { libraryOf } from '../../support/snippets.js';

const DECLARATIONS = `
declare namespace Corp {
  /** Takes a number. */ function num(value: number): void;
  /** A text that may be missing. */ function maybe(): string | undefined;
  /** Old. @deprecated Use num. */ function old(): void;
  /** A number. */ function later(): Promise<number>;
}
`;
/** One finding of each sort: wrong anyway, wrong if null counts, a name in brackets, deprecated, only EpiGEN's. */
const WRONG =
  "Corp.num('a');\nCorp.maybe().length;\nCorp['nmu'](1);\nCorp.old();\nconst t = `${Corp.later()}`;\n";
const ALL = 'type-mismatch possibly-undefined unknown-api deprecated-api unawaited-result';

describe('what TypeScript says too', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryOf(DECLARATIONS);
  });

  const strict = { checks: true, strictNullChecks: true, noImplicitAny: true };
  const OFF = { checks: false, strictNullChecks: true, noImplicitAny: true };
  const cases: readonly (readonly [head: string, view: Omit<TypeScriptView, 'sees'>, left: string])[] = [
    ['', strict, 'unawaited-result'],
    ['', { ...strict, strictNullChecks: false }, 'possibly-undefined unawaited-result'],
    ['', { ...strict, noImplicitAny: false }, 'unknown-api unawaited-result'],
    ['', OFF, 'type-mismatch possibly-undefined unknown-api unawaited-result'],
    ['// @ts-check\n', OFF, 'unawaited-result'],
    ['//@ts-check\n', OFF, 'unawaited-result'],
    ['/// @ts-check\n', OFF, 'unawaited-result'],
    ['// @ts-check: always\n', OFF, 'unawaited-result'],
    ['#!/usr/bin/env node\n// @ts-check\n', OFF, 'unawaited-result'],
    ['// words\n// @ts-check\n', OFF, 'unawaited-result'],
    ['// @ts-nocheck\n// @ts-check\n', OFF, 'unawaited-result'],
    ['// @ts-nocheck\n', strict, ALL],
    ['// @ts-check\n// @ts-nocheck\n', strict, ALL],
    ['// @ts-checked\n', OFF, 'type-mismatch possibly-undefined unknown-api unawaited-result'],
    ['/* @ts-check */\n', OFF, 'type-mismatch possibly-undefined unknown-api unawaited-result'],
    ['work();\n// @ts-check\n', OFF, 'type-mismatch possibly-undefined unknown-api unawaited-result'],
    ['// see @ts-check\n', OFF, 'type-mismatch possibly-undefined unknown-api unawaited-result'],
  ];
  for (const [head, view, left] of cases) {
    it(`${JSON.stringify(head)} ${JSON.stringify(view)}`, () => {
      const typescript: TypeScriptView = { ...view, sees: () => true };
      const { problems } = checkText(head + WRONG, [library], { typescript });
      assert.equal(problems.map((it) => it.code).join(' '), left);
      const blind = { ...view, sees: () => false };
      assert.equal(
        checkText(head + WRONG, [library], { typescript: blind })
          .problems.map((it) => it.code)
          .join(' '),
        ALL,
      );
    });
  }

  it('asks whether TypeScript has the types, with the references of the file', () => {
    const asked: unknown[] = [];
    const typescript: TypeScriptView = {
      ...strict,
      sees: (it, references) => {
        asked.push([it.name, ...references]);
        return true;
      },
    };
    const head = `/// <reference path="a/b.d.ts" />\n/// <reference types="node" />\n/// <reference lib="x" path='c.d.ts'/>\n// <reference path="d.d.ts" />\n`;
    checkText(`${head}${WRONG}/// <reference path="e.d.ts" />`, [library], { typescript });
    assert.deepEqual(asked, [['Lib', 'a/b.d.ts', 'c.d.ts']]);
  });

  it('only what is said of libraries that the file uses counts', async () => {
    const other = await libraryOf('declare namespace Other { /** X. */ function x(): void }');
    const typescript: TypeScriptView = { ...strict, sees: (it) => it === library };
    assert.deepEqual(
      checkText("Corp.num('a');", [library, other], { typescript }).problems.map((it) => it.code),
      [],
    );
    assert.deepEqual(
      checkText("Corp.num('a'); Other.x(1);", [library, other], { typescript }).problems.map((it) => it.code),
      ['type-mismatch', 'extra-argument'],
    );
    // Which library a file without any use means is not known.
    assert.deepEqual(
      checkText('Corp.nmu;', [library, other], { typescript }).problems.map((it) => it.code),
      ['unknown-api'],
    );
  });

  it('comments that disable what TypeScript says are not superfluous', () => {
    const typescript: TypeScriptView = { ...strict, sees: () => true };
    const text = "// epigen-disable-next-line type-mismatch\nCorp.num('a');";
    assert.deepEqual(checkText(text, [library], { typescript }).problems, []);
  });
});
