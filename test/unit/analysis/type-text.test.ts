import assert from 'node:assert/strict';
import type { Signature, TypeShape } from '../../../index/type-shape.js';
import { signatureText, typeText } from '../../../server/analysis/type-text.js';

const string: TypeShape = { kind: 'primitive', name: 'string' };
const number: TypeShape = { kind: 'primitive', name: 'number' };

describe('types are written as TypeScript writes them', () => {
  const cases: readonly [shape: TypeShape, expected: string][] = [
    [
      {
        kind: 'union',
        types: [
          { kind: 'literal', value: "it's" },
          { kind: 'literal', value: 1 },
        ],
      },
      "'it\\'s' | 1",
    ],
    [{ kind: 'array', element: { kind: 'union', types: [string, number] } }, '(string | number)[]'],
    [{ kind: 'promise', value: { kind: 'ref', name: 'HX.Uploader' } }, 'Promise<HX.Uploader>'],
    [
      {
        kind: 'tuple',
        elements: [
          { type: string, name: 'a' },
          { type: number, name: 'b', rest: true },
        ],
      },
      '[a: string, ...b: number]',
    ],
    [
      { kind: 'object', properties: [{ name: 'a-b', type: string, optional: true, readonly: true }] },
      "{ readonly 'a-b'?: string }",
    ],
    [
      { kind: 'object', properties: [], index: [{ key: 'string', value: number }] },
      '{ [key: string]: number }',
    ],
    [
      { kind: 'function', signatures: [{ parameters: [{ name: 'x', type: string }], returns: number }] },
      '(x: string) => number',
    ],
    [{ kind: 'builtin', name: 'Map', args: [string, number] }, 'Map<string, number>'],
    [{ kind: 'unknown' }, 'unknown'],
  ];
  for (const [shape, expected] of cases) it(expected, () => assert.equal(typeText(shape), expected));

  it('nested types are cut where nobody reads on', () => {
    let shape: TypeShape = string;
    for (let level = 0; level < 9; level++)
      shape = { kind: 'object', properties: [{ name: 'p', type: shape }] };
    assert.equal(typeText(shape), '{ p: { p: { p: { … } } } }');
  });

  it('long option objects take a line for each property', () => {
    const names = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];
    const properties = names.map((name) => ({ name, type: string }));
    const signature: Signature = {
      parameters: [{ name: 'options', type: { kind: 'object', properties } }],
      returns: { kind: 'promise', value: { kind: 'primitive', name: 'void' } },
    };
    const text = signatureText('HX.many', signature);
    assert.ok(text.startsWith('HX.many(options: {\n  first: string;\n'));
    assert.ok(text.endsWith('}): Promise<void>'));
  });
});
