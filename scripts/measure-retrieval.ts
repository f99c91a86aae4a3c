// Measures retrieval on libraries that the encoder never saw, and on the example library:
//
//   npm ci --ignore-scripts --prefix test/retrieval
//   npx tsx scripts/measure-retrieval.ts [--no-tuning] [--only chrome,wx]
//
// Prints recall at 5 for BM25, the encoder, search (their sum and the concepts of the phrase bank) and tuned search, with one query per step of a task (as a perfect
// decomposition would give them) and with the whole requirement as one query; then what a threshold on the score does.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Access, ApiDoc } from '../index/api-doc.js';
import { builtin } from '../index/embeddings/builtin.js';
import type { Embedder } from '../index/embeddings/embedder.js';
import { shippedTable } from '../index/embeddings/encoder/shipped-table.js';
import { tuneEncoder } from '../index/embeddings/encoder/tune-encoder.js';
import { coverage } from '../index/lexical/coverage.js';
import { shippedLexicon } from '../index/lexical/lexicon.js';
import { searchCandidates } from '../index/search/candidates.js';
import type { SearchData } from '../index/search/direct-scores.js';
import { searchData } from '../index/search/memory-ranker.js';
import { readLibrary } from '../index/sources/read-library.js';
import { topRows } from '../index/vectors/top-rows.js';

const ROOT = join(import.meta.dirname, '..');
const TASKS = join(ROOT, 'test', 'retrieval');
const HX = join(ROOT, 'test', 'w-library');
const K = 5;

interface Library {
  readonly name: string;
  readonly source: string;
  readonly cwd: string;
  readonly access: Access;
  readonly tasks: readonly Task[];
}

interface Task {
  readonly lang: string;
  readonly requirement: string;
  readonly steps: readonly string[];
  /** Full names. */
  readonly apis: readonly string[];
}

const { values: options } = parseArgs({
  options: { 'no-tuning': { type: 'boolean' }, only: { type: 'string' } },
});

const libraries = [
  publicLibrary('chrome', '@types/chrome'),
  publicLibrary('wx', 'miniprogram-api-typings'),
  // Rules of the pipeline were written with the odd-numbered tasks in view: only the others are figures.
  example('HX', 'hx.d.ts', (at) => at % 2 === 0),
  example('HX, Chinese documentation', 'apis.zh.json', (at) => at % 2 === 0),
].filter(({ name }) => options.only === undefined || options.only.split(',').includes(name));
const unrelated = lines(join(TASKS, 'unrelated.txt'));

console.log(
  options['no-tuning']
    ? '| recall at 5, % | | BM25 | encoder | search |\n| --- | --- | --- | --- | --- |'
    : '| recall at 5, % | | BM25 | encoder | search | search, tuned |\n| --- | --- | --- | --- | --- | --- |',
);
const scored: Scored[] = [];
for (const library of libraries) {
  const { source, cwd, name, access } = library;
  const reading = await readLibrary([source], { cwd, name: name.split(',')[0] ?? name, access });
  const plain = await searchData(reading, builtin);
  const tuned = options['no-tuning'] ? undefined : await searchData(reading, tunedOn(name, reading.apis));
  const ways: Way[] = [
    (query) => bm25(plain, query, reading.apis),
    async (query) => rowsOf(await nearestIn(plain, query), reading.apis),
    (query) => sum(plain, query, reading.apis),
    ...(tuned ? [(query: string) => sum(tuned, query, reading.apis)] : []),
  ];
  for (const lang of new Set(library.tasks.map((task) => task.lang))) {
    const tasks = library.tasks.filter((task) => task.lang === lang);
    for (const kind of ['steps', 'whole'] as const) {
      const cells = [];
      for (const way of ways) cells.push((100 * (await recall(tasks, kind, way))).toFixed(1));
      console.log(`| ${name}, ${lang} tasks (${tasks.length}) | ${kind} | ${cells.join(' | ')} |`);
    }
  }
  const best = tuned ?? plain;
  const add = async (kind: Scored['kind'], query: string, wanted: readonly string[]) =>
    scored.push({ kind, ...(await scoreOf(best, query, reading.apis, wanted)) });
  for (const { steps, requirement, apis } of library.tasks) {
    for (const step of steps) await add('step', step, apis);
    await add('whole', requirement, apis);
  }
  for (const text of unrelated) await add('unrelated', text, []);
}
printCurve(scored);

type Way = (query: string) => Promise<string[]>;

async function nearestIn({ meaning }: SearchData, query: string) {
  return meaning ? meaning.vectors.nearest(await meaning.embedder.encode(query), K) : [];
}

async function sum(data: SearchData, query: string, apis: readonly ApiDoc[]): Promise<string[]> {
  const found = await searchCandidates(data, query, K, (row) => apis[row]);
  return found.map(({ name }) => name);
}

async function bm25(data: SearchData, query: string, apis: readonly ApiDoc[]): Promise<string[]> {
  return rowsOf(topRows(coverage(data.lexical, query, shippedLexicon()), K), apis);
}

function rowsOf(found: readonly { row: number }[], apis: readonly ApiDoc[]): string[] {
  return found.map(({ row }) => apis[row]?.name ?? '');
}

/** The share of the tasks' APIs among the best `K` of any of their queries. */
async function recall(tasks: readonly Task[], kind: 'steps' | 'whole', way: Way): Promise<number> {
  let found = 0;
  let wanted = 0;
  for (const task of tasks) {
    const proposed = new Set<string>();
    for (const query of kind === 'steps' ? task.steps : [task.requirement]) {
      for (const name of await way(query)) proposed.add(name);
    }
    wanted += task.apis.length;
    found += task.apis.filter((api) => proposed.has(api)).length;
  }
  return found / wanted;
}

interface Scored {
  readonly kind: 'step' | 'whole' | 'unrelated';
  /** Of the best record. */
  readonly score: number;
  /** Whether that is one of those wanted. */
  readonly right: boolean;
}

async function scoreOf(
  data: SearchData,
  query: string,
  apis: readonly ApiDoc[],
  wanted: readonly string[],
): Promise<Pick<Scored, 'score' | 'right'>> {
  const [best] = await searchCandidates(data, query, 1, (row) => apis[row]);
  return { score: best?.score ?? 0, right: wanted.includes(best?.name ?? '') };
}

/** What answering with the best record, but only from a score on, comes to. */
function printCurve(all: readonly Scored[]): void {
  const of = (kind: Scored['kind']) => all.filter((it) => it.kind === kind);
  const [steps, whole, unrelated] = [of('step'), of('whole'), of('unrelated')];
  console.log(
    `\n${steps.length} steps, ${whole.length} whole requirements, ${unrelated.length} texts about something else; the best record is the answer\n`,
  );
  console.log(
    '| score from | precision, steps % | recall, steps % | precision, with texts about something else % | of these answered % | whole requirements answered % |\n| --- | --- | --- | --- | --- | --- |',
  );
  for (let hundredths = 0; hundredths <= 80; hundredths += 5) {
    const given = (scored: readonly Scored[]) =>
      scored.filter(({ score }) => score > 0 && score >= hundredths / 100);
    const right = given(steps).filter((it) => it.right).length;
    const cells = [
      right / Math.max(1, given(steps).length),
      right / steps.length,
      right / Math.max(1, given(steps).length + given(unrelated).length),
      given(unrelated).length / unrelated.length,
      given(whole).length / whole.length,
    ];
    console.log(
      `| ${(hundredths / 100).toFixed(2)} | ${cells.map((it) => (100 * it).toFixed(1)).join(' | ')} |`,
    );
  }
}

/** The embedding tuned on these records if that is better, as `epigen tune` does it. */
function tunedOn(name: string, apis: readonly ApiDoc[]): Embedder {
  const started = performance.now();
  const { before, after, bytes } = tuneEncoder(shippedTable(), apis);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const kept = after > before ? 'kept' : 'dropped';
  console.error(
    `${name}: held-back texts ${before.toFixed(3)}, tuned ${after.toFixed(3)}, ${kept}; ${seconds} s`,
  );
  return after > before ? builtin.withTuning(bytes) : builtin;
}

function publicLibrary(name: string, source: string): Library {
  const tasks = lines(join(TASKS, `${name}.tasks.jsonl`)).map((line): Task => {
    const { lang, requirement, steps, apis } = JSON.parse(line);
    return {
      lang,
      requirement,
      steps: steps.map(({ text }: { text: string }) => text),
      apis: apis.map((api: string) => `${name}.${api}`),
    };
  });
  return { name, source, cwd: TASKS, access: { kind: 'global', path: name }, tasks };
}

function example(name: string, source: string, isWanted: (at: number) => boolean): Library {
  const tasks = lines(join(HX, 'tasks.dev.jsonl'))
    .map((line): Task => {
      const { lang, requirement, steps, apis } = JSON.parse(line);
      return { lang, requirement, steps, apis: apis.map((api: string) => `HX.${api}`) };
    })
    .filter((_, at) => isWanted(at + 1));
  return { name, source: join(HX, source), cwd: HX, access: { kind: 'global', path: 'HX' }, tasks };
}

function lines(file: string): string[] {
  return readFileSync(file, 'utf8').trim().split('\n');
}
