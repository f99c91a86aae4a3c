import { Command } from 'commander';
import type { TuningReport } from '../../index/tune-library.js';
import { type CommonOptions, type Done, withCommonOptions } from './options.js';
import { print, printJson } from './output.js';
import { openLibraries, readWorkspace } from './workspace.js';

interface TuneOptions extends CommonOptions {
  readonly json?: true;
}

/** `epigen tune`: fits the embedding to the libraries' own documentation. */
export function tuneCommand(done: Done): Command {
  const command = new Command('tune')
    .description("fit the embedding to a library's own documentation, if that makes its search better")
    .option('--json', 'print {"before","after","kept"} and nothing else; one line for each library')
    .addHelpText(
      'after',
      '\nTexts of the documentation are held back and looked up: before and after are the mean reciprocal ranks of the\nrecords they belong to. The tuning is kept if that is better, until a tenth of the records has changed.',
    )
    .action(async (options: TuneOptions) => done(await tune(options)));
  return withCommonOptions(command, ['epigen tune', 'epigen tune --library HX --json']);
}

async function tune(options: TuneOptions): Promise<number> {
  const { settings } = await readWorkspace(options);
  const opened = await openLibraries(settings, options.library);
  const names = opened.libraries.map(({ name }) => name);
  await opened.close();
  const [{ openWritableStore }, { tuneLibrary }] = await Promise.all([
    import('../../index/store/open-store.js'),
    import('../../index/tune-library.js'),
  ]);
  const store = await openWritableStore(settings.store, { cwd: process.cwd() });
  try {
    for (const name of names) show(name, await tuneLibrary(store, name), options);
  } finally {
    await store.close();
  }
  return 0;
}

function show(library: string, { before, after, kept }: TuningReport, { json }: TuneOptions): void {
  const figures = `${before.toFixed(3)} before, ${after.toFixed(3)} after`;
  if (json) printJson({ before, after, kept });
  else print(`${library}: ${figures}; ${kept ? 'the tuned embedding is in use now' : 'left as it was'}`);
}
