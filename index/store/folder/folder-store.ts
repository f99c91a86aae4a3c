import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import { EpigenError } from '../../error.js';
import type { BuildContent } from '../build-content.js';
import { damagedIndex } from '../damaged-index.js';
import { isNewerFormat } from '../manifest.js';
import type { StoreOptions } from '../store.js';
import type { BuildInputs, PreviousBuild, WritableStore } from '../writable-store.js';
import { errorCode, replaceFile } from './atomic-file.js';
import { BUILD_FILES, CURRENT, fileName, INPUTS, nameOfFile, TEMPORARY } from './file-names.js';
import { FolderLibrary } from './folder-library.js';
import { watchCurrent } from './watch-current.js';
import { writeBuild } from './write-build.js';

const BUILD_NAME = /^[^/\\]+-[0-9a-f]{8}$/u;
/** What a process that was killed left behind is certainly stale after a day, even if its id is in use again. */
const STALE_MS = 24 * 60 * 60 * 1000;

const InputsSchema = z.object({
  build: z.string(),
  request: z.string(),
  files: z.array(z.string()),
  content: z.string(),
  report: z.unknown(),
});

/** Opens the store in a folder, which need not exist yet. */
export function openFolderStore(location: string, options: StoreOptions): WritableStore {
  return new FolderStore(location, resolve(options.cwd, location), options.embeddings ?? 'builtin');
}

class FolderStore implements WritableStore {
  private readonly watchers = new Set<() => void>();

  constructor(
    readonly location: string,
    private readonly root: string,
    private readonly embeddings: string,
  ) {}

  async libraries(): Promise<string[]> {
    const found: string[] = [];
    for (const file of await folderNames(this.root)) {
      const library = nameOfFile(file);
      if (library !== undefined && (await this.current(library)) !== undefined) found.push(library);
    }
    return found.sort();
  }

  async current(library: string): Promise<string | undefined> {
    try {
      return (await readFile(join(this.folderOf(library), CURRENT), 'utf8')).trim();
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return undefined;
      throw this.unreadable(error);
    }
  }

  async open(library: string): Promise<FolderLibrary> {
    let build = await this.current(library);
    if (build === undefined) throw await this.notThere(library);
    for (;;) {
      try {
        return await FolderLibrary.open(this.buildFolder(library, build), library, this.embeddings);
      } catch (error) {
        // A newer build may have taken its place, and the old one is gone, since we read `current`.
        const now = await this.current(library);
        if (now !== undefined && now !== build) {
          build = now;
          continue;
        }
        if (error instanceof EpigenError) throw error;
        throw damagedIndex(library, this.buildFolder(library, build), 'it cannot be read', error);
      }
    }
  }

  async previous(library: string): Promise<PreviousBuild | undefined> {
    if ((await this.current(library)) === undefined) return undefined;
    try {
      const opened = await this.open(library);
      try {
        // All of it: damage that only a search would meet must not survive the next build.
        await opened.files.verify();
        return await previousOf(opened);
      } finally {
        await opened.close();
      }
    } catch (error) {
      if (isNewerFormat(error)) throw error;
      return undefined;
    }
  }

  async content(library: string): Promise<BuildContent> {
    const opened = await this.open(library);
    try {
      return await opened.content();
    } finally {
      await opened.close();
    }
  }

  async publish(content: BuildContent): Promise<void> {
    const folder = this.folderOf(content.library);
    try {
      await mkdir(folder, { recursive: true });
      await writeBuild(folder, content);
      await replaceFile(join(folder, CURRENT), `${content.build}\n`);
    } catch (error) {
      if (error instanceof EpigenError) throw error;
      throw new EpigenError(
        `the index of ${content.library} could not be written: ${messageOf(error)}`,
        this.location,
        'check that the folder is writable and the disk has room',
        { cause: error },
      );
    }
    await this.clean(content.library);
  }

  async inputs(library: string): Promise<BuildInputs | undefined> {
    try {
      const text = await readFile(join(this.folderOf(library), INPUTS), 'utf8');
      return InputsSchema.safeParse(JSON.parse(text)).data;
    } catch {
      // It only saves time: without it the sources are read.
      return undefined;
    }
  }

  async setInputs(library: string, inputs: BuildInputs): Promise<void> {
    await mkdir(this.folderOf(library), { recursive: true });
    await replaceFile(join(this.folderOf(library), INPUTS), JSON.stringify(inputs));
  }

  async localFolder(library: string): Promise<string> {
    await mkdir(this.folderOf(library), { recursive: true });
    return this.folderOf(library);
  }

  onChange(listener: (library: string) => void): () => void {
    const stop = watchCurrent(this.root, (file) => {
      const library = nameOfFile(file);
      if (library !== undefined) listener(library);
    });
    this.watchers.add(stop);
    return () => {
      this.watchers.delete(stop);
      stop();
    };
  }

  async close(): Promise<void> {
    for (const stop of this.watchers) stop();
    this.watchers.clear();
  }

  /** Removes builds that are no longer current and what killed processes left. What cannot go now goes next time. */
  private async clean(library: string): Promise<void> {
    const folder = this.folderOf(library);
    const current = await this.current(library);
    for (const file of await folderNames(folder)) {
      const path = join(folder, file);
      const old = BUILD_NAME.test(file) && current !== undefined && file !== fileName(current);
      if (old || (file.startsWith(TEMPORARY) && (await isStale(path, file)))) {
        await rm(path, { recursive: true, force: true }).catch(() => {});
      }
    }
  }

  private folderOf(library: string): string {
    return join(this.root, fileName(library));
  }

  private buildFolder(library: string, build: string): string {
    if (!BUILD_NAME.test(build) || fileName(build).startsWith(TEMPORARY)) {
      throw damagedIndex(library, join(this.folderOf(library), CURRENT), 'it does not name a build');
    }
    return join(this.folderOf(library), fileName(build));
  }

  private async notThere(library: string): Promise<EpigenError> {
    const others = await this.libraries();
    return new EpigenError(
      `there is no index of ${library}`,
      this.location,
      others.length > 0
        ? `the store has ${others.join(', ')}; build another with 'epigen index'`
        : "build one with 'epigen index'",
    );
  }

  private unreadable(error: unknown): EpigenError {
    return new EpigenError(
      `the store cannot be read: ${messageOf(error)}`,
      this.location,
      'check that it is a folder and readable',
      { cause: error },
    );
  }
}

async function previousOf(opened: FolderLibrary): Promise<PreviousBuild> {
  const hashes = z.array(z.string()).parse(await opened.files.readJson(BUILD_FILES.hashes));
  const bytes = await opened.files.read(BUILD_FILES.vectors);
  const { build, embedding } = opened.files.manifest;
  return {
    build,
    embedding,
    questions: await opened.questions(),
    records: new Map(opened.names().map((name, row) => [name, { row, hash: hashes[row] ?? '' }])),
    vectors: new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
    tuning: await opened.files.read(BUILD_FILES.tuning),
  };
}

/** The entries of a folder; none if it does not exist. */
async function folderNames(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return [];
    throw error;
  }
}

/** Whether the process that was writing this is gone. */
async function isStale(path: string, file: string): Promise<boolean> {
  const age = await stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
  if (age > STALE_MS) return true;
  const writer = Number.parseInt(file.slice(TEMPORARY.length), 10);
  if (writer === process.pid) return false;
  try {
    process.kill(writer, 0);
    return false;
  } catch (error) {
    return errorCode(error) === 'ESRCH';
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
