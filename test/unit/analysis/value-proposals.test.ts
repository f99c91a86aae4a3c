import assert from 'node:assert/strict';
import type { ApiLibrary } from '../../../index/library.js';
import { Inference } from '../../../server/analysis/inference.js';
import { valueProposals } from '../../../server/analysis/value-proposals.js';
import { openDocument } from '../../../server/syntax/syntax-document.js';
import { SHOP } from '../../support/feature-library.js';
import { libraryOf } from '../../support/snippets.js';

describe('values where a type is expected', () => {
  let library: ApiLibrary;
  before(async () => {
    library = await libraryOf(SHOP);
  });

  /** What is proposed for a string at the mark, and how many variables were looked at for it. */
  function proposedAt(script: string, wanted: string): { names: string[]; inferred: number } {
    const offset = script.indexOf('<|>');
    const document = openDocument('file:///a.js', script.replace('<|>', ''), 1);
    const types = new Inference(document, [library]);
    const infer = types.typeOfBinding.bind(types);
    let inferred = 0;
    types.typeOfBinding = (binding) => {
      inferred += 1;
      return infer(binding);
    };
    const expected = { shape: { kind: 'primitive', name: 'string' }, library } as const;
    const at = { node: document.program.at(offset), offset };
    const names = valueProposals(expected, wanted, at, types).map((it) => it.name);
    return { names, inferred };
  }

  const many = (count: number, value: (at: number) => string | number = (at) => at) =>
    Array.from({ length: count }, (_, at) => `const v${at} = ${value(at)};`).join('\n');

  it('come from the likeliest 60 of 400 variables, the one with the name first', () => {
    const script = `const sku = 'far away';\n${many(400)}\nconst theSkuOfIt = 'b';\n${many(3)}\nfunction f(a) {\n  const inner = 'c';\n  Shop.order({ sku: <|> });\n}`;
    const { names, inferred } = proposedAt(script, 'sku');
    assert.equal(inferred, 60);
    assert.equal(names[0], 'sku');
    assert.ok(names.includes('theSkuOfIt') && names.includes('inner'), names.join());
  });

  it('are the nearest of many that fit', () => {
    const { names } = proposedAt(`${many(400, (at) => `'${at}'`)}\n<|>`, 'sku');
    assert.deepEqual(
      names,
      Array.from({ length: 20 }, (_, at) => `v${399 - at}`),
    );
  });

  it('come from all where there are few', () => {
    const script = `${many(6, (at) => (at % 2 ? `'${at}'` : at))}\n<|>`;
    assert.deepEqual(proposedAt(script, 'sku').names.sort(), ['v1', 'v3', 'v5']);
  });
});
