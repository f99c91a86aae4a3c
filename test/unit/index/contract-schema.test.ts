import assert from 'node:assert/strict';
import type { ApiDoc } from '../../../index/api-doc.js';
import type { Contract } from '../../../index/contract.js';
import { parseApiDoc } from '../../../index/store/redis/record-schema.js';

const STATED = { sentence: 'As it is written.', stated: 'prose' } as const;

const CONTRACTS: readonly Contract[] = [
  { kind: 'range', path: 'count', minimum: 1, exclusiveMaximum: 10, except: [-1], ...STATED },
  { kind: 'length', path: 'text', maximum: 60, of: 'characters', ...STATED },
  { kind: 'pattern', path: 'text', pattern: '^a$', ...STATED },
  { kind: 'format', path: 'options.url', formats: ['url', 'path'], ...STATED },
  { kind: 'unit', path: 'returns.at', unit: 'ms', moment: true, ...STATED },
  { kind: 'together', names: ['a', 'b'], given: 'a', ...STATED },
  { kind: 'exclusive', path: 'options', names: ['a', 'b'], required: true, ...STATED },
  { kind: 'awaited', ...STATED },
  {
    kind: 'closed',
    by: [{ kind: 'result' }, { kind: 'method', name: 'close' }, { kind: 'api', name: 'K.close' }],
    ...STATED,
  },
  { kind: 'pair', followedBy: ['K.hide'], ...STATED },
  { kind: 'bypass', globals: ['fetch'], ...STATED },
];

function stored(contracts: readonly unknown[]): string {
  const api: Omit<ApiDoc, 'contracts'> = {
    name: 'K.show',
    library: 'K',
    version: '1.0.0',
    access: { kind: 'global', path: 'K' },
    functionality: 'Shows',
    des: 'Shows.',
    exp: 'K.show();',
    key: 'show: Shows',
    signatures: [],
    source: { file: 'k.d.ts', line: 1, column: 1 },
  };
  return JSON.stringify({ ...api, contracts });
}

describe('contracts in a stored record', () => {
  it('of every kind come back as they were', () => {
    assert.deepEqual(parseApiDoc(stored(CONTRACTS))?.contracts, CONTRACTS);
  });

  for (const [what, contract] of [
    ['an unknown kind', { kind: 'mood', ...STATED }],
    ['no sentence', { kind: 'awaited', stated: 'tag' }],
    ['an unknown unit', { kind: 'unit', path: 'a', unit: 'fortnights', ...STATED }],
    ['a pattern that is none', { kind: 'pattern', path: 'a', pattern: '(', ...STATED }],
    ['nothing that closes', { kind: 'closed', by: [], ...STATED }],
    ['a single name', { kind: 'together', names: ['a'], ...STATED }],
  ] as const) {
    it(`with ${what} are refused`, () => assert.equal(parseApiDoc(stored([contract])), undefined));
  }
});
