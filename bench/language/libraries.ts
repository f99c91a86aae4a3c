import path from 'node:path';
import type { Access } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import { readLibrary } from '../../index/sources/read-library.js';
import { memoryLibrary } from '../../test/support/memory-library.js';

/** A real library that calls are generated for. */
export interface LibrarySpec {
  readonly name: string;
  /** Package name, or the declaration file relative to the repository. */
  readonly source: string;
  readonly access?: Access;
  /** How a script reaches it; for a module with the import form that its documentation shows. */
  readonly reach:
    | { readonly kind: 'global'; readonly hasWindow: boolean }
    | { readonly kind: 'module'; readonly module: string; readonly usual: 'default' | 'named' };
  /** Declarations that TypeScript has to load beside the script: files, or packages of `types`. */
  readonly files?: readonly string[];
  readonly types?: readonly string[];
  /** Modules that are files: specifier -> file relative to the repository. */
  readonly paths?: Readonly<Record<string, string>>;
  /** Globals with the platform's names that a browser brings. */
  readonly lib: readonly string[];
}

const MODULE_LIB = ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'];

export const LIBRARIES: readonly LibrarySpec[] = [
  {
    name: 'HX',
    source: 'test/w-library/hx.d.ts',
    access: { kind: 'global', path: 'HX' },
    reach: { kind: 'global', hasWindow: true },
    files: ['test/w-library/hx.d.ts'],
    lib: MODULE_LIB,
  },
  {
    name: 'google-apps-script',
    source: '@types/google-apps-script',
    reach: { kind: 'global', hasWindow: false },
    types: ['google-apps-script'],
    lib: ['lib.es2023.d.ts'],
  },
  {
    name: 'dingtalk-jsapi',
    source: 'dingtalk-jsapi',
    reach: { kind: 'module', module: 'dingtalk-jsapi', usual: 'default' },
    lib: MODULE_LIB,
  },
  {
    name: 'mongodb',
    source: 'mongodb',
    reach: { kind: 'module', module: 'mongodb', usual: 'named' },
    types: ['node'],
    lib: ['lib.es2023.d.ts'],
  },
  {
    name: '@octokit/rest',
    source: '@octokit/rest',
    reach: { kind: 'module', module: '@octokit/rest', usual: 'named' },
    lib: MODULE_LIB,
  },
  {
    name: 'playwright-core',
    source: 'playwright-core',
    reach: { kind: 'module', module: 'playwright-core', usual: 'named' },
    types: ['node'],
    lib: MODULE_LIB,
  },
];

/**
 * The index of a library, in memory.
 *
 * @param folder - Holds `node_modules` with the packages, and the declaration files. Absolute path.
 */
export async function indexOf(spec: LibrarySpec, folder: string): Promise<ApiLibrary> {
  const source = spec.source.endsWith('.d.ts') ? path.join(folder, spec.source) : spec.source;
  const reading = await readLibrary([source], {
    cwd: folder,
    name: spec.name,
    ...(spec.access ? { access: spec.access } : {}),
  });
  return memoryLibrary(reading);
}
