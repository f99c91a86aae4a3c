import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ApiLibrary } from '../../../../index/library.js';
import type { LibraryReading } from '../../../../index/library-reading.js';
import { keptReading } from '../../../support/kept-reading.js';
import { memoryLibrary } from '../../../support/memory-library.js';

/** A library read from a declaration text, with corrections of its contracts if there are any. */
export async function libraryOf(
  name: string,
  declarations: string,
  corrections?: object,
): Promise<ApiLibrary> {
  const key = JSON.stringify([name, declarations, corrections]);
  return memoryLibrary(await keptReading(key, () => read(name, declarations, corrections)));
}

async function read(name: string, declarations: string, corrections?: object): Promise<LibraryReading> {
  const { readLibrary } = await import('../../../../index/sources/read-library.js');
  const folder = mkdtempSync(path.join(tmpdir(), 'epigen-contracts-'));
  try {
    const file = path.join(folder, 'epigen.contracts.json');
    writeFileSync(path.join(folder, 'library.d.ts'), declarations);
    if (corrections) writeFileSync(file, JSON.stringify(corrections));
    const reading = await readLibrary(['library.d.ts'], {
      cwd: folder,
      name,
      version: '1.0.0',
      ...(corrections ? { corrections: file } : {}),
    });
    const mistakes = reading.sources.flatMap((it) => it.skipped);
    if (mistakes.length > 0) throw new Error(JSON.stringify(mistakes));
    return reading;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
