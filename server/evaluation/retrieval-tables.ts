import type { ApiDoc } from '../../index/api-doc.js';
import type { Embedder } from '../../index/embeddings/embedder.js';
import { shippedTable } from '../../index/embeddings/encoder/shipped-table.js';
import { tuneEncoder } from '../../index/embeddings/encoder/tune-encoder.js';
import { openEmbedder } from '../../index/embeddings/open-embedder.js';
import type { ApiLibrary } from '../../index/library.js';
import { exactIndex } from '../../index/vectors/exact.js';
import { isNamed } from './api-names.js';
import type { Task } from './task.js';

/** What of a record is turned into a vector (paper, Table 3). */
export const INDEX_FIELDS = ['all', 'des', 'exp', 'key'] as const;
export type IndexField = (typeof INDEX_FIELDS)[number];

/** How deep the lists are looked at. */
export const DEPTHS = [1, 3, 5, 10] as const;

/** How well right APIs are found by one way of searching (paper, Tables 3 and 4). In percent, MRR too. */
export interface RetrievalRow {
  /** `builtin`, `builtin, tuned`; `search` is what epigen search does, with words and concepts too. */
  readonly embedding: string;
  readonly index: IndexField | 'search';
  /** Whether one query was the whole requirement, or each right subtask was one. */
  readonly queries: 'requirement' | 'subtasks';
  /** By depth: the share of the right APIs that are among the first so many. */
  readonly recall: Readonly<Record<(typeof DEPTHS)[number], number>>;
  /** Mean of one over the place of each right API. */
  readonly mrr: number;
}

/** Names by their place in the list for a query, best first. */
type Search = (query: string) => Promise<readonly string[]>;

/** Finds the APIs of tasks by each embedding and each index, untuned and, where that is possible, tuned on the libraries. */
export async function retrievalRows(
  tasks: readonly Task[],
  libraries: readonly ApiLibrary[],
  embeddings: readonly string[],
  fields: readonly IndexField[],
): Promise<RetrievalRow[]> {
  const apis = libraries.flatMap((library) =>
    library.names().flatMap((name) => {
      const api = library.find(name);
      return api && !api.member ? [api] : [];
    }),
  );
  const rows = await measured('search', 'search', tasks, (query) => searchAll(query, libraries));
  for (const setting of embeddings) {
    const embedder = await openEmbedder(setting);
    const tuned =
      setting === 'builtin' ? embedder.withTuning(tuneEncoder(shippedTable(), apis).bytes) : undefined;
    for (const [name, one] of [
      [setting, embedder] as const,
      ...(tuned ? [[`${setting}, tuned`, tuned] as const] : []),
    ]) {
      for (const field of fields)
        rows.push(...(await measured(name, field, tasks, await vectorSearch(one, apis, field))));
    }
  }
  return rows;
}

async function measured(
  embedding: string,
  index: RetrievalRow['index'],
  tasks: readonly Task[],
  search: Search,
): Promise<RetrievalRow[]> {
  const rows: RetrievalRow[] = [];
  for (const queries of ['requirement', 'subtasks'] as const) {
    const places: number[] = [];
    for (const task of tasks) {
      const texts = queries === 'requirement' ? [task.requirement] : task.steps;
      if (texts.length === 0) continue;
      const lists = await Promise.all(texts.map(search));
      for (const wanted of task.apis) {
        const found = lists.map((list) => list.findIndex((name) => isNamed(name, wanted)) + 1);
        places.push(Math.min(...found.map((place) => (place > 0 ? place : Number.POSITIVE_INFINITY))));
      }
    }
    if (places.length === 0) continue;
    const share = (depth: number): number =>
      percent(places.filter((it) => it <= depth).length / places.length);
    rows.push({
      embedding,
      index,
      queries,
      recall: { 1: share(1), 3: share(3), 5: share(5), 10: share(10) },
      mrr: percent(places.reduce((sum, place) => sum + 1 / place, 0) / places.length),
    });
  }
  return rows;
}

async function searchAll(query: string, libraries: readonly ApiLibrary[]): Promise<string[]> {
  const found = await Promise.all(libraries.map((it) => it.search(query, it.names().length)));
  return found
    .flat()
    .sort((a, b) => b.score - a.score)
    .flatMap(({ name }) => (libraries.some((it) => it.find(name)?.member) ? [] : [name]));
}

async function vectorSearch(embedder: Embedder, apis: readonly ApiDoc[], field: IndexField): Promise<Search> {
  const vectors = await embedder.embed(apis.map((api) => textOf(api, field)));
  const index = exactIndex(vectors, await embedder.dimension);
  return async (query) =>
    index.nearest(await embedder.encode(query), apis.length).map(({ row }) => apis[row]?.name ?? '');
}

function textOf({ key, des, exp }: ApiDoc, field: IndexField): string {
  if (field === 'key') return key;
  const text = { all: `${key}\n${des}\n${exp}`, des, exp }[field];
  // Only of an API Key is what stands before the colon a name.
  return text.replaceAll(': ', ' ');
}

function percent(share: number): number {
  return Math.round(10_000 * share) / 100;
}
