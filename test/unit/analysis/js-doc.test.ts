import assert from 'node:assert/strict';
import { type JsDoc, parseJsDoc, tagName } from '../../../server/analysis/js-doc.js';

describe('JSDoc', () => {
  const comments: readonly (readonly [comment: string, read: JsDoc])[] = [
    ['/** A. */', { description: 'A.', tags: [] }],
    ['/** A.\n * B.\n */', { description: 'A.\nB.', tags: [] }],
    [
      '/**\n * A.\n * @param {string} a - What.\n * more\n * @returns {number}\n */',
      {
        description: 'A.',
        tags: [
          { name: 'param', type: 'string', text: 'a - What.\nmore' },
          { name: 'returns', type: 'number', text: '' },
        ],
      },
    ],
    [
      '/** @type {{ a: { b: string } }} */',
      { description: '', tags: [{ name: 'type', type: '{ a: { b: string } }', text: '' }] },
    ],
    ['/** @type {string */', { description: '', tags: [{ name: 'type', text: '{string' }] }],
    ['/** @param a b */', { description: '', tags: [{ name: 'param', text: 'a b' }] }],
    ['/** @tag */', { description: '', tags: [{ name: 'tag', text: '' }] }],
    ['/** a @b c */', { description: 'a @b c', tags: [] }],
    ['/** A.\r\n * @x y\r\n */', { description: 'A.', tags: [{ name: 'x', text: 'y' }] }],
    ['/**A.*/', { description: 'A.', tags: [] }],
    ['/** @a-b {x}y */', { description: '', tags: [{ name: 'a-b', type: 'x', text: 'y' }] }],
    ['/** see {@link x} @y */', { description: 'see {@link x} @y', tags: [] }],
    ['/**\n *   @x   {  a  }   b  \n */', { description: '', tags: [{ name: 'x', type: 'a', text: 'b' }] }],
    ['/***/', { description: '', tags: [] }],
    ['/** @1 */', { description: '', tags: [{ name: '1', text: '' }] }],
    ['/**\nA.\n  B.\n@x*/', { description: 'A.\nB.', tags: [{ name: 'x', text: '' }] }],
    [
      '/** @param {a} b\n *   c\n * @d */',
      {
        description: '',
        tags: [
          { name: 'param', type: 'a', text: 'b\n  c' },
          { name: 'd', text: '' },
        ],
      },
    ],
  ];
  for (const [comment, read] of comments) {
    it(JSON.stringify(comment), () => assert.deepEqual(parseJsDoc(comment), read));
  }

  const names: readonly (readonly [text: string, name: ReturnType<typeof tagName>])[] = [
    ['a', { name: 'a', optional: false }],
    ['a - b', { name: 'a', optional: false }],
    ['[a]', { name: 'a', optional: true }],
    ['[a=1] - b', { name: 'a', optional: true }],
    ['[ a ]', { name: 'a', optional: true }],
    ['a.b c', { name: 'a.b', optional: false }],
    ['[a.b=1]', { name: 'a.b', optional: true }],
    ['a=1', { name: 'a', optional: false }],
    ['', undefined],
    ['- a', undefined],
    ['1a', undefined],
    ['$a_1', { name: '$a_1', optional: false }],
    ['ä', { name: 'ä', optional: false }],
    ['a: b', undefined],
    ['{x} a', undefined],
  ];
  for (const [text, name] of names) {
    it(`@param ${text}`, () => assert.deepEqual(tagName({ name: 'param', text }), name));
  }
});
