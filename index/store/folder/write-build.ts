import { randomBytes } from 'node:crypto';
import { mkdir, open, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { encodeLexicalIndex } from '../../lexical/lexical-file.js';
import { buildLexicalIndex } from '../../lexical/lexical-index.js';
import { encodeQuestions } from '../../questions.js';
import { searchFields } from '../../search/search-fields.js';
import { type BuildContent, contentHash, INDEX_FORMAT, namesOf } from '../build-content.js';
import { renamePatiently, writeDurably } from './atomic-file.js';
import { BuildFiles } from './build-files.js';
import { BUILD_FILES, fileName, TEMPORARY } from './file-names.js';

/**
 * Writes a build into the folder of its library: under a temporary name, renamed once when it is whole and on the disk.
 * A sound build of this name is the same build and stays; a damaged one is replaced. Returns the folder.
 */
export async function writeBuild(libraryFolder: string, content: BuildContent): Promise<string> {
  const folder = join(libraryFolder, fileName(content.build));
  const temporary = join(libraryFolder, `${TEMPORARY}${process.pid}-${randomBytes(4).toString('hex')}`);
  await mkdir(temporary, { recursive: true });
  try {
    await writeFiles(temporary, content);
    await moveIntoPlace(temporary, folder, content.library);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
  return folder;
}

async function moveIntoPlace(temporary: string, folder: string, library: string): Promise<void> {
  if (await exists(folder)) {
    if (await isSound(folder, library)) return;
    await renamePatiently(folder, `${temporary}-damaged`);
    await rm(`${temporary}-damaged`, { recursive: true, force: true });
  }
  try {
    await renamePatiently(temporary, folder);
  } catch (error) {
    // Another process wrote the same build at the same time.
    if (!(await isSound(folder, library))) throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function isSound(folder: string, library: string): Promise<boolean> {
  try {
    const files = await BuildFiles.open(folder, library);
    try {
      await files.verify();
      return true;
    } finally {
      files.close();
    }
  } catch {
    return false;
  }
}

async function writeFiles(folder: string, content: BuildContent): Promise<void> {
  const apis = lines(content.apis);
  const types = lines(content.types);
  const directory = {
    names: namesOf(content.apis),
    apis: apis.offsets,
    typeNames: content.types.map((type) => type.name),
    types: types.offsets,
    roots: content.roots,
  };
  const { vectors, questions } = content;
  const fields = content.apis.map((api) => searchFields(api, questions.of.get(api.name)));
  const files: Record<string, Uint8Array> = {
    [BUILD_FILES.apis]: apis.bytes,
    [BUILD_FILES.types]: types.bytes,
    [BUILD_FILES.directory]: Buffer.from(JSON.stringify(directory)),
    [BUILD_FILES.hashes]: Buffer.from(JSON.stringify(content.apis.map(contentHash))),
    [BUILD_FILES.lexical]: encodeLexicalIndex(buildLexicalIndex(fields)),
    [BUILD_FILES.questions]: Buffer.from(encodeQuestions(questions, namesOf(content.apis))),
    [BUILD_FILES.vectors]: new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength),
    [BUILD_FILES.tuning]: content.tuning,
  };
  const manifest = {
    format: INDEX_FORMAT,
    library: content.library,
    version: content.version,
    build: content.build,
    access: content.access,
    embedding: content.embedding,
    records: content.apis.length,
    types: content.types.length,
    files: Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [name, { bytes: bytes.length, crc32: crc32(bytes) }]),
    ),
  };
  for (const [name, bytes] of Object.entries(files)) await writeDurably(join(folder, name), bytes);
  await writeDurably(join(folder, BUILD_FILES.manifest), JSON.stringify(manifest));
  await syncFolder(folder);
}

/** Values as JSON, one a line, with the offset of each line and the end. */
function lines(values: readonly object[]): { bytes: Buffer; offsets: number[] } {
  const offsets = [0];
  const chunks = values.map((value) => {
    const chunk = Buffer.from(`${JSON.stringify(value)}\n`);
    offsets.push((offsets.at(-1) ?? 0) + chunk.length);
    return chunk;
  });
  return { bytes: Buffer.concat(chunks), offsets };
}

/** A rename is only as durable as the folder's own entry; Windows neither needs nor allows this. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
