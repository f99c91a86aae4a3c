// Compares the checker with TypeScript on generated calls: npm run bench:language
//
// Prints form x kind, kind x library and form x library tables, and ends with 1 where a mark is missed.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { FORMS } from './forms/forms.js';
import { KINDS } from './kinds.js';
import { indexOf, LIBRARIES } from './libraries.js';
import { runLibrary } from './run.js';
import { type Case, precision, recall, scoreOf } from './score.js';

const root = path.join(import.meta.dirname, '..', '..');
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: 'epigen' },
    'per-cell': { type: 'string', default: '20' },
    libraries: { type: 'string' },
    forms: { type: 'string' },
    kinds: { type: 'string' },
    dump: { type: 'string' },
  },
});
const pick = <T extends { name: string }>(all: readonly T[], names: string | undefined): T[] =>
  names === undefined ? [...all] : all.filter((it) => names.split(',').some((one) => it.name.includes(one)));
const forms = pick(FORMS, values.forms);
const kinds = pick(KINDS, values.kinds);
const cases: Case[] = [];
for (const spec of pick(LIBRARIES, values.libraries)) {
  const t = performance.now();
  const library = await indexOf(spec, root);
  const t1 = performance.now();
  const found = runLibrary(spec, library, {
    seed: values.seed,
    perCell: Number(values['per-cell']),
    forms,
    kinds,
    folder: root,
  });
  for (const it of found) cases.push(it);
  const s = scoreOf(found);
  console.log(
    spec.name,
    Math.round(t1 - t),
    Math.round(performance.now() - t1),
    JSON.stringify(s),
    'P',
    precision(s).toFixed(4),
    'R',
    recall(s).toFixed(4),
    'refused',
    found.filter((it) => it.role === 'refused').length,
  );
}
const s = scoreOf(cases);
console.log('all', JSON.stringify(s), 'P', precision(s).toFixed(4), 'R', recall(s).toFixed(4));
if (values.dump)
  writeFileSync(
    values.dump,
    cases
      .filter((it) => it.role !== 'refused' && (it.missed.length > 0 || it.false.length > 0))
      .map((it) => JSON.stringify(it))
      .join('\n'),
  );
