import { readFileSync } from 'node:fs';
import { EpigenError } from '../../index/error.js';

/** Reads a text file that the user named. Throws EpigenError if it is missing, unreadable, binary or not UTF-8. */
export function readText(file: string, shown: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw unreadable(error, shown);
  }
  // A zero byte never occurs in source text, and always in images, archives and programs.
  if (bytes.includes(0)) throw new EpigenError('the file is binary', shown, 'name a text file');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new EpigenError('the file is not UTF-8 text', shown, 'convert it to UTF-8');
  }
}

/** What the system said about a file, as an error that says what to do. */
export function unreadable(error: unknown, shown: string): EpigenError {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new EpigenError('there is no such file', shown, 'check the path');
  if (code === 'EISDIR') return new EpigenError('this is a folder', shown, 'name a file');
  if (code === 'EACCES' || code === 'EPERM') {
    return new EpigenError('the file may not be read', shown, 'make it readable');
  }
  return new EpigenError(`the file cannot be read: ${message}`, shown, 'check the path');
}
