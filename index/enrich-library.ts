import { appendFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { ApiDoc } from './api-doc.js';
import { openEmbedder } from './embeddings/open-embedder.js';
import type { Questions } from './questions.js';
import { buildId, contentHash, embeddedTexts } from './store/build-content.js';
import type { WritableStore } from './store/writable-store.js';

/** Who writes questions. */
export interface Enrichment {
  /** How they are asked for (`Questions.form`). */
  readonly form: string;
  /**
   * Writes questions for each record, and gives them to `answered` as they come. Returns at how many it failed; rejects
   * when nobody can be asked any more.
   */
  readonly ask: (
    apis: readonly ApiDoc[],
    answered: (api: ApiDoc, questions: readonly string[]) => void,
    onProgress: (done: number, total: number) => void,
  ) => Promise<number>;
}

/** What enrichment came to: part of the JSON of `epigen index --enrich --json`. */
export interface EnrichmentReport {
  /** Records that were asked about now. */
  readonly asked: number;
  /** Those of them for which there is no answer. */
  readonly failed: number;
  /** Records with questions, and all of their questions. */
  readonly apis: number;
  readonly questions: number;
  readonly build: string;
}

const DraftSchema = z.object({
  form: z.string(),
  name: z.string(),
  hash: z.string(),
  questions: z.array(z.string()),
});

/**
 * Has questions written for the records of the current build that have none of this form, and makes a build with them
 * current. Nobody uses deprecated records any more, so nothing leads there. What is answered is kept on this machine as it
 * comes: after an interruption only the rest is asked about. Throws EpigenError as opening the library does, and what `ask`
 * throws.
 */
export async function enrichLibrary(
  store: WritableStore,
  library: string,
  { form, ask }: Enrichment,
  embeddings: string | undefined,
  onProgress: (done: number, total: number) => void,
): Promise<EnrichmentReport> {
  const content = await store.content(library);
  const draftFile = join(await store.localFolder(library), 'questions.jsonl');
  const drafts = readDrafts(draftFile, form);
  const found = new Map(content.questions.form === form ? content.questions.of : []);
  const wanted = content.apis.filter((it) => !it.deprecated && !found.has(it.name));
  const missing = wanted.filter((api) => {
    const draft = drafts.get(`${api.name} ${contentHash(api)}`);
    if (draft) found.set(api.name, draft);
    return !draft;
  });
  const failed = await ask(
    missing,
    (api, questions) => {
      found.set(api.name, questions);
      const draft = { form, name: api.name, hash: contentHash(api), questions };
      appendFileSync(draftFile, `${JSON.stringify(draft)}\n`);
    },
    onProgress,
  );
  const build = await publishWith({ form, of: found });
  rmSync(draftFile, { force: true });
  const all = [...found.values()].filter((it) => it.length > 0);
  return {
    asked: missing.length,
    failed,
    apis: all.length,
    questions: all.reduce((sum, it) => sum + it.length, 0),
    build,
  };

  async function publishWith(questions: Questions): Promise<string> {
    const build = buildId({ ...content, questions });
    if (build === content.build) return build;
    const base = await openEmbedder(embeddings ?? 'builtin');
    const embedder = content.tuning.length > 0 ? base.withTuning(content.tuning) : base;
    const records = content.vectors.subarray(0, content.apis.length * (await embedder.dimension));
    const added = await embedder.embed(embeddedTexts({ ...content, questions }).slice(content.apis.length));
    const vectors = new Float32Array(records.length + added.length);
    vectors.set(records);
    vectors.set(added, records.length);
    const inputs = await store.inputs(library);
    await store.publish({ ...content, questions, build, vectors });
    // The sources are still those of the build before.
    if (inputs?.build === content.build) await store.setInputs(library, { ...inputs, build });
    return build;
  }
}

/** What an interrupted run had answered, by name and hash of the record. */
function readDrafts(file: string, form: string): Map<string, readonly string[]> {
  const drafts = new Map<string, readonly string[]>();
  if (!existsSync(file)) return drafts;
  const text = readFileSync(file, 'utf8');
  // The last line may be half a line.
  if (!text.endsWith('\n')) appendFileSync(file, '\n');
  for (const line of text.split('\n')) {
    const draft = parsed(line);
    if (draft?.form === form) drafts.set(`${draft.name} ${draft.hash}`, draft.questions);
  }
  return drafts;
}

function parsed(line: string): z.infer<typeof DraftSchema> | undefined {
  try {
    return DraftSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
