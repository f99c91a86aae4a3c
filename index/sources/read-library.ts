import path from 'node:path';
import type { Access } from '../api-doc.js';
import { EpigenError } from '../error.js';
import type { LibraryReading, SourceReport } from '../library-reading.js';
import { type DeclarationReading, readDeclarations } from './declarations/read-declarations.js';
import { checkSourceFile } from './file-checks.js';
import { mergeJson } from './json/merge-json.js';
import { type JsonReading, readJson } from './json/read-json.js';
import { packageAround } from './package-types.js';
import { type LibraryRecords, libraryRecords } from './records/library-records.js';
import type { ShapeGraph } from './shape-draft.js';
import { type SourceFiles, sourceFiles } from './source-files.js';
import { typeCounts } from './type-counts.js';

/** What the user may say about a library beyond its sources. */
export interface ReadOptions {
  /** Folder that relative sources and packages are looked up from. Absolute path. */
  readonly cwd: string;
  readonly name?: string;
  readonly version?: string;
  readonly access?: Access;
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
  const files = await sourceFiles(sources, cwd);
  for (const file of [...files.declarations, ...files.json.map((it) => it.file)]) await checkSourceFile(file);
  signal?.throwIfAborted();

  const identity = await libraryIdentity(files, options);
  const json = await jsonReadings(files);
  const declared = declarations(files, options, identity, json);
  signal?.throwIfAborted();

  const { access } = declared;
  const merged = mergeJson(declared.graph, json, access);
  const name = options.name ?? identity.name ?? defaultName(access, identity.module);
  const version = options.version ?? identity.version ?? '0.0.0';
  const records = libraryRecords(merged.graph, { name, version, access }, merged.prose);
  const reports = [...declarationReports(declared, records), ...merged.reports];
  refuseEmpty(sources, files, records, reports, access);
  return {
    name,
    version,
    access,
    apis: records.apis,
    types: records.types,
    roots: records.roots,
    sources: reports,
    ...typeCounts(records.apis, records.types),
    inputs: [
      ...new Set([
        ...declared.inputs,
        ...json.map((it) => it.file),
        ...files.packages.map((it) => it.manifest),
      ]),
    ],
  };
}

interface JsonSource {
  readonly file: string;
  readonly reading: JsonReading;
}

async function jsonReadings(files: SourceFiles): Promise<JsonSource[]> {
  const readings: JsonSource[] = [];
  for (const { file, explicit } of files.json) {
    const reading = await readJson(file);
    if (reading && reading.entries.length > 0) readings.push({ file, reading });
    else if (explicit) {
      const [skipped] = reading?.skipped ?? [];
      throw new EpigenError(
        'the source documents no API',
        skipped ? `${file}:${skipped.line}` : file,
        skipped ? skipped.why : 'expected a list of { name, category, api_des, api_exp }',
      );
    }
  }
  return readings;
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
    return readDeclarations(files.declarations, ownFiles(files), options.access, identity.module);
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
  const first = files.declarations[0] ?? files.json[0]?.file;
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
  const entries = new Set(files.declarations);
  const folders = files.packages.map((it) => it.folder);
  return (file) => {
    if (entries.has(file)) return true;
    const inside = folders.find((folder) => file.startsWith(folder + path.sep));
    const rest = inside === undefined ? file : file.slice(inside.length);
    return !rest.split(path.sep).includes('node_modules');
  };
}

function declarationReports(declared: DeclarationReading, records: LibraryRecords): SourceReport[] {
  const counts = new Map<string, number>();
  for (const { source } of records.apis) counts.set(source.file, (counts.get(source.file) ?? 0) + 1);
  return declared.files.map(({ file, skipped }) => ({
    file,
    records: counts.get(file) ?? 0,
    skipped: [
      ...skipped,
      ...records.duplicates
        .filter((it) => it.file === file)
        .map(({ line, name }) => ({ line, why: `${name} is declared more than once` })),
    ],
  }));
}

/** An index without a single API is never what the user wanted: say what was found instead. */
function refuseEmpty(
  sources: readonly string[],
  files: SourceFiles,
  records: LibraryRecords,
  reports: readonly SourceReport[],
  access: Access,
): void {
  if (records.apis.length > 0) return;
  const broken = reports.find((it) => it.skipped.length > 0);
  const [first] = broken?.skipped ?? [];
  if (broken && first) {
    throw new EpigenError(
      'no API could be read from the source',
      `${broken.file}:${first.line}`,
      `correct it there: ${first.why}`,
    );
  }
  const read = reports.length || files.declarations.length;
  const where = access.kind === 'module' ? `module:${access.module}` : `global:${access.path || '(any)'}`;
  throw new EpigenError(
    'the sources declare no API',
    sources.join(', '),
    `${read} ${read === 1 ? 'file was' : 'files were'} read, none has a function or method that is reached through ${where}; check the sources and --access`,
  );
}
