import { Command } from 'commander';
import { EpigenError } from '../../index/error.js';
import type { ApiLibrary, Candidate } from '../../index/library.js';
import { modelsFor } from '../models/models-for.js';
import { type BatchLine, batchFiles, runBatch } from './batch.js';
import { type CommonOptions, type Done, nonEmpty, positiveInteger, withCommonOptions } from './options.js';
import { note, print, printJson } from './output.js';
import { openLibraries, readWorkspace, type Workspace } from './workspace.js';

interface SearchOptions extends CommonOptions {
  readonly k: number;
  readonly json?: true;
  readonly batch?: string;
  readonly out?: string;
}

/** How many candidates a batch lists for the whole requirement. */
const RANKED = 20;

/** `epigen search`: finds APIs by what they do. */
export function searchCommand(done: Done): Command {
  const command = new Command('search')
    .description('find APIs by what they do, in English or Chinese')
    .argument('[text...]', 'what the API should do')
    .option('-k <number>', 'how many to show', positiveInteger, 5)
    .option('--json', 'print {"results":[{"name","key","score"}]} and nothing else')
    .option('--batch <file>', 'answer a file of JSON lines {id, requirement}', nonEmpty)
    .option('--out <file>', 'where the answers to --batch go, one JSON object a line', nonEmpty)
    .action(async (words: string[], options: SearchOptions) => done(await search(words.join(' '), options)));
  return withCommonOptions(command, [
    'epigen search "ask the user for a date"',
    'epigen search 显示提示 -k 3 --json',
    'epigen search --batch requirements.jsonl --out answers.jsonl',
  ]);
}

async function search(text: string, options: SearchOptions): Promise<number> {
  const files = batchFiles(options, 'epigen search');
  if (!files && text.trim() === '') {
    throw new EpigenError('there is nothing to search for', 'epigen search', 'say what the API should do');
  }
  const workspace = await readWorkspace(options);
  const { libraries, close } = await openLibraries(workspace.settings, options.library);
  try {
    if (files) return await runBatch(files, (line) => answerLine(line, libraries, workspace));
    const results = await rank(libraries, text, options.k);
    for (const trouble of libraries.flatMap((it) => it.problem?.() ?? [])) note(trouble);
    if (options.json) printJson({ results: results.map(({ name, key, score }) => ({ name, key, score })) });
    else if (results.length === 0) note('Nothing in the library resembles this.');
    else for (const { name, key, score } of results) print(`${score.toFixed(3)}  ${name}  ${purpose(key)}`);
    return 0;
  } finally {
    await close();
  }
}

/** The pipeline's choice for a requirement, and what the index alone makes of it. */
async function answerLine(
  { id, requirement }: BatchLine,
  libraries: readonly ApiLibrary[],
  workspace: Workspace,
) {
  const { generate } = await import('../pipeline/generate.js');
  const { settings } = workspace;
  // Code is not asked for, so no model writes any.
  const { steps, apis } = await generate({
    requirement,
    libraries,
    settings: { ...settings.generation, engine: 'offline' },
    models: await modelsFor(settings, 'offline'),
  });
  const ranked = await rank(libraries, requirement, RANKED);
  return {
    id,
    steps: steps.map((step) => ({ text: step.text, apis: step.apis.map(nameAndScore) })),
    apis,
    ranked: ranked.map(nameAndScore),
  };
}

/** The best `k` of all libraries, best first; scores are comparable between libraries. */
async function rank(libraries: readonly ApiLibrary[], text: string, k: number): Promise<Candidate[]> {
  const found = await Promise.all(libraries.map((library) => library.search(text, k)));
  return found
    .flat()
    .sort((a, b) => b.score - a.score)
    .slice(0, k);
}

function nameAndScore({ name, score }: Candidate) {
  return { name, score };
}

/** What follows the name in an API Key. */
function purpose(key: string): string {
  const colon = key.indexOf(': ');
  return colon < 0 ? key : key.slice(colon + 2);
}
