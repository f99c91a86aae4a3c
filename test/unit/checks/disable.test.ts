import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { ApiLibrary } from '../../../index/library.js';
import { findRequirements } from '../../../server/analysis/requirements.js';
import { checkDocument, checkText } from '../../../server/checks/check.js';
import { disableFixes } from '../../../server/checks/disable-fixes.js';
import type { Problem } from '../../../server/checks/problem.js';
import { PROBLEM_CODES } from '../../../server/checks/problem.js';
import { diagnostic } from '../../../server/features/diagnostics.js';
import { verdictOn } from '../../../server/pipeline/code/validate.js';
import { changeDocument, openDocument } from '../../../server/syntax/syntax-document.js';
import { libraryOf } from '../../support/snippets.js';

const DECLARATIONS = `
declare namespace Corp {
  /** Waits. */
  function wait(ms: number): Promise<void>;
  /** Sends. */
  function send(options: { to: string; times?: number }): void;
  /** Old. @deprecated Use send. */
  function post(to: string): void;
}
`;

let library: ApiLibrary;
before(async () => {
  library = await libraryOf(DECLARATIONS);
});

/** What is left, as `line code`, lines counted from 1. */
function left(text: string, uri = 'file:///a.js'): string[] {
  return checkText(text, [library], { uri }).problems.map((it) => `${it.range.start.line + 1} ${it.code}`);
}

function edited(text: string, edits: Problem['fixes']): string {
  const [fix] = edits ?? [];
  assert.ok(fix, 'there is a fix');
  return TextDocument.applyEdits(TextDocument.create('', 'javascript', 0, text), [...fix.edits]);
}

describe('disable comments', () => {
  const cases: readonly (readonly [what: string, text: string, ...left: string[]])[] = [
    [
      'the next line',
      `// epigen-disable-next-line type-mismatch\nCorp.wait('1');\nCorp.wait('2');`,
      '3 type-mismatch',
    ],
    [
      'with a reason',
      `// epigen-disable-next-line type-mismatch the old server takes texts\nCorp.wait('1');`,
    ],
    [
      'a reason behind two dashes, all codes',
      `// epigen-disable-next-line -- type-mismatch is meant\nCorp.wait();`,
    ],
    [
      'several codes',
      `// epigen-disable-next-line type-mismatch, deprecated-api  ,extra-argument\nCorp.post(1);Corp.post('a', 1)`,
    ],
    [
      'another code stays',
      `// epigen-disable-next-line type-mismatch\nCorp.wait('1'); Corp.wait();`,
      '2 missing-argument',
    ],
    ['without a code: all', `// epigen-disable-next-line\nCorp.wait('1'); Corp.wait(); Corp.post('a');`],
    ['as a block', `/* epigen-disable-next-line type-mismatch */\nCorp.wait('1');`],
    [
      'stacked with other comments and blank lines',
      `// epigen-disable-next-line type-mismatch\n// epigen-disable-next-line missing-argument\n/* and\n more */\n\nCorp.wait('1'); Corp.wait();`,
    ],
    [
      'its own line',
      `Corp.wait('1'); // epigen-disable-line type-mismatch\nCorp.wait('2');`,
      '2 type-mismatch',
    ],
    [
      'the rest of the file',
      `Corp.wait('1');\n/* epigen-disable type-mismatch */\nCorp.wait('2');\nfunction f() {\n  Corp.wait('3'); Corp.wait();\n}`,
      '1 type-mismatch',
      '5 missing-argument',
    ],
    ['as a line comment too', `// epigen-disable\nCorp.wait('2');`],
    [
      'until enabled again',
      `/* epigen-disable type-mismatch */ Corp.wait('1'); /* epigen-enable type-mismatch */ Corp.wait('2');\n/* epigen-disable */ Corp.wait('3');`,
      '1 type-mismatch',
    ],
    [
      'enabling one of all codes',
      `/* epigen-disable */\nCorp.wait('1'); Corp.wait();\n/* epigen-enable missing-argument */\nCorp.wait('1'); Corp.wait();`,
      '4 missing-argument',
    ],
    [
      'enabling all of one code',
      `/* epigen-disable type-mismatch */\nCorp.wait('1');\n/* epigen-enable */\nCorp.wait('1');`,
      '4 type-mismatch',
    ],
    [
      'within a call',
      `Corp.send({\n  to: 'a',\n  // epigen-disable-next-line type-mismatch\n  times: '2',\n});`,
    ],
    [
      'in JSX',
      `const a = <div>\n  {/* epigen-disable-next-line type-mismatch */}\n  {Corp.wait('1')}\n</div>;`,
    ],
    ['with CRLF', `// epigen-disable-next-line type-mismatch\r\nCorp.wait('1');\r\n`],
    [
      'no comment in a text',
      `const a = '// epigen-disable'; const b = \`\n// epigen-disable-next-line\n\`;\nCorp.wait('1');`,
      '4 type-mismatch',
    ],
    ['mentioned within a comment', `// write epigen-disable-next-line\nCorp.wait('1');`, '2 type-mismatch'],
  ];
  for (const [what, text, ...expected] of cases) {
    it(what, () => {
      assert.deepEqual(left(text), expected);
      assert.deepEqual(
        checkText(text, [library], { uri: 'file:///a.js', disableComments: 'ignore' }).problems.filter(
          (it) => it.code === 'unused-disable',
        ),
        [],
      );
    });
  }

  it('work in TypeScript files', () => {
    assert.deepEqual(
      left(`type A = string;\n// epigen-disable-next-line\nCorp.wait('1' as A);`, 'file:///a.ts'),
      [],
    );
  });

  it('silence every code that there is', () => {
    for (const code of Object.keys(PROBLEM_CODES)) {
      if (code === 'unused-disable') continue;
      assert.doesNotMatch(
        checkText(`// epigen-disable-next-line ${code}\n1;`, [library]).problems[0]?.message ?? '',
        /There is no/,
        code,
      );
    }
  });

  it('follow edits, with facts that are kept', () => {
    let document = openDocument('file:///a.js', `Corp.wait('1');\nCorp.wait('2');\n`, 0);
    const codes = () =>
      checkDocument(document, [library]).problems.map((it) => `${it.range.start.line} ${it.code}`);
    assert.deepEqual(codes(), ['0 type-mismatch', '1 type-mismatch']);
    const at = (line: number, end = line) => ({
      start: { line, character: 0 },
      end: { line: end, character: 0 },
    });
    document = changeDocument(document, [{ range: at(1), text: '// epigen-disable-next-line\n' }], 1);
    assert.deepEqual(codes(), ['0 type-mismatch']);
    document = changeDocument(document, [{ range: at(2, 3), text: 'Corp.wait(2);\n' }], 2);
    assert.deepEqual(codes(), ['0 type-mismatch', '1 unused-disable']);
    document = changeDocument(document, [{ range: at(1, 2), text: '' }], 3);
    assert.deepEqual(codes(), ['0 type-mismatch']);
  });

  it('are no requirements', () => {
    const document = openDocument('file:///a.js', '// epigen-disable-next-line type-mismatch old\nf();\n', 0);
    assert.deepEqual(findRequirements(document), []);
  });

  it('leave the types that a comment above them states', () => {
    const text = `/** @type {string} */\n// epigen-disable-next-line type-mismatch\nlet ms = Corp.wait('1');\nms = x;\nCorp.wait(ms);`;
    assert.deepEqual(left(text), ['5 type-mismatch']);
  });

  it('count for nothing in generated code', () => {
    for (const comment of ['// epigen-disable-next-line', '/* epigen-disable type-mismatch */']) {
      const code = `${comment}\nawait Corp.wait('1');`;
      const { problems } = verdictOn(code, code, { line: 0, indent: '' }, [library]);
      assert.deepEqual(
        problems.map((it) => it.code),
        ['type-mismatch'],
      );
    }
    const file = "/* epigen-disable */\nCorp.wait('1');";
    assert.equal(verdictOn("Corp.wait('1');", file, { line: 1, indent: '' }, [library]).problems.length, 1);
  });
});

describe('disable comments that disable nothing', () => {
  const cases: readonly (readonly [text: string, message: RegExp, fixed: string])[] = [
    [
      `// epigen-disable-next-line type-mismatch\nCorp.wait(1);\n`,
      /no type-mismatch: it can go/,
      'Corp.wait(1);\n',
    ],
    [`a();\n  // epigen-disable-next-line\n  b();\n`, /disables nothing: it can go/, 'a();\n  b();\n'],
    [`a(); // epigen-disable-line type-mismatch\nb();`, /no type-mismatch/, 'a();\nb();'],
    [
      `/* epigen-disable type-mismatch, extra-argument */ a();`,
      /no type-mismatch and no extra-argument/,
      'a();',
    ],
    [
      `// epigen-disable-next-line extra-argument, type-mismatch why\nCorp.wait('1');`,
      /no extra-argument: the code can go/,
      `// epigen-disable-next-line type-mismatch why\nCorp.wait('1');`,
    ],
    [
      `// epigen-disable-next-line type-mismatch, extra-argument why\nCorp.wait('1');`,
      /no extra-argument: the code can go/,
      `// epigen-disable-next-line type-mismatch why\nCorp.wait('1');`,
    ],
    [
      `// epigen-disable-next-line tpye-mismatch, missing-argument\nCorp.wait();`,
      /There is no diagnostic 'tpye-mismatch'\. Did you mean 'type-mismatch'\?/,
      `// epigen-disable-next-line type-mismatch, missing-argument\nCorp.wait();`,
    ],
    [`// epigen-disable-next-line legacy\na();`, /There is no diagnostic 'legacy'\.$/, 'a();'],
    [
      `/* epigen-disable-nextline type-mismatch */\na();`,
      /Did you mean 'epigen-disable-next-line'\?/,
      `/* epigen-disable-next-line type-mismatch */\na();`,
    ],
    [`\uFEFF// epigen-disable-next-line\na();`, /nothing/, '\uFEFFa();'],
    [`a();\r\n// epigen-disable-next-line\r\n`, /nothing/, 'a();\r\n'],
    [`/* epigen-disable */\na();\n/* epigen-enable */`, /nothing/, 'a();\n/* epigen-enable */'],
  ];
  for (const [text, message, fixed] of cases) {
    it(JSON.stringify(text), () => {
      const { problems } = checkText(text, [library], { uri: 'file:///a.js' });
      assert.deepEqual(
        problems.map((it) => [it.code, it.severity]),
        [['unused-disable', 'hint']],
      );
      assert.match(problems[0]?.message ?? '', message);
      assert.equal(edited(text, problems[0]?.fixes), fixed);
      assert.deepEqual(problems.map((it) => diagnostic(it, 'file:///a.js'))[0]?.tags, [1]);
    });
  }

  it('an unknown code disables nothing else', () => {
    assert.deepEqual(left(`// epigen-disable-next-line legacy\nCorp.wait('1');`), [
      '1 unused-disable',
      '2 type-mismatch',
    ]);
  });

  it('a comment for a code that the settings switch off is none of them', () => {
    const text = `// epigen-disable-next-line type-mismatch\nCorp.wait('1');`;
    assert.deepEqual(checkText(text, [library], { severities: { 'type-mismatch': 'off' } }).problems, []);
  });

  it('are not told where not everything is known', () => {
    assert.deepEqual(checkText(`// epigen-disable-next-line\na();`, []).problems, []);
    assert.deepEqual(left(`// epigen-disable-next-line type-mismatch\nCorp.wait(\n`), []);
  });

  it('can be switched off', () => {
    const severities = { 'unused-disable': 'off' } as const;
    assert.deepEqual(checkText(`// epigen-disable\na();`, [library], { severities }).problems, []);
  });
});

describe('fixes that disable a problem', () => {
  /** The text after the fix with this title; undefined if it is not offered. */
  function fixed(text: string, title: RegExp, uri = 'file:///a.js'): string | undefined {
    const document = openDocument(uri, text, 0);
    const problem = checkDocument(document, [library]).problems.find((it) => it.code !== 'unused-disable');
    assert.ok(problem, 'there is a problem');
    const fix = disableFixes(problem, document).find((it) => title.test(it.title));
    return fix && edited(text, [fix]);
  }

  const lines: readonly (readonly [text: string, expected: string | undefined])[] = [
    [`Corp.wait('1');\n`, `// epigen-disable-next-line type-mismatch\nCorp.wait('1');\n`],
    [
      `f(() => {\n\tCorp.wait('1');\n});`,
      `f(() => {\n\t// epigen-disable-next-line type-mismatch\n\tCorp.wait('1');\n});`,
    ],
    [
      `Corp.send({\r\n  to: 1,\r\n});`,
      `Corp.send({\r\n  // epigen-disable-next-line type-mismatch\r\n  to: 1,\r\n});`,
    ],
    [`\uFEFFCorp.wait('1');`, `\uFEFF// epigen-disable-next-line type-mismatch\nCorp.wait('1');`],
    [
      `// epigen-disable-next-line extra-argument old\nCorp.wait('1');`,
      `// epigen-disable-next-line extra-argument, type-mismatch old\nCorp.wait('1');`,
    ],
    [
      `const a = \`\${\n  [Corp.wait('1')]}\`;`,
      `const a = \`\${\n  // epigen-disable-next-line type-mismatch\n  [Corp.wait('1')]}\`;`,
    ],
    [
      `const a = <a\n  b={Corp.wait('1')}\n/>;`,
      `const a = <a\n  // epigen-disable-next-line type-mismatch\n  b={Corp.wait('1')}\n/>;`,
    ],
    [
      `const a = <a>{\n  Corp.wait('1')}</a>;`,
      `const a = <a>{\n  // epigen-disable-next-line type-mismatch\n  Corp.wait('1')}</a>;`,
    ],
    [
      `const a = (\n  <a>{Corp.wait('1')}</a>\n);`,
      `const a = (\n  // epigen-disable-next-line type-mismatch\n  <a>{Corp.wait('1')}</a>\n);`,
    ],
    [`const a = <a>\n  {Corp.wait('1')}\n</a>;`, undefined],
    [`const a = <>\n{Corp.wait('1')}</>;`, undefined],
    [`const a = <a>x\n  y {Corp.wait('1')}\n</a>;`, undefined],
    [`const a = \`\n\${Corp.wait('1')}\`;`, undefined],
    [`const a = \`x\n  y \${Corp.wait('1')}\`;`, undefined],
    [`/* a\n b */ Corp.wait('1');`, undefined],
    [`const a = 'x\\\n' + Corp.wait('1');`, undefined],
  ];
  for (const [text, expected] of lines) {
    it(`for a line: ${JSON.stringify(text)}`, () => {
      const found = fixed(text, /^Disable [\w-]+ for this line$/);
      assert.equal(found, expected);
      if (found === undefined) return;
      const { problems, hasSyntaxErrors } = checkText(found, [library], { uri: 'file:///a.js' });
      assert.equal(hasSyntaxErrors, false);
      assert.deepEqual(
        problems.filter((it) => it.code !== 'unused-disable'),
        [],
      );
    });
  }

  const files: readonly (readonly [text: string, expected: string])[] = [
    [`a();\nCorp.wait('1');\n`, `/* epigen-disable type-mismatch */\na();\nCorp.wait('1');\n`],
    [
      `#!/usr/bin/env node\r\nCorp.wait('1');`,
      `#!/usr/bin/env node\r\n/* epigen-disable type-mismatch */\r\nCorp.wait('1');`,
    ],
    [`\uFEFFCorp.wait('1');`, `\uFEFF/* epigen-disable type-mismatch */\nCorp.wait('1');`],
    [
      `/* epigen-disable extra-argument */\nCorp.wait('1');`,
      `/* epigen-disable extra-argument, type-mismatch */\nCorp.wait('1');`,
    ],
    [
      `const a = <a>\n  {Corp.wait('1')}\n</a>;`,
      `/* epigen-disable type-mismatch */\nconst a = <a>\n  {Corp.wait('1')}\n</a>;`,
    ],
  ];
  for (const [text, expected] of files) {
    it(`for the file: ${JSON.stringify(text)}`, () => {
      const found = fixed(text, /^Disable [\w-]+ for the whole file$/);
      assert.equal(found, expected);
      assert.deepEqual(
        left(found ?? '').filter((it) => !it.includes('unused')),
        [],
      );
    });
  }

  it('are not offered on a comment that disables nothing', () => {
    const document = openDocument('file:///a.js', '// epigen-disable\na();', 0);
    const [unused] = checkDocument(document, [library]).problems;
    assert.ok(unused);
    assert.deepEqual(disableFixes(unused, document), []);
  });
});
