import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { checkDocument, checkText } from '../../../server/checks/check.js';
import { statementFacts } from '../../../server/checks/statement-facts.js';
import {
  changeDocument,
  closeDocument,
  openDocument,
  type SyntaxDocument,
} from '../../../server/syntax/syntax-document.js';
import { libraryOf } from '../../support/snippets.js';

const DECLARATIONS = `
declare namespace Corp {
  /** Takes a number. */ function num(value: number): void;
  /** Takes a text. */ function text(value: string): void;
}
`;

describe('what is kept of a document from one version to the next', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryOf(DECLARATIONS);
  });

  /** Opens a text, checks it, replaces a part of it; hands over both versions' facts. */
  function edited(
    text: string,
    part: string,
    by: string,
    test: (document: SyntaxDocument, looked: readonly string[]) => void,
  ): void {
    const first = openDocument('file:///a.js', text, 1);
    checkDocument(first, [library]);
    const before = new Set(statementFacts(first, [library]).values());
    const at = text.indexOf(part);
    assert.ok(at >= 0, part);
    const range = { start: first.lines.position(at), end: first.lines.position(at + part.length) };
    const second = changeDocument(first, [{ range, text: by }], 2);
    try {
      const facts = statementFacts(second, [library]);
      assert.equal(facts.size, second.chunks.length);
      const looked = second.chunks.flatMap((chunk) => {
        const own = facts.get(chunk);
        return own && !before.has(own) ? [chunk.root.text.split('\n')[0] ?? ''] : [];
      });
      test(second, looked);
    } finally {
      closeDocument(second);
    }
  }

  /** Text, what is replaced, by what, and the first lines of the statements that are looked at again. */
  const cases: readonly (readonly [text: string, part: string, by: string, ...looked: string[]])[] = [
    // A statement that declares nothing is looked at alone, with the one behind it, whose comment it might be.
    ["Corp.num(1);\nCorp.num('a');\nCorp.text('b');\nCorp.text('c');", "'a'", '2', 'Corp.num(2);'],
    ["const a = 1;\nCorp.num(a);\nCorp.text('x');", '1', "'y'", "const a = 'y';", 'Corp.num(a);'],
    [
      "Corp.text('x');\nconst a = 1;\nCorp.num(ab);\nCorp.num(a);",
      '= 1',
      '= 2',
      'const a = 2;',
      'Corp.num(a);',
    ],
    [
      'const a = 1;\nCorp.num($a);\nCorp.num(a$);\nCorp.num(a);',
      '= 1',
      '= 2',
      'const a = 2;',
      'Corp.num(a);',
    ],
    [
      "const a = 1;\nconst b = a;\nconst c = b;\nCorp.num(c);\nCorp.text('x');",
      '1',
      "'z'",
      "const a = 'z';",
      'const b = a;',
      'const c = b;',
      'Corp.num(c);',
    ],
    [
      "let a = 1;\nfunction f() { Corp.num(a); }\nCorp.text('y');\na = 2;",
      'a = 2',
      "a = 'x'",
      'let a = 1;',
      'function f() { Corp.num(a); }',
      "a = 'x';",
    ],
    [
      'const o = { a: 1 };\nCorp.num(o.a);\nCorp.hide;\no.a = 2;',
      'o.a = 2',
      "o.a = 'x'",
      'const o = { a: 1 };',
      'Corp.num(o.a);',
      "o.a = 'x';",
    ],
    [
      '/** @typedef {string} T */\n/** @param {T} x */\nfunction f(x) { Corp.num(x); }\nfunction g() {}',
      'string',
      'number',
      '/** @typedef {number} T */',
      '/** @param {T} x */',
      'function f(x) { Corp.num(x); }',
    ],
    [
      '/** @callback T */\n/** @type {T} */\nconst f = 1;\nconst g = 2;',
      '@callback T',
      '@callback U',
      '/** @callback U */',
      '/** @type {T} */',
      'const f = 1;',
    ],
    [
      '/** @param {string} x */\nfunction f(x) { Corp.num(x); }\nfunction g() {}',
      'string',
      'number',
      '/** @param {number} x */',
      'function f(x) { Corp.num(x); }',
    ],
    [
      '/** @param {string} x */\n// what\nfunction f(x) { Corp.num(x); }\nfunction g() {}',
      'string',
      'number',
      '/** @param {number} x */',
      'function f(x) { Corp.num(x); }',
    ],
    ['// plain\nfunction f(x) { Corp.num(x); }', 'plain', 'other', '// other'],
    [
      'function f(x) { Corp.num(x); }\nfunction g() {}',
      'function f',
      '/** @param {string} x */\nfunction f',
      '/** @param {string} x */',
      'function f(x) { Corp.num(x); }',
    ],
    ['const a = 1;\nCorp.num(1);\nCorp.num(a);', 'const a = 1;\n', '', 'Corp.num(a);'],
    ['Corp.num(a);\nCorp.num(1);', 'Corp.num(1);', 'Corp.num(1);\nvar a = 1;', 'Corp.num(a);', 'var a = 1;'],
    ['Corp.num(1);\nCorp.num(2);\nCorp.num(3);', '2', '2'],
    [
      "const a = 1;\nfunction f() { return 'a'; }\nCorp.num(b);",
      '1',
      '2',
      'const a = 2;',
      "function f() { return 'a'; }",
    ],
  ];
  for (const [text, part, by, ...looked] of cases) {
    it(`${text.replaceAll('\n', ' ⏎ ')}: ${part} -> ${by}`, () => {
      edited(text, part, by, (document, again) => {
        assert.deepEqual(
          checkDocument(document, [library]).problems,
          checkText(document.text, [library]).problems,
        );
        // Statements beside the change may be looked at as well.
        for (const it of looked)
          assert.ok(again.includes(it), `${it} is looked at again: ${again.join(' | ')}`);
        const unneeded = again.filter((it) => !looked.includes(it));
        assert.ok(unneeded.length <= 1, `looked at in vain: ${unneeded.join(' | ')}`);
      });
    });
  }

  it('everything is looked at again where very many names may mean something else', () => {
    const names = Array.from({ length: 70 }, (_, at) => `a${at}`);
    const text = `const { ${names.join(', ')} } = x;\nCorp.num(1);\nCorp.num(2);\nCorp.num(3);\nCorp.num(4);`;
    edited(text, '= x', '= y', (document, again) => assert.equal(again.length, document.chunks.length));
    const few = `const { ${names.slice(0, 60).join(', ')} } = x;\nCorp.num(1);\nCorp.num(2);\nCorp.num(3);\nCorp.num(4);`;
    edited(few, '= x', '= y', (_, again) => assert.ok(again.length <= 2));
  });

  it('other libraries are another matter', async () => {
    const other = await libraryOf(
      'declare namespace Other { /** Takes a number. */ function num(value: number): void; }',
    );
    const document = openDocument('file:///a.js', "Corp.num('a'); Other.num('b');", 1);
    try {
      const starts = (libraries: readonly ApiLibrary[]) =>
        checkDocument(document, libraries).problems.map((it) => it.range.start.character);
      assert.deepEqual(starts([library]), [9]);
      assert.deepEqual(starts([library, other]), [9, 25]);
      assert.deepEqual(starts([other]), [25]);
      assert.deepEqual(starts([]), []);
      assert.deepEqual(starts([library]), [9]);
    } finally {
      closeDocument(document);
    }
  });
});
