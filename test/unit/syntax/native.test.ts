import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Parser from 'tree-sitter';
import JavaScript from 'tree-sitter-javascript';
import { compileQuery } from '../../../server/syntax/query.js';
import { openDocument } from '../../../server/syntax/syntax-document.js';
import type { SyntaxNode } from '../../../server/syntax/syntax-node.js';

const root = path.join(import.meta.dirname, '../../..');
const language = JavaScript as unknown as Parser.Language;

/** Real files, and what they seldom have. */
const TEXTS = [
  ...filesBelow(path.join(root, 'test/w-library/app')).map((file) => readFileSync(file, 'utf8')),
  `/** Does. */ function none() { /* here */ }\nconst arrow = (a = f(), { b = 1, ...c }, ...rest) => {};\n`,
  `class A extends B { #p = 1; static { a.b = 1; } get c() {} async *d() {} }\nexport default class {}\n`,
  `for (const a of b) {}\nfor (c in d) {}\nfor await (let [e] of f) {}\na ||= 1; b.c++; ({ d, e: [g] } = h);\n`,
  `try {} catch ({ message }) {}\nlabel: switch (a) { case 1: { break label; } }\ndebugger /* here */;\n`,
  `import x, * as y from 'm';\nimport z, { default as w, "q" as v } from 'n';\n#!no\n`,
  `const j = <A b="c" {...d}>{e} text</A>;\nnew f; new g(1)\`\${h}\`; a?.b?.['c']?.();\n\\u{61}bc = /x/g\n(1)\n`,
  `function broken( { const a = ; b.c(\n`,
  `f({ a: 1, : 2 }); class { x( }\n} } )\nconst ok = 1;\n`,
  `\uFEFFconst 你好 = '😀';\r\nf(你好)\r// end`,
];

describe('plain nodes and queries on them, beside tree-sitter itself', () => {
  it('have the same nodes, spans, fields and errors', () => {
    for (const text of TEXTS) {
      const document = openDocument('file:///a.js', text, 0);
      const found: string[] = [];
      for (const { root: statement, comments } of document.chunks) {
        for (const it of comments) found.push(line(it.type, it.start, it.end, ''));
        visit(statement, (it) => {
          if (it.type !== 'comment')
            found.push(line(it.type, it.start, it.end, it.broken ? ' broken' : '', it.field));
        });
      }
      const expected: string[] = [];
      const cursor = parse(text).walk();
      const walk = () => {
        const { nodeType: type, startIndex, endIndex, nodeIsMissing, currentNode: node } = cursor;
        // Fields are undefined where there are none, whatever the declaration says.
        if (!cursor.nodeIsNamed && !cursor.currentFieldName && !(nodeIsMissing && startIndex === endIndex))
          return;
        const isBroken = node.hasError && type !== 'comment';
        if (node.parent)
          expected.push(
            line(
              type,
              startIndex,
              endIndex,
              isBroken ? ' broken' : '',
              type === 'comment' ? '' : cursor.currentFieldName,
            ),
          );
        if (!cursor.gotoFirstChild()) return;
        do walk();
        while (cursor.gotoNextSibling());
        cursor.gotoParent();
      };
      walk();
      const words = /^\w/;
      // Punctuation at the top of a broken file is a statement of its own there.
      assert.deepEqual(
        found.filter((it) => words.test(it)).sort(),
        expected.filter((it) => words.test(it)).sort(),
        text.slice(0, 80),
      );
    }
  });

  it('find the same captures, in the order of the text', () => {
    const folder = path.join(root, 'grammar-queries/javascript');
    const source = ['requirements', 'calls', 'imports', 'scopes']
      .map((name) => readFileSync(path.join(folder, `${name}.scm`), 'utf8'))
      .join('\n');
    const query = new Parser.Query(language, source);
    for (const text of TEXTS) {
      const found = openDocument('file:///a.js', text, 0).chunks.flatMap(({ captures }) =>
        captures.map(({ name, node }) => `${name} ${node.type} ${node.start}-${node.end}`),
      );
      const expected = query
        .captures(parse(text).rootNode)
        // A comment between parameters is none.
        .filter(({ name, node }) => node.type !== 'comment' || name === 'requirement.comment')
        .map(({ name, node }) => `${name} ${node.type} ${node.startIndex}-${node.endIndex}`);
      // Of those that start together tree-sitter gives some patterns late; here the outer ones are first.
      const starts = found.map((it) => Number(/(\d+)-/.exec(it)?.[1]));
      assert.deepEqual(
        starts,
        [...starts].sort((a, b) => a - b),
      );
      assert.deepEqual(found.sort(), expected.sort(), text.slice(0, 80));
    }
  });

  it('queries say what they cannot express', () => {
    assert.throws(() => compileQuery('(call_expression'), /ends within a pattern/);
    assert.throws(() => compileQuery('[(string) (number)] @value'), /cannot be read/);
    assert.throws(() => compileQuery('(array . (string) @first)'), /anchors a part/);
    assert.throws(() => compileQuery('(array (string)* @all)'), /repeats/);
    assert.throws(() => compileQuery('(_) @any'), /needs a type/);
  });
});

function parse(text: string): Parser.Tree {
  const parser = new Parser();
  parser.setLanguage(language);
  return parser.parse(text, null, { bufferSize: text.length * 2 + 2 });
}

function line(type: string, start: number, end: number, more: string, field = ''): string {
  return `${type} ${start}-${end}${more} ${field}`;
}

function visit(node: SyntaxNode, see: (node: SyntaxNode) => void): void {
  see(node);
  for (const child of node.children) visit(child, see);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((it) => it.endsWith('.js'))
    .map((it) => path.join(folder, it));
}
