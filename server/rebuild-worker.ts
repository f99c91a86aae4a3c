import { resolve } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { buildIndex, type IndexReport } from '../index/build.js';
import { CORRECTIONS_FILE } from '../index/corrections-file.js';
import { parseAccess } from '../index/sources/access.js';
import { openWritableStore } from '../index/store/open-store.js';
import { messageOf } from './error-text.js';
import type { RebuildMessage, RebuildRequest } from './rebuild.js';

// Runs in a thread of its own (rebuild.ts): reading declarations loads the TypeScript compiler and takes seconds.
const { library, base, store, embeddings } = workerData as RebuildRequest;
const post = (message: RebuildMessage) => parentPort?.postMessage(message);

try {
  const report = await buildIndex({
    sources: library.sources,
    cwd: base,
    corrections: resolve(base, CORRECTIONS_FILE),
    library: library.name,
    ...(library.version !== undefined && { version: library.version }),
    ...(library.access !== undefined && { access: parseAccess(library.access) }),
    store,
    embeddings,
    onProgress: (done, total, what) => {
      const percentage = total > 0 ? Math.round((100 * done) / total) : 100;
      post({ kind: 'progress', message: what, percentage });
    },
  });
  const { build, apis, added, changed, removed } = report;
  const isNew = added + changed + removed > 0;
  post({ kind: 'done', result: { build, apis, changed: isNew, inputs: await inputsOf(report) } });
} catch (error) {
  post({ kind: 'failed', message: messageOf(error) });
}

/** Every file the index depends on, as the store remembers; else the files that hold records. */
async function inputsOf(report: IndexReport): Promise<string[]> {
  const opened = await openWritableStore(store, { cwd: base, embeddings });
  try {
    const files = (await opened.inputs(report.library))?.files ?? report.sources.map(({ file }) => file);
    return files.map((file) => resolve(base, file));
  } finally {
    await opened.close();
  }
}
