import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { changesFromClient, chosenEncoding, forClient, fromClient } from '../../server/position-encoding.js';
import { LineIndex } from '../../server/syntax/line-index.js';

/** Texts of everything that counts differently: CJK, emoji, joined emoji, halves of pairs, and all line ends. */
const PIECES = ['a', 'é', '消', '𝒳', '😀', '👨‍👩‍👧', '\uFEFF', '\u2028', '\t', '\n', '\r\n', '\r'];
const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((it) => it.join(''));

const linesOf = (text: string) => ({ text, lines: new LineIndex(text) });

/** The plain reference: lines as lists of characters, counted one by one. */
function places(text: string): { utf16: Place; utf8: Place }[] {
  const found: { utf16: Place; utf8: Place }[] = [];
  for (const [line, content] of text.split(/\r\n|\n|\r/).entries()) {
    const characters = [...content];
    for (let count = 0; count <= characters.length; count += 1) {
      const before = characters.slice(0, count).join('');
      found.push({
        utf16: { line, character: before.length },
        utf8: { line, character: Buffer.byteLength(before, 'utf8') },
      });
    }
  }
  return found;
}

interface Place {
  readonly line: number;
  readonly character: number;
}

describe('the encodings of positions', () => {
  it('is the first one of the client that the server knows', () => {
    assert.equal(chosenEncoding(undefined), 'utf-16');
    assert.equal(chosenEncoding([]), 'utf-16');
    assert.equal(chosenEncoding(['utf-32']), 'utf-16');
    assert.equal(chosenEncoding(['utf-32', 'utf-8', 'utf-16']), 'utf-8');
    assert.equal(chosenEncoding(['utf-16', 'utf-8']), 'utf-16');
  });

  it('every place of a text goes to bytes and back as the reference counts', () =>
    fc.assert(
      fc.property(text, (text) => {
        const document = linesOf(text);
        for (const { utf16, utf8 } of places(text)) {
          assert.deepEqual(forClient(utf16, document, 'utf-8'), utf8);
          assert.deepEqual(fromClient(utf8, document, 'utf-8'), utf16);
          assert.deepEqual(forClient(utf16, document, 'utf-16'), utf16);
          assert.deepEqual(fromClient(utf16, document, 'utf-16'), utf16);
        }
      }),
      { numRuns: 500 },
    ));

  it('a column within a character means its beginning', () => {
    const document = linesOf('😀消a');
    const columns = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(
      (character) => fromClient({ line: 0, character }, document, 'utf-8').character,
    );
    assert.deepEqual(columns, [0, 0, 0, 0, 2, 2, 2, 3, 4]);
    assert.equal(forClient({ line: 0, character: 1 }, document, 'utf-8').character, 0);
  });

  it('a place behind a line or behind the text does not leave it', () => {
    const document = linesOf('é\né');
    const { lines } = document;
    for (const place of [
      { line: 1, character: 99 },
      { line: 9, character: 9 },
    ]) {
      assert.equal(lines.offset(fromClient(place, document, 'utf-8')), 3);
    }
    assert.equal(lines.offset(fromClient({ line: 0, character: 99 }, document, 'utf-8')), 1);
  });

  it('finds positions wherever they are in a value, and leaves everything else', () => {
    const at = { line: 0, character: 1 };
    const value = {
      label: '消',
      list: [{ range: { start: at, end: at } }],
      data: { at, line: 1, none: null },
    };
    const there = { line: 0, character: 3 };
    assert.deepEqual(forClient(value, linesOf('消'), 'utf-8'), {
      label: '消',
      list: [{ range: { start: there, end: there } }],
      data: { at: there, line: 1, none: null },
    });
  });

  it('changes of one notification build on each other: they make of the text what they make of it in UTF-16', () => {
    const edit = fc.record({ from: fc.nat(), length: fc.nat(6), inserted: text });
    fc.assert(
      fc.property(text, fc.array(edit, { maxLength: 5 }), (before, edits) => {
        let now = before;
        const changes: TextDocumentContentChangeEvent[] = [];
        const expected: TextDocumentContentChangeEvent[] = [];
        for (const { from, length, inserted } of edits) {
          const all = places(now);
          const start = all[from % all.length];
          const end = all[Math.min((from % all.length) + length, all.length - 1)];
          assert.ok(start && end);
          changes.push({ range: { start: start.utf8, end: end.utf8 }, text: inserted });
          expected.push({ range: { start: start.utf16, end: end.utf16 }, text: inserted });
          const { lines } = linesOf(now);
          now = now.slice(0, lines.offset(start.utf16)) + inserted + now.slice(lines.offset(end.utf16));
        }
        assert.deepEqual(changesFromClient(changes, linesOf(before), 'utf-8'), expected);
        const whole = [{ text: before }, ...changes];
        assert.deepEqual(changesFromClient(whole, linesOf('else'), 'utf-8'), [{ text: before }, ...expected]);
      }),
      { numRuns: 300 },
    );
  });
});
