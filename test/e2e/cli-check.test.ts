import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { assertFails, epigen, epigenOk, HX_DECLARATIONS, jsonLines, writeFiles } from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

describe('epigen check in an old code base', () => {
  const folder = temporaryFolder();
  const run = (...args: string[]) => epigen(folder, 'check', ...args);

  before(() => {
    epigenOk(folder, 'index', HX_DECLARATIONS, '--library', 'HX', '--access', 'global:HX');
  });

  beforeEach(() => {
    rmSync(join(folder, 'baseline.json'), { force: true });
    writeFiles(folder, {
      'src/a.js': "HX.showToast({ msg: 'Hi', typ: 's' });\n",
      'src/b.js': "HX.showTost({ msg: 'Hi' });\n",
    });
  });

  it('comments disable findings, in every format', () => {
    writeFiles(folder, {
      'src/a.js':
        "// epigen-disable-next-line unknown-property the old server wants it\nHX.showToast({ msg: 'Hi', typ: 's' });\n",
      'src/b.js': "/* epigen-disable */\nHX.showTost({ msg: 'Hi' });\n",
    });
    assert.deepEqual(run('src', '--json'), { code: 0, out: '', err: '' });
    assert.deepEqual(run('src', '--format', 'github').out, '');
  });

  it('a comment that disables nothing is a hint, unless libraries are left out', () => {
    writeFiles(folder, { 'src/a.js': 'f(); // epigen-disable-line unknown-api\n', 'src/b.js': '' });
    const { code, out } = run('src', '--json');
    assert.equal(code, 0);
    assert.deepEqual(
      (jsonLines(out) as { code: string; severity: string; api: string }[]).map((it) => [
        it.code,
        it.severity,
        it.api,
      ]),
      [['unused-disable', 'hint', '']],
    );
    assert.equal(run('src', '--json', '--library', 'HX').out, '');
  });

  it('writes a baseline, and then reports only what is new', () => {
    const first = run('src', '--baseline', 'baseline.json');
    assert.deepEqual(first, { code: 0, out: '', err: 'Wrote 2 findings in 2 files to baseline.json.\n' });
    const text = readFileSync(join(folder, 'baseline.json'), 'utf8');

    assert.deepEqual(run('src', '--baseline', 'baseline.json', '--json'), { code: 0, out: '', err: '' });
    writeFiles(folder, {
      'src/a.js': "\n\nif (a) {\n  HX.showToast({ msg: 'Hi', typ: 's' });\n}\nHX.showToast({ mgs: 'Hi' });\n",
    });
    const { code, out, err } = run('src', '--baseline', 'baseline.json');
    assert.equal(code, 1);
    assert.match(out, /^src[\\/]a\.js:6:\d+: error [^\n]+\n$/);
    assert.equal(err, '1 error, 0 other findings in 2 files.\n2 findings more are in the baseline.\n');
    assert.equal(readFileSync(join(folder, 'baseline.json'), 'utf8'), text, 'it is not touched');
  });

  it('tells what no longer occurs, and cleans it up on demand', () => {
    run('src', '--baseline', 'baseline.json');
    writeFiles(folder, { 'src/b.js': "HX.showToast({ msg: 'Hi' });\n" });
    const { code, err } = run('src', '--baseline', 'baseline.json');
    assert.equal(code, 0);
    assert.match(err, /\n1 finding of the baseline no longer occurs: --update-baseline cleans it up\.\n$/);
    assert.doesNotMatch(run('src/a.js', '--baseline', 'baseline.json').err, /no longer/);

    const updated = run('src', '--baseline', 'baseline.json', '--update-baseline', '--json');
    assert.deepEqual(updated, { code: 0, out: '', err: 'Wrote 1 finding in 2 files to baseline.json.\n' });
    assert.doesNotMatch(run('src', '--baseline', 'baseline.json').err, /no longer/);
    writeFiles(folder, { 'src/b.js': "HX.showTost({ msg: 'Hi' });\n" });
    assert.equal(run('src', '--baseline', 'baseline.json').code, 1);
  });

  it('does not depend on the folder it is called from', () => {
    run('src', '--baseline', 'ci/baseline.json');
    const inside = epigen(
      join(folder, 'ci'),
      'check',
      '../src',
      '--baseline',
      'baseline.json',
      '--json',
      '--store',
      '../.epigen',
    );
    assert.deepEqual(inside, { code: 0, out: '', err: '' });
  });

  it('writes no baseline when a file could not be checked', () => {
    const result = run('src', 'nowhere.js', '--baseline', 'baseline.json');
    assert.equal(result.code, 2);
    assert.match(
      result.err,
      /no such file \(nowhere\.js\)[\s\S]*the baseline was not written \(baseline\.json\)/,
    );
    assert.equal(existsSync(join(folder, 'baseline.json')), false);
  });

  it('refuses what is no baseline, and leaves it alone', () => {
    writeFiles(folder, { 'package.json': '{ "version": "1.0.0" }' });
    assertFails(
      run('src', '--baseline', 'package.json', '--update-baseline'),
      /not a baseline \(package\.json\)/,
    );
    assert.equal(readFileSync(join(folder, 'package.json'), 'utf8'), '{ "version": "1.0.0" }');
  });

  it('leaves to TypeScript what it says itself, by option or configuration', () => {
    writeFiles(folder, {
      'both/jsconfig.json': '{ "compilerOptions": { "checkJs": true } }',
      'both/hx.d.ts': readFileSync(HX_DECLARATIONS, 'utf8'),
      'both/a.js': "HX.showToast({ msg: 'Hi', typ: 's' });\n// epigen-disable-line\n",
    });
    const inside = join(folder, 'both');
    const store = ['--store', join(folder, 'both-store')];
    epigenOk(inside, 'index', 'hx.d.ts', '--library', 'HX', '--access', 'global:HX', ...store);
    const codes = (...args: string[]) =>
      (jsonLines(epigen(inside, 'check', 'a.js', '--json', ...store, ...args).out) as { code: string }[]).map(
        (it) => it.code,
      );
    assert.deepEqual(codes(), ['unknown-property', 'unused-disable']);
    assert.deepEqual(codes('--profile', 'complement'), ['unused-disable']);
    writeFiles(folder, { 'both/epigen.config.json': '{ "profile": "complement" }' });
    assert.deepEqual(codes(), ['unused-disable']);
    assert.deepEqual(codes('--profile', 'full'), ['unknown-property', 'unused-disable']);
    writeFiles(folder, { 'both/epigen.config.json': '{ "profile": "some" }' });
    assertFails(epigen(inside, 'check', 'a.js', ...store), /"profile" cannot be "some"/);
  });

  it('sarif is one document, whatever is found', () => {
    const { code, out, err } = run('src', '--format', 'sarif');
    assert.deepEqual([code, err], [1, '']);
    const log = JSON.parse(out);
    assert.deepEqual(
      log.runs[0].results.map(
        (it: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
          it.locations[0]?.physicalLocation.artifactLocation.uri,
      ),
      ['src/a.js', 'src/b.js'],
    );
    run('src', '--baseline', 'baseline.json');
    const quiet = run('src', '--format', 'sarif', '--baseline', 'baseline.json');
    assert.equal(quiet.code, 0);
    assert.deepEqual(JSON.parse(quiet.out).runs[0].results, []);
  });

  it('github is one command a finding', () => {
    const { code, out, err } = run('src', '--format', 'github');
    assert.equal(code, 1);
    assert.match(
      out,
      /^::error file=src\/a\.js,line=1,col=27,endLine=1,endColumn=30,title=epigen%3A unknown-property::HX\.showToast: /,
    );
    assert.equal(out.trimEnd().split('\n').length, 2);
    assert.equal(err, '2 errors, 0 other findings in 2 files.\n');
  });
});
