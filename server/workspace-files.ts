import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Folders in which nothing is that anybody edits. */
const SKIPPED = new Set(['node_modules', 'bower_components', 'dist', 'build', 'out', 'coverage']);
const SCRIPT = /\.(?:[cm]?js|jsx|[cm]?ts|tsx)$/i;
/** Minified and generated files are of no use to readers, and take long. */
const MAX_BYTES = 1_000_000;
const MAX_FILES = 20_000;

/** The scripts of a workspace folder, absolute; declaration files, hidden folders and what was built are left out. */
export function* scriptFiles(folder: string): Generator<string> {
  const folders = [folder];
  let count = 0;
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    for (const entry of entriesOf(at)) {
      const path = join(at, entry.name);
      if (entry.isDirectory()) {
        if (!SKIPPED.has(entry.name) && !entry.name.startsWith('.')) folders.push(path);
      } else if (entry.isFile() && SCRIPT.test(entry.name) && !/\.d\.[cm]?ts$/i.test(entry.name)) {
        count += 1;
        if (count > MAX_FILES) return;
        yield path;
      }
    }
  }
}

/** The text of a file; undefined if it is gone, or larger than what people write. */
export function scriptText(file: string): string | undefined {
  try {
    return statSync(file).size > MAX_BYTES ? undefined : readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
