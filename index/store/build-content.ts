import { createHash } from 'node:crypto';
import type { Access, ApiDoc, Roots } from '../api-doc.js';
import { encodeQuestions, type Questions, questionRows } from '../questions.js';
import type { TypeDefinition } from '../type-shape.js';

/**
 * The layout of stored builds. Raise it with every change that an older program would read wrongly: a newer format is
 * refused, an older one is rebuilt.
 */
export const INDEX_FORMAT = 4;

/** Which embedding made the vectors: vectors of different ids are never compared. */
export interface StoredEmbedding {
  readonly id: string;
  readonly dimension: number;
  /** Of a tuned embedding: how many records have changed since. */
  readonly changed?: number | undefined;
}

/** Everything one build of a library holds, whatever medium it is stored on. */
export interface BuildContent {
  readonly library: string;
  readonly version: string;
  /** `VERSION-HASH8`. */
  readonly build: string;
  readonly access: Access;
  readonly roots: Roots;
  readonly apis: readonly ApiDoc[];
  readonly types: readonly TypeDefinition[];
  readonly embedding: StoredEmbedding;
  /** What a model wrote developers would ask for, by record. */
  readonly questions: Questions;
  /** One vector per record, in the order of the records, and then one per question (`embeddedTexts`). */
  readonly vectors: Float32Array;
  /** What the embedding learned from this library's documentation; empty if it is not tuned. */
  readonly tuning: Uint8Array;
}

/** The build id: the version, and a hash over everything that is stored and the embedding's id. */
export function buildId(content: Omit<BuildContent, 'build' | 'vectors' | 'tuning'>): string {
  const { library, version, access, roots, apis, types, questions, embedding } = content;
  const hash = createHash('sha256');
  hash.update(JSON.stringify([INDEX_FORMAT, library, version, access, roots, embedding]));
  for (const row of [...apis, ...types]) hash.update(`${JSON.stringify(row)}\n`);
  hash.update(encodeQuestions(questions, namesOf(apis)));
  return `${version}-${hash.digest('hex').slice(0, 8)}`;
}

/**
 * What a record's documentation says, as a hash. Where it stands and which version it came with are left out: a line
 * inserted above does not change an API.
 */
export function contentHash(api: ApiDoc): string {
  const { source: _source, version: _version, ...said } = api;
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 16);
}

/** The texts that stand for records in the vector index: the API Key of each (paper §3.1), and then each one's questions. */
export function embeddedTexts({ apis, questions }: Pick<BuildContent, 'apis' | 'questions'>): string[] {
  return [...apis.map((api) => api.key), ...questionRows(namesOf(apis), questions).map((it) => it.text)];
}

export function namesOf(apis: readonly ApiDoc[]): string[] {
  return apis.map((api) => api.name);
}
