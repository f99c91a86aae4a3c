import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import * as z from 'zod';
import type { IndexRequest } from './build.js';
import { GAP_KINDS } from './gaps/gap.js';
import type { LibraryReading } from './library-reading.js';
import { programVersion } from './program-version.js';
import type { IndexReport } from './publish-reading.js';
import { sourceFiles } from './sources/source-files.js';
import { INDEX_FORMAT } from './store/build-content.js';
import type { BuildInputs, WritableStore } from './store/writable-store.js';

const StoredReportSchema = z.object({
  version: z.string(),
  apis: z.number(),
  members: z.number(),
  unknownTypes: z.number(),
  contracts: z.number(),
  gaps: z.array(z.object({ kind: z.enum(GAP_KINDS), apis: z.number(), first: z.array(z.string()) })),
  sources: z.array(
    z.object({
      file: z.string(),
      records: z.number(),
      skipped: z.array(z.object({ line: z.number(), why: z.string() })),
    }),
  ),
});

/** Tells whether a build would come to what is current already, from the contents of its inputs and what is asked for. */
export class BuildFingerprint {
  /** What is asked for, whatever the files contain. */
  private readonly request: string;

  constructor(
    private readonly asked: IndexRequest,
    embeddingId: string,
  ) {
    const { sources, library, version, access } = asked;
    this.request = sha256(
      JSON.stringify([INDEX_FORMAT, programVersion(), embeddingId, sources, library, version, access]),
    );
  }

  /** The report of a build that changes nothing; undefined when something has changed, or nobody knows. */
  async unchangedReport(store: WritableStore): Promise<IndexReport | undefined> {
    const { library } = this.asked;
    for (const name of library === undefined ? await store.libraries() : [library]) {
      const inputs = await store.inputs(name);
      if (inputs?.request !== this.request || inputs.build !== (await store.current(name))) continue;
      if (inputs.content !== (await this.content(inputs.files))) continue;
      const stored = StoredReportSchema.safeParse(inputs.report);
      // A damaged build is not kept, however unchanged its sources are.
      if (!stored.success || !(await store.previous(name))) continue;
      const { version, apis, members, unknownTypes, contracts, gaps, sources } = stored.data;
      const none = { added: 0, changed: 0, removed: 0, unchanged: apis + members, embedded: 0 };
      return {
        library: name,
        version,
        build: inputs.build,
        apis,
        members,
        ...none,
        unknownTypes,
        contracts,
        gaps,
        sources,
        ms: 0,
      };
    }
    return undefined;
  }

  /**
   * Keeps what the current build was made from. `before` is when reading began, in epoch milliseconds: when an input was
   * written since, nobody knows which of its contents was read, so nothing is kept.
   */
  async remember(
    store: WritableStore,
    reading: LibraryReading,
    report: IndexReport,
    before: number,
  ): Promise<void> {
    const files = reading.inputs.map((file) => portable(relative(this.asked.cwd, file)));
    const content = await this.content(files);
    if (content === undefined) return;
    for (const file of reading.inputs) if ((await stat(file)).mtimeMs >= before) return;
    const { version, build, apis, members, unknownTypes, contracts, gaps, sources } = report;
    const inputs: BuildInputs = {
      build,
      request: this.request,
      files,
      content,
      report: { version, apis, members, unknownTypes, contracts, gaps, sources },
    };
    await store.setInputs(report.library, inputs);
  }

  /** Hash of the inputs' contents and of which files the sources come to; undefined if any cannot be read. */
  private async content(files: readonly string[]): Promise<string | undefined> {
    const { sources, cwd, corrections } = this.asked;
    try {
      const found = await sourceFiles(sources, cwd);
      const listed = [
        ...found.declarations.map(({ file }) => file),
        ...found.json.map(({ file }) => file),
        ...found.packages.map(({ manifest }) => manifest),
        // A file of corrections that appears or goes changes the result as well.
        ...(corrections !== undefined && existsSync(corrections) ? [corrections] : []),
      ].map((file) => portable(relative(cwd, file)));
      const hash = createHash('sha256').update(JSON.stringify(listed));
      for (const file of [...new Set([...files, ...listed])].sort()) {
        hash.update(`${file}\n${sha256(await readFile(resolve(cwd, file)))}\n`);
      }
      return hash.digest('hex');
    } catch {
      return undefined;
    }
  }
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function portable(path: string): string {
  return path.split(sep).join('/');
}
