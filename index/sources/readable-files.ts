import { EpigenError } from '../error.js';
import type { SourceReport } from '../library-reading.js';
import { checkSourceFile } from './file-checks.js';
import type { FoundFile, SourceFiles } from './source-files.js';

/** The files that can be read, and a report on each of the others. */
export interface ReadableFiles {
  readonly files: SourceFiles;
  readonly unread: readonly SourceReport[];
}

/**
 * Leaves out files of folders and globs that are empty, binary or otherwise no text, since one of them must not keep
 * the rest from being read. Throws an `EpigenError` for such a file that the user has named.
 */
export async function readableFiles(files: SourceFiles): Promise<ReadableFiles> {
  const unread: SourceReport[] = [];
  const readable = async (found: readonly FoundFile[]): Promise<FoundFile[]> => {
    const good: FoundFile[] = [];
    for (const it of found) {
      const report = await reportOnFailure(it, () => checkSourceFile(it.file));
      if (report) unread.push(report);
      else good.push(it);
    }
    return good;
  };
  return {
    files: {
      ...files,
      declarations: await readable(files.declarations),
      json: await readable(files.json),
    },
    unread,
  };
}

/** Runs something on a file; a failure is thrown on if the user has named the file, else it becomes a report. */
export async function reportOnFailure(
  { file, explicit }: FoundFile,
  run: () => Promise<void>,
): Promise<SourceReport | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    if (explicit || !(error instanceof EpigenError)) throw error;
    const line = Number(/:(\d+)(?::\d+)?$/.exec(error.where)?.[1] ?? 1);
    return { file, records: 0, skipped: [{ line, why: `${error.what}: ${error.remedy}` }] };
  }
}
