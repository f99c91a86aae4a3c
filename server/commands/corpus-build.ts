import { isDeepStrictEqual } from 'node:util';
import { Command } from 'commander';
import type { ApiLibrary } from '../../index/library.js';
import type { GrowingCorpus } from '../corpus/corpus-file.js';
import type { SolvedRequirement } from '../corpus/solved.js';
import type { ChatModel } from '../models/chat-model.js';
import { modelToAsk, withModelOption } from './model-option.js';
import { type CommonOptions, type Done, nonEmpty, withCommonOptions } from './options.js';
import { count, print, printJson } from './output.js';
import { progressBar } from './progress-bar.js';
import { displayPath, openLibraries, readWorkspace } from './workspace.js';

interface BuildOptions extends CommonOptions {
  readonly out: string;
  readonly model?: string;
  readonly json?: true;
}

/** `epigen corpus build`: a line for each function of a code base that uses the library. */
export function buildCommand(done: Done): Command {
  const command = new Command('build')
    .description('write a line for each function of a code base that uses the library')
    .argument('<folder>', 'a folder with JavaScript or TypeScript')
    .requiredOption('--out <file>', 'where the JSON lines go', nonEmpty)
    .option(
      '--json',
      'print {"functions","files","byComment","byModel","duplicates","failed","prompt"?} and nothing else',
    )
    .addHelpText(
      'after',
      '\nEach line is {id, file, function, apis, requirement, steps, code, by}. With a model, it reads each function and writes\ndown its requirement and its subtasks (by "model"). Without one the requirement is the comment before the function or\nthe words of its name, as by tells, and steps are the comments inside of it. Functions that only repeat another one,\nwhatever their variables are called, and requirements that only repeat another one are left out.\n\nRun again after an interruption, or when code has changed: the model is asked only about functions that the file does\nnot have yet. Delete the file to have all of them read anew. epigen generate --code reads it.',
    )
    .action(async (folder: string, options: BuildOptions) => done(await build(folder, options)));
  withModelOption(command, 'without one no model is asked');
  return withCommonOptions(command, [
    'epigen corpus build src --out corpus.jsonl',
    'epigen corpus build src --out corpus.jsonl --model ollama:qwen3:8b',
  ]);
}

async function build(folder: string, options: BuildOptions): Promise<number> {
  const { settings } = await readWorkspace(options);
  const model = await modelToAsk(options.model, settings, 'epigen corpus build');
  const { libraries, close } = await openLibraries(settings, options.library);
  try {
    const { readCodeBase } = await import('../corpus/read-experience.js');
    const { distinctCode, distinctRequirements } = await import('../corpus/distinct.js');
    const { RECONSTRUCT_VERSION } = await import('../pipeline/prompts/reconstruct.js');
    const { openCorpus } = await import('../corpus/corpus-file.js');
    const found = await readCodeBase(folder, libraries);
    const functions = distinctCode(found);
    const corpus = openCorpus(options.out, displayPath(options.out));
    const { read, failed } = model
      ? await readWith(model, functions, libraries, corpus, !options.json)
      : { read: functions, failed: 0 };
    const solved = distinctRequirements(read);
    corpus.finish(solved);
    show(options, {
      functions: solved.length,
      files: new Set(solved.map((it) => it.file)).size,
      byComment: solved.filter((it) => it.by === 'comment').length,
      byModel: solved.filter((it) => it.by === 'model').length,
      duplicates: found.length - solved.length,
      failed,
      ...(model && { prompt: RECONSTRUCT_VERSION }),
    });
    return 0;
  } finally {
    await close();
  }
}

/** Each function as the model reads it; where it fails, as it was, so that it is asked again the next time. */
async function readWith(
  model: ChatModel,
  functions: readonly SolvedRequirement[],
  libraries: readonly ApiLibrary[],
  corpus: GrowingCorpus,
  showsProgress: boolean,
): Promise<{ read: SolvedRequirement[]; failed: number }> {
  const { reconstruct } = await import('../corpus/reconstruct.js');
  const { askEach } = await import('../models/ask-each.js');
  const known = new Map<string, SolvedRequirement>();
  for (const it of functions) {
    const before = corpus.before.get(it.id);
    if (before?.by === 'model' && before.code === it.code && isDeepStrictEqual(before.apis, it.apis))
      known.set(it.id, before);
  }
  const bar = progressBar('corpus', showsProgress);
  const failed = await askEach(
    functions.filter((it) => !known.has(it.id)),
    async (it) => {
      const read = await reconstruct(it, libraries, model);
      known.set(it.id, read);
      corpus.add(read);
    },
    (done, total) => bar.show(done, total, `${done} of ${count(total, 'function')} read`),
  ).finally(() => bar.clear());
  return { read: functions.map((it) => known.get(it.id) ?? it), failed };
}

interface Figures {
  readonly functions: number;
  readonly files: number;
  readonly byComment: number;
  readonly byModel: number;
  readonly duplicates: number;
  readonly failed: number;
  /** Version of the prompt that the model was asked with. */
  readonly prompt?: number;
}

function show({ out, json }: BuildOptions, figures: Figures): void {
  if (json) {
    printJson(figures);
    return;
  }
  const { functions, files, byComment, byModel, duplicates, failed } = figures;
  const said = [
    `${byComment} with a comment`,
    ...(byModel > 0 ? [`${byModel} read by the model`] : []),
    ...(duplicates > 0 ? [`${count(duplicates, 'duplicate')} left out`] : []),
    ...(failed > 0 ? [`the model failed at ${failed}, which are as without it`] : []),
  ];
  print(`${out}: ${count(functions, 'function')} of ${count(files, 'file')}, ${said.join(', ')}`);
}
