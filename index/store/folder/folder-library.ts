import { LRUCache } from 'lru-cache';
import * as z from 'zod';
import type { Access, ApiDoc, Roots } from '../../api-doc.js';
import { builtin } from '../../embeddings/builtin.js';
import { openEmbedder } from '../../embeddings/open-embedder.js';
import { EpigenError } from '../../error.js';
import { decodeLexicalIndex } from '../../lexical/lexical-file.js';
import type { ApiLibrary, Candidate } from '../../library.js';
import { parseQuestions, type Questions, questionRows } from '../../questions.js';
import { searchCandidates } from '../../search/candidates.js';
import type { SearchData } from '../../search/direct-scores.js';
import type { TypeDefinition } from '../../type-shape.js';
import { meanSimilarity } from '../../vectors/mean-similarity.js';
import { openVectors } from '../../vectors/open-vectors.js';
import { pooled } from '../../vectors/pooled.js';
import type { BuildContent } from '../build-content.js';
import { BuildFiles } from './build-files.js';
import { BUILD_FILES } from './file-names.js';

/** Records and types in memory at most; the others are read again when they are asked for. */
const KEPT = 1000;

const DirectorySchema = z.object({
  names: z.array(z.string()),
  apis: z.array(z.int().nonnegative()),
  typeNames: z.array(z.string()),
  types: z.array(z.int().nonnegative()),
  // Written by this program and covered by the checksum, as the records are.
  roots: z.custom<Roots>((roots) => typeof roots === 'object' && roots !== null),
});

/** A library on disk. Names and offsets are in memory, records are read by offset when they are asked for. */
export class FolderLibrary implements ApiLibrary {
  readonly name: string;
  readonly version: string;
  readonly build: string;
  readonly access: Access;
  private searchData: Promise<SearchData> | undefined;
  /** The same without vectors, and why it is in use. */
  private words: SearchData | undefined;
  private away: string | undefined;

  private constructor(
    readonly files: BuildFiles,
    readonly roots: Roots,
    private readonly order: readonly string[],
    private readonly apis: LazyLines<ApiDoc>,
    private readonly types: LazyLines<TypeDefinition>,
    private readonly embeddings: string,
  ) {
    const { manifest } = files;
    this.name = manifest.library;
    this.version = manifest.version;
    this.build = manifest.build;
    this.access = manifest.access;
  }

  /**
   * Opens the build in this folder. `embeddings` is the embedding that queries will use. Throws EpigenError when the
   * build is damaged or of another format; an error with code ENOENT when there is none.
   */
  static async open(folder: string, library: string, embeddings: string): Promise<FolderLibrary> {
    const files = await BuildFiles.open(folder, library);
    try {
      await files.verify([BUILD_FILES.apis, BUILD_FILES.types]);
      const directory = DirectorySchema.safeParse(await files.readJson(BUILD_FILES.directory));
      if (!directory.success) throw files.damaged('its directory is not one', directory.error);
      const { names, typeNames, roots } = directory.data;
      const apis = new LazyLines<ApiDoc>(files, BUILD_FILES.apis, names, directory.data.apis);
      const types = new LazyLines<TypeDefinition>(files, BUILD_FILES.types, typeNames, directory.data.types);
      return new FolderLibrary(files, roots, names, apis, types, embeddings);
    } catch (error) {
      files.close();
      throw error;
    }
  }

  /** Everything the build holds. */
  async content(): Promise<BuildContent> {
    const { library, version, build, access, embedding } = this.files.manifest;
    const bytes = await this.files.read(BUILD_FILES.vectors);
    return {
      library,
      version,
      build,
      access,
      roots: this.roots,
      apis: this.apis.all(),
      types: this.types.all(),
      embedding,
      questions: await this.questions(),
      vectors: new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
      tuning: await this.files.read(BUILD_FILES.tuning),
    };
  }

  names(): readonly string[] {
    return this.order;
  }

  find(name: string): ApiDoc | undefined {
    return this.apis.get(name);
  }

  type(name: string): TypeDefinition | undefined {
    return this.types.get(name);
  }

  /** What a model wrote developers would ask for, by record. */
  async questions(): Promise<Questions> {
    const questions = parseQuestions(await this.files.readJson(BUILD_FILES.questions));
    if (!questions) throw this.files.damaged('its questions are none');
    return questions;
  }

  async fetch(names: readonly string[]): Promise<ApiDoc[]> {
    return names.map((name) => this.find(name)).filter((api) => api !== undefined);
  }

  async search(text: string, k: number): Promise<Candidate[]> {
    // A failed load is tried again: the user may have rebuilt with other settings meanwhile.
    this.searchData ??= this.loadSearch().catch((error: unknown) => {
      this.searchData = undefined;
      throw error;
    });
    const data = await this.searchData;
    const apiAt = (row: number) => this.find(this.order[row] ?? '');
    try {
      const found = await searchCandidates(data, text, k, apiAt);
      this.away = undefined;
      return found;
    } catch (error) {
      if (!(error instanceof EpigenError) || error instanceof OtherEmbedding) throw error;
      this.away = `${this.name} is searched by words alone: ${error.message}`;
      this.words ??= { lexical: data.lexical };
      return searchCandidates(this.words, text, k, apiAt);
    }
  }

  problem(): string | undefined {
    return this.away;
  }

  async close(): Promise<void> {
    this.files.close();
  }

  private async loadSearch(): Promise<SearchData> {
    const { embedding, records } = this.files.manifest;
    const base = await openEmbedder(this.embeddings);
    const embedder = embedding.id.startsWith(`${base.id}+`)
      ? base.withTuning(await this.files.read(BUILD_FILES.tuning))
      : base;
    if (embedder.id !== embedding.id) throw this.otherEmbedding(embedder.id);
    const owners = questionRows(this.order, await this.questions()).map((it) => it.row);
    const bytes = await this.files.read(BUILD_FILES.vectors);
    if (bytes.length !== 4 * (records + owners.length) * embedding.dimension)
      throw this.files.damaged('vectors are missing');
    // A copy of its own, since the bytes may begin anywhere in a buffer that is shared.
    const vectors = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    const lexical = decodeLexicalIndex(await this.files.read(BUILD_FILES.lexical));
    const index = pooled(await openVectors(vectors, embedding.dimension), owners);
    if (base === builtin) return { lexical, meaning: { vectors: index, embedder } };
    // Models that others trained find any two texts a little alike, each in its own measure.
    const floor = meanSimilarity(vectors, embedding.dimension);
    const encode = async (query: string): Promise<Float32Array> => {
      const vector = await embedder.encode(query);
      if (vector.length !== embedding.dimension)
        throw this.otherEmbedding(`${embedder.id} with ${vector.length}`);
      return vector;
    };
    return { lexical, meaning: { vectors: index, embedder: { encode }, floor, isCostly: true } };
  }

  private otherEmbedding(used: string): EpigenError {
    const { id, dimension } = this.files.manifest.embedding;
    return new OtherEmbedding(
      `${this.name} was indexed with the embedding ${id} (${dimension} dimensions), queries use ${used}`,
      this.files.folder,
      "rebuild it with 'epigen index', or set `embeddings` to the one it was built with",
    );
  }
}

/** Vectors of different embeddings are never compared. */
class OtherEmbedding extends EpigenError {}

/** A file of JSON lines with names; the lines last used stay in memory. */
class LazyLines<T extends object> {
  private readonly rows: ReadonlyMap<string, number>;
  private readonly kept = new LRUCache<string, T>({ max: KEPT });

  constructor(
    private readonly files: BuildFiles,
    private readonly file: string,
    names: readonly string[],
    private readonly offsets: readonly number[],
  ) {
    if (offsets.length !== names.length + 1) throw files.damaged('names and offsets do not fit');
    this.rows = new Map(names.map((name, row) => [name, row]));
  }

  get(name: string): T | undefined {
    const row = this.rows.get(name);
    if (row === undefined) return undefined;
    const kept = this.kept.get(name);
    if (kept) return kept;
    const value = this.read(row);
    this.kept.set(name, value);
    return value;
  }

  /** All of them, in order; they are not kept. */
  all(): T[] {
    return [...this.rows.values()].map((row) => this.read(row));
  }

  private read(row: number): T {
    const line = this.files.slice(this.file, this.offsets[row] ?? 0, this.offsets[row + 1] ?? 0);
    try {
      return JSON.parse(line.toString('utf8'));
    } catch (error) {
      throw this.files.damaged(`${this.file} is not JSON in line ${row + 1}`, error);
    }
  }
}
