// The checker beside TypeScript on generated calls: npm run bench:language [-- --seed S --libraries HX,mongodb]
//
// Ends with 1 where precision or recall are below the marks, overall or in a cell (form x kind x library).
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { FORMS } from './forms/forms.js';
import { KINDS } from './kinds.js';
import { indexOf, LIBRARIES } from './libraries.js';
import { runLibrary } from './run.js';
import type { Case } from './score.js';
import { formTable, kindTable, poorCells, summary } from './tables.js';

const { values } = parseArgs({
  options: {
    /** Other seeds generate other calls. */
    seed: { type: 'string', default: 'epigen' },
    /** Wrong calls, and as many correct ones, in each cell. */
    'per-cell': { type: 'string', default: '20' },
    /** Parts of names, separated by commas. */
    libraries: { type: 'string' },
    forms: { type: 'string' },
    kinds: { type: 'string' },
    /** A folder for all cells and for every disagreement, as JSON lines. */
    out: { type: 'string' },
  },
});

const root = path.join(import.meta.dirname, '..', '..');
const perCell = Number(values['per-cell']);
const forms = named(FORMS, values.forms);
const kinds = named(KINDS, values.kinds);
const libraries = named(LIBRARIES, values.libraries);
if (!(perCell > 0) || [forms, kinds, libraries].some((it) => it.length === 0)) {
  console.error('bench:language: nothing to do: --per-cell takes a number, the others parts of names');
  process.exit(2);
}

const cases: Case[] = [];
for (const spec of libraries) {
  const started = performance.now();
  const library = await indexOf(spec, root);
  for (const it of runLibrary(spec, library, { seed: values.seed, perCell, forms, kinds, folder: root }))
    cases.push(it);
  console.error(`${spec.name}: ${Math.round((performance.now() - started) / 1000)} s`);
}

const poor = poorCells(cases, perCell);
const { text, isGood } = summary(cases, poor, perCell);
console.log(
  [
    `Seed ${values.seed}, ${perCell} wrong and ${perCell} correct calls a cell.`,
    text,
    formTable(cases),
    kindTable(cases),
  ].join('\n\n'),
);
if (values.out) {
  mkdirSync(values.out, { recursive: true });
  const disagreements = cases.filter((it) => it.role !== 'refused' && it.missed.length + it.false.length > 0);
  writeLines('disagreements.jsonl', disagreements);
  writeLines('poor-cells.jsonl', poor);
}
process.exitCode = isGood ? 0 : 1;

function named<T extends { readonly name: string }>(
  all: readonly T[],
  parts: string | undefined,
): readonly T[] {
  return parts === undefined
    ? all
    : all.filter((it) => parts.split(',').some((part) => it.name.includes(part)));
}

function writeLines(name: string, rows: readonly unknown[]): void {
  writeFileSync(path.join(values.out ?? '.', name), rows.map((it) => `${JSON.stringify(it)}\n`).join(''));
}
