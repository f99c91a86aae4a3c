import assert from 'node:assert/strict';
import { symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { EpigenError } from '../../../index/error.js';
import type { LibraryReading } from '../../../index/library-reading.js';
import { readLibrary } from '../../../index/sources/read-library.js';
import { names, readText, signatures, withFiles } from './fixture.js';

const GOOD = 'declare namespace K { function a(x: string): void; }';

/** Reads sources that cannot be read; the error's text, with the folder left out. */
function refused(
  files: Readonly<Record<string, string | Buffer>>,
  sources: readonly string[],
  expected: string,
  prepare: (folder: string) => Promise<void> = async () => {},
): Promise<void> {
  return withFiles(files, async (cwd) => {
    await prepare(cwd);
    await assert.rejects(readLibrary(sources, { cwd }), (error: unknown) => {
      assert.ok(error instanceof EpigenError, String(error));
      const text = error.message.replaceAll(`${cwd}${path.sep}`, '').replaceAll(cwd, '.');
      assert.equal(text.replaceAll(path.sep, '/'), expected);
      return true;
    });
  });
}

/** What the sources came to: `file: records`, and `file:line why` for what was left out. */
function report(reading: LibraryReading): string[] {
  return reading.sources.flatMap(({ file, records, skipped }) => [
    `${path.basename(file)}: ${records}`,
    ...skipped.map(({ line, why }) => `${path.basename(file)}:${line} ${why}`),
  ]);
}

describe('sources that cannot be read', () => {
  it('no source at all', () =>
    refused({}, [], 'no source is given (.): name the files, folders or packages that document the library'));

  it('a file that is not there', () =>
    refused(
      { 'lib.d.ts': GOOD },
      ['lib.d.ts', 'gone.d.ts'],
      'the source does not exist (gone.d.ts): check the spelling of gone.d.ts',
    ));

  for (const [what, content] of [
    ['empty', ''],
    ['blank', '\uFEFF \r\n\t\n'],
  ] as const) {
    it(`a file that is ${what}`, () =>
      refused(
        { 'lib.d.ts': content },
        ['lib.d.ts'],
        'the source is empty (lib.d.ts): put the documentation of the library there or name another source',
      ));
  }

  it('a file beyond the limit of 50 MB', () =>
    refused(
      { 'lib.json': '[' },
      ['lib.json'],
      'the source is too large (51 MB) (lib.json): a source may have 50 MB; split it, or name the part that documents the API',
      (folder) => truncate(path.join(folder, 'lib.json'), 50 * 1024 * 1024 + 1),
    ));

  it('a binary file', () =>
    refused(
      { 'lib.js': Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]) },
      ['lib.js'],
      'the source is a binary file (lib.js): sources are text: declarations, JavaScript or JSON in UTF-8',
    ));

  it('text in another encoding', async () => {
    // "/** 打开 */" in GBK.
    const chinese = Buffer.concat([
      Buffer.from('\n/** '),
      Buffer.from([0xb4, 0xf2, 0xbf, 0xaa]),
      Buffer.from(' */\n'),
    ]);
    await refused(
      { 'lib.d.ts': chinese },
      ['lib.d.ts'],
      'the source is in another encoding (lib.d.ts:2): save it as UTF-8',
    );
    await refused(
      { 'lib.d.ts': Buffer.from(`\uFEFF${GOOD}`, 'utf16le') },
      ['lib.d.ts'],
      'the source is in UTF-16 (lib.d.ts): save it as UTF-8',
    );
  });

  it('a kind of file that no reader takes', () =>
    refused(
      { 'lib.rst': 'x', LICENSE: 'x' },
      ['lib.rst'],
      'no reader takes .rst (lib.rst): sources may be .d.ts, .ts, .js, .mjs, .cjs and .json files, folders, globs or packages',
    ));

  it('a folder without sources', () =>
    refused(
      { 'docs/readme.txt': 'x', 'docs/node_modules/x/index.d.ts': GOOD, 'docs/.git/a.js': 'x' },
      ['docs'],
      'the folder holds no file that can be read (docs): put .d.ts, .ts, .js, .mjs, .cjs and .json files there or name another source',
    ));

  it('a glob that matches nothing', () =>
    refused(
      { 'lib.d.ts': GOOD },
      ['types/**/*.d.ts'],
      'the pattern matches no file that can be read (types/**/*.d.ts): it should match .d.ts, .ts, .js, .mjs, .cjs and .json files',
    ));

  it('a package that is not installed, and one without code', async () => {
    await refused(
      {},
      ['not-installed-here'],
      'the source is neither a file nor an installed package (not-installed-here): check the spelling, or run npm install not-installed-here in .',
    );
    await refused(
      { 'node_modules/css-only/package.json': '{ "name": "css-only", "main": "a.css" }' },
      ['css-only'],
      'the package has neither declarations nor JavaScript to read (node_modules/css-only): name its declaration file as the source, or install @types/css-only',
    );
    await refused(
      { 'node_modules/odd/package.json': '{ "name": ' },
      ['odd'],
      'the package description is not valid JSON (node_modules/odd/package.json): correct it, or name the files themselves as sources',
    );
  });

  it('JSON that is broken, with the position', () =>
    refused(
      { 'lib.json': '[\n  { "name": "a", }\n]' },
      ['lib.json'],
      'the source is not valid JSON (property name expected) (lib.json:2:18): correct it there',
    ));

  for (const text of ['{ "x": 1 }', '[1, 2]', '"text"', '[]']) {
    it(`JSON of another form: ${text}`, () =>
      refused(
        { 'lib.json': text },
        ['lib.json'],
        'the source documents no API (lib.json): expected a list of { name, category, api_des, api_exp }',
      ));
  }

  it('JSON whose entries are all of no use', () =>
    refused(
      { 'lib.json': '[\n  { "api_des": "Opens." }\n]' },
      ['lib.json'],
      'the source documents no API (lib.json:2): the entry has neither a name nor an example that calls the API',
    ));

  it('declarations without an API', () =>
    refused(
      { 'lib.d.ts': 'export interface A { x: number }' },
      ['lib.d.ts'],
      'the sources declare no API (lib.d.ts): 1 file was read, none has a function or method that is reached through module:lib; check the sources and --access',
    ));

  it('text that is no program', () =>
    refused(
      { 'lib.d.ts': 'this is not (( TypeScript' },
      ['lib.d.ts'],
      "no API could be read from the source (lib.d.ts:1): correct it there: syntax error: ';' expected.",
    ));

  it('a global that is not declared', () =>
    withFiles({ 'lib.d.ts': GOOD }, async (cwd) => {
      await assert.rejects(
        readLibrary(['lib.d.ts'], { cwd, access: { kind: 'global', path: 'Nope' } }),
        /^EpigenError: the sources declare no global Nope \(.*lib\.d\.ts\): they declare K: name one of these as --access global:NAME$/,
      );
    }));

  it('symbolic links in a circle', function () {
    if (process.platform === 'win32') this.skip();
    return refused(
      {},
      ['self.d.ts'],
      'the symbolic links of the source lead in a circle (self.d.ts): name the file itself',
      (folder) => symlink('self.d.ts', path.join(folder, 'self.d.ts')),
    );
  });

  it('stops when it is told to', () =>
    withFiles({ 'lib.d.ts': GOOD }, async (cwd) => {
      const reason = new Error('enough');
      await assert.rejects(readLibrary(['lib.d.ts'], { cwd, signal: AbortSignal.abort(reason) }), reason);
    }));
});

describe('sources that can be read in part', () => {
  it('leave out a declaration with a syntax error and say where', async () => {
    const reading = await readText(`declare namespace K {
  function a(x: string): void;
  function b(x: : string): void;
  function c(): void;
}`);
    assert.deepEqual(names(reading, 'callables'), ['K.a', 'K.c']);
    assert.deepEqual(report(reading), ['lib.d.ts: 2', 'lib.d.ts:3 syntax error: Type expected.']);
    // Nothing can be said of a call to it, so nothing is.
    const root = reading.types.find((type) => type.name === 'K')?.shape;
    assert.ok(root?.kind === 'object');
    assert.deepEqual(
      root.properties.map(({ name, type }) => [name, type.kind]),
      [
        ['a', 'api'],
        ['b', 'unknown'],
        ['c', 'api'],
      ],
    );
  });

  it('say which imported types are missing', async () => {
    const reading = await readText(
      "import './effects';\nimport type { Gone } from 'gone';\nexport function f(a: Gone, b: string): Gone;",
    );
    assert.deepEqual(signatures(reading, 'f'), ['(a: unknown, b: string) => unknown']);
    assert.deepEqual(report(reading), [
      'lib.d.ts: 1',
      'lib.d.ts:2 gone cannot be found, so what comes from it is not known',
    ]);
    assert.deepEqual([reading.parameters, reading.unknownTypes], [2, 1]);
  });

  it('of a folder, leave out files that are no text, and JSON of other things', () =>
    withFiles(
      {
        'docs/a.d.ts': GOOD,
        'docs/b.d.ts': '',
        'docs/c.d.ts': Buffer.from([0, 1]),
        'docs/d.json': '{ "broken": ',
        'docs/e.json': '{ "settings": 1 }',
      },
      async (cwd) => {
        const reading = await readLibrary(['docs'], { cwd });
        assert.deepEqual(names(reading, 'callables'), ['K.a']);
        assert.deepEqual(report(reading), [
          'a.d.ts: 1',
          'b.d.ts: 0',
          'b.d.ts:1 the source is empty: put the documentation of the library there or name another source',
          'c.d.ts: 0',
          'c.d.ts:1 the source is a binary file: sources are text: declarations, JavaScript or JSON in UTF-8',
          'd.json: 0',
          'd.json:1 the source is not valid JSON (value expected): correct it there',
          'e.json: 0',
        ]);
      },
    ));

  it('of two modules that export the same name, the first counts', () =>
    withFiles(
      {
        'a.d.ts': '/** First. */ export function open(x: string): void;',
        'b.d.ts':
          "\n/** Second. */ export function open(x: number): void;\nexport function shut(): void;\nexport { again } from './c';",
        'c.d.ts': 'export function again(): void;',
      },
      async (cwd) => {
        const reading = await readLibrary(['a.d.ts', 'b.d.ts', 'c.d.ts'], { cwd, name: 'lib' });
        assert.deepEqual(names(reading, 'callables'), ['open', 'shut', 'again']);
        assert.deepEqual(signatures(reading, 'open'), ['(x: string) => void']);
        assert.deepEqual(report(reading), [
          'a.d.ts: 1',
          'c.d.ts: 1',
          'b.d.ts: 1',
          'b.d.ts:2 open is declared in a.d.ts:1 already, which counts',
        ]);
      },
    ));

  it('of a namespace in two files, the signatures of both count once', () =>
    withFiles(
      {
        'a.d.ts': 'declare namespace K {\n/** A. */ function open(x: string): void; }',
        'b.d.ts':
          'declare namespace K {\n/** B. */ function open(x: string): void;\nfunction open(x: number): void; }',
      },
      async (cwd) => {
        const reading = await readLibrary(['a.d.ts', 'b.d.ts'], { cwd });
        assert.deepEqual(signatures(reading, 'K.open'), ['(x: string) => void', '(x: number) => void']);
        assert.deepEqual(report(reading).slice(0, 3), [
          'a.d.ts: 1',
          'b.d.ts: 0',
          'b.d.ts:2 K.open is declared in a.d.ts:2 as well; the signatures of both count',
        ]);
      },
    ));

  it('say that a named file adds nothing', () =>
    withFiles({ 'a.d.ts': 'export function open(): void;', 'b.d.ts': GOOD }, async (cwd) => {
      const reading = await readLibrary(['a.d.ts', 'b.d.ts'], { cwd, name: 'lib' });
      assert.deepEqual(report(reading), [
        'a.d.ts: 1',
        'b.d.ts: 0',
        'b.d.ts:1 nothing in it is reached through module:lib',
      ]);
    }));

  it('are read once, whatever way symbolic links lead to them', function () {
    if (process.platform === 'win32') this.skip();
    return withFiles({ 'docs/sub/a.d.ts': GOOD }, async (cwd) => {
      await symlink('..', path.join(cwd, 'docs/sub/up'));
      await symlink('a.d.ts', path.join(cwd, 'docs/sub/same.d.ts'));
      assert.deepEqual(report(await readLibrary(['docs', 'docs/**/*.ts'], { cwd })), ['a.d.ts: 1']);
    });
  });
});

describe('sources of Windows', () => {
  const TEXT = `
declare namespace K {
  /**
   * Opens it. It stays
   * open.
   *
   * @param path - Where it
   * lies.
   * @example
   * K.open('a');
   * K.shut();
   */
  function open(path: string, mode?: 'r' | 'w'): void;
  /** @deprecated Use
   * open. */
  function shut(): void;
}
`;

  it('give the same records with CRLF as with LF', () =>
    withFiles({ 'lib.d.ts': TEXT }, async (cwd) => {
      const unix = await readLibrary(['lib.d.ts'], { cwd });
      await writeFile(path.join(cwd, 'lib.d.ts'), `\uFEFF${TEXT.replaceAll('\n', '\r\n')}`);
      assert.deepEqual(await readLibrary(['lib.d.ts'], { cwd }), unix);
      const json = JSON.stringify(
        [{ name: 'open', api_des: 'Opens.\nNow.', api_exp: 'K.open(\n);' }],
        null,
        1,
      );
      await writeFile(path.join(cwd, 'lib.json'), json);
      const unixJson = await readLibrary(['lib.json'], { cwd });
      await writeFile(path.join(cwd, 'lib.json'), `\uFEFF${json.replaceAll('\n', '\r\n')}`);
      assert.deepEqual(await readLibrary(['lib.json'], { cwd }), unixJson);
    }));

  it('may be named with backslashes, in globs too', () =>
    withFiles({ 'docs/types/a.d.ts': GOOD }, async (cwd) => {
      for (const source of ['docs\\types\\a.d.ts', 'docs\\**\\*.d.ts', '.\\docs', 'docs\\types']) {
        assert.deepEqual(names(await readLibrary([source], { cwd }), 'callables'), ['K.a'], source);
      }
    }));
});
