import assert from 'node:assert/strict';
import { distinctCode, distinctRequirements } from '../../../server/corpus/distinct.js';
import type { SolvedRequirement } from '../../../server/corpus/solved.js';

const line = (more: Partial<SolvedRequirement>): SolvedRequirement => ({
  id: 'a.js#f',
  file: 'a.js',
  function: 'f',
  apis: ['Depot.ring'],
  requirement: 'Rings.',
  steps: [],
  code: 'function f(bell) { return Depot.ring({ bell }); }',
  by: 'comment',
  ...more,
});

const codes = (...all: string[]): number => distinctCode(all.map((code) => line({ code }))).length;

describe('duplicates in a corpus', () => {
  it('are functions that differ in layout, comments and names of variables', () => {
    const one = "function f(id) {\n  // now\n  return Depot.ring({ bell: id, tone: 'low' });\n}";
    assert.equal(codes(one, "function other(key){return Depot.ring({bell:key,tone:'low'})}"), 1);
    assert.equal(codes(one, one.replace('low', 'high')), 2, 'another value');
    assert.equal(codes(one, one.replace('bell:', 'gate:')), 2, 'another property');
    assert.equal(codes('f = (a, b) => Depot.ring(a, b)', 'f = (a, b) => Depot.ring(b, a)'), 2, 'exchanged');
    assert.equal(
      codes('f = (a) => Depot.ring({ a })', 'f = (b) => Depot.ring({ b })'),
      2,
      'a short property',
    );
    assert.equal(codes('f = (a) => a + Depot.ring()', 'f = (a) => a - Depot.ring()'), 2, 'another operator');
  });

  it('are not functions that call another API by the same name', () => {
    assert.equal(distinctCode([line({}), line({ apis: ['Tower.ring'] })]).length, 2);
  });

  it('read TypeScript as TypeScript', () => {
    const typed = (name: string) =>
      line({ file: 'a.ts', code: `function ${name}(${name}: string) { Depot.ring(${name}); }` });
    assert.equal(distinctCode([typed('a'), typed('b')]).length, 1);
  });

  it('are requirements that say the same', () => {
    const said = (requirement: string, more: Partial<SolvedRequirement> = {}) =>
      line({ requirement, ...more });
    assert.equal(distinctRequirements([said('Rings the bell.'), said(' rings  the Bell')]).length, 1);
    assert.equal(distinctRequirements([said('Rings the bell.'), said('Rings a bell.')]).length, 2);
  });

  it('are names only where they use the same APIs', () => {
    const named = (api: string) => line({ requirement: 'load', by: 'name', apis: [api] });
    assert.equal(distinctRequirements([named('Depot.ring'), named('Depot.open')]).length, 2);
    assert.equal(distinctRequirements([named('Depot.ring'), named('Depot.ring')]).length, 1);
  });
});
