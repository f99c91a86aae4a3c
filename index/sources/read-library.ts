import path from 'node:path';
import type { Access } from '../api-doc.js';
import { EpigenError } from '../error.js';
import type { LibraryReading, SourceReport } from '../library-reading.js';
import { correctContracts } from './contracts/corrections.js';
import { withReplaced } from './contracts/replaced-globals.js';
import { type DeclarationReading, readDeclarations } from './declarations/read-declarations.js';
import { mergeJson } from './json/merge-json.js';
import { type JsonReading, readJson } from './json/read-json.js';
import { packageAround } from './package-types.js';
import { readableFiles, reportOnFailure } from './readable-files.js';
import { libraryRecords } from './records/library-records.js';
import type { ShapeGraph } from './shape-draft.js';
import { type SourceFiles, sourceFiles } from './source-files.js';
import { declarationReports, refuseEmpty } from './source-reports.js';
import { typeCounts } from './type-counts.js';

/** What the user may say about a library beyond its sources. */
export interface ReadOptions {
  /** Folder that relative sources and packages are looked up from. Absolute path. */
  readonly cwd: string;
  readonly name?: string;
  readonly version?: string;
  readonly access?: Access;
  /** The file with corrections of contracts, which need not exist. */
  readonly corrections?: string;
  readonly signal?: AbortSignal;
}

/**
 * Reads the documentation of one library.
 *
 * @param sources - Files, folders, globs or package names.
 * Throws an `EpigenError` that names the source and what to do where nothing can be read, and the signal's reason
 * when it is aborted.
 */
export async function readLibrary(sources: readonly string[], options: ReadOptions): Promise<LibraryReading> {
  const { cwd, signal } = options;
  if (sources.length === 0) {
    throw new EpigenError(
      'no source is given',
      cwd,
      'name the files, folders or packages that document the library',
    );
  }
  const { files, unread: unreadFiles } = await readableFiles(await sourceFiles(sources, cwd));
  signal?.throwIfAborted();

  const identity = await libraryIdentity(files, options);
  const { json, unread: unreadJson } = await jsonReadings(files);
  const declared = declarations(files, options, identity, json);
  signal?.throwIfAborted();

  const { access } = declared;
  const merged = mergeJson(declared.graph, json, access);
  const name = options.name ?? identity.name ?? defaultName(access, identity.module);
  const version = options.version ?? identity.version ?? '0.0.0';
  const records = libraryRecords(merged.graph, { name, version, access }, merged.prose);
  const unread = [...unreadFiles, ...unreadJson];
  const reports = [...declarationReports(files, declared, records, access), ...merged.reports, ...unread];
  refuseEmpty(sources, records, reports, access);
  const { apis, report } = await correctContracts(records.apis, name, options.corrections);
  return {
    name,
    version,
    access,
    apis,
    types: records.types,
    roots: withReplaced(records.roots, apis),
    written: records.written,
    sources: [...reports, ...(report ? [report] : [])],
    ...typeCounts(apis, records.types),
    inputs: [
      ...new Set([
        ...declared.inputs,
        ...json.map((it) => it.file),
        ...unread.map((it) => it.file),
        ...files.packages.map((it) => it.manifest),
        ...(report ? [report.file] : []),
      ]),
    ],
  };
}

interface JsonSource {
  readonly file: string;
  readonly reading: JsonReading;
}

/** JSON that holds something else is only an error if the user has named it. */
async function jsonReadings(files: SourceFiles): Promise<{ json: JsonSource[]; unread: SourceReport[] }> {
  const json: JsonSource[] = [];
  const unread: SourceReport[] = [];
  for (const found of files.json) {
    const { file, explicit } = found;
    const report = await reportOnFailure(found, async () => {
      const reading = await readJson(file);
      if (reading && reading.entries.length > 0) json.push({ file, reading });
      else if (explicit) {
        const [skipped] = reading?.skipped ?? [];
        throw new EpigenError(
          'the source documents no API',
          skipped ? `${file}:${skipped.line}` : file,
          skipped ? skipped.why : 'expected a list of { name, category, api_des, api_exp }',
        );
      } else unread.push({ file, records: 0, skipped: reading?.skipped ?? [] });
    });
    if (report) unread.push(report);
  }
  return { json, unread };
}

const NOTHING_DECLARED: ShapeGraph = { definitions: new Map(), notes: new Map(), roots: [] };

/** Reads the declarations; without any, the access path is the user's or what the examples in the JSON begin with. */
function declarations(
  files: SourceFiles,
  options: ReadOptions,
  identity: Identity,
  json: readonly JsonSource[],
): DeclarationReading {
  if (files.declarations.length > 0) {
    const entries = files.declarations.map((it) => it.file);
    return readDeclarations(entries, ownFiles(files), options.access, identity.module);
  }
  const prefix = json.map((it) => it.reading.prefix).find((it) => it !== '') ?? '';
  return {
    graph: NOTHING_DECLARED,
    access: options.access ?? { kind: 'global', path: prefix },
    inputs: [],
    files: [],
  };
}

interface Identity {
  readonly name?: string;
  readonly version?: string;
  readonly module: string;
}

/** Name, version and module specifier, from the package that is a source or that the first source lies in. */
async function libraryIdentity(files: SourceFiles, options: ReadOptions): Promise<Identity> {
  const [source] = files.packages;
  if (source) return { name: source.name, version: source.version, module: source.name };
  const first = (files.declarations[0] ?? files.json[0])?.file;
  if (first === undefined) return { module: options.name ?? 'library' };
  const around = await packageAround(first);
  const base = path.basename(first).replace(/(?:\.d)?\.(?:[cm]?[jt]sx?|json)$/, '');
  return {
    ...(around?.version ? { version: around.version } : {}),
    module: around?.name ?? options.name ?? base,
  };
}

function defaultName(access: Access, module: string): string {
  if (access.kind === 'module') return access.module;
  return access.path === '' ? module : access.path;
}

/** Everything under a package counts as its own, its dependencies apart; so do files that the sources import. */
function ownFiles(files: SourceFiles): (file: string) => boolean {
  const entries = new Set(files.declarations.map((it) => it.file));
  const folders = files.packages.map((it) => it.folder);
  return (file) => {
    if (entries.has(file)) return true;
    const inside = folders.find((folder) => file.startsWith(folder + path.sep));
    const rest = inside === undefined ? file : file.slice(inside.length);
    return !rest.split(path.sep).includes('node_modules');
  };
}
