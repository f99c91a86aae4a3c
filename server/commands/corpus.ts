import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { EpigenError } from '../../index/error.js';
import { type CommonOptions, type Done, nonEmpty, withCommonOptions } from './options.js';
import { count, print, printJson } from './output.js';
import { openLibraries, readWorkspace } from './workspace.js';

interface CorpusOptions extends CommonOptions {
  readonly out: string;
  readonly json?: true;
}

/** `epigen corpus`: what existing code knows, as a training corpus (paper §4.1). */
export function corpusCommand(done: Done): Command {
  const build = new Command('build')
    .description('write a line for each function of a code base that uses the library')
    .argument('<folder>', 'a folder with JavaScript or TypeScript')
    .requiredOption('--out <file>', 'where the JSON lines go', nonEmpty)
    .option('--json', 'print {"functions","files","byComment"} and nothing else')
    .addHelpText(
      'after',
      '\nEach line is {id, file, function, apis, requirement, steps, code, by}: by tells whether the requirement is the comment\nbefore the function or the words of its name, and steps are the comments inside of it. epigen generate --code reads it.',
    )
    .action(async (folder: string, options: CorpusOptions) => done(await buildCorpus(folder, options)));
  withCommonOptions(build, ['epigen corpus build src --out corpus.jsonl']);
  return new Command('corpus')
    .description('make a training corpus from existing code')
    .helpOption('--help', 'print this help')
    .addCommand(build);
}

async function buildCorpus(folder: string, options: CorpusOptions): Promise<number> {
  const { settings } = await readWorkspace(options);
  const { libraries, close } = await openLibraries(settings, options.library);
  try {
    const { readCodeBase } = await import('../corpus/read-experience.js');
    const solved = await readCodeBase(folder, libraries);
    const text = solved.map((it) => `${JSON.stringify(it)}\n`).join('');
    await writeFile(options.out, text).catch((error: NodeJS.ErrnoException) => {
      throw new EpigenError(
        `the corpus cannot be written (${error.code ?? error.message})`,
        options.out,
        'name a file in a folder that is there',
      );
    });
    const files = new Set(solved.map((it) => it.file)).size;
    const byComment = solved.filter((it) => it.by === 'comment').length;
    if (options.json) printJson({ functions: solved.length, files, byComment });
    else {
      print(
        `${options.out}: ${count(solved.length, 'function')} of ${count(files, 'file')}, ${byComment} with a comment`,
      );
    }
    return 0;
  } finally {
    await close();
  }
}
