import { Command } from 'commander';
import { EpigenError } from '../../index/error.js';
import { programVersion } from '../../index/program-version.js';
import type { Store } from '../../index/store/store.js';
import { INSTALLATION } from '../installation.js';
import { readSettings, type SettingsReading } from '../settings.js';
import { isStoreUrl } from '../settings-trust.js';
import { type CommonOptions, type Done, withCommonOptions } from './options.js';
import { count, print, printJson } from './output.js';
import { displayPath, displayStore, openWorkspaceStore, placeOf } from './workspace.js';

interface DoctorOptions extends CommonOptions {
  readonly json?: true;
}

/** One thing that was looked at. `missing` is no harm: something optional that could be there. */
export interface Finding {
  readonly name: string;
  readonly status: 'ok' | 'missing' | 'broken';
  readonly detail: string;
  /** What to do about what is not ok. */
  readonly remedy?: string;
}

const OLDEST_NODE: readonly [number, number] = [20, 19];

/** `epigen doctor`: what is installed, configured and reachable, and what to do about what is not. */
export function doctorCommand(done: Done): Command {
  const command = new Command('doctor')
    .description('say what is installed, configured and reachable, and what to do about what is not')
    .option('--json', 'print {"version","findings":[{"name","status","detail","remedy"}]} and nothing else')
    .addHelpText('after', '\nExit code 2 if something that is needed is broken.')
    .action(async (options: DoctorOptions) => done(await doctor(options)));
  return withCommonOptions(command, ['epigen doctor', 'epigen doctor --store redis://127.0.0.1:6379']);
}

async function doctor(options: DoctorOptions): Promise<number> {
  const reading = await readSettings({
    folder: process.cwd(),
    ...(options.config !== undefined && { file: options.config }),
    ...(options.store !== undefined && { store: options.store }),
  });
  const findings = [
    node(),
    await parser(),
    await vectors(),
    ...configuration(reading),
    engine(reading),
    ...(await models(reading)),
    ...(await embedding(reading)),
    ...(await storeAndLibraries(reading, options)),
  ];
  if (options.json) printJson({ version: programVersion(), findings });
  else show(findings);
  return findings.some((it) => it.status === 'broken') ? 2 : 0;
}

function show(findings: readonly Finding[]): void {
  const SIGNS = { ok: 'ok     ', missing: 'missing', broken: 'BROKEN ' };
  print(`EpiGEN ${programVersion()} (${INSTALLATION})`);
  for (const { name, status, detail, remedy } of findings) {
    print(`${SIGNS[status]}  ${name}: ${detail}`);
    if (remedy !== undefined) print(`         -> ${remedy}`);
  }
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const isNew = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
  const detail = `${process.version} on ${process.platform}-${process.arch}`;
  if (isNew) return { name: 'Node.js', status: 'ok', detail };
  return { name: 'Node.js', status: 'broken', detail, remedy: `install ${OLDEST_NODE.join('.')} or newer` };
}

async function parser(): Promise<Finding> {
  const name = 'JavaScript parser';
  try {
    const { closeDocument, openDocument } = await import('../syntax/syntax-document.js');
    const document = openDocument('untitled:doctor.js', 'function one() {}', 1);
    // The fields of a node come from files of the grammar that may be missing where it loads all the same.
    document.program.children[0]?.get('name');
    closeDocument(document);
    return { name, status: 'ok', detail: 'tree-sitter parses' };
  } catch (error) {
    return {
      name,
      status: 'broken',
      detail: `tree-sitter does not load: ${messageOf(error)}`,
      remedy: 'run npm install again on this machine, with this Node.js',
    };
  }
}

async function vectors(): Promise<Finding> {
  const { loadFaiss } = await import('../../index/vectors/faiss.js');
  const loaded = await loadFaiss();
  if ('faiss' in loaded) return { name: 'vectors', status: 'ok', detail: 'FAISS' };
  return {
    name: 'vectors',
    status: 'missing',
    detail: 'the exact scan serves, with the same results; faiss-node is not there',
    remedy:
      'nothing needs to be done below some 100,000 APIs; npm install faiss-node where its binary can be had',
  };
}

function configuration({ file, problems }: SettingsReading): Finding[] {
  const name = 'configuration';
  const wrong = problems.map((problem): Finding => {
    const status = problem.severity === 'error' ? 'broken' : 'missing';
    return { name, status, detail: `${problem.what} (${placeOf(problem)})`, remedy: problem.remedy };
  });
  if (wrong.length > 0) return wrong;
  if (file !== undefined) return [{ name, status: 'ok', detail: displayPath(file) }];
  return [
    { name, status: 'missing', detail: 'none, so the defaults apply', remedy: 'epigen init writes one' },
  ];
}

function engine({ settings }: SettingsReading): Finding {
  const { models, generation, embeddings } = settings;
  const isAlone = embeddings === 'builtin' && Object.values(models).every((it) => it === 'offline');
  return {
    name: 'engine',
    status: 'ok',
    detail: `${generation.engine}; embedding ${embeddings}${isAlone ? '; no model and no network is used' : ''}`,
  };
}

/** Has an embedding that does not come with the package turn a word into a vector. */
async function embedding({ settings }: SettingsReading): Promise<Finding[]> {
  const { embeddings } = settings;
  if (embeddings === 'builtin') return [];
  const name = 'embedding';
  try {
    const { openEmbedder } = await import('../../index/embeddings/open-embedder.js');
    const { length } = await (await openEmbedder(embeddings)).encode('ready');
    return [{ name, status: 'ok', detail: `${embeddings} answers with ${length} dimensions` }];
  } catch (error) {
    return [broken(name, error, embeddings)];
  }
}

/** Asks every model of the settings something small, as the pipeline would. */
async function models({ settings }: SettingsReading): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [step, model] of Object.entries(settings.models)) {
    if (model === undefined || model === 'offline') continue;
    const { openChatModel } = await import('../models/open-chat-model.js');
    const { addressOf } = await import('../../index/services/provider.js');
    const { modelFinding } = await import('../models/try-model.js');
    const name = `models.${step}`;
    findings.push(await modelFinding(name, openChatModel(model), addressOf(model)));
  }
  return findings;
}

async function storeAndLibraries({ settings }: SettingsReading, options: CommonOptions): Promise<Finding[]> {
  const where = displayStore(settings.store);
  const name = isStoreUrl(settings.store) ? 'Redis' : 'store';
  let store: Store;
  let names: string[];
  try {
    store = await openWorkspaceStore(settings);
  } catch (error) {
    return [broken(name, error, where)];
  }
  try {
    names = await store.libraries();
    const wanted = options.library?.map((it) => it.name) ?? names;
    const findings: Finding[] = [
      { name, status: 'ok', detail: `${where}, ${count(names.length, 'library')}` },
    ];
    if (wanted.length === 0) {
      findings.push({
        name: 'libraries',
        status: 'broken',
        detail: 'there is none in the store',
        remedy: 'build one with epigen index SOURCE',
      });
    }
    for (const library of wanted) findings.push(await libraryFinding(store, library));
    return [...findings, ...notIndexed(settings.libraries, names)];
  } catch (error) {
    return [broken(name, error, where)];
  } finally {
    await store.close();
  }
}

async function libraryFinding(store: Store, library: string): Promise<Finding> {
  const name = `library ${library}`;
  try {
    const opened = await store.open(library);
    try {
      // Damage shows only when something is read, and a search reads records, words and vectors.
      const first = opened.find(opened.names()[0] ?? '');
      await opened.search(first?.functionality ?? library, 1);
      const trouble = opened.problem?.();
      if (trouble !== undefined) return { name, status: 'broken', detail: trouble };
      const size = count(opened.names().length, 'record');
      return { name, status: 'ok', detail: `${opened.version}, build ${opened.build}, ${size}` };
    } finally {
      await opened.close();
    }
  } catch (error) {
    return broken(name, error, library);
  }
}

function notIndexed(configured: readonly { readonly name: string }[], there: readonly string[]): Finding[] {
  return configured
    .filter(({ name }) => !there.includes(name))
    .map(({ name }) => ({
      name: `library ${name}`,
      status: 'missing',
      detail: 'configured, but not in the store',
      remedy: 'epigen index builds it',
    }));
}

function broken(name: string, error: unknown, where: string): Finding {
  if (!(error instanceof EpigenError))
    return { name, status: 'broken', detail: `${messageOf(error)} (${where})` };
  return { name, status: 'broken', detail: `${error.what} (${error.where})`, remedy: error.remedy };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
