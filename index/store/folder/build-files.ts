import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import * as z from 'zod';
import { damagedIndex } from '../damaged-index.js';
import { type Manifest, parseManifest } from '../manifest.js';
import { errorCode } from './atomic-file.js';
import { BUILD_FILES } from './file-names.js';

const FilesSchema = z.object({
  files: z.record(z.string(), z.object({ bytes: z.int().nonnegative(), crc32: z.int().nonnegative() })),
});
type FileEntry = z.infer<typeof FilesSchema>['files'][string];

interface OpenFile extends FileEntry {
  readonly descriptor: number;
}

const CHUNK = 1 << 20;

/**
 * The files of one build, open for reading. All are opened at once and stay open: an open file outlives its folder
 * where the system lets it be deleted, and elsewhere keeps it from being deleted, so a reader never loses its build to
 * a newer one.
 */
export class BuildFiles {
  private constructor(
    readonly folder: string,
    readonly manifest: Manifest,
    private readonly files: ReadonlyMap<string, OpenFile>,
  ) {}

  /**
   * Opens a build and checks its format and the lengths of its files. Throws EpigenError when it is damaged or of another
   * format; an error with code ENOENT when there is no such build.
   */
  static async open(folder: string, library: string): Promise<BuildFiles> {
    const text = await readFile(join(folder, BUILD_FILES.manifest), 'utf8');
    const found = parseJson(text, library, folder);
    const manifest = parseManifest(found, library, folder);
    const entries = FilesSchema.safeParse(found);
    if (!entries.success) throw damagedIndex(library, folder, 'its manifest is not one', entries.error);

    const files = new Map<string, OpenFile>();
    const opened = new BuildFiles(folder, manifest, files);
    try {
      for (const name of Object.values(BUILD_FILES)) {
        if (name === BUILD_FILES.manifest) continue;
        const entry = entries.data.files[name];
        if (!entry) throw damagedIndex(library, folder, `its manifest does not list ${name}`);
        files.set(name, { ...entry, descriptor: openFile(folder, name, library) });
        const { size } = fstatSync(files.get(name)?.descriptor ?? -1);
        if (size !== entry.bytes) {
          throw damagedIndex(library, folder, `${name} has ${size} bytes instead of ${entry.bytes}`);
        }
      }
    } catch (error) {
      opened.close();
      throw error;
    }
    return opened;
  }

  /** The bytes of a whole file, compared with its checksum. */
  async read(name: string): Promise<Buffer> {
    const { bytes, crc32: expected } = this.file(name);
    const content = this.slice(name, 0, bytes);
    if (crc32(content) !== expected) throw this.damaged(`the checksum of ${name} does not fit`);
    return content;
  }

  /** A whole file as JSON. */
  async readJson(name: string): Promise<unknown> {
    return parseJson((await this.read(name)).toString('utf8'), this.manifest.library, this.folder);
  }

  /** The bytes `from` up to `to` of a file. */
  slice(name: string, from: number, to: number): Buffer {
    const content = Buffer.allocUnsafe(Math.max(0, to - from));
    for (let at = 0; at < content.length; ) {
      const count = readSync(this.file(name).descriptor, content, at, content.length - at, from + at);
      if (count === 0) throw this.damaged(`${name} ends too early`);
      at += count;
    }
    return content;
  }

  /** Compares files (all, if none are named) with their checksums, in pieces, so that memory stays small. */
  async verify(names: readonly string[] = [...this.files.keys()]): Promise<void> {
    for (const name of names) {
      const { bytes, crc32: expected } = this.file(name);
      let checksum = 0;
      for (let from = 0; from < bytes; from += CHUNK) {
        checksum = crc32(this.slice(name, from, Math.min(bytes, from + CHUNK)), checksum);
        if (bytes > CHUNK) await breathe();
      }
      if (checksum !== expected) throw this.damaged(`the checksum of ${name} does not fit`);
    }
  }

  damaged(what: string, cause?: unknown): Error {
    return damagedIndex(this.manifest.library, this.folder, what, cause);
  }

  /** Lets go of the files; reading afterwards fails. */
  close(): void {
    for (const { descriptor } of this.files.values()) closeSync(descriptor);
    (this.files as Map<string, OpenFile>).clear();
  }

  private file(name: string): OpenFile {
    const file = this.files.get(name);
    if (!file) throw new Error(`${name} of ${this.folder} is closed`);
    return file;
  }
}

function openFile(folder: string, name: string, library: string): number {
  try {
    return openSync(join(folder, name), 'r');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
    throw damagedIndex(library, folder, `${name} is missing`, error);
  }
}

function parseJson(text: string, library: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damagedIndex(library, where, 'a part of it is not JSON', error);
  }
}
