import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { LineIndex } from '../../../server/syntax/line-index.js';
import { changeDocument, closeDocument, openDocument } from '../../../server/syntax/syntax-document.js';
import { documentFacts } from '../../support/document-facts.js';

const RUNS = 300;

/** Pieces that open, close and join things, so that edits change the structure far away. */
const PIECES = [
  ...[
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '`',
    '${',
    "'",
    '"',
    '/*',
    '*/',
    '//',
    '/',
    '\\',
    ';',
    ',',
    '=>',
    '=',
    '.',
    '?.',
  ],
  ...[
    '\n',
    '\r\n',
    '\r',
    ' ',
    '\t',
    '\uFEFF',
    '\u2028',
    '😀',
    '你好',
    'é',
    'x',
    'f',
    '1',
    'async ',
    'await ',
    'function ',
  ],
  ...[
    'const a = ',
    'if (x) ',
    'else ',
    'return ',
    'import x from "m";\n',
    'export ',
    'class A { m() {} }\n',
    '<p>',
    '</p>',
  ],
  ...[
    '// @requirement Show it.\n',
    'HX.showToast({ msg: "a" });\n',
    'let { b, c: [d] } = e;\n',
    'for (const i of l) {}\n',
  ],
];

const TEXT = `// A file.
import { a, b as c } from 'm';

/** Does. */
export async function f({ id, ...rest }, [x = 1]) {
  const u = await HX.get({ id }); // here
  if (!u) return null;
  return \`\${u.name} 你好 😀\`;
}

const g = (x) => x?.y['z'] ?? 3;\r
class K extends L { static #p = 1; get q() { return this.#p; } }\r
label: for (let i = 0; i < 3; i += 1) { g(i); }
f({ id: 1 }).then((r) => r).catch(() => {});
`;

/** The same for the grammar of TypeScript, with what only it has. */
const TYPESCRIPT = `${TEXT}
interface Note<T = string> { to: T; /* here */ copy?: readonly T[] }
export async function typed(this: Note, { id }: { id: string } = { id: 'a' }, n?: number): Promise<void> {
  const read = (await HX.get<Note>(id))!.to as string;
  await HX.set<number>(read).catch(() => {});
}
abstract class Own<T> extends Base<T> implements Note { private a?: string = 'x'; constructor(readonly b: T) { super(); } }
enum Level { Low, High }
`;

interface Edit {
  readonly from: number;
  readonly length: number;
  readonly pieces: readonly string[];
}

const editWith = (pieces: readonly string[]): fc.Arbitrary<Edit> =>
  fc.record({
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 2, arbitrary: fc.nat(6) },
      fc.nat(80),
    ),
    pieces: fc.array(fc.constantFrom(...pieces), { maxLength: 3 }),
  });
const edit = editWith(PIECES);
const typedEdit = editWith([
  ...PIECES,
  ': string',
  '?: number',
  ' as const',
  ' as T',
  '!',
  '<T>',
  'type T = {\n',
  'declare ',
  'private ',
  'interface I {',
  'await f<T>(',
]);

describe('a document that is changed', () => {
  for (const [name, start, pieces] of [
    ['a.js', TEXT, edit],
    ['a.ts', TYPESCRIPT, typedEdit],
  ] as const)
    it(`is the same as one that is opened with the new text: ${name}`, () => {
      const notification = fc.array(pieces, { minLength: 1, maxLength: 3 });
      const uri = `file:///${name}`;
      fc.assert(
        fc.property(fc.array(notification, { minLength: 1, maxLength: 8 }), (notifications) => {
          let model: string = start;
          let document = openDocument(uri, start, 0);
          for (const [version, edits] of notifications.entries()) {
            const changes: TextDocumentContentChangeEvent[] = [];
            for (const { from, length, pieces } of edits) {
              const lines = new LineIndex(model);
              const at = Math.floor(from * model.length);
              const range = {
                start: lines.position(at),
                end: lines.position(Math.min(at + length, model.length)),
              };
              const [begin, end] = [lines.offset(range.start), lines.offset(range.end)];
              const text = pieces.join('');
              changes.push({ range, text });
              model = model.slice(0, begin) + text + model.slice(end);
            }
            document = changeDocument(document, changes, version + 1);
            assert.equal(document.text, model);
            const cold = openDocument(uri, model, version + 1);
            assert.deepEqual(documentFacts(document), documentFacts(cold));
            closeDocument(cold);
          }
          closeDocument(document);
        }),
        { numRuns: RUNS, seed: 20261124 },
      );
    });

  it('takes a whole new text, also among other changes', () => {
    const document = openDocument('file:///a.js', TEXT, 0);
    const changed = changeDocument(
      document,
      [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 2 } }, text: '' },
        { text: 'f();\n' },
        { range: { start: { line: 0, character: 2 }, end: { line: 0, character: 2 } }, text: '1' },
      ],
      7,
    );
    assert.equal(changed.text, 'f(1);\n');
    assert.equal(changed.version, 7);
    assert.deepEqual(documentFacts(changed), documentFacts(openDocument('file:///a.js', 'f(1);\n', 7)));
  });

  it('keeps the statements that a change does not touch', () => {
    const document = openDocument('file:///a.js', 'one();\n\ntwo();\n\nthree();\n', 0);
    const [one, two, three] = document.chunks;
    const at = { line: 2, character: 4 };
    const changed = changeDocument(document, [{ range: { start: at, end: at }, text: '1' }], 1);
    assert.equal(changed.chunks[0], one);
    assert.notEqual(changed.chunks[1], two);
    assert.equal(changed.chunks[2], three);
    assert.equal(changed.chunks[2]?.root.text, 'three();');
  });

  it('cannot be changed once it is closed', () => {
    const document = openDocument('file:///a.js', 'f();', 0);
    closeDocument(document);
    assert.throws(() => changeDocument(document, [{ text: '' }], 1), /file:\/\/\/a\.js is closed/);
  });
});

describe('a document of unusual size', () => {
  it('of 50,000 lines', () => {
    const document = openDocument('file:///a.js', 'f(1);\n'.repeat(50_000), 0);
    assert.equal(document.chunks.length, 50_000);
  });

  it('of one line with a megabyte', () => {
    const document = openDocument('file:///a.js', `f([${'1, '.repeat(350_000)}]);`, 0);
    assert.equal(document.hasErrors, false);
  });

  it('with brackets nested 3,000 deep', () => {
    const text = `${'['.repeat(3_000)}${']'.repeat(3_000)};\nf();`;
    const document = openDocument('file:///a.js', text, 0);
    assert.equal(document.text, text);
    assert.equal(document.program.at(3_000).type, 'array');
  });
});

describe('lines', () => {
  it('end with LF, CRLF and CR, and columns count UTF-16 units', () => {
    const lines = new LineIndex('a\nb\r\n😀c\rd');
    assert.equal(lines.lines, 4);
    assert.deepEqual(lines.position(8), { line: 2, character: 3 });
    assert.deepEqual(lines.position(99), { line: 3, character: 1 });
    assert.equal(lines.offset({ line: 1, character: 99 }), 3);
    assert.equal(lines.offset({ line: 9, character: 0 }), 10);
    assert.equal(lines.offset({ line: -1, character: 0 }), 0);
  });

  it('are known after a change as in a new index', () => {
    const text = fc
      .array(fc.constantFrom('a', '\n', '\r\n', '\r', '😀'), { maxLength: 12 })
      .map((it) => it.join(''));
    fc.assert(
      fc.property(text, text, fc.nat(12), fc.nat(5), (before, inserted, at, length) => {
        const from = Math.min(at, before.length);
        const to = Math.min(from + length, before.length);
        const next = before.slice(0, from) + inserted + before.slice(to);
        const changed = new LineIndex(before).changed(next, from, to, inserted);
        const fresh = new LineIndex(next);
        assert.equal(changed.lines, fresh.lines);
        for (let line = 0; line < fresh.lines; line += 1)
          assert.equal(changed.start(line), fresh.start(line));
      }),
      { numRuns: 2_000, seed: 20261124 },
    );
  });
});
