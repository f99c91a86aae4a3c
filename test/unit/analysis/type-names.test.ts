import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { checkText } from '../../../server/checks/check.js';
import { goldenLibrary } from '../../support/golden/libraries.js';

/* Names of types in a file that uses two libraries: the global Corp and the module @corp/box. */
describe('types that a file names, with two libraries', () => {
  let libraries: readonly ApiLibrary[];
  before(async () => {
    libraries = [await goldenLibrary('Corp'), await goldenLibrary('@corp/box')];
  });

  const IMPORT = "import { Case, Case as Thing } from '@corp/box';\n";

  /** Text, and what is reported: what is written there, and the code. */
  const cases: readonly (readonly [text: string, ...found: string[]])[] = [
    ['/** @param {Corp.User} u */ function f(u) { u.nmae; }', 'nmae unknown-result-property'],
    ["/** @param {import('@corp/box').Item} i */ function f(i) { i.idd; }", 'idd unknown-result-property'],
    // A name without its library is nobody's.
    ['/** @param {User} u */ function f(u) { u.nmae; }'],
    ['/** @param {Item} i */ function f(i) { i.idd; }'],
    ["/** @param {import('@corp/box').Corp.User} u */ function f(u) { u.nmae; }"],
    ["/** @param {import('@corp/box').Nope} u */ function f(u) { u.nmae; }"],
    ["/** @param {import('elsewhere').Item} i */ function f(i) { i.idd; }"],
    ["/** @param {import('elsewhere').Corp.User} i */ function f(i) { i.nmae; }"],
    // What a file imports, declares, or has as a variable.
    [`${IMPORT}/** @param {Case} c */ function f(c) { c.adb; }`, 'adb unknown-result-property'],
    [`${IMPORT}/** @param {Thing} c */ function f(c) { c.adb; }`, 'adb unknown-result-property'],
    [`${IMPORT}/** @param {Thing[]} c */ function f(c) { c[0].adb; }`, 'adb unknown-result-property'],
    ["import { Item } from 'elsewhere';\n/** @param {Item} i */ function f(i) { i.idd; }"],
    [
      "import * as box from '@corp/box';\n/** @param {box.Item} i */ function f(i) { i.idd; }",
      'idd unknown-result-property',
    ],
    ["import * as Corp from 'elsewhere';\n/** @param {Corp.User} u */ function f(u) { u.nmae; }"],
    ["import * as Corp from '@corp/box';\n/** @param {Corp.User} u */ function f(u) { u.nmae; }"],
    ['const Corp = {};\n/** @param {Corp.User} u */ function f(u) { u.nmae; }'],
    ['class Corp {}\n/** @param {Corp.User} u */ function f(u) { u.nmae; }'],
    // Types made of both libraries belong to none; each part of the file's own type is one library's.
    [
      "/** @typedef {{ u: Corp.User, i: import('@corp/box').Item }} Both */\n/** @param {Both} b */ function f(b) { b.u.nmae; b.i.idd; }",
    ],
    [
      "/**\n * @typedef {object} Both\n * @property {Corp.User} u\n * @property {import('@corp/box').Item} i\n */\n/** @param {Both} b */ function f(b) { b.u.nmae; b.i.idd; b.nope; }",
    ],
    [
      '/**\n * @typedef {object} Own\n * @property {Corp.User} u\n * @property {string} s\n */\n/** @param {Own} o */ function f(o) { o.u.nmae; Corp.num(o.s); }',
      'nmae unknown-result-property',
      'o.s type-mismatch',
    ],
    [
      '/**\n * @param {object} o\n * @param {Corp.User} o.u\n * @param {string} [o.s]\n * @param {number=} o.n\n */\nfunction f(o) { o.u.nmae; Corp.text(o.s); Corp.num(o.n); }',
      'nmae unknown-result-property',
      'o.s possibly-undefined',
      'o.n possibly-undefined',
    ],
    [
      "/**\n * @param {object} o\n * @param {Corp.User} o.u\n * @param {import('@corp/box').Item} o.i\n */\nfunction f(o) { o.u.nmae; o.i.idd; }",
    ],
    [
      "/** @typedef {Corp.User} U */\n/** @typedef {import('@corp/box').Item} I */\n/**\n * @param {U} u\n * @param {I} i\n */\nfunction f(u, i) { u.nmae; i.idd; }",
      'nmae unknown-result-property',
      'idd unknown-result-property',
    ],
    [
      '/** @typedef {{ next: Ring, user: Corp.User }} Ring */\n/** @param {Ring} r */ function f(r) { r.user.nmae; r.next.nope; }',
      'nmae unknown-result-property',
    ],
    // Only `object` has the properties that tags name; each typedef ends where the next one begins.
    [
      '/**\n * @typedef {object} Own\n * @property {string} s\n */\n/** @param {Own} o */ function f(o) { Corp.num(o.s); }',
      'o.s type-mismatch',
    ],
    [
      '/**\n * @typedef {Objects} Own\n * @property {string} s\n */\n/** @param {Own} o */ function f(o) { Corp.num(o.s); }',
    ],
    [
      '/**\n * @typedef {myobject} Own\n * @property {string} s\n */\n/** @param {Own} o */ function f(o) { Corp.num(o.s); }',
    ],
    [
      '/**\n * @typedef {object} Own\n * @property {string} to\n * @typedef {object} Next\n * @property {number} body\n */\n/** @param {Own} o */ function f(o) { Corp.send(o); }',
    ],
    [
      '/**\n * @typedef {object} Own\n * @property {string} to\n * @typedef {object} Next\n * @property {number} body\n * @property {string} to\n */\n/** @param {Next} o */ function f(o) { Corp.send(o); }',
      'o type-mismatch',
    ],
    ['/**\n * @param o\n * @param {string} o.s\n */\nfunction f(o) { Corp.num(o.s); }', 'o.s type-mismatch'],
    ['/**\n * @param {objects} o\n * @param {string} o.s\n */\nfunction f(o) { Corp.num(o.s); }'],
    ['/**\n * @param {myobject} o\n * @param {string} o.s\n */\nfunction f(o) { Corp.num(o.s); }'],
    ['/* @typedef {string} Own */\n/** @param {Own} o */ function f(o) { Corp.num(o); }'],
    // JavaScript imports values only.
    ["import { Item, sned } from '@corp/box';", 'Item unknown-api', 'sned unknown-api'],
    ['/** @callback Done\n * @param {string} s */\n/** @param {Done} d */ function f(d) { Corp.num(d); }'],
  ];
  for (const [text, ...found] of cases) {
    it(`${text.replaceAll('\n', ' ⏎ ')}: ${found.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(reported(text, 'js'), found);
    });
  }

  const typescript: readonly (readonly [text: string, ...found: string[]])[] = [
    ['function f(u: Corp.User) { u.nmae; }', 'nmae unknown-result-property'],
    [
      'interface Own { u: Corp.User; s: string }\nfunction f(o: Own) { o.u.nmae; Corp.num(o.s); }',
      'nmae unknown-result-property',
      'o.s type-mismatch',
    ],
    ['export interface Own { s: string }\nfunction f(o: Own) { Corp.num(o.s); }', 'o.s type-mismatch'],
    ['type Own = { s: string };\nfunction f(o: Own) { Corp.num(o.s); }', 'o.s type-mismatch'],
    ['export type Own = string;\nfunction f(o: Own) { Corp.num(o); }', 'o type-mismatch'],
    [
      'interface Own {\n  // number\n  s: /* number */ string;\n}\nfunction f(o: Own) { Corp.num(o.s); }',
      'o.s type-mismatch',
    ],
    // What is not all there is.
    ['interface Own { s: string }\ninterface Own { n: number }\nfunction f(o: Own) { Corp.num(o.s); }'],
    ['interface Own extends Other { s: string }\nfunction f(o: Own) { Corp.num(o.s); }'],
    ['interface Own<T> { s: string }\nfunction f(o: Own<string>) { Corp.num(o.s); }'],
    ['type Own<T> = string;\nfunction f(o: Own<number>) { Corp.num(o); }'],
    ['function f(o: Later) { Corp.num(o); }\nfunction g() { type Later = string; }'],
    ['interface Corp { s: string }\nfunction f(u: Corp) { Corp.num(u); }', 'u type-mismatch'],
    [
      "type Both = { u: Corp.User; i: import('@corp/box').Item };\nfunction f(b: Both) { b.u.nmae; b.i.idd; }",
    ],
    ["import { Item } from '@corp/box';\nfunction f(i: Item) { i.idd; }", 'idd unknown-result-property'],
    ["import type { Item } from '@corp/box';\nfunction f(i: Item) { i.idd; }", 'idd unknown-result-property'],
    ["import { type Item, sned, Nope } from '@corp/box';", 'sned unknown-api', 'Nope unknown-api'],
    // JSDoc states no type there.
    ['/** @typedef {string} Own */\nfunction f(o: Own) { Corp.num(o); }'],
    [
      '/** @typedef {number} Own */\ntype Own = string;\nfunction f(o: Own) { Corp.num(o); }',
      'o type-mismatch',
    ],
  ];
  for (const [text, ...found] of typescript) {
    it(`TypeScript: ${text.replaceAll('\n', ' ⏎ ')}: ${found.join(', ') || 'nothing'}`, () => {
      assert.deepEqual(reported(text, 'ts'), found);
    });
  }

  function reported(text: string, extension: string): string[] {
    const { problems, lines } = checkText(text, libraries, { uri: `file:///a.${extension}` });
    return problems.map(
      ({ code, range }) => `${text.slice(lines.offset(range.start), lines.offset(range.end))} ${code}`,
    );
  }
});
