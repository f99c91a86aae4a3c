import assert from 'node:assert/strict';
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ApiDoc } from '../../../index/api-doc.js';
import { nameSentence } from '../../../index/api-key.js';
import type { LibraryReading } from '../../../index/library-reading.js';
import { parseAccess } from '../../../index/sources/access.js';
import { readLibrary } from '../../../index/sources/read-library.js';
import { shapeText } from '../../../index/sources/records/shape-text.js';

export const REPOSITORY = path.resolve(import.meta.dirname, '../../..');

/** Writes files into a new folder, calls `use` with it and removes it. */
export async function withFiles<T>(
  files: Readonly<Record<string, string | Buffer>>,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'epigen-sources-')));
  try {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(folder, name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads one file with this text, as a library of its own. */
export function readText(text: string, file = 'lib.d.ts', access?: string): Promise<LibraryReading> {
  return withFiles({ [file]: text }, (cwd) =>
    readLibrary([file], { cwd, ...(access === undefined ? {} : { access: parseAccess(access) }) }),
  );
}

/**
 * Records as text, one line a signature, with members indented: `K.send (to: string) => Promise<void>`. Where the
 * documentation gives a description, the functionality follows behind `//`.
 */
export function recordsText(reading: LibraryReading): string {
  return reading.apis
    .flatMap((api) => {
      const indent = api.member ? '  ' : '';
      const stated = api.functionality === nameSentence(api.name) ? '' : ` // ${api.functionality}`;
      const texts = signatures(reading, api.name);
      return (texts.length > 0 ? texts : ['?']).map(
        (text, index) => `${indent}${api.name} ${text}${index === 0 ? stated : ''}`,
      );
    })
    .join('\n');
}

/** Reads files, of which the first is the source, and compares the text of the records. */
export async function checkRecords(
  files: string | Readonly<Record<string, string>>,
  expected: string,
  access?: string,
): Promise<void> {
  const all = typeof files === 'string' ? { 'lib.d.ts': files } : files;
  const [first = ''] = Object.keys(all);
  const reading = await withFiles(all, (cwd) =>
    readLibrary([first], { cwd, ...(access === undefined ? {} : { access: parseAccess(access) }) }),
  );
  const lines = expected.split('\n').filter((line) => line.trim() !== '');
  const indent = Math.min(...lines.map((line) => line.search(/\S/)));
  assert.equal(recordsText(reading), lines.map((line) => line.slice(indent)).join('\n'));
}

/** The record of this name; fails with the names there are. */
export function record(reading: LibraryReading, name: string): ApiDoc {
  const found = reading.apis.find((api) => api.name === name);
  if (!found)
    throw new Error(`no record ${name}; there are ${reading.apis.map((api) => api.name).join(', ')}`);
  return found;
}

/** Signatures of a record as text: `(path: string, mode?: Mode) => Promise<void>`. */
export function signatures(reading: LibraryReading, name: string): string[] {
  return record(reading, name).signatures.map((it) => shapeText({ kind: 'function', signatures: [it] }));
}

/** The row of the type table as text. */
export function typeText(reading: LibraryReading, name: string): string {
  const found = reading.types.find((type) => type.name === name);
  if (!found)
    throw new Error(`no type ${name}; there are ${reading.types.map((type) => type.name).join(', ')}`);
  return shapeText(found.shape);
}

export function names(reading: LibraryReading, kind: 'callables' | 'members'): string[] {
  return reading.apis
    .filter((api) => (api.member !== undefined) === (kind === 'members'))
    .map((api) => api.name);
}
