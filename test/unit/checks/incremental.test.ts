import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ApiLibrary } from '../../../index/library.js';
import { checkDocument, checkText } from '../../../server/checks/check.js';
import type { CheckedDocument } from '../../../server/checks/checked-document.js';
import { statementFacts } from '../../../server/checks/statement-facts.js';
import { changeDocument, closeDocument, openDocument } from '../../../server/syntax/syntax-document.js';
import { libraryOf } from '../../support/snippets.js';

const DECLARATIONS = `
declare namespace Corp {
  interface User { id: string; name: string }
  /** Sends. */
  function send(options: { to: string; times?: number }): Promise<User>;
  /** Waits. */
  function wait(ms: number): void;
}
`;

/** Statements that speak of each other, so that a change in one is a problem in another. */
const STATEMENTS = [
  'const ms = 5;',
  "const ms = '5';",
  'let ms = 5;',
  "ms = '5';",
  'Corp.wait(ms);',
  'const options = { to: ms };',
  'Corp.send(options);',
  'options.to = ms;',
  'function one() { return two(); }',
  'function two() { return ms; }',
  'Corp.wait(one());',
  '/** @typedef {{ id: string }} Thing */',
  '/** @typedef {{ id: number }} Thing */',
  '/** @param {Thing} thing */',
  'function take(thing) { Corp.wait(thing.id); }',
  '/** @returns {string} */',
  'function three() { return x; }',
  'Corp.send({ to: three() }).then((user) => { Corp.wait(user.id); });',
  'const Corp = other;',
  'Corp = other;',
  "import { Corp } from 'x';",
  'class A { m = new B(); n() { Corp.wait(this.m) } }',
  '// @requirement Wait.',
  '// epigen-disable-next-line type-mismatch',
  '/* epigen-disable */',
  '/* epigen-enable */',
  'if (ms) { Corp.wait(two()); }',
  'function broken( {',
  'const ;',
];

const edit = fc.record({
  at: fc.nat(99),
  remove: fc.nat(2),
  insert: fc.array(fc.constantFrom(...STATEMENTS), { maxLength: 2 }),
});

describe('facts that are kept from one version to the next', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryOf(DECLARATIONS);
  });

  it('are those of a fresh check', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...STATEMENTS), { maxLength: 10 }),
        fc.array(edit, { maxLength: 10 }),
        (first, edits) => {
          let lines = [...first];
          let document = openDocument('file:///a.js', lines.map((it) => `${it}\n`).join(''), 0);
          checkDocument(document, [library]);
          for (const { at, remove, insert } of edits) {
            const start = at % (lines.length + 1);
            const end = Math.min(lines.length, start + remove);
            const range = { start: { line: start, character: 0 }, end: { line: end, character: 0 } };
            lines = [...lines.slice(0, start), ...insert, ...lines.slice(end)];
            document = changeDocument(document, [{ range, text: insert.map((it) => `${it}\n`).join('') }], 0);
            const warm = plain(checkDocument(document, [library]));
            assert.deepEqual(warm, plain(checkText(document.text, [library], { uri: 'file:///a.js' })));
          }
          closeDocument(document);
        },
      ),
      { numRuns: 500, seed: 20261124 },
    );
  });

  it('are given up when the libraries are others', async () => {
    const other = await libraryOf(DECLARATIONS.replace('ms: number', 'ms: string'));
    const document = openDocument('file:///a.js', 'Corp.wait(1);', 0);
    assert.equal(checkDocument(document, [library]).problems.length, 0);
    assert.equal(checkDocument(document, [other]).problems.length, 1);
    assert.equal(checkDocument(document, []).problems.length, 0);
  });

  it('say nothing of places once the document has moved on', () => {
    const document = openDocument('file:///a.js', 'Corp.wait(1);', 0);
    const old = checkDocument(document, [library]);
    changeDocument(
      document,
      [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n' }],
      1,
    );
    assert.deepEqual(old.uses, []);
  });

  it('does not look for names that are not there yet', () => {
    // Every text mentions the empty name, at every place: looking for it would never end.
    for (const text of ['const ;', 'let = 5;', 'function () {}', 'const { } = ms;', 'class {}']) {
      const document = openDocument('file:///a.js', `${text}\nCorp.wait(1);`, 0);
      const names = [...statementFacts(document, [library]).values()].flatMap((it) => it.names);
      assert.ok(!names.includes(''), text);
      closeDocument(document);
    }
  });
});

function plain({ problems, uses, requirements }: CheckedDocument) {
  return {
    problems,
    requirements,
    uses: uses.map(({ api, nameRange, callRange }) => ({ api: api.name, nameRange, callRange })),
  };
}
