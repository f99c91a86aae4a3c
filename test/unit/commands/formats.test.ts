import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { posix, win32 } from 'node:path';
import { fileURLToPath } from 'node:url';
import Ajv from 'ajv';
import { PROBLEM_CODES, type Problem } from '../../../server/checks/problem.js';
import type { FileProblem } from '../../../server/commands/file-problem.js';
import { githubLine } from '../../../server/commands/github-format.js';
import { fileUri, pathWithin, relativeUri, reportRoot } from '../../../server/commands/report-path.js';
import { sarifLog } from '../../../server/commands/sarif-format.js';

const SCHEMA = createRequire(import.meta.url).resolve(
  '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
);

function found(file: string, more: Partial<Problem> = {}, line = "HX.a('x');"): FileProblem {
  return {
    file,
    line,
    problem: {
      code: 'type-mismatch',
      severity: 'error',
      message: 'HX.a: no',
      range: { start: { line: 2, character: 5 }, end: { line: 2, character: 8 } },
      api: 'HX.a',
      ...more,
    },
  };
}

describe('SARIF', () => {
  const validate = new Ajv({ unknownFormats: 'ignore', schemaId: 'auto', meta: false, logger: false });
  validate.addMetaSchema(createRequire(import.meta.url)('ajv/lib/refs/json-schema-draft-04.json'));
  const isValid = validate.compile(JSON.parse(readFileSync(SCHEMA, 'utf8')));

  const range = { start: { line: 0, character: 0 }, end: { line: 1, character: 3 } };
  const fixes = [
    { title: 'Change it', certain: true as const, edits: [{ range, newText: 'x' }] },
    { title: 'Remove it', edits: [{ range, newText: '' }] },
  ];
  const problems = [
    found('/w/src/a b#1.js', { fixes }),
    found('/w/src/a b#1.js', { severity: 'warning', code: 'contract-range' }),
    found('/w/a.js', { severity: 'information', code: 'contract-unit' }),
    found('/elsewhere/ü.js', { severity: 'hint', code: 'unused-disable', api: '' }),
  ];

  it('is valid against the schema, with findings and without', () => {
    for (const list of [problems, []]) {
      assert.ok(
        isValid(JSON.parse(JSON.stringify(sarifLog(list, '/w', posix)))),
        JSON.stringify(isValid.errors),
      );
    }
    assert.equal(
      isValid({ ...sarifLog([], '/w', posix), version: '2.0.0' }),
      false,
      'the schema is looked at',
    );
    const broken = sarifLog(problems, '/w', posix);
    assert.equal(isValid({ ...broken, runs: [{ ...broken.runs[0], columnKind: 'bytes' }] }), false);
  });

  it('has a rule with help for every code, and results that point to theirs', () => {
    const [run] = sarifLog(problems, '/w', posix).runs;
    assert.ok(run);
    const { rules } = run.tool.driver;
    assert.deepEqual(
      rules.map((it) => it.id),
      Object.keys(PROBLEM_CODES),
    );
    for (const { shortDescription, help, defaultConfiguration } of rules) {
      assert.ok(shortDescription.text.endsWith('.') && help.text.length > shortDescription.text.length);
      assert.match(defaultConfiguration.level, /^(?:error|warning|note)$/);
    }
    for (const { ruleId, ruleIndex } of run.results) assert.equal(rules[ruleIndex]?.id, ruleId);
    assert.deepEqual(
      run.results.map((it) => it.level),
      ['error', 'warning', 'note', 'note'],
    );
  });

  it('places are relative to the root, escaped, 1-based, in UTF-16 units', () => {
    const [run] = sarifLog(problems, '/w', posix).runs;
    const places = run?.results.map((it) => it.locations[0]?.physicalLocation) ?? [];
    assert.deepEqual(
      places.map((it) => it?.artifactLocation),
      [
        { uri: 'src/a%20b%231.js', uriBaseId: '%SRCROOT%' },
        { uri: 'src/a%20b%231.js', uriBaseId: '%SRCROOT%' },
        { uri: 'a.js', uriBaseId: '%SRCROOT%' },
        { uri: 'file:///elsewhere/%C3%BC.js' },
      ],
    );
    assert.deepEqual(places[0]?.region, { startLine: 3, startColumn: 6, endLine: 3, endColumn: 9 });
    assert.equal(run?.columnKind, 'utf16CodeUnits');
    assert.deepEqual(run?.originalUriBaseIds, { '%SRCROOT%': { uri: 'file:///w/' } });
  });

  it('carries certain fixes only', () => {
    const [run] = sarifLog(problems, '/w', posix).runs;
    const region = { startLine: 1, startColumn: 1, endLine: 2, endColumn: 4 };
    assert.deepEqual(
      run?.results.map((it) => it.fixes?.map((fix) => fix.artifactChanges[0]?.replacements)),
      [[[{ deletedRegion: region, insertedContent: { text: 'x' } }]], undefined, undefined, undefined],
    );
  });

  it('fingerprints stay when lines move, and tell alike findings apart', () => {
    const prints = (...list: FileProblem[]) =>
      sarifLog(list, '/w', posix).runs[0]?.results.map(
        (it) => it.partialFingerprints.primaryLocationLineHash,
      ) ?? [];
    const range = { start: { line: 40, character: 0 }, end: { line: 40, character: 1 } };
    const [a, b, c] = prints(
      found('/w/a.js'),
      found('/w/a.js', { range }, "   HX.a('x');\r\n"),
      found('/w/b.js'),
    );
    assert.match(a ?? '', /^[0-9a-f]{16}:1$/);
    assert.equal(b, a?.replace(/:1$/, ':2'));
    assert.equal(c, a, 'files are told apart by their place');
    assert.notEqual(prints(found('/w/a.js', {}, "HX.a('y');"))[0], a);
  });

  it('knows paths of Windows', () => {
    const [run] = sarifLog([found('C:\\w\\src\\a.js'), found('D:\\x y\\b.js')], 'C:\\w', win32).runs;
    assert.deepEqual(
      run?.results.map((it) => it.locations[0]?.physicalLocation.artifactLocation),
      [{ uri: 'src/a.js', uriBaseId: '%SRCROOT%' }, { uri: 'file:///D:/x%20y/b.js' }],
    );
    assert.equal(run?.originalUriBaseIds['%SRCROOT%']?.uri, 'file:///C:/w/');
  });
});

describe('workflow commands of GitHub', () => {
  it('escape what would end a property or the line', () => {
    const message = "50% of 'a',\r\n:: not ::error";
    assert.equal(
      githubLine(found('/w/src/a,b:c%.js', { message }), '/w'),
      "::error file=src/a%2Cb%3Ac%25.js,line=3,col=6,endLine=3,endColumn=9,title=epigen%3A type-mismatch::50%25 of 'a',%0D%0A:: not ::error",
    );
  });

  it('have three levels', () => {
    const levels = (['error', 'warning', 'information', 'hint'] as const).map(
      (severity) => /^::(\w+) /.exec(githubLine(found('/w/a.js', { severity }), '/w'))?.[1],
    );
    assert.deepEqual(levels, ['error', 'warning', 'notice', 'notice']);
  });

  it('name no end column on another line', () => {
    const range = { start: { line: 0, character: 4 }, end: { line: 2, character: 1 } };
    assert.match(
      githubLine(found('/x/a.js', { range }), '/w'),
      /file=\/x\/a\.js,line=1,col=5,endLine=3,title=/,
    );
  });
});

describe('paths of reports', () => {
  it('count from the checkout when the command runs within it', () => {
    assert.equal(reportRoot('/w/app', { GITHUB_WORKSPACE: '/w' }, posix), '/w');
    assert.equal(reportRoot('/w/app', { GITHUB_WORKSPACE: '/other' }, posix), '/w/app');
    assert.equal(reportRoot('/w/app', {}, posix), '/w/app');
    assert.equal(reportRoot('D:\\a\\r\\r\\app', { GITHUB_WORKSPACE: 'D:\\a\\r\\r' }, win32), 'D:\\a\\r\\r');
    assert.equal(reportRoot('C:\\a', { GITHUB_WORKSPACE: 'D:\\a' }, win32), 'C:\\a');
  });

  it('are relative with forward slashes, or none', () => {
    assert.equal(pathWithin('C:\\w', 'C:\\w\\a\\b.js', win32), 'a/b.js');
    assert.equal(pathWithin('C:\\w', 'C:\\v\\b.js', win32), undefined);
    assert.equal(pathWithin('C:\\w', 'D:\\w\\b.js', win32), undefined);
    assert.equal(pathWithin('/w', '/w/..a/b.js', posix), '..a/b.js');
    assert.equal(pathWithin('/w', '/wx/b.js', posix), undefined);
  });

  it('are URIs that resolve to the file', () => {
    for (const way of ['a b/c#d?.js', 'x:y.js', 'ü/%41.js']) {
      assert.equal(fileURLToPath(new URL(relativeUri(way), 'file:///w/'), { windows: false }), `/w/${way}`);
    }
    assert.equal(fileUri('C:\\a b\\c.js', win32), 'file:///C:/a%20b/c.js');
  });
});
