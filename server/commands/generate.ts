import { resolve } from 'node:path';
import { Command } from 'commander';
import { URI } from 'vscode-uri';
import { EpigenError } from '../../index/error.js';
import type { ApiLibrary } from '../../index/library.js';
import { modelsFor } from '../models/models-for.js';
import type {
  Generation,
  GenerationProgress,
  GenerationRequest,
  GenerationSettings,
} from '../pipeline/generation.js';
import { progressText } from '../pipeline/progress-text.js';
import type { Settings } from '../settings.js';
import { type BatchLine, batchFiles, runBatch } from './batch.js';
import { diagnosticLine, diagnosticRecord } from './diagnostic.js';
import { readText } from './input.js';
import { placeAtLine, placeAtMark } from './insertion-place.js';
import { type CommonOptions, type Done, nonEmpty, positiveInteger, withCommonOptions } from './options.js';
import { note, print, printJson } from './output.js';
import { progressBar } from './progress-bar.js';
import { displayPath, openLibraries, readWorkspace } from './workspace.js';

interface GenerateOptions extends CommonOptions {
  readonly file?: string;
  readonly line?: number;
  readonly engine?: string;
  readonly json?: true;
  readonly batch?: string;
  readonly out?: string;
  readonly code?: string;
}

const COMMAND = 'epigen generate';
/** Lines of a batch that are answered at the same time where models answer. */
const MODEL_LINES = 4;
const PHASES: readonly GenerationProgress['phase'][] = [
  'load',
  'decompose',
  'retrieve',
  'generate',
  'repair',
];

/** `epigen generate`: turns a requirement into checked code and prints it. No file is changed. */
export function generateCommand(done: Done): Command {
  const command = new Command('generate')
    .description('turn a requirement into checked code and print it; no file is changed')
    .argument('[requirement...]', 'what the code should do; without it the requirement comment at --line')
    .option('--file <file>', 'the JavaScript or TypeScript file that the code is for', nonEmpty)
    .option(
      '--line <number>',
      'the line in --file where the code goes, or of its requirement comment',
      positiveInteger,
    )
    .option(
      '--engine <engine>',
      'how code is made: offline (by rules), structured (a model fills in a plan), free (a model writes code)',
      nonEmpty,
    )
    .option('--json', 'print {"steps","apis","code","diagnostics","engine"} and nothing else')
    .option('--batch <file>', 'answer a file of JSON lines {id, requirement, context?, entry?}', nonEmpty)
    .option('--out <file>', 'where the answers to --batch go, one JSON object a line', nonEmpty)
    .option(
      '--code <place>',
      'learn from a code base: a folder, or a file that epigen corpus build wrote',
      nonEmpty,
    )
    .addHelpText(
      'after',
      '\nIn a batch, context is the text of the file, in which a comment with @insert marks the place, and entry is\n{"name", "params"} of a function that is wanted as a whole.',
    )
    .action(async (words: string[], options: GenerateOptions) => done(await run(words.join(' '), options)));
  return withCommonOptions(command, [
    'epigen generate "show a toast \\"Saved\\" for 3 seconds"',
    'epigen generate --file src/app.js --line 12',
    'epigen generate --batch tasks.jsonl --out answers.jsonl --code src',
  ]);
}

async function run(text: string, options: GenerateOptions): Promise<number> {
  const files = batchFiles(options, COMMAND);
  const place = files ? undefined : readPlace(text, options);
  const { settings } = await readWorkspace(options);
  const engine = engineOf(options.engine ?? settings.generation.engine, settings);
  const generation = { ...settings.generation, engine };
  const models = await modelsFor(settings, engine);
  // A model is waited for most of the time.
  const atOnce = Object.keys(models).length > 0 ? MODEL_LINES : 1;
  const { libraries, close } = await openLibraries(settings, options.library);
  try {
    const knowledge = await knowledgeOf(options.code, libraries);
    const answer = (line: BatchLine) => answerLine(line, libraries, generation, { ...knowledge, models });
    if (files) return await runBatch(files, answer, atOnce);

    const { requirement, file } = await resolvePlace(text, place, settings.requirement.tags);
    const { generate } = await import('../pipeline/generate.js');
    const bar = progressBar('generating', !options.json);
    const result = await generate({
      requirement,
      libraries,
      settings: generation,
      ...knowledge,
      models,
      report: (progress) => bar.show(PHASES.indexOf(progress.phase), PHASES.length, progressText(progress)),
      ...(file && { file }),
    }).finally(() => bar.clear());
    if (options.json) printJson(answerOf(result, libraries));
    else printForPeople(result);
    if (result.refusal === undefined) return 0;
    throw new EpigenError(
      `no code was generated: ${result.refusal.replace(/\.$/, '')}`,
      requirement.length > 80 ? `${requirement.slice(0, 79)}…` : requirement,
      'say it differently, or look with epigen search for what the library offers',
    );
  } finally {
    await close();
  }
}

/** What the code base that --code names knows. */
async function knowledgeOf(
  code: string | undefined,
  libraries: readonly ApiLibrary[],
): Promise<Pick<GenerationRequest, 'experience'>> {
  if (code === undefined) return {};
  const { readExperience } = await import('../corpus/read-experience.js');
  return { experience: await readExperience(code, libraries) };
}

interface Place {
  readonly path: string;
  readonly text: string;
  readonly line: number;
}

function readPlace(text: string, { file, line }: GenerateOptions): Place | undefined {
  if ((file === undefined) !== (line === undefined)) {
    const [there, missing] = file === undefined ? ['--line', '--file'] : ['--file', '--line'];
    throw new EpigenError(`${there} needs ${missing}`, COMMAND, 'write --file FILE --line NUMBER');
  }
  if (file === undefined || line === undefined) {
    if (text.trim() !== '') return undefined;
    throw new EpigenError('there is no requirement', COMMAND, 'say what the code should do');
  }
  return { path: resolve(file), text: readText(file, displayPath(resolve(file))), line };
}

/** The requirement and where its code goes: what is said wins over what stands in the file. */
async function resolvePlace(
  text: string,
  place: Place | undefined,
  tags: readonly string[],
): Promise<Pick<GenerationRequest, 'requirement' | 'file'>> {
  if (!place) return { requirement: text };
  const where = `${displayPath(place.path)}:${place.line}`;
  const uri = URI.file(place.path).toString();
  const found = await placeAtLine(place.text, uri, place.line, tags);
  if (!found) throw new EpigenError('the file has no such line', where, 'name a line of the file');
  const requirement = text.trim() === '' ? (found.requirement ?? '') : text;
  if (requirement.trim() === '') {
    throw new EpigenError(
      'there is no requirement',
      where,
      'name the line of a requirement comment, or say what you want',
    );
  }
  return { requirement, file: { uri, text: place.text, target: found.target } };
}

async function answerLine(
  { id, requirement, fields }: BatchLine,
  libraries: readonly ApiLibrary[],
  settings: GenerationSettings,
  more: Pick<GenerationRequest, 'experience' | 'models'>,
) {
  const { generate } = await import('../pipeline/generate.js');
  const entry = entryOf(fields.entry);
  const context = contextOf(fields.context);
  const result = await generate({
    requirement,
    libraries,
    settings,
    ...more,
    ...(context !== undefined && {
      file: { uri: 'untitled:context.js', text: context, target: await placeAtMark(context) },
    }),
    ...(entry && { entry }),
  });
  const { engine: asked, ...answer } = answerOf(result, libraries);
  // Lines of a batch name the engine where another one than the wanted one answered.
  const engine = asked === settings.engine ? {} : { engine: asked };
  return { id, ...answer, ...engine };
}

function entryOf(value: unknown): { name: string; params: string[] } | undefined {
  if (value === undefined || value === null) return undefined;
  const { name, params = [] } = Object(value) as { name?: unknown; params?: unknown };
  const isList = Array.isArray(params) && params.every((it) => typeof it === 'string');
  if (typeof name === 'string' && name !== '' && isList) return { name, params };
  throw new EpigenError(
    'the entry cannot be understood',
    'entry',
    'write {"name": "f", "params": ["a", "b"]}',
  );
}

function contextOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  throw new EpigenError('the context is not a text', 'context', 'give the text of the file');
}

/** The answer as machines read it. Methods of handles are no entries of the library and stand only in the code. */
function answerOf(result: Generation, libraries: readonly ApiLibrary[]) {
  const isCallable = (name: string) => !libraries.some((library) => library.find(name)?.member);
  return {
    steps: result.steps.map((step) => step.text),
    apis: result.apis.filter(isCallable),
    code: result.code,
    diagnostics: result.diagnostics.map((problem) => diagnosticRecord(problem, null)),
    engine: result.engine,
    ...(result.refusal !== undefined && { refusal: result.refusal }),
    ...(result.note !== undefined && { note: result.note }),
    ...(result.outcome !== undefined && { outcome: result.outcome }),
    ...(result.tokens && { tokens: result.tokens }),
  };
}

function printForPeople(result: Generation): void {
  if (result.code !== '') print(result.code.trimEnd());
  if (result.note !== undefined) note(result.note);
  for (const problem of result.diagnostics) note(diagnosticLine(problem, 'generated code'));
}

function engineOf(engine: string, { models }: Settings): GenerationSettings['engine'] {
  if (engine === 'offline') return engine;
  if (engine !== 'structured' && engine !== 'free') {
    throw new EpigenError(
      `there is no engine ${engine}`,
      `${COMMAND} --engine`,
      'use offline, structured or free',
    );
  }
  if (models.generate !== undefined && models.generate !== 'offline') return engine;
  throw new EpigenError(
    `the engine ${engine} needs a model, and models.generate names none`,
    `${COMMAND} --engine`,
    'name one in epigen.config.json, or use offline',
  );
}
