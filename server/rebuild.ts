import { Worker } from 'node:worker_threads';
import type { LibrarySettings } from './settings.js';

/** What the worker is asked to index. */
export interface RebuildRequest {
  readonly library: LibrarySettings;
  /** The folder that relative sources start from. */
  readonly base: string;
  readonly store: string;
  readonly embeddings: string;
}

/** What an index run came to. */
export interface RebuildResult {
  readonly build: string;
  readonly apis: number;
  /** Whether there is something new in the store. */
  readonly changed: boolean;
  /** The files the index depends on, absolute. */
  readonly inputs: readonly string[];
}

/** What the worker says to the server. */
export type RebuildMessage =
  | { readonly kind: 'progress'; readonly message: string; readonly percentage?: number }
  | { readonly kind: 'done'; readonly result: RebuildResult }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * Indexes one library in a thread of its own, since reading declarations takes seconds and the editor must not wait.
 * Rejects with a sentence for the user when the sources cannot be indexed; the store then keeps the old index.
 */
export function rebuild(
  request: RebuildRequest,
  report: (message: string, percentage?: number) => void,
  signal: AbortSignal,
): Promise<RebuildResult> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new Error('The index run was cancelled.'));
    const worker = new Worker(new URL('./rebuild-worker.js', import.meta.url), {
      workerData: request,
      // What a library's documentation makes a parser print must not get into the protocol.
      stdout: true,
      stderr: true,
    });
    // A build is published by one rename, so that a worker may be ended at any moment.
    const stop = () => {
      void worker.terminate();
      reject(new Error('The index run was cancelled.'));
    };
    signal.addEventListener('abort', stop, { once: true });

    worker.on('message', (message: RebuildMessage) => {
      if (message.kind === 'progress') report(message.message, message.percentage);
      else if (message.kind === 'done') resolve(message.result);
      else reject(new Error(message.message));
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      signal.removeEventListener('abort', stop);
      // After an answer this changes nothing.
      reject(new Error(`Indexing ${request.library.name} ended without a result.`));
    });
  });
}
