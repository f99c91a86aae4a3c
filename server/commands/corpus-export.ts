import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { EpigenError } from '../../index/error.js';
import type { TrainingFormat } from '../corpus/training-lines.js';
import { readText } from './input.js';
import { type CommonOptions, type Done, nonEmpty, withCommonOptions } from './options.js';
import { count, print, printJson } from './output.js';
import { displayPath, openLibraries, readWorkspace } from './workspace.js';

interface ExportOptions extends CommonOptions {
  readonly in: string;
  readonly out: string;
  readonly format: TrainingFormat;
  readonly split: number;
  readonly json?: true;
}

/** `epigen corpus export`: a corpus as files that a fine-tuning tool reads. */
export function exportCommand(done: Done): Command {
  const command = new Command('export')
    .description('write a corpus as the files from which a model learns to split requirements')
    .requiredOption('--in <file>', 'a file that epigen corpus build or augment wrote', nonEmpty)
    .requiredOption('--out <folder>', 'where train.jsonl and test.jsonl go', nonEmpty)
    .addOption(
      new Option('--format <format>', 'chat: {"messages"}, pairs: {"prompt","completion"}')
        .choices(['chat', 'pairs'])
        .default('chat'),
    )
    .addOption(
      new Option('--split <train:test>', 'how the lines are divided')
        .argParser(shareOfTest)
        .default(shareOfTest('4:1'), '4:1'),
    )
    .option('--json', 'print {"train","test","groups","leftOut"} and nothing else')
    .addHelpText(
      'after',
      '\nEach line has the prompt that TDM sends, with the categories of the library, and the subtasks as the answer. A\nrequirement that is the words of a name alone is left out. Where the corpus does not tell what all APIs of a function\nare for, the subtasks are what the documentation says of the APIs.\n\nA function and its paraphrases, functions that differ little, and lines with about the same requirement or the same\nsubtasks always go to the same side, so the test does not ask for what was learned by heart.',
    )
    .action(async (options: ExportOptions) => done(await exportCorpus(options)));
  return withCommonOptions(command, [
    'epigen corpus export --in corpus.jsonl --out training',
    'epigen corpus export --in augmented.jsonl --out training --format pairs --split 9:1',
  ]);
}

async function exportCorpus(options: ExportOptions): Promise<number> {
  const { settings } = await readWorkspace(options);
  const { parseCorpus } = await import('../corpus/corpus-file.js');
  const { teachable, trainingLines } = await import('../corpus/training-lines.js');
  const { splitByGroup } = await import('../corpus/split.js');
  const shown = displayPath(options.in);
  const lines = parseCorpus(readText(options.in, shown), shown);
  const { libraries, close } = await openLibraries(settings, options.library);
  try {
    const usable = teachable(lines, libraries);
    if (usable.length === 0) {
      throw new EpigenError(
        'no line of it can teach anything',
        shown,
        'make a corpus with epigen corpus build, of commented code or with a model',
      );
    }
    const { train, test, groups } = splitByGroup(usable, options.split);
    const lineOf = trainingLines(options.format, libraries);
    write(options.out, { 'train.jsonl': train.map(lineOf), 'test.jsonl': test.map(lineOf) });
    const figures = {
      train: train.length,
      test: test.length,
      groups,
      leftOut: lines.length - usable.length,
    };
    if (options.json) printJson(figures);
    else {
      print(
        `${options.out}: ${count(train.length, 'line')} to learn from, ${test.length} to test with, of ${count(groups, 'group')}; ${figures.leftOut} left out`,
      );
    }
    return 0;
  } finally {
    await close();
  }
}

function write(folder: string, files: Readonly<Record<string, readonly object[]>>): void {
  try {
    mkdirSync(folder, { recursive: true });
    for (const [name, lines] of Object.entries(files))
      writeFileSync(join(folder, name), lines.map((it) => `${JSON.stringify(it)}\n`).join(''));
  } catch (error) {
    throw new EpigenError(
      `the files cannot be written: ${(error as Error).message}`,
      displayPath(folder),
      'name a folder that can be written to',
    );
  }
}

/** `4:1` is a fifth. */
function shareOfTest(text: string): number {
  const [, train = '', test = ''] = /^(\d{1,4}):(\d{1,4})$/.exec(text) ?? [];
  const all = Number(train) + Number(test);
  if (Number(train) > 0 && Number.isFinite(all)) return Number(test) / all;
  throw new InvalidArgumentError('It must be two numbers such as 4:1.');
}
