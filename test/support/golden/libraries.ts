import path from 'node:path';
import type { ApiLibrary } from '../../../index/library.js';
import { keptReading } from '../kept-reading.js';
import { memoryLibrary } from '../memory-library.js';

export const REPOSITORY = path.resolve(import.meta.dirname, '../../..');
export const GOLDEN_FOLDER = path.join(REPOSITORY, 'test/fixtures/golden');
export const GENERATED_FOLDER = path.join(GOLDEN_FOLDER, 'generated');

/** What the golden files are about: how each library is read, and how TypeScript finds it. */
export interface GoldenLibrary {
  /** Package name, or the declaration file relative to the repository. */
  readonly source: string;
  readonly access?:
    | { readonly kind: 'global'; readonly path: string }
    | { readonly kind: 'module'; readonly module: string };
  /** The file that corrects its contracts, relative to the repository. */
  readonly corrections?: string;
}

const INPUTS = 'test/fixtures/golden/inputs';

export const GOLDEN_LIBRARIES = {
  HX: { source: 'test/w-library/hx.d.ts', access: { kind: 'global', path: 'HX' } },
  'google-apps-script': { source: '@types/google-apps-script' },
  'dingtalk-jsapi': { source: 'dingtalk-jsapi' },
  Corp: { source: `${INPUTS}/corp.d.ts`, access: { kind: 'global', path: 'Corp' } },
  Gen: { source: `${INPUTS}/gen.d.ts`, access: { kind: 'global', path: 'Gen' } },
  More: {
    source: `${INPUTS}/more.d.ts`,
    access: { kind: 'global', path: 'More' },
    corrections: `${INPUTS}/more.contracts.json`,
  },
  Types: { source: `${INPUTS}/types.d.ts`, access: { kind: 'global', path: 'Types' } },
  Rules: { source: `${INPUTS}/rules.d.ts`, access: { kind: 'global', path: 'Rules' } },
  '@corp/box': { source: `${INPUTS}/box.d.ts`, access: { kind: 'module', module: '@corp/box' } },
} satisfies Readonly<Record<string, GoldenLibrary>>;

export type GoldenLibraryName = keyof typeof GOLDEN_LIBRARIES;

/** The index of a library; read once a process. */
export async function goldenLibrary(name: GoldenLibraryName): Promise<ApiLibrary> {
  const { source, access, corrections }: GoldenLibrary = GOLDEN_LIBRARIES[name];
  const reading = await keptReading(`golden ${name}`, async () => {
    const { readLibrary } = await import('../../../index/sources/read-library.js');
    const file = source.endsWith('.d.ts') ? path.join(REPOSITORY, source) : source;
    return readLibrary([file], {
      cwd: REPOSITORY,
      name,
      version: '1.0.0',
      ...(access ? { access } : {}),
      ...(corrections ? { corrections: path.join(REPOSITORY, corrections) } : {}),
    });
  });
  return memoryLibrary(reading);
}
