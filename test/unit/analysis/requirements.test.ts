import assert from 'node:assert/strict';
import { findRequirements } from '../../../server/analysis/requirements.js';
import { closeDocument, openDocument } from '../../../server/syntax/syntax-document.js';

/** Requirements as `lines origin: text`, and the lines of the body. */
function requirements(text: string, tags?: readonly string[]): string[] {
  const document = openDocument('file:///a.js', text, 1);
  try {
    return findRequirements(document, tags).map(({ text: said, range, origin, body }) => {
      const lines = `${range.start.line + 1}-${range.end.line + 1}`;
      const into = body ? ` -> ${body.start.line + 1}:${body.start.character + 1}` : '';
      return `${lines} ${origin}: ${said.replaceAll('\n', ' / ')}${into}`;
    });
  } finally {
    closeDocument(document);
  }
}

describe('requirement comments', () => {
  const cases: Record<string, readonly [text: string, ...expected: string[]]> = {
    'a line comment with a tag': ['// @requirement Show a toast.\n', '1-1 tag: Show a toast.'],
    'the short tag': ['// @epigen Show a toast.', '1-1 tag: Show a toast.'],
    'a to-do for the tool': ['// TODO(epigen): Show a toast.', '1-1 tag: Show a toast.'],
    'a to-do for somebody else': ['// TODO(anna): Show a toast.', '1-1 comment: TODO(anna): Show a toast.'],
    'a block comment': ['/** @requirement Show a toast. */', '1-1 tag: Show a toast.'],
    'a block comment of several lines': [
      '/*\n * @requirement Show a toast\n * and wait.\n */\n',
      '1-4 tag: Show a toast / and wait.',
    ],
    'line comments one below the other': [
      '  // @requirement Show a toast\n  // and wait.\n  //\n  // Then hide it.\nfoo();',
      '1-4 tag: Show a toast / and wait. /  / Then hide it.',
    ],
    'a tag ends the requirement above': [
      '// @requirement One.\n// @requirement Two.\n',
      '1-1 tag: One.',
      '2-2 tag: Two.',
    ],
    'a blank line ends a requirement': [
      '// @requirement One.\n\n// Two.\n',
      '1-1 tag: One.',
      '3-3 comment: Two.',
    ],
    'another column ends a requirement': [
      '// @requirement One.\n  // Two.\n',
      '1-1 tag: One.',
      '2-2 comment: Two.',
    ],
    'a comment behind code is alone': [
      'foo(); // @requirement One.\n       // Two.\n',
      '1-1 tag: One.',
      '2-2 comment: Two.',
    ],
    'a tag after other words of the comment': [
      '// For the page.\n// more\n',
      '1-2 comment: For the page. / more',
    ],
    'only a tag': ['// @requirement\n', '1-1 tag: '],
    'a colon after the tag, also a wide one': [
      '// @epigen: One.\n\n// @epigen：显示提示',
      '1-1 tag: One.',
      '3-3 tag: 显示提示',
    ],
    'a longer word is no tag': ['// @requirements One.\n', '1-1 comment: @requirements One.'],
    'JSDoc above an empty function': [
      '/**\n * Shows a toast.\n * @param {string} text - What to show.\n */\nfunction f(text) {}\n',
      '1-4 function: Shows a toast. -> 5:18',
    ],
    'JSDoc above an exported arrow function': [
      '/** Shows a toast. */\nexport const f = async () => {\n};\n',
      '1-1 function: Shows a toast. -> 2:30',
    ],
    'JSDoc above a method': ['class A {\n  /** Shows. */\n  m() { }\n}', '2-2 function: Shows. -> 3:7'],
    'JSDoc above a property': [
      'x = {\n  /** Shows. */\n  m: function () {},\n}',
      '2-2 function: Shows. -> 3:18',
    ],
    'JSDoc above a function that does something': [
      '/** Shows. */\nfunction f() { return 1; }',
      '1-1 comment: Shows.',
    ],
    'a tag above an empty function': ['// @requirement Show.\nfunction f() {}', '1-1 tag: Show. -> 2:14'],
    'a tag within JSDoc': [
      '/**\n * @requirement Show.\n * @param {string} a\n */\nfunction f(a) {}',
      '1-4 tag: Show. -> 5:15',
    ],
    'a tag inside of the empty body': ['function f() {\n  // @requirement Show.\n}', '2-2 tag: Show.'],
    'a body with a comment in it': [
      '/** Shows. */\nfunction f() {\n  // Here.\n}',
      '1-1 function: Shows. -> 2:14',
      '3-3 comment: Here.',
    ],
    'Windows line ends': ['// @requirement One\r\n// and two.\r\nfoo();\r\n', '1-2 tag: One / and two.'],
    'what tools read': [
      '#!/usr/bin/env node\n/*! Copyright */\n/* eslint-disable no-console */\n// @ts-check\n//# sourceMappingURL=a.js.map\n// ----\n',
    ],
    'what only looks like a comment': [
      "const a = '// @requirement One.', b = `/* @epigen */`, c = /\\/\\/ @epigen/;",
    ],
    'comments in broken code': ['function f( {\n  // @requirement One.\n', '2-2 tag: One.'],
    'a comment in JSX': ['const a = <p>{/* @requirement One. */}</p>;', '1-1 tag: One.'],
  };
  for (const [name, [text, ...expected]] of Object.entries(cases)) {
    it(name, () => assert.deepEqual(requirements(text), expected));
  }

  it('have the tags of the settings', () => {
    const text = '// @do One.\n\n// @epigen Two.\n\n// TODO(do): Three.\n';
    assert.deepEqual(requirements(text, ['do']), [
      '1-1 tag: One.',
      '3-3 comment: @epigen Two.',
      '5-5 tag: Three.',
    ]);
    assert.deepEqual(requirements('// @a.b One.', ['@a.b']), ['1-1 tag: One.']);
    assert.deepEqual(requirements('// @epigen One.', []), ['1-1 comment: @epigen One.']);
  });
});
