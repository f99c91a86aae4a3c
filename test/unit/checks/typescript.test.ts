import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { checkText } from '../../../server/checks/check.js';
import { changeDocument, openDocument } from '../../../server/syntax/syntax-document.js';
import { errorLines } from '../../support/error-lines.js';
import { TYPESCRIPT_DECLARATIONS, TYPESCRIPT_MISUSES } from '../../support/misuses.js';
import { libraryOf } from '../../support/snippets.js';

describe('TypeScript files', () => {
  let library: ApiLibrary;

  before(async () => {
    library = await libraryOf(TYPESCRIPT_DECLARATIONS);
  });

  for (const [name, script] of Object.entries(TYPESCRIPT_MISUSES)) {
    it(`${name}: errors where TypeScript has them, and nowhere else`, () => {
      const marked = script.split('\n').flatMap((line, at) => (line.includes('//!') ? [at] : []));
      assert.deepEqual(
        [...new Set(errorLines(TYPESCRIPT_DECLARATIONS, script, 'ts'))],
        marked,
        'the referee',
      );
      const { problems, uses } = checkText(script, [library], { uri: 'file:///a.ts' });
      const errors = problems.filter((it) => it.severity === 'error');
      assert.deepEqual(
        [...new Set(errors.map((it) => it.range.start.line))],
        marked,
        JSON.stringify(errors, null, 1),
      );
      assert.ok(uses.length > 0);
    });
  }

  it('JSX in TSX', () => {
    const script = 'const v = <div onClick={() => Corp.wait("x")}>{Corp.find("a")!.name}</div>;\n';
    const { problems } = checkText(script, [library], { uri: 'file:///a.tsx' });
    assert.deepEqual(
      problems.map((it) => [it.code, it.range.start.character]),
      [['type-mismatch', script.indexOf('"x"')]],
    );
  });

  it('comments state no types', () => {
    const script =
      '/** @type {string} */\nlet a: any;\n/** @param {string} x */\nfunction f(x: any) { Corp.wait(x); Corp.wait(a); }\n';
    assert.deepEqual(checkText(script, [library], { uri: 'file:///a.ts' }).problems, []);
  });

  it('syntax errors inside of types are syntax errors', () => {
    const broken = openDocument('file:///a.ts', 'const a: { b: = 1;\nCorp.wait(1);\n', 1);
    assert.ok(broken.hasErrors);
    const range = { start: { line: 0, character: 9 }, end: { line: 0, character: 15 } };
    const mended = changeDocument(broken, [{ range, text: 'number =' }], 2);
    assert.equal(mended.text, 'const a: number = 1;\nCorp.wait(1);\n'.replace('number = 1', 'number = 1'));
    assert.ok(!mended.hasErrors);
  });

  it('finds requirements in comments and empty functions', () => {
    const script =
      'export async function run(id: string): Promise<void> {\n  // @requirement Wait a second.\n}\n\n/** Sends a note. */\nfunction note(to: string): void {}\n';
    const { requirements } = checkText(script, [library], { uri: 'file:///a.ts', tags: ['requirement'] });
    assert.deepEqual(
      requirements.map((it) => it.text),
      ['Wait a second.', 'Sends a note.'],
    );
  });
});
