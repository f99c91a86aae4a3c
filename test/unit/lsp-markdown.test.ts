import assert from 'node:assert/strict';
import {
  codeBlock,
  codeSpan,
  escapeMarkdown,
  plainText,
  safeMarkdown,
} from '../../server/features/markdown.js';

describe('documentation becomes safe Markdown', () => {
  const cases: readonly [what: string, text: string, expected: string][] = [
    ['plain text stays', 'Shows a toast', 'Shows a toast'],
    ['formatting is shown as it is written', '*not* _so_ E_BUSY.', '\\*not\\* \\_so\\_ E_BUSY.'],
    ['code spans stay code', 'one of `n`, `s*`', 'one of `n`, `s*`'],
    ['HTML is text', '<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['entities stay what they look like', 'a &lt; b', 'a &amp;lt; b'],
    ['web links stay', '[Guide](https://corp.example/a_b)', '[Guide](<https://corp.example/a_b>)'],
    ['command links lose their target', '[run](command:workbench.action.quit)', 'run'],
    ['script links lose their target', '[x](javascript:alert)', 'x'],
    [
      'images become links at most',
      '![pixel](https://spy.example/p.gif)',
      '[pixel](<https://spy.example/p.gif>)',
    ],
    [
      'doc links become code',
      'see {@link HX.showAlert} and {@link HX|the root}',
      'see `HX.showAlert` and `the root`',
    ],
    ['headings and lists are text', '# Big\n- a\n1. b\n---', '\\# Big\n\\- a\n1\\. b\n\\---'],
    ['paragraphs stay', 'one\n\ntwo', 'one\n\ntwo'],
    ['an open fence is text', '```js\nHX', '\\`\\`\\`js\nHX'],
    ['a fence stays a fence', '```js\nHX.a(`x`)\n```', '```js\nHX.a(`x`)\n```'],
  ];
  for (const [what, text, expected] of cases) {
    it(what, () => assert.equal(safeMarkdown(text), expected));
  }

  it('code cannot break out of its block', () => {
    assert.equal(codeBlock('a\n```\n[x](command:y)', 'js'), '````js\na\n```\n[x](command:y)\n````');
    assert.equal(codeSpan('a`b'), '``a`b``');
    assert.equal(codeSpan('`'), '`` ` ``');
  });

  it('every character that means something is escaped', () => {
    assert.equal(escapeMarkdown('1. a|b ~c~ [d] (e) 2.5'), '1\\. a\\|b \\~c\\~ \\[d\\] (e) 2.5');
  });

  it('plain text drops the marks of links', () => {
    assert.equal(plainText('[Guide](https://x) and {@link HX}'), 'Guide and HX');
  });
});
