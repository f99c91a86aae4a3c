import type { Access } from './api-doc.js';
import { BuildFingerprint } from './build-fingerprint.js';
import type { Embedder } from './embeddings/embedder.js';
import { openEmbedder } from './embeddings/open-embedder.js';
import { type Enrichment, type EnrichmentReport, enrichLibrary } from './enrich-library.js';
import { type IndexReport, publishReading } from './publish-reading.js';
import { openWritableStore } from './store/open-store.js';
import type { WritableStore } from './store/writable-store.js';

export type { IndexReport } from './publish-reading.js';

export interface IndexRequest {
  /** Files, folders, globs, or package names; relative ones start from `cwd`. */
  readonly sources: readonly string[];
  /** Absolute path. */
  readonly cwd: string;
  readonly library?: string;
  readonly version?: string;
  readonly access?: Access;
  /** The reviewed file with corrections of contracts, absolute; it need not exist. */
  readonly corrections?: string;
  /** Where the index goes: a folder or a Redis address. */
  readonly store: string;
  /** `builtin` if absent. */
  readonly embeddings?: string;
  /** Folder for local snapshots of a remote store. */
  readonly snapshots?: string;
  /** Whether the report has `details`, for which the sources are read even if nothing has changed. */
  readonly detailed?: boolean;
  /** Who writes questions for records that have none. */
  readonly enrichment?: Enrichment;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/**
 * Builds or updates the index of one library and makes it current. Unchanged records keep their vectors; when nothing
 * has changed at all, not even the sources are read. Throws EpigenError when a source cannot be read, no API is found, or
 * the store cannot be written; then, and when the process ends in between, the old index stays as it is.
 */
export async function buildIndex(
  request: IndexRequest,
): Promise<IndexReport & { readonly enriched?: EnrichmentReport }> {
  const started = performance.now();
  const embedder = await openEmbedder(request.embeddings ?? 'builtin');
  const store = await openWritableStore(request.store, {
    cwd: request.cwd,
    ...(request.snapshots === undefined ? {} : { snapshots: request.snapshots }),
    ...(request.embeddings === undefined ? {} : { embeddings: request.embeddings }),
  });
  try {
    const report = await build(request, embedder, store);
    const enriched = await enrich(request, report.library, store);
    return {
      ...report,
      ...(enriched && { build: enriched.build, enriched }),
      ms: Math.round(performance.now() - started),
    };
  } finally {
    await store.close();
  }
}

async function enrich(
  { enrichment, embeddings, onProgress }: IndexRequest,
  library: string,
  store: WritableStore,
): Promise<EnrichmentReport | undefined> {
  if (!enrichment) return undefined;
  return enrichLibrary(store, library, enrichment, embeddings, (done, total) =>
    onProgress?.(done, total, `questions for ${done} of ${total} APIs`),
  );
}

async function build(request: IndexRequest, embedder: Embedder, store: WritableStore): Promise<IndexReport> {
  const { sources, cwd, signal, onProgress } = request;
  signal?.throwIfAborted();
  const fingerprint = new BuildFingerprint(request, embedder.id);
  const unchanged = request.detailed ? undefined : await fingerprint.unchangedReport(store);
  if (unchanged) return unchanged;

  onProgress?.(0, 3, 'reading');
  // TypeScript is heavy, and an unchanged rebuild does without it.
  const { readLibrary } = await import('./sources/read-library.js');
  // Before reading: a file that changes meanwhile must count as changed the next time.
  const before = Date.now();
  const reading = await readLibrary(sources, {
    cwd,
    ...(request.library === undefined ? {} : { name: request.library }),
    ...(request.version === undefined ? {} : { version: request.version }),
    ...(request.access === undefined ? {} : { access: request.access }),
    ...(request.corrections === undefined ? {} : { corrections: request.corrections }),
    ...(signal === undefined ? {} : { signal }),
  });
  signal?.throwIfAborted();
  const report = await publishReading(reading, store, embedder, request);
  await fingerprint.remember(store, reading, report, before);
  return report;
}
