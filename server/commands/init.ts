import { existsSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { EpigenError } from '../../index/error.js';
import { INSTALLATION } from '../installation.js';
import { CONFIG_FILE, type LibrarySettings } from '../settings.js';
import { isStoreUrl } from '../settings-trust.js';
import { type CommonOptions, type Done, withCommonOptions } from './options.js';
import { count, note, print, printJson } from './output.js';
import { displayPath } from './workspace.js';

interface InitOptions extends CommonOptions {
  readonly force?: true;
  readonly yes?: true;
  readonly json?: true;
}

interface FoundLibrary {
  readonly library: LibrarySettings;
  readonly why: string;
}

/** `epigen init`: writes the configuration after a look at the workspace. */
export function initCommand(done: Done): Command {
  const command = new Command('init')
    .description(`write ${CONFIG_FILE} after a look at the workspace`)
    .option('--force', 'replace a configuration that is there')
    .option('--yes', 'ask nothing and take all that was found; as when there is no terminal')
    .option('--json', 'print {"file","libraries"} and nothing else')
    .addHelpText(
      'after',
      '\nFinds dependencies that have types and are not public (workspace and local packages, packages of a private\nregistry), and declaration files of the workspace that describe a global library.',
    )
    .action(async (options: InitOptions) => done(await init(options)));
  return withCommonOptions(command, ['epigen init', 'epigen init --library HX --force']);
}

async function init(options: InitOptions): Promise<number> {
  const folder = process.cwd();
  const file = resolve(folder, options.config ?? CONFIG_FILE);
  if (existsSync(file) && !options.force) {
    throw new EpigenError(
      'there is a configuration already',
      displayPath(file),
      'edit it, or replace it with --force',
    );
  }
  const found = (await findLibraries(folder)).filter(
    ({ library }) => !options.library || options.library.some(({ name }) => name === library.name),
  );
  const missing = options.library?.find(({ name }) => !found.some(({ library }) => library.name === name));
  if (missing) {
    throw new EpigenError(
      `no typed package or declaration file was found for ${missing.name}`,
      displayPath(folder),
      `add it to "libraries" in ${CONFIG_FILE} by hand`,
    );
  }
  const asks = process.stdin.isTTY && process.stdout.isTTY && !options.yes && !options.json;
  const libraries = (asks ? await askFor(found) : found).map(({ library }) => library);
  const settings = {
    $schema: schemaAddress(folder),
    libraries,
    store:
      options.store && !isStoreUrl(options.store) ? forward(options.store) : (options.store ?? '.epigen'),
  };
  write(file, `${JSON.stringify(settings, null, 2)}\n`);
  if (options.json) printJson({ file, libraries });
  else report(file, found, libraries);
  return 0;
}

/** Packages first, since what they declare is also found below them in a monorepo. */
async function findLibraries(folder: string): Promise<FoundLibrary[]> {
  const { findPrivatePackages } = await import('./private-packages.js');
  const { findGlobalDeclarations } = await import('./global-declarations.js');
  const packages = findPrivatePackages(folder).map(({ name, why }) => ({
    library: { name, sources: [name], access: `module:${name}` },
    why,
  }));
  const byName = new Map<string, { name: string; sources: string[]; access: string }>();
  for (const { file, global } of findGlobalDeclarations(folder)) {
    const known = byName.get(global);
    if (known) known.sources.push(file);
    else byName.set(global, { name: global, sources: [file], access: `global:${global}` });
  }
  const globals = [...byName.values()].map((library) => ({
    library,
    why: `${library.sources.join(', ')} declares the global ${library.name}`,
  }));
  return [...packages, ...globals];
}

async function askFor(found: readonly FoundLibrary[]): Promise<FoundLibrary[]> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const taken: FoundLibrary[] = [];
    for (const it of found) {
      const answer = await terminal.question(`Index ${it.library.name} (${it.why})? [Y/n] `);
      if (!/^\s*n/i.test(answer)) taken.push(it);
    }
    return taken;
  } finally {
    terminal.close();
  }
}

/** Where editors find the schema: in the workspace if EpiGEN is installed there, else in this installation. */
function schemaAddress(folder: string): string {
  const schema = 'epigen.config.schema.json';
  if (existsSync(join(folder, 'node_modules', 'epigen', schema))) return `./node_modules/epigen/${schema}`;
  const own = join(INSTALLATION, schema);
  const way = relative(folder, own);
  return way.startsWith('..') || way === own ? pathToFileURL(own).href : `./${forward(way)}`;
}

function forward(path: string): string {
  return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new EpigenError(
      `the configuration cannot be written: ${(error as Error).message}`,
      displayPath(file),
      'make the folder writable',
    );
  }
}

function report(file: string, found: readonly FoundLibrary[], taken: readonly LibrarySettings[]): void {
  print(`Wrote ${displayPath(file)} with ${count(taken.length, 'library')}.`);
  for (const { library, why } of found) {
    if (taken.includes(library)) print(`  ${library.name}  ${library.access}  (${why})`);
  }
  if (taken.length > 0) {
    print('Next: epigen index reads them. Keep .epigen/ out of version control.');
    return;
  }
  note('No private typed library was found. Add one to "libraries", for example');
  note('  { "name": "HX", "sources": ["types/hx.d.ts"], "access": "global:HX" }');
}
