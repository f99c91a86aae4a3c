import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, win32 } from 'node:path';
import type { ProblemCode } from '../../../server/checks/problem.js';
import {
  baselinePath,
  compareWithBaseline,
  lineText,
  readBaseline,
  writeBaseline,
} from '../../../server/commands/baseline.js';
import type { FileProblem } from '../../../server/commands/file-problem.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('a baseline', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'known', 'baseline.json');
  const source = join(folder, 'src', 'a.js');
  const other = join(folder, 'src', 'b.js');

  beforeEach(() => {
    mkdirSync(join(folder, 'src'), { recursive: true });
    for (const it of [source, other]) writeFileSync(it, '');
    rmSync(file, { force: true });
  });

  function problem(line: string, at = 0, where = source, code: ProblemCode = 'type-mismatch'): FileProblem {
    const place = { line: at, character: 0 };
    const range = { start: place, end: place };
    return { file: where, line, problem: { code, severity: 'error', message: 'no', range, api: 'A.b' } };
  }

  const write = (problems: FileProblem[], checked = [source, other]) =>
    writeBaseline(file, 'baseline.json', problems, readBaseline(file, 'baseline.json') ?? [], checked);
  const compare = (problems: FileProblem[], checked = [source, other]) =>
    compareWithBaseline(problems, readBaseline(file, 'baseline.json') ?? [], join(folder, 'known'), checked);

  it('does not exist before it is written, and holds one finding a line', () => {
    assert.equal(readBaseline(file, 'baseline.json'), undefined);
    write([problem('  A.b(1); '), problem('\tA.b(1);', 7), problem('A.b(2);', 0, other)]);
    assert.equal(
      readFileSync(file, 'utf8'),
      `{
  "version": 1,
  "findings": [
    {"file":"../src/a.js","code":"type-mismatch","api":"A.b","text":"A.b(1);","count":2},
    {"file":"../src/b.js","code":"type-mismatch","api":"A.b","text":"A.b(2);","count":1}
  ]
}
`,
    );
    write([]);
    assert.deepEqual(readBaseline(file, ''), []);
  });

  it('knows findings again wherever their line has moved, as many as it counts', () => {
    write([problem('A.b(1);', 3), problem('A.b(1);', 9)]);
    assert.deepEqual(compare([problem('    A.b(1);', 80), problem('A.b(1);', 2)]), {
      fresh: [],
      known: 2,
      gone: 0,
    });
    const third = problem('A.b(1);', 90);
    assert.deepEqual(compare([problem('A.b(1);', 1), problem('A.b(1);', 2), third]), {
      fresh: [third],
      known: 2,
      gone: 0,
    });
  });

  it('does not know another code, line, API or file', () => {
    write([problem('A.b(1);')]);
    const others = [
      problem('A.b(1);', 0, source, 'extra-argument'),
      problem('A.b(2);'),
      problem('A.b(1);', 0, other),
      { ...problem('A.b(1);'), problem: { ...problem('').problem, api: 'A.c' } },
    ];
    assert.deepEqual(compare(others), { fresh: others, known: 0, gone: 1 });
  });

  it('misses only what was looked at, or whose file is gone', () => {
    write([problem('A.b(1);'), problem('A.b(2);', 0, other)]);
    assert.equal(compare([], [source]).gone, 1);
    assert.equal(compare([], [source, other]).gone, 2);
    rmSync(other);
    assert.equal(compare([], []).gone, 1);
  });

  it('keeps what it says of other files when it is written anew', () => {
    write([problem('A.b(1);'), problem('A.b(2);', 0, other)]);
    write([problem('A.b(3);')], [source]);
    assert.deepEqual(
      readBaseline(file, '')?.map((it) => it.text),
      ['A.b(3);', 'A.b(2);'],
    );
    rmSync(other);
    write([problem('A.b(3);')], [source]);
    assert.deepEqual(
      readBaseline(file, '')?.map((it) => it.text),
      ['A.b(3);'],
    );
  });

  it('cuts long lines, so that minified files are not in it', () => {
    assert.equal(lineText(` ${'x'.repeat(5000)}`).length, 200);
    assert.equal(lineText('\ta  =\t1;\r\n'), 'a = 1;');
  });

  for (const [text, what] of [
    ['{', /not valid JSON/],
    ['[]', /not a baseline/],
    ['{ "name": "x", "version": "1.0.0" }', /not a baseline/],
    ['{ "version": 1, "findings": [{ "file": "a" }] }', /not a baseline/],
    ['{ "version": 2, "findings": [] }', /has version 2/],
  ] as const) {
    it(`is refused when it is none: ${text}`, () => {
      mkdirSync(join(folder, 'known'), { recursive: true });
      writeFileSync(file, text);
      assert.throws(() => readBaseline(file, 'baseline.json'), what);
    });
  }

  it('has the same paths on Windows', () => {
    assert.equal(baselinePath('C:\\work\\app', 'C:\\work\\app\\src\\a b.js', win32), 'src/a b.js');
    assert.equal(baselinePath('C:\\work\\app\\ci', 'c:\\work\\app\\src\\a.js', win32), '../src/a.js');
    assert.equal(baselinePath('C:\\work', 'D:\\a.js', win32), 'D:/a.js');
    assert.equal(baselinePath('\\\\host\\share\\x', '\\\\host\\share\\y\\a.js', win32), '../y/a.js');
  });
});
