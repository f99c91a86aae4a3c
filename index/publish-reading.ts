import type { ApiDoc } from './api-doc.js';
import type { Embedder } from './embeddings/embedder.js';
import { EpigenError } from './error.js';
import { findGaps } from './gaps/find-gaps.js';
import { countGaps, type Gap, type GapCount } from './gaps/gap.js';
import type { LibraryReading, SourceReport } from './library-reading.js';
import { NO_QUESTIONS, type Questions, questionRows } from './questions.js';
import { buildId, contentHash, embeddedTexts, namesOf } from './store/build-content.js';
import type { PreviousBuild, WritableStore } from './store/writable-store.js';

/** What building an index came to: the JSON of `epigen index --json`. */
export interface IndexReport {
  readonly library: string;
  readonly version: string;
  readonly build: string;
  /** Callables that are reached through the access path. */
  readonly apis: number;
  /** Methods of returned handles. */
  readonly members: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
  /** Records that were turned into vectors now; the others kept theirs. */
  readonly embedded: number;
  readonly unknownTypes: number;
  /** Contracts of all records. */
  readonly contracts: number;
  /** What the documentation lacks, by kind. */
  readonly gaps: readonly GapCount[];
  /** What was read in full, if it was asked for. */
  readonly details?: IndexDetails;
  readonly sources: readonly SourceReport[];
  readonly ms: number;
}

/** What the owner of a library looks at: each gap of the documentation, and each API with its contracts. */
export interface IndexDetails {
  readonly gaps: readonly Gap[];
  readonly apis: readonly ApiDoc[];
}

export interface PublishOptions {
  /** Whether the report has `details`. */
  readonly detailed?: boolean;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number, what: string) => void;
}

/** Texts embedded between two looks at the signal. */
const BATCH = 256;

/**
 * Stores a library as its new current build: embeds what changed, takes the other vectors over from the previous build.
 * Throws EpigenError when there is no record, or two have one name, or the store cannot be written, and the signal's
 * reason when it is aborted before the build is current.
 */
export async function publishReading(
  reading: LibraryReading,
  store: WritableStore,
  base: Embedder,
  { detailed, signal, onProgress }: PublishOptions = {},
): Promise<IndexReport> {
  const started = performance.now();
  const { name: library, version, access, roots, apis, types } = reading;
  checkRecords(reading);
  const previous = await store.previous(library);
  const difference = compare(apis, previous);
  const { embedder, changed } = stillTuned(base, previous, difference);
  const dimension = await embedder.dimension;
  const known = sameEmbedding(previous, embedder.id, dimension) ? previous : undefined;

  const questions = questionsOfUnchanged(apis, previous, difference);
  const texts = embeddedTexts({ apis, questions });
  const vectors = new Float32Array(texts.length * dimension);
  const missing: number[] = [];
  for (const [row, from] of [
    ...difference.from,
    ...questionsFrom(questionRows(namesOf(apis), questions), known),
  ].entries()) {
    const vector = known && from !== undefined ? rowOf(known.vectors, from, dimension) : undefined;
    if (vector) vectors.set(vector, row * dimension);
    else missing.push(row);
  }
  for (let at = 0; at < missing.length; at += BATCH) {
    onProgress?.(at, missing.length, 'embedding');
    const rows = missing.slice(at, at + BATCH);
    const made = await embedder.embed(
      rows.map((row) => texts[row] ?? ''),
      signal,
    );
    for (const [i, row] of rows.entries()) {
      vectors.set(rowOf(made, i, dimension), row * dimension);
    }
    signal?.throwIfAborted();
  }

  onProgress?.(missing.length, missing.length, 'writing');
  const tuned = embedder !== base;
  const embedding = { id: embedder.id, dimension, ...(tuned && { changed }) };
  const tuning = tuned && previous ? previous.tuning : new Uint8Array();
  const content = { library, version, access, roots, apis, types, questions, embedding };
  const build = buildId(content);
  if (build !== previous?.build) await store.publish({ ...content, build, vectors, tuning });

  const gaps = findGaps(reading);
  const members = apis.filter((api) => api.member !== undefined).length;
  return {
    library,
    version,
    build,
    apis: apis.length - members,
    members,
    added: difference.added,
    changed: difference.changed,
    removed: difference.removed,
    unchanged: difference.unchanged,
    embedded: missing.filter((row) => row < apis.length).length,
    unknownTypes: reading.unknownTypes,
    contracts: apis.reduce((sum, api) => sum + api.contracts.length, 0),
    gaps: countGaps(gaps),
    ...(detailed ? { details: { gaps, apis } } : {}),
    sources: reading.sources,
    ms: Math.round(performance.now() - started),
  };
}

function checkRecords({ name, apis, sources }: LibraryReading): void {
  const where = sources.map(({ file }) => file).join(', ') || name;
  if (apis.length === 0) {
    throw new EpigenError(
      `no API of ${name} was found`,
      where,
      'check that the sources document it and that --access names where it is reached',
    );
  }
  const seen = new Set<string>();
  for (const { name: api } of apis) {
    if (seen.has(api)) throw new EpigenError(`${api} is recorded twice`, where, 'remove one of the sources');
    seen.add(api);
  }
}

interface Difference {
  /** For each record the row it had in the previous build, if it says the same. */
  readonly from: readonly (number | undefined)[];
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
}

function compare(apis: readonly ApiDoc[], previous: PreviousBuild | undefined): Difference {
  let added = 0;
  let changed = 0;
  const from = apis.map((api) => {
    const before = previous?.records.get(api.name);
    if (!before) added++;
    else if (before.hash !== contentHash(api)) changed++;
    else return before.row;
    return undefined;
  });
  const unchanged = apis.length - added - changed;
  return { from, added, changed, removed: (previous?.records.size ?? 0) - unchanged - changed, unchanged };
}

/** A record that says the same is still asked for in the same words. */
function questionsOfUnchanged(
  apis: readonly ApiDoc[],
  previous: PreviousBuild | undefined,
  { from }: Difference,
): Questions {
  if (!previous) return NO_QUESTIONS;
  const { form, of } = previous.questions;
  const kept = apis.flatMap(({ name }, row) => {
    const questions = from[row] === undefined ? undefined : of.get(name);
    return questions ? [[name, questions] as const] : [];
  });
  return { form, of: new Map(kept) };
}

/** For each question the row that its vector had in the previous build. */
function questionsFrom(
  rows: ReturnType<typeof questionRows>,
  previous: PreviousBuild | undefined,
): (number | undefined)[] {
  if (!previous) return rows.map(() => undefined);
  const before = new Map<string, number>();
  const names = [...previous.records.keys()];
  for (const [at, { text }] of questionRows(names, previous.questions).entries())
    before.set(text, names.length + at);
  return rows.map(({ text }) => before.get(text));
}

/** A tuned embedding stays until this share of the records has changed. */
const STALE = 0.1;

/** The embedding of the previous build, as it was tuned, while that is still about this library. */
function stillTuned(
  base: Embedder,
  previous: PreviousBuild | undefined,
  { added, changed, removed, unchanged }: Difference,
): { readonly embedder: Embedder; readonly changed: number } {
  const since = (previous?.embedding.changed ?? 0) + added + changed + removed;
  const plain = { embedder: base, changed: since };
  if (!previous || previous.tuning.length === 0 || since > STALE * (unchanged + changed + added))
    return plain;
  try {
    const tuned = base.withTuning(previous.tuning);
    return tuned.id === previous.embedding.id ? { embedder: tuned, changed: since } : plain;
  } catch {
    // Of another embedding.
    return plain;
  }
}

function sameEmbedding(previous: PreviousBuild | undefined, id: string, dimension: number): boolean {
  return previous !== undefined && previous.embedding.id === id && previous.embedding.dimension === dimension;
}

function rowOf(vectors: Float32Array, row: number, dimension: number): Float32Array {
  return vectors.subarray(row * dimension, (row + 1) * dimension);
}
