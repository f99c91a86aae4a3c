import { join } from 'node:path';
import { Command } from 'commander';
import type { IndexReport, IndexRequest } from '../../index/build.js';
import { CORRECTIONS_FILE } from '../../index/corrections-file.js';
import { locateEmbedding } from '../../index/embeddings/embedding-setting.js';
import type { Enrichment, EnrichmentReport } from '../../index/enrich-library.js';
import { EpigenError } from '../../index/error.js';
import { parseAccess } from '../../index/sources/access.js';
import type { LibrarySettings, Settings } from '../settings.js';
import { contractsJson, printContracts } from './contract-list.js';
import { gapsJson, printGapCounts, printGaps } from './gap-report.js';
import { modelNeeded, withModelOption } from './model-option.js';
import { type CommonOptions, type Done, type LibraryName, nonEmpty, withCommonOptions } from './options.js';
import { count, print, printJson } from './output.js';
import { progressBar } from './progress-bar.js';
import { displayPath, displayStore, readWorkspace, type Workspace } from './workspace.js';

interface IndexOptions extends CommonOptions {
  readonly access?: string;
  readonly embeddings?: string;
  readonly enrich?: true;
  readonly model?: string;
  readonly gaps?: true;
  readonly contracts?: true;
  readonly json?: true;
}

const COMMAND = 'epigen index';

/** `epigen index`: reads documentation into an index. */
export function indexCommand(done: Done): Command {
  const command = new Command('index')
    .description('read the documentation of a library into an index, or bring its index up to date')
    .argument(
      '[source...]',
      'declarations, JavaScript with JSDoc or JSON: files, folders, globs or package names (default: the libraries of the configuration)',
    )
    .option('--access <path>', 'how programs reach the library: global:HX or module:@corp/h5', nonEmpty)
    .option(
      '--embeddings <embedding>',
      'what turns API Keys into vectors: builtin, onnx:FOLDER, onnx:OWNER/NAME@URL, openai:MODEL[@URL] or ollama:MODEL[@URL]',
      nonEmpty,
    )
    .option(
      '--enrich',
      'have a model write what developers would ask for to get to each API, and search that too',
    )
    .option('--gaps', 'list each gap of the documentation with its place and what to do about it')
    .option('--contracts', 'list each contract with its place and the sentence it was read from')
    .option('--json', 'print the report as JSON and nothing else; one line for each library')
    .addHelpText(
      'after',
      '\n--library names the library that is built; other libraries in the store stay as they are. What did not change\nis not embedded again, and if the command is interrupted the old index stays.\n\n--enrich asks about APIs that are new or have changed, in the languages of the configuration; what was answered is kept,\nalso when it is interrupted and when the index is built without it. Without a model it is an error.\n\nWhat the gaps are, and how to document a library: docs/documenting-your-library.md.',
    )
    .action(async (sources: string[], options: IndexOptions) => done(await index(sources, options)));
  withModelOption(command, 'for --enrich, which needs one');
  return withCommonOptions(command, [
    'epigen index types/hx.d.ts --library HX --access global:HX',
    'epigen index @corp/h5 --access module:@corp/h5',
    'epigen index --gaps',
    'epigen index --enrich --model openai:big@http://127.0.0.1:8000/v1',
    'epigen index',
  ]);
}

async function index(sources: readonly string[], options: IndexOptions): Promise<number> {
  if (options.model !== undefined && !options.enrich) {
    throw new EpigenError('--model has nothing to do', COMMAND, 'write --enrich too, or leave it out');
  }
  const workspace = await readWorkspace(options);
  const requests =
    sources.length > 0
      ? [requestOfArguments(sources, options, workspace)]
      : requestsOfConfiguration(workspace, options);
  const enrichment = options.enrich && (await enrichmentOf(options, workspace));
  const { buildIndex } = await import('../../index/build.js');
  const detailed = options.gaps === true || options.contracts === true;
  for (const request of requests) {
    const progress = progressBar(request.library ?? 'index', !options.json);
    let report: Awaited<ReturnType<typeof buildIndex>>;
    try {
      report = await buildIndex({
        ...request,
        detailed,
        ...(enrichment && { enrichment }),
        onProgress: progress.show,
      });
    } finally {
      progress.clear();
    }
    if (options.json)
      printJson({ ...jsonOf(report), ...enrichedJson(report.enriched), ...detailsOf(report, options) });
    else {
      printReport(report, workspace.settings.store);
      if (report.enriched) printEnriched(report.enriched);
      if (options.gaps) printGaps(report.details?.gaps ?? []);
      else printGapCounts(report.gaps);
      if (options.contracts) printContracts(report.details?.apis ?? []);
    }
  }
  return 0;
}

async function enrichmentOf(options: IndexOptions, { settings }: Workspace): Promise<Enrichment> {
  const model = await modelNeeded(options.model, settings, `${COMMAND} --enrich`);
  const { enrichmentBy } = await import('../enrichment/write-questions.js');
  return enrichmentBy(model, settings.languages);
}

function enrichedJson(enriched: EnrichmentReport | undefined) {
  if (!enriched) return {};
  const { asked, failed, apis, questions } = enriched;
  return { enriched: { asked, failed, apis, questions } };
}

function printEnriched({ asked, failed, apis, questions }: EnrichmentReport): void {
  const failures = failed > 0 ? `, the model failed at ${failed}: run again for these` : '';
  print(`  ${count(questions, 'question')} for ${count(apis, 'API')}; ${asked} asked about now${failures}`);
}

function requestOfArguments(
  sources: readonly string[],
  options: IndexOptions,
  { settings, base }: Workspace,
): IndexRequest {
  const [library, another] = options.library ?? [];
  if (another) {
    throw new EpigenError(
      'several libraries are named for the same sources',
      COMMAND,
      'name one --library, and run it once for each',
    );
  }
  return {
    sources,
    cwd: process.cwd(),
    corrections: join(base, CORRECTIONS_FILE),
    ...target(options, settings),
    ...(library && { library: library.name }),
    ...(library?.version !== undefined && { version: library.version }),
    ...(options.access !== undefined && { access: parseAccess(options.access) }),
  };
}

function requestsOfConfiguration({ settings, file, base }: Workspace, options: IndexOptions): IndexRequest[] {
  if (options.access !== undefined) {
    throw new EpigenError(
      '--access needs a source',
      COMMAND,
      'name the sources, or set "access" in the configuration',
    );
  }
  if (settings.libraries.length === 0) {
    throw new EpigenError(
      'there is nothing to index',
      file === undefined ? COMMAND : displayPath(file),
      'name a source, or name libraries in epigen.config.json (epigen init)',
    );
  }
  return chosen(settings.libraries, options.library ?? []).map(({ name, version, sources, access }) => ({
    sources,
    cwd: base,
    corrections: join(base, CORRECTIONS_FILE),
    library: name,
    ...target(options, settings),
    ...(version !== undefined && { version }),
    ...(access !== undefined && { access: parseAccess(access) }),
  }));
}

function chosen(
  libraries: readonly LibrarySettings[],
  wanted: readonly LibraryName[],
): readonly LibrarySettings[] {
  if (wanted.length === 0) return libraries;
  return wanted.map(({ name, version }) => {
    const found = libraries.find((it) => it.name === name);
    if (!found) {
      const names = libraries.map((it) => it.name).join(', ');
      throw new EpigenError(
        `no library ${name} is configured`,
        COMMAND,
        `name one of ${names}, or name its sources`,
      );
    }
    return version === undefined ? found : { ...found, version };
  });
}

function target(options: IndexOptions, settings: Settings): Pick<IndexRequest, 'store' | 'embeddings'> {
  return {
    store: settings.store,
    embeddings: options.embeddings ? locateEmbedding(options.embeddings, process.cwd()) : settings.embeddings,
  };
}

/** The report with the keys of DESIGN §3, and the number of APIs with each kind of gap. */
function jsonOf(report: IndexReport) {
  const { library, version, build, apis, members, added, changed, removed, unchanged } = report;
  const { embedded, unknownTypes, gaps, sources, ms } = report;
  return {
    library,
    version,
    build,
    apis,
    members,
    added,
    changed,
    removed,
    unchanged,
    embedded,
    unknownTypes,
    gaps: Object.fromEntries(gaps.map(({ kind, apis }) => [kind, apis])),
    sources,
    ms,
  };
}

/** The lists that are asked for. */
function detailsOf({ details }: IndexReport, { gaps, contracts }: IndexOptions) {
  return {
    ...(gaps && { gapList: gapsJson(details?.gaps ?? []) }),
    ...(contracts && { contractList: (details?.apis ?? []).flatMap(contractsJson) }),
  };
}

/** Skipped places that are listed; their number is always told. */
const LISTED = 10;

function printReport(report: IndexReport, store: string): void {
  const { library, version, build, apis, members, sources } = report;
  print(`${library} ${version}: ${count(apis, 'API')}, ${count(members, 'method')} of handles`);
  for (const { file, records, skipped } of sources) {
    print(
      `  ${displayPath(file)}: ${count(records, 'record')}${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`,
    );
    for (const { line, why } of skipped.slice(0, LISTED)) print(`    line ${line}: ${why}`);
    if (skipped.length > LISTED) print(`    and ${skipped.length - LISTED} more (--json lists all)`);
  }
  const { added, changed, removed, unchanged, embedded, unknownTypes, contracts, ms } = report;
  print(
    `  ${added} added, ${changed} changed, ${removed} removed, ${unchanged} unchanged; ${embedded} embedded`,
  );
  if (contracts > 0)
    print(`  ${count(contracts, 'contract')} beyond types: ranges, formats, units and the like`);
  if (unknownTypes > 0)
    print(`  ${count(unknownTypes, 'parameter')} without a known type: never reported by the checker`);
  print(`  build ${build} in ${displayStore(store)}, ${(ms / 1000).toFixed(1)} s`);
}
