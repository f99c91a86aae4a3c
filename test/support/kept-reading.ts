import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LibraryReading } from '../../index/library-reading.js';

const readings = new Map<string, Promise<LibraryReading>>();

/**
 * What reading a library came to, once a process. With `EPIGEN_READINGS`, a folder that the mutation test empties before
 * it starts, once for all its processes: they then need no TypeScript.
 *
 * @param key - Says everything that the reading depends on.
 */
export function keptReading(key: string, read: () => Promise<LibraryReading>): Promise<LibraryReading> {
  let reading = readings.get(key);
  if (!reading) {
    reading = fromFolder(key, read);
    readings.set(key, reading);
  }
  return reading;
}

async function fromFolder(key: string, read: () => Promise<LibraryReading>): Promise<LibraryReading> {
  const folder = process.env.EPIGEN_READINGS;
  if (!folder) return read();
  const file = path.join(folder, `${createHash('sha256').update(key).digest('hex')}.json`);
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as LibraryReading;
  const reading = await read();
  mkdirSync(folder, { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(reading));
  renameSync(draft, file);
  return reading;
}
