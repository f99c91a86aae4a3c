import { type FSWatcher, unwatchFile, watch, watchFile } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Where the system cannot watch a folder the file is looked at this often. */
const POLL_MS = 2000;

/**
 * Watches files, also ones that do not exist yet, and calls back at every change. Folders are watched rather than files,
 * since most programs save by renaming. In `folders` every file counts, also a new one. Returns how to stop. Does not
 * keep the process alive.
 */
export function watchFiles(
  files: readonly string[],
  changed: () => void,
  folders: readonly string[] = [],
): () => void {
  const namesByFolder = new Map<string, string[]>();
  for (const file of files) {
    const folder = dirname(file);
    namesByFolder.set(folder, [...(namesByFolder.get(folder) ?? []), file]);
  }
  const watchers: FSWatcher[] = [];
  const polled: string[] = [];
  const poll = (names: readonly string[]) => {
    for (const file of names) {
      polled.push(file);
      watchFile(file, { interval: POLL_MS, persistent: false }, changed);
    }
  };

  for (const folder of folders) if (!namesByFolder.has(folder)) namesByFolder.set(folder, []);
  for (const [folder, members] of namesByFolder) {
    const names = new Set(members.map((file) => basename(file)));
    try {
      const watcher = watch(folder, { persistent: false }, (_event, name) => {
        if (name === null || names.has(name) || folders.includes(folder)) changed();
      });
      // A folder that goes away must not end the process; its files are looked at instead.
      watcher.on('error', () => {
        watcher.close();
        poll(members);
      });
      watchers.push(watcher);
    } catch {
      poll(members);
    }
  }

  return () => {
    for (const watcher of watchers) watcher.close();
    for (const file of polled) unwatchFile(file, changed);
  };
}
