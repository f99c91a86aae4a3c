import { Command } from 'commander';
import type { SolvedRequirement } from '../corpus/solved.js';
import { readText } from './input.js';
import { modelNeeded, withModelOption } from './model-option.js';
import { type CommonOptions, type Done, nonEmpty, positiveInteger, withCommonOptions } from './options.js';
import { count, print, printJson } from './output.js';
import { progressBar } from './progress-bar.js';
import { displayPath, readWorkspace } from './workspace.js';

interface AugmentOptions extends CommonOptions {
  readonly in: string;
  readonly out: string;
  readonly times: number;
  readonly model?: string;
  readonly json?: true;
}

const COMMAND = 'epigen corpus augment';

/** `epigen corpus augment`: other ways to say each requirement of a corpus. */
export function augmentCommand(done: Done): Command {
  const command = new Command('augment')
    .description('have a model say each requirement of a corpus in other words')
    .requiredOption('--in <file>', 'a file that epigen corpus build wrote', nonEmpty)
    .requiredOption('--out <file>', 'where the lines and their paraphrases go', nonEmpty)
    .option('--times <number>', 'how many paraphrases each requirement gets at most', positiveInteger, 8)
    .option('--json', 'print {"requirements","paraphrases","failed","prompt"} and nothing else')
    .addHelpText(
      'after',
      '\nA paraphrase is kept if it differs from the others and states the same texts in quotes, names in backticks and numbers\nas the requirement, and no more. Run again after an interruption: the model is asked only for what is missing.\nRequirements that are the words of a name alone are not paraphrased.',
    )
    .action(async (options: AugmentOptions) => done(await augment(options)));
  withModelOption(command, 'one is needed');
  return withCommonOptions(command, [
    'epigen corpus augment --in corpus.jsonl --out augmented.jsonl --times 8',
    'epigen corpus augment --in corpus.jsonl --out augmented.jsonl --model ollama:qwen3:8b',
  ]);
}

async function augment(options: AugmentOptions): Promise<number> {
  const { settings } = await readWorkspace(options);
  const model = await modelNeeded(options.model, settings, COMMAND);
  const { openCorpus, parseCorpus } = await import('../corpus/corpus-file.js');
  const { paraphrase } = await import('../corpus/paraphrase.js');
  const { PARAPHRASE_VERSION } = await import('../pipeline/prompts/paraphrase.js');
  const { askEach } = await import('../models/ask-each.js');
  const lines = parseCorpus(readText(options.in, displayPath(options.in)), displayPath(options.in)).filter(
    (it) => it.by !== 'paraphrase',
  );
  const corpus = openCorpus(options.out, displayPath(options.out));
  const paraphrases = paraphrasesOf(lines, [...corpus.before.values()]);
  const wanting = lines.filter(
    (it) => it.by !== 'name' && (paraphrases.get(it.id)?.length ?? 0) < options.times,
  );
  const bar = progressBar('paraphrases', !options.json);
  const failed = await askEach(
    wanting,
    async (line) => {
      const known = paraphrases.get(line.id) ?? [];
      const added = await paraphrase(line, known, options.times, model);
      paraphrases.set(line.id, [...known, ...added]);
      corpus.add(...added);
    },
    (done, total) => bar.show(done, total, `${done} of ${count(total, 'requirement')}`),
  ).finally(() => bar.clear());
  const all = lines.flatMap((it) => [it, ...(paraphrases.get(it.id) ?? []).slice(0, options.times)]);
  corpus.finish(all);
  const figures = { requirements: lines.length, paraphrases: all.length - lines.length, failed };

  if (options.json) printJson({ ...figures, prompt: PARAPHRASE_VERSION });
  else {
    const failures = failed > 0 ? `; the model failed at ${failed}, run again for these` : '';
    print(
      `${options.out}: ${count(figures.requirements, 'requirement')}, ${count(figures.paraphrases, 'paraphrase')}${failures}`,
    );
  }
  return 0;
}

/** What another run wrote already, by the line that it says in other words; of other requirements nothing is taken. */
function paraphrasesOf(
  lines: readonly SolvedRequirement[],
  before: readonly SolvedRequirement[],
): Map<string, SolvedRequirement[]> {
  const originals = new Map(before.filter((it) => it.by !== 'paraphrase').map((it) => [it.id, it]));
  const found = new Map<string, SolvedRequirement[]>();
  for (const line of lines) {
    const isChanged = (originals.get(line.id) ?? line).requirement !== line.requirement;
    if (isChanged) continue;
    found.set(
      line.id,
      before.filter((it) => it.by === 'paraphrase' && it.id.replace(/~\d+$/, '') === line.id),
    );
  }
  return found;
}
