import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { checkText } from '../../../server/checks/check.js';
import { applied } from '../../support/applied-fix.js';
import { GLOBAL_FIXES } from '../../support/fix-table.js';

describe('what fixes write fits into the file', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await GLOBAL_FIXES.library();
  });

  /** The text after the first fix of its first problem; undefined if there is none. */
  function fixed(text: string, name = 'a.js'): string | undefined {
    const [problem] = checkText(text, [library], { uri: `file:///${name}` }).problems;
    const [fix] = problem?.fixes ?? [];
    return fix && applied(text, fix.edits);
  }

  const quotes: readonly (readonly [text: string, after: string, name?: string])[] = [
    ['Corp.send({});', "Corp.send({ to: 'to' });"],
    ['f(1);\nf("x");\nCorp.send({});', 'f(1);\nf("x");\nCorp.send({ to: "to" });'],
    ['Corp.send({});\nf("x");\nf(\'y\');', 'Corp.send({ to: "to" });\nf("x");\nf(\'y\');'],
    ['f(\'x\', "y");\nCorp.send({});', "f('x', \"y\");\nCorp.send({ to: 'to' });"],
    ['f("\'");\nCorp.send({});', 'f("\'");\nCorp.send({ to: "to" });'],
    ['if (a) { f("x"); }\nCorp.send({});', 'if (a) { f("x"); }\nCorp.send({ to: "to" });'],
    // A literal keeps its own.
    ['Corp.send({ to: \'a\', level: "hihg" });', 'Corp.send({ to: \'a\', level: "high" });'],
    // JSX has double quotes everywhere.
    [
      'const a = <b c="x">{\'y\'}</b>;\nCorp.send({});',
      "const a = <b c=\"x\">{'y'}</b>;\nCorp.send({ to: 'to' });",
      'a.tsx',
    ],
    ['const a = <b c="x" />;\nCorp.send({});', 'const a = <b c="x" />;\nCorp.send({ to: \'to\' });', 'a.tsx'],
  ];
  for (const [text, after, name] of quotes)
    it(`quotes: ${text.replaceAll('\n', ' ⏎ ')}`, () => assert.equal(fixed(text, name), after));

  /** What stands before `Corp.user().name`, and before what it becomes. */
  const statements: readonly (readonly [before: string, semicolon: '' | ';'])[] = [
    ['', ''],
    ['const a = 1;\n', ''],
    ['const a = 1\n', ';'],
    ['let a\n', ';'],
    ['var a = 1\n', ';'],
    ['g()\n', ';'],
    ['g()\n// note\n', ';'],
    ['g() // note;\n', ';'],
    ['g(); // note\n', ''],
    ['g()\n/* note; */ ', ';'],
    ['if (a) { g() }\n', ''],
    ['if (a) g()\n', ';'],
    ['if (a) g();\n', ''],
    ['if (a) { g() } else g()\n', ';'],
    ['if (a) g()\nelse { g() }\n', ''],
    ['for (const x of []) g()\n', ';'],
    ['for (;;) g()\n', ';'],
    ['while (a) g()\n', ';'],
    ['while (a) { g() }\n', ''],
    ['a: g()\n', ';'],
    ['do g(); while (a)\n', ''],
    ['function g() {}\n', ''],
    ['class A {}\n', ''],
    ['const g = () => {}\n', ';'],
    ['const a = class {}\n', ';'],
    ['g(), ', ''],
  ];
  const READ = 'Corp.user().name';
  for (const [before, semicolon] of statements) {
    it(`statements: ${before.replaceAll('\n', ' ⏎ ')}`, () => {
      const awaited = `${semicolon}(await Corp.user()).name`;
      assert.equal(fixed(`${before}${READ}`, 'a.mjs'), `${before}${awaited}`);
      const inside = (it: string) => `async function f() { g();\n${it}\n}`;
      assert.equal(fixed(inside(`${before}${READ}`)), inside(`${before}${awaited}`));
    });
  }

  const modules: readonly (readonly [before: string, semicolon: '' | ';'])[] = [
    ['export const a = 1\n', ';'],
    ['export const a = 1;\n', ''],
    ['export function g() {}\n', ''],
    ['export default g\n', ';'],
    ['export default g;\n', ''],
    ['export default function () {}\n', ''],
    ['export {}\n', ''],
    ["import 'x';\n", ''],
  ];
  for (const [before, semicolon] of modules) {
    it(`in a module: ${before.trim()}`, () =>
      assert.equal(fixed(`${before}${READ}`), `${before}${semicolon}(await Corp.user()).name`));
  }

  for (const name of ['a.mjs', 'a.mts', 'a.MJS', 'a.mjs?x=1', 'a.mjs#x'])
    it(`${name} is a module`, () => assert.equal(fixed(READ, name), '(await Corp.user()).name'));
  for (const name of ['a.js', 'a.cjs', 'a.mxs', 'mjs', 'a.mjs.js', 'a.mjsx'])
    it(`${name} may be no module`, () => assert.equal(fixed(READ, name), undefined));
});
