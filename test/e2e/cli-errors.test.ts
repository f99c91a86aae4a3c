import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assertFails, epigen, epigenOk, HX_DECLARATIONS, jsonLines, writeFiles } from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const SMALL =
  '/** Says hello to a person. */\ndeclare namespace App { function hello(name: string): void }\n';

describe('bad input on the command line', () => {
  const folder = temporaryFolder();
  const run = (...args: string[]) => epigen(folder, ...args);

  before(() => {
    writeFiles(folder, { 'app.d.ts': SMALL, 'app.js': "App.hello('you');\n" });
    epigenOk(folder, 'index', 'app.d.ts', '--library', 'App', '--access', 'global:App');
  });

  describe('usage', () => {
    for (const [args, what] of [
      [['serch'], /unknown command 'serch' \(epigen\): did you mean search\?/],
      [['frobnicate'], /unknown command 'frobnicate' \(epigen\): epigen --help/],
      [['search', '--jsn', 'x'], /unknown option '--jsn' \(epigen search\): did you mean --json\?/],
      [
        ['search', 'x', '-k', 'many'],
        /argument 'many' is invalid \(epigen search\): It must be a whole number/,
      ],
      [['search', 'x', '-k', '0'], /argument '0' is invalid/],
      [['search', 'x', '-k'], /argument missing \(epigen search\)/],
      [['search'], /there is nothing to search for/],
      [['check'], /missing required argument 'file' \(epigen check\)/],
      [
        ['check', 'app.js', '--format', 'xml'],
        /argument 'xml' is invalid \(epigen check\): Allowed choices are text, json, sarif, github/,
      ],
      [['check', 'app.js', '--json', '--format', 'text'], /cannot be used with option '--json'/],
      [['check', 'app.js', '--json', '--format', 'sarif'], /cannot be used with option '--json'/],
      [['check', 'app.js', '--baseline'], /argument missing/],
      [['check', 'app.js', '--baseline', ' '], /argument ' ' is invalid/],
      [['check', 'app.js', '--update-baseline'], /--update-baseline needs --baseline \(epigen check\)/],
      [['check', 'app.js', '--baseline', 'app.d.ts'], /the baseline is not valid JSON \(app\.d\.ts\)/],
      [['check', 'app.js', '--baseline', '.'], /this is a folder/],
      [
        ['check', 'app.js', '--baseline', 'app.d.ts', '--update-baseline'],
        /the baseline is not valid JSON \(app\.d\.ts\)/,
      ],
      [
        ['check', 'app.js', '--profile', 'half'],
        /argument 'half' is invalid .*: Allowed choices are full, complement/,
      ],
      [['generate'], /there is no requirement \(epigen generate\)/],
      [
        ['generate', 'x', '--engine', 'free'],
        /the engine free needs a model, and models\.generate names none/,
      ],
      [['generate', 'x', '--engine', 'magic'], /there is no engine magic/],
      [['generate', '--file', 'app.js'], /--file needs --line/],
      [['generate', 'x', '--line', '3'], /--line needs --file/],
      [['generate', '--file', 'app.js', '--line', '99'], /no such line \(app\.js:99\)/],
      [['generate', '--file', 'nowhere.js', '--line', '1'], /there is no such file \(nowhere\.js\)/],
      [['generate', '--file', 'app.js', '--line', '1'], /there is no requirement \(app\.js:1\)/],
      [['generate', '--batch', 'x.jsonl'], /--batch needs --out/],
      [['search', '--out', 'x.jsonl'], /--out needs --batch/],
      [['index', 'app.d.ts', '--access', 'App'], /the access path cannot be understood/],
      [['index', 'app.d.ts', '--library', 'A', '--library', 'B'], /several libraries are named/],
      [['index', 'app.d.ts', '--library', '@'], /argument '@' is invalid/],
      [['lsp', '--socket', 'x'], /"x" is not a port/],
      [['lsp', '--stdio', '--node-ipc'], /several transports are named/],
    ] as [string[], RegExp][]) {
      it(`epigen ${args.join(' ')}`, () => {
        const result = run(...args);
        assertFails(result, what);
        assert.equal(result.out, '');
      });
    }

    it('without a command the help comes, as an error', () => {
      const { code, out, err } = run();
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, /Usage: epigen/);
    });
  });

  describe('sources', () => {
    const cases: [name: string, content: string | Uint8Array | undefined, what: RegExp][] = [
      ['missing.d.ts', undefined, /does not exist/],
      ['empty.d.ts', '', /is empty/],
      ['binary.d.ts', Uint8Array.from({ length: 2000 }, (_, i) => i % 7), /binary/],
      ['nothing.d.ts', 'interface Shape { area: number }\ndeclare const pi: number;\n', /no API/],
      ['broken.json', '{ "name": ', /not valid JSON/],
    ];
    for (const [name, content, what] of cases) {
      it(name, () => {
        if (content !== undefined) writeFiles(folder, { [name]: content });
        const before = readFileSync(join(folder, '.epigen/App/current'), 'utf8');
        assertFails(run('index', name, '--library', 'App', '--json'), what);
        assert.equal(
          readFileSync(join(folder, '.epigen/App/current'), 'utf8'),
          before,
          'the old index stays',
        );
      });
    }

    it('a huge source is refused or read, but never ends in a crash', function () {
      this.timeout(180_000);
      writeFiles(folder, { 'huge.d.ts': `/*${'x'.repeat(80_000_000)}*/\n${SMALL}` });
      const result = run('index', 'huge.d.ts', '--library', 'Huge', '--access', 'global:App');
      if (result.code !== 0) assertFails(result, /large|big/);
      rmSync(join(folder, 'huge.d.ts'));
    });

    it('a declaration with syntax errors tells the lines, and gives what could be read', () => {
      writeFiles(folder, {
        'syntax.d.ts': 'declare namespace B {\n  function good(a: string): void;\n  function bad(: ;\n}\n',
      });
      const [report] = jsonLines(
        epigenOk(folder, 'index', 'syntax.d.ts', '--library', 'B', '--access', 'global:B', '--json'),
      ) as { apis: number; sources: { skipped: { line: number; why: string }[] }[] }[];
      assert.ok((report?.apis ?? 0) >= 1);
      assert.ok(report?.sources[0]?.skipped.some((it) => it.line === 3 && it.why !== ''));
    });

    it('records with one name are told', () => {
      writeFiles(folder, {
        'twice.json': JSON.stringify([
          { name: 'C.x', api_des: 'Does one.', api_exp: 'C.x()' },
          { name: 'C.x', api_des: 'Does another.', api_exp: 'C.x()' },
        ]),
      });
      const { code, out, err } = run(
        'index',
        'twice.json',
        '--library',
        'C',
        '--access',
        'global:C',
        '--json',
      );
      assert.match(code === 0 ? out : err, /C\.x/);
    });
  });

  describe('configuration', () => {
    const configured = (text: string, ...args: string[]) => {
      writeFiles(folder, { 'configured/epigen.config.json': text });
      return epigen(join(folder, 'configured'), ...args);
    };

    it('broken JSON', () => {
      assertFails(
        configured('{ "store": ', 'search', 'x'),
        /not valid JSON .* \(epigen\.config\.json:1:\d+\)/,
      );
    });

    it('an unknown key', () => {
      assertFails(
        configured('{ "stroe": "x" }', 'search', 'x'),
        /no setting "stroe" \(epigen\.config\.json:1:3\): did you mean "store"/,
      );
    });

    it('each mistake is an error of its own', () => {
      const { code, err } = configured('{ "stroe": "x",\n "embeddings": 4 }', 'search', 'x');
      assert.equal(code, 2);
      assert.equal(err.trimEnd().split('\n').length, 2, err);
    });

    it('a foreign host', () => {
      assertFails(
        configured('{ "store": "redis://r.example" }', 'search', 'x'),
        /names the host "r\.example".*EPIGEN_ALLOWED_HOSTS/,
      );
    });

    it("--store is the user's own word", () => {
      const { code, out } = configured(
        '{ "store": "redis://r.example" }',
        'search',
        'hello',
        '--store',
        '../.epigen',
      );
      assert.equal(code, 0);
      assert.match(out, /App\.hello/);
    });

    it('a provider that is not known', () => {
      assertFails(
        configured('{ "models": { "generate": { "provider": "p", "model": "m" } } }', 'search', 'hello'),
        /there is no provider "p"/,
      );
    });

    it('one that is not there', () => {
      assertFails(
        run('search', 'x', '--config', 'nowhere.json'),
        /there is no such configuration \(.*nowhere\.json/,
      );
    });

    it('one that configures no library leaves index nothing to do', () => {
      assertFails(configured('{}', 'index'), /there is nothing to index/);
    });
  });

  describe('a library that is needed and not there', () => {
    for (const args of [
      ['search', 'x'],
      ['generate', 'x'],
      ['check', 'app.js'],
    ]) {
      it(`epigen ${args[0]} never answers without one`, () => {
        const result = run(...args, '--store', 'empty-store');
        assertFails(result, /there is no library \(store empty-store\): build one with epigen index/);
        assert.equal(result.out, '');
      });
    }

    it('a name names those that are there', () => {
      assertFails(
        run('search', 'x', '--library', 'Nope'),
        /there is no library Nope \(store \.epigen\): name one of .*App/,
      );
    });

    it('a version names the one that is there', () => {
      assertFails(
        run('search', 'x', '--library', 'App@9.9'),
        /App is not there in version 9\.9 .*: name the one that is there: App@/,
      );
    });

    it('a version in the configuration that is not there is a warning', () => {
      const config = { libraries: [{ name: 'App', version: '9.9', sources: ['app.d.ts'] }] };
      writeFiles(folder, { 'versions.json': JSON.stringify(config) });
      const other = run('search', 'hello', '--config', 'versions.json');
      assert.equal(other.code, 0);
      assert.match(other.err, /warning: App is there in version .*, not 9\.9 \(store .*\): run epigen index/);
      const version = /in version (\S+),/.exec(other.err)?.[1];
      const named = run('search', 'hello', '--config', 'versions.json', '--library', `App@${version}`);
      assert.equal(named.code, 0);
      assert.doesNotMatch(named.err, /warning/);
    });
  });

  describe('files to check', () => {
    it('one that cannot be read does not hide what is wrong in the others', () => {
      writeFiles(folder, { 'bad.js': 'App.hello(1);\n', 'image.js': Uint8Array.of(0x50, 0, 1, 2) });
      const { code, out, err } = run('check', 'nowhere.js', 'image.js', 'bad.js', '--json');
      assert.equal(code, 2);
      assert.deepEqual(
        (jsonLines(out) as { file: string }[]).map((it) => it.file),
        ['bad.js'],
      );
      const errors = err.trimEnd().split('\n');
      assert.equal(errors.length, 2, err);
      assert.ok(errors.some((it) => /^epigen: there is no such file \(nowhere\.js\): /.test(it)));
      assert.ok(errors.some((it) => /^epigen: the file is binary \(image\.js\): /.test(it)));
    });

    for (const [name, content, what] of [
      ['latin1.js', Uint8Array.of(0x22, 0xe9, 0x22), /not UTF-8/],
      ['styles.css', 'a {}', /not a JavaScript or TypeScript file/],
    ] as [string, string | Uint8Array, RegExp][]) {
      it(name, () => {
        writeFiles(folder, { [name]: content });
        assertFails(run('check', name, '--json'), what);
      });
    }

    it('a pattern that matches nothing', () => {
      assertFails(run('check', 'no/**/*.js', '--json'), /no JavaScript or TypeScript file matches/);
    });

    it('a folder without JavaScript', () => {
      writeFiles(folder, { 'texts/a.txt': 'x' });
      assertFails(run('check', 'texts', '--json'), /no JavaScript or TypeScript file in it/);
    });

    it('an empty file and one with syntax errors are no failures', () => {
      writeFiles(folder, { 'empty.js': '', 'syntax.js': 'App.hello(1);\nfunction ( {\n' });
      assert.equal(run('check', 'empty.js', '--json').code, 0);
      assert.notEqual(run('check', 'syntax.js', '--json').code, 2);
    });
  });

  describe('a damaged index', () => {
    it('is one error that says what to do, and the next index run repairs it', () => {
      const store = join(folder, 'damaged');
      epigenOk(folder, 'index', 'app.d.ts', '--library', 'App', '--access', 'global:App', '--store', store);
      const files = readdirSync(store, { recursive: true, withFileTypes: true })
        .filter((it) => it.isFile() && it.name !== 'current')
        .map((it) => join(it.parentPath, it.name));
      assert.ok(files.length > 0);
      for (const file of files) writeFileSync(file, 'x'.repeat(statSync(file).size));

      const result = run('search', 'hello', '--store', store);
      assertFails(result, /epigen index/);
      assert.equal(run('doctor', '--store', store).code, 2);
      epigenOk(folder, 'index', 'app.d.ts', '--library', 'App', '--access', 'global:App', '--store', store);
      assert.match(epigenOk(folder, 'search', 'hello', '--store', store), /App\.hello/);
    });

    it('a store that is a file', () => {
      assertFails(run('search', 'x', '--store', HX_DECLARATIONS), /hx\.d\.ts/);
    });

    it('a store whose server does not answer', () => {
      assertFails(run('search', 'x', '--store', 'redis://127.0.0.1:1'), /Redis|redis/);
    });

    it('a store of an unknown kind', () => {
      assertFails(run('search', 'x', '--store', 'ftp://host/x'), /ftp/);
    });
  });
});
