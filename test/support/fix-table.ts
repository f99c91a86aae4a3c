import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { ApiLibrary } from '../../index/library.js';
import { FIX_DECLARATIONS, FIX_MODULE } from './fix-declarations.js';
import { libraryOf } from './snippets.js';

/** A script with one problem, and what is offered for it. */
export interface FixCase {
  readonly language?: 'ts';
  readonly script: string;
  readonly fixes: readonly { readonly title: string; readonly certain?: true; readonly after: string }[];
}

/** Cases by the code of their problem. */
export type FixTable = Readonly<Record<string, readonly FixCase[]>>;

const TABLE = path.join(import.meta.dirname, '../fixtures/quick-fixes.json');
const tables = JSON.parse(readFileSync(TABLE, 'utf8')) as {
  readonly global: FixTable;
  readonly module: FixTable;
};

/** The cases about one library, how it is read, and what TypeScript is given of it. */
export interface FixCases {
  readonly name: string;
  readonly table: FixTable;
  readonly types: string;
  library(): Promise<ApiLibrary>;
}

export const GLOBAL_FIXES: FixCases = {
  name: 'of a global library',
  table: tables.global,
  types: FIX_DECLARATIONS,
  library: () => libraryOf(FIX_DECLARATIONS),
};

export const MODULE_FIXES: FixCases = {
  name: 'of a module',
  table: tables.module,
  types: `declare module '@corp/box' {${FIX_MODULE.replaceAll('export declare', 'export')}}`,
  library: () => libraryOf(FIX_MODULE, 'module:@corp/box'),
};
