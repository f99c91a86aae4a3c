import { type FSWatcher, readdirSync, readFileSync, watch } from 'node:fs';
import { join } from 'node:path';
import { CURRENT } from './file-names.js';

/** A rename can be missed by the system's notifications (network folders), and the store may not exist yet. */
const POLL_MS = 2000;
/** Several notifications come for one rename. */
const SETTLE_MS = 20;

/**
 * Calls back with the folder name of a library whenever its `current` names another build. It listens to the system and
 * looks for itself now and then; it does not keep the process alive. Returns how to stop.
 */
export function watchCurrent(root: string, changed: (folder: string) => void): () => void {
  let known = currents(root);
  let settle: NodeJS.Timeout | undefined;
  const watchers = new Map<string, FSWatcher>();

  const look = () => {
    listen();
    const now = currents(root);
    const before = known;
    known = now;
    for (const [folder, build] of now) if (before.get(folder) !== build) changed(folder);
    for (const folder of before.keys()) if (!now.has(folder)) changed(folder);
  };
  const soon = () => {
    clearTimeout(settle);
    settle = setTimeout(look, SETTLE_MS);
    settle.unref();
  };
  const listen = () => {
    for (const path of [root, ...[...currents(root).keys()].map((folder) => join(root, folder))]) {
      if (watchers.has(path)) continue;
      const forget = () => {
        watchers.get(path)?.close();
        watchers.delete(path);
      };
      try {
        const watcher = watch(path, { persistent: false }, soon);
        // The folder went away: polling goes on, and listens again when it is back.
        watcher.on('error', forget);
        watchers.set(path, watcher);
      } catch {
        // Not there yet, or the system has no watchers left.
      }
    }
  };

  listen();
  const poll = setInterval(look, POLL_MS);
  poll.unref();
  return () => {
    clearInterval(poll);
    clearTimeout(settle);
    for (const watcher of watchers.values()) watcher.close();
    watchers.clear();
  };
}

/** Folder name of each library -> its current build. */
function currents(root: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const folder of foldersOf(root)) {
    try {
      found.set(folder, readFileSync(join(root, folder, CURRENT), 'utf8').trim());
    } catch {
      // Not a library, or its first build is still being written.
    }
  }
  return found;
}

function foldersOf(root: string): string[] {
  try {
    return readdirSync(root);
  } catch {
    return [];
  }
}
