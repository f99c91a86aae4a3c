import assert from 'node:assert/strict';
import { DEFAULT_STYLE, quoted, styleOf } from '../../../server/pipeline/code/style.js';

describe('style of a file', () => {
  it('is the default for an empty file', () => {
    assert.deepEqual(styleOf(''), DEFAULT_STYLE);
  });

  it('has the quotes that the file has more of', () => {
    assert.equal(styleOf('a("x");\nb("y");\nc(\'z\');\n').quote, '"');
    assert.equal(styleOf("a('x');\nb('y');\nc(\"z\");\n").quote, "'");
  });

  it('does not take quotes in comments for the style', () => {
    assert.equal(styleOf('// "a" "b" "c"\na(\'x\');\n').quote, "'");
  });

  it('sees files without semicolons', () => {
    assert.equal(styleOf("const a = require('a')\nrun()\n").semicolons, false);
    assert.equal(styleOf("const a = require('a');\nrun();\n").semicolons, true);
  });

  it('sees tabs, two, three and four columns', () => {
    for (const indent of ['\t', '  ', '   ', '    '])
      assert.equal(
        styleOf(`if (a) {\n${indent}b();\n${indent}if (c) {\n${indent}${indent}d();\n${indent}}\n}\n`).indent,
        indent,
      );
  });

  it('does not take the stars of a comment for indentation', () => {
    assert.equal(styleOf('/**\n * a\n */\nfunction a() {\n    b();\n}\n').indent, '    ');
  });

  it('sees CRLF', () => {
    assert.equal(styleOf('a();\r\nb();\r\n').eol, '\r\n');
  });
});

describe('quoted', () => {
  it('escapes what must be escaped', () => {
    assert.equal(quoted('a\\b\nc\u2028', { quote: "'" }), "'a\\\\b\\nc\\u2028'");
  });

  it('takes the other quotes where that saves escaping', () => {
    assert.equal(quoted("it's", { quote: "'" }), '"it\'s"');
    assert.equal(quoted('it\'s "x"', { quote: "'" }), "'it\\'s \"x\"'");
  });

  it('gives a literal with the same value', () => {
    for (const value of ['', "'", '"', `\`$\{a}\``, '\r\n\t', '\\n', '\u2029', '“”'])
      for (const quote of ["'", '"'] as const)
        assert.equal(new Function(`return ${quoted(value, { quote })}`)(), value);
  });
});
