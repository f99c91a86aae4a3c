import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { EpigenError } from '../../index/error.js';
import type { Language } from './language.js';
import { compileQuery, type Query } from './query.js';

/** The files that serve for every language: the trees of TypeScript are read as those of JavaScript. */
const COMMON = ['requirements', 'calls', 'imports', 'scopes'].map((name) => `javascript/${name}.scm`);
/** What only TypeScript has. */
const TYPESCRIPT = 'typescript/declarations.scm';

const combined = new Map<Language, Query>();

/** All queries for a language as one. The files are read and compiled on first use. */
export function queryOf(language: Language): Query {
  let query = combined.get(language);
  if (!query) {
    const files = language === 'javascript' ? COMMON : [...COMMON, TYPESCRIPT];
    query = compileQuery(files.map((file) => readFileSync(queryFile(file), 'utf8')).join('\n'));
    combined.set(language, query);
  }
  return query;
}

/** Absolute path of a query file. Throws `EpigenError` if the installation lacks it. */
function queryFile(name: string): string {
  const file = path.join('grammar-queries', name);
  const here = path.dirname(fileURLToPath(import.meta.url));
  // The package root is two folders up from the sources and from dist/.
  for (const up of ['../..', '../../..']) {
    const found = path.resolve(here, up, file);
    if (existsSync(found)) return found;
  }
  throw new EpigenError('a query file is missing', file, 'install the package again, it is incomplete');
}
