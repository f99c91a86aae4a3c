import type { Access, ApiDoc } from '../../index/api-doc.js';
import { apiKey } from '../../index/api-key.js';
import type { LibraryReading } from '../../index/library-reading.js';

const VERBS = 'create delete list update open close send receive start stop show hide import export'.split(
  ' ',
);
const NOUNS =
  'invoice order tenant ledger shipment badge visitor meeting room ticket report payslip contract device sensor'.split(
    ' ',
  );
const KINDS = 'draft archived shared private pending signed weekly remote default nested'.split(' ');

/** A record made from its words, with one documented parameter. */
export function syntheticApi(library: string, name: string, functionality: string, line = 1): ApiDoc {
  const access: Access = { kind: 'global', path: library };
  const full = `${library}.${name}`;
  return {
    name: full,
    library,
    version: '1.0.0',
    access,
    functionality,
    des: `${functionality}. Parameters: id: which one.`,
    exp: `${full}('a');`,
    key: apiKey(full, functionality, access),
    signatures: [
      {
        parameters: [{ name: 'id', type: { kind: 'primitive', name: 'string' }, doc: 'Which one.' }],
        returns: { kind: 'promise', value: { kind: 'ref', name: `${library}.Result` } },
      },
    ],
    contracts: [],
    source: { file: 'library.d.ts', line, column: 1 },
  };
}

/** A library of these records. */
export function readingOf(library: string, apis: readonly ApiDoc[]): LibraryReading {
  return {
    name: library,
    version: '1.0.0',
    access: { kind: 'global', path: library },
    apis,
    types: [
      {
        name: `${library}.Result`,
        shape: { kind: 'object', properties: [{ name: 'ok', type: { kind: 'primitive', name: 'boolean' } }] },
      },
    ],
    roots: { globals: { [library]: { kind: 'ref', name: library } }, modules: {} },
    sources: [{ file: 'library.d.ts', records: apis.length, skipped: [] }],
    written: [],
    parameters: apis.length,
    unknownTypes: 0,
    inputs: [],
  };
}

/** A library of `count` records with different names, always the same. */
export function syntheticReading(library: string, count: number): LibraryReading {
  const pick = (words: readonly string[], n: number) => words[n % words.length] ?? '';
  const apis = Array.from({ length: count }, (_, n) => {
    const verb = pick(VERBS, n);
    const noun = pick(NOUNS, Math.floor(n / VERBS.length));
    const kind = pick(KINDS, Math.floor(n / (VERBS.length * NOUNS.length)));
    const name = `${verb}${capital(kind)}${capital(noun)}${n}`;
    return syntheticApi(library, name, `${capital(verb)}s the ${kind} ${noun} of area ${n}`, n + 1);
  });
  return readingOf(library, apis);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
