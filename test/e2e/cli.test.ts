import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  epigen,
  epigenOk,
  HX_DECLARATIONS,
  jsonLines,
  MAIL_PACKAGE,
  ROOT,
  writeFiles,
} from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

interface DiagnosticRecord {
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  severity: string;
  code: string;
  message: string;
  api: string;
}

interface Answer {
  steps: string[];
  apis: string[];
  code: string;
  diagnostics: DiagnosticRecord[];
  engine: string;
  refusal?: string;
}

describe('the command line on HX', () => {
  const folder = temporaryFolder();

  before(() => {
    epigenOk(folder, 'index', HX_DECLARATIONS, '--library', 'HX', '--access', 'global:HX');
    writeFiles(folder, {
      'wrong.js': "HX.showToast({ msg: 'Hi', typ: 's' });\n",
      'right.js': "HX.showToast({ msg: 'Hi', type: 's' });\n",
    });
  });

  it('index reports what it read, and a second run finds nothing to do', () => {
    const [report] = jsonLines(
      epigenOk(folder, 'index', HX_DECLARATIONS, '--library', 'HX', '--access', 'global:HX', '--json'),
    ) as Record<string, unknown>[];
    assert.deepEqual(
      Object.keys(report ?? {}),
      'library version build apis members added changed removed unchanged embedded unknownTypes gaps sources ms'.split(
        ' ',
      ),
    );
    const { apis, added, changed, removed, embedded, unknownTypes } = report ?? {};
    assert.deepEqual([apis, added, changed, removed, embedded, unknownTypes], [97, 0, 0, 0, 0, 0]);
  });

  it('index reads the corrections of contracts beside the configuration, also when they alone change', () => {
    const index = () => epigenOk(folder, 'index', HX_DECLARATIONS, '--library', 'K', '--access', 'global:HX');
    const read = (out: string) => Number(/(\d+) contracts beyond types/.exec(out)?.[1]);
    const before = read(index());
    assert.ok(before > 50, String(before));
    writeFiles(folder, {
      'epigen.contracts.json': JSON.stringify({
        libraries: { K: { apis: { 'HX.openWebview': { remove: ['options.url format', 'pair'] } } } },
      }),
    });
    const corrected = index();
    assert.equal(read(corrected), before - 1);
    assert.match(
      corrected,
      /epigen\.contracts\.json: 0 records, 1 skipped\n {4}line 1: HX\.openWebview has no/,
    );
    assert.match(corrected, / 1 changed, /);
    rmSync(join(folder, 'epigen.contracts.json'));
    assert.equal(read(index()), before);
    rmSync(join(folder, '.epigen', 'K'), { recursive: true });
  });

  it('search finds by meaning, in two languages', () => {
    const [answer] = jsonLines(
      epigenOk(folder, 'search', 'ask the user for a date', '--json', '-k', '3'),
    ) as {
      results: { name: string; key: string; score: number }[];
    }[];
    assert.equal(answer?.results.length, 3);
    assert.equal(answer.results[0]?.name, 'HX.pickDate');
    assert.deepEqual(Object.keys(answer.results[0] ?? {}), ['name', 'key', 'score']);
    assert.match(answer.results[0]?.key ?? '', /^pickDate: /);
    const scores = answer.results.map((it) => it.score);
    assert.deepEqual(
      scores,
      [...scores].sort((a, b) => b - a),
      'best first',
    );
    assert.match(epigenOk(folder, 'search', '选择', '日期', '-k', '3'), /HX\.pickDate/);
  });

  it('generate makes checked code from a requirement', () => {
    const [answer] = jsonLines(
      epigenOk(folder, 'generate', 'Show a toast "Saved" for 3 seconds', '--json'),
    ) as Answer[];
    assert.deepEqual(Object.keys(answer ?? {}), ['steps', 'apis', 'code', 'diagnostics', 'engine']);
    assert.deepEqual(answer?.apis, ['HX.showToast']);
    assert.match(answer.code, /HX\.showToast\(\{[\s\S]*msg: 'Saved'[\s\S]*duration: 3000[\s\S]*\}\)/);
    assert.deepEqual(answer.diagnostics, []);
    assert.equal(answer.engine, 'offline');
    assert.equal(answer.steps.length, 1);
  });

  it('the code that generate prints passes check', () => {
    const code = epigenOk(folder, 'generate', 'Show a toast "Saved" for 3 seconds');
    writeFiles(folder, { 'generated.mjs': code });
    assert.equal(epigen(folder, 'check', 'generated.mjs').code, 0);
  });

  it('generate takes the requirement and the style from the line of a file, and leaves the file alone', () => {
    const text = 'export async function saved() {\n\t// @requirement Show a toast "Saved".\n}\n';
    writeFiles(folder, { 'place.js': text });
    const [answer] = jsonLines(
      epigenOk(folder, 'generate', '--file', 'place.js', '--line', '2', '--json'),
    ) as Answer[];
    assert.match(answer?.code ?? '', /HX\.showToast\(\{ msg: 'Saved' \}\)/);
    assert.equal(epigenOk(folder, 'check', 'place.js', '--json'), '');
  });

  it('generate says so when nothing in the library fits, and prints no code', () => {
    const result = epigen(folder, 'generate', 'xyzzy plugh frobnicate', '--json');
    assert.equal(result.code, 2);
    const [answer] = jsonLines(result.out) as Answer[];
    assert.equal(answer?.code, '');
    assert.ok(answer.refusal);
    assert.match(result.err, /^epigen: no code was generated: .* \(xyzzy plugh frobnicate\): /);
  });

  it('check prints a finding with its place, 1-based, and exits with 1', () => {
    const { code, out, err } = epigen(folder, 'check', 'wrong.js', 'right.js', '--json');
    assert.equal(code, 1);
    assert.equal(err, '');
    const [finding, ...others] = jsonLines(out) as DiagnosticRecord[];
    assert.deepEqual(others, []);
    const { message, ...rest } = finding as DiagnosticRecord;
    assert.deepEqual(rest, {
      file: 'wrong.js',
      line: 1,
      column: 27,
      endLine: 1,
      endColumn: 30,
      severity: 'error',
      code: 'unknown-property',
      api: 'HX.showToast',
    });
    assert.match(message, /typ/);
  });

  it('check exits with 0 when all is well', () => {
    const { code, out, err } = epigen(folder, 'check', 'right.js');
    assert.deepEqual([code, out, err], [0, '', 'No findings in 1 file.\n']);
  });

  it('check for people: one clickable line a finding', () => {
    const { out, err } = epigen(folder, 'check', 'wrong.js');
    assert.match(out, /^wrong\.js:1:27: error unknown-property: [^\n]+\n$/);
    assert.equal(err, '1 error, 0 other findings in 1 file.\n');
  });

  it('check takes folders and globs, and leaves node_modules alone', () => {
    writeFiles(folder, {
      'many/a.mjs': "HX.showToast({ msg: 'Hi', typ: 's' });\n",
      'many/deep/b.cjs': "HX.showToast({ msg: 'Hi', typ: 's' });\n",
      'many/c.txt': 'no JavaScript',
      'many/node_modules/d.js': "HX.showToast({ msg: 'Hi', typ: 's' });\n",
    });
    const filesOf = (out: string) => (jsonLines(out) as DiagnosticRecord[]).map((it) => it.file);
    const both = [join('many', 'a.mjs'), join('many', 'deep', 'b.cjs')];
    assert.deepEqual(filesOf(epigen(folder, 'check', 'many', '--json').out), both);
    assert.deepEqual(filesOf(epigen(folder, 'check', 'many/**/*.{mjs,cjs}', '--format', 'json').out), both);
    assert.deepEqual(
      filesOf(epigen(folder, 'check', join(folder, 'many', 'a.mjs'), '--json').out),
      both.slice(0, 1),
    );
  });

  it('a severity of the configuration counts', () => {
    writeFiles(folder, {
      'strict/epigen.config.json': '{ "diagnostics": { "unknown-property": "warning" } }',
      'strict/a.js': "HX.showToast({ msg: 'Hi', typ: 's' });\n",
    });
    const inside = join(folder, 'strict');
    const { code, out } = epigen(inside, 'check', 'a.js', '--json', '--store', '../.epigen');
    assert.equal((jsonLines(out) as DiagnosticRecord[])[0]?.severity, 'warning');
    assert.equal(code, 0);
    writeFiles(folder, { 'strict/epigen.config.json': '{ "diagnostics": { "unknown-property": "off" } }' });
    assert.equal(epigenOk(inside, 'check', 'a.js', '--json', '--store', '../.epigen'), '');
  });

  it('a second library joins the store, and each can be named', () => {
    writeFiles(folder, MAIL_PACKAGE);
    epigenOk(folder, 'index', '@corp/mail', '--access', 'module:@corp/mail');
    assert.deepEqual(readdirSync(join(folder, '.epigen')).filter((it) => /HX|mail/.test(it)).length, 2);
    assert.match(epigenOk(folder, 'search', 'send a letter', '-k', '1'), /sendLetter/);
    assert.doesNotMatch(epigenOk(folder, 'search', 'send a letter', '--library', 'HX'), /sendLetter/);
    assert.match(
      epigenOk(folder, 'search', 'toast', '-k', '1', '--library', '@corp/mail@3.1.0', '--library', 'HX'),
      /showToast/,
    );
  });
});

describe('the command line on a library that is a module', () => {
  const folder = temporaryFolder();

  before(() => {
    writeFiles(folder, MAIL_PACKAGE);
    epigenOk(folder, 'index', '@corp/mail', '--access', 'module:@corp/mail');
  });

  it('index takes name and version from the package', () => {
    const [report] = jsonLines(
      epigenOk(folder, 'index', '@corp/mail', '--access', 'module:@corp/mail', '--json'),
    ) as Record<string, unknown>[];
    assert.deepEqual([report?.library, report?.version, report?.apis], ['@corp/mail', '3.1.0', 3]);
  });

  it('check knows the calls through an import', () => {
    writeFiles(folder, {
      'a.js':
        "import { sendLetter, countUnread as count } from '@corp/mail';\nsendLetter({ to: 'a', subjct: 'b' });\ncount('trash');\n",
    });
    const { code, out } = epigen(folder, 'check', 'a.js', '--json');
    assert.equal(code, 1);
    const found = (jsonLines(out) as DiagnosticRecord[]).map((it) => [it.line, it.api]);
    assert.ok(
      found.some(([line, api]) => line === 2 && api === 'sendLetter'),
      out,
    );
    assert.ok(
      found.some(([line, api]) => line === 3 && api === 'countUnread'),
      out,
    );
  });

  it('generate writes calls that check accepts', () => {
    const [answer] = jsonLines(
      epigenOk(folder, 'generate', 'Send a letter to "ann@corp.example" with the subject "Lunch".', '--json'),
    ) as Answer[];
    assert.deepEqual(answer?.apis, ['sendLetter']);
    assert.match(answer.code, /'ann@corp\.example'/);
    assert.match(answer.code, /'Lunch'/);
    assert.deepEqual(answer.diagnostics, []);
  });
});

describe('epigen check on the example application', () => {
  const folder = temporaryFolder();

  it('has no error for code that type-checks', () => {
    epigenOk(folder, 'index', HX_DECLARATIONS, '--library', 'HX', '--access', 'global:HX');
    const { code, out, err } = epigen(folder, 'check', join(ROOT, 'test/w-library/app'), '--json');
    const errors = (jsonLines(out) as DiagnosticRecord[]).filter((it) => it.severity === 'error');
    assert.deepEqual(errors, []);
    assert.deepEqual([code, err], [0, '']);
  });
});
