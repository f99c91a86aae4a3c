import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { EpigenError } from '../../index/error.js';
import type { Language } from './language.js';
import { captures, compileQuery, type Query, type Tree, type TreeCapture } from './parser.js';

/** The files in `grammar-queries/javascript`. They serve for TypeScript as well, which only has scopes of its own. */
export const QUERY_NAMES = ['requirements', 'calls', 'imports', 'scopes'] as const;

const combined = new Map<Language, Query>();

/**
 * What all queries find in a tree or between two points of it, in the order of the text. The files are read and compiled on first use;
 * together, since one pass over the tree then serves them all.
 */
export function capturesOf(
  tree: Tree,
  language: Language,
  range?: Parameters<typeof captures>[2],
): TreeCapture[] {
  let query = combined.get(language);
  if (!query) {
    const sources = QUERY_NAMES.map((name) => readFileSync(queryFile(name, language), 'utf8'));
    query = compileQuery(sources.join('\n'), language);
    combined.set(language, query);
  }
  return captures(query, tree, range);
}

/** Absolute path of a query file. Throws `EpigenError` if the installation lacks it. */
export function queryFile(name: (typeof QUERY_NAMES)[number], language: Language = 'javascript'): string {
  const folder = language !== 'javascript' && name === 'scopes' ? 'typescript' : 'javascript';
  const file = path.join('grammar-queries', folder, `${name}.scm`);
  const here = path.dirname(fileURLToPath(import.meta.url));
  // The package root is two folders up from the sources and three from dist/.
  for (const up of ['../..', '../../..']) {
    const found = path.resolve(here, up, file);
    if (existsSync(found)) return found;
  }
  throw new EpigenError('a query file is missing', file, 'install the package again, it is incomplete');
}
