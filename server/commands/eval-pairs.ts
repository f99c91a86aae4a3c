import { EpigenError } from '../../index/error.js';
import type { ApiLibrary } from '../../index/library.js';
import { programVersion } from '../../index/program-version.js';
import type { MadeWith } from '../evaluation/cell-file.js';
import { NO_TDM } from '../evaluation/report.js';
import type { ChatModel, PipelineModels } from '../models/chat-model.js';
import type { ModelSettings, Settings } from '../settings.js';
import { parseModel } from './model-option.js';
import { withoutPassword } from './output.js';

const COMMAND = 'epigen eval';

interface OpenedModel {
  readonly chat: ChatModel;
  readonly settings: ModelSettings;
}

/** Models for the steps, by the names of the command line, and those of the settings as `settings`. */
type NamedModels = ReadonlyMap<string, { readonly [step in keyof PipelineModels]: OpenedModel | undefined }>;

/** Who does one of the two steps. */
interface Doer {
  readonly name: string;
  readonly engine: Settings['generation']['engine'];
  readonly model?: OpenedModel;
  /** TDM is left out. */
  readonly none?: true;
  /** No pipeline at all: the model gets the requirement, or that and what a search for it finds. */
  readonly baseline?: 'model' | 'rag';
}

/** A cell of the matrix: who does the steps. */
export interface Pair {
  readonly tdm: Doer;
  readonly cgm: Doer;
  /** Puts what ARM found in order, for a model as CGM. */
  readonly rerank?: OpenedModel;
}

/** The pairs that the command line asks for. Throws EpigenError for a name that nobody has. */
export async function pairsOf(
  lists: { readonly tdm: string; readonly cgm: string; readonly model: readonly string[] },
  settings: Settings,
): Promise<Pair[]> {
  const models = await namedModels(lists.model, settings);
  const names = (list: string): string[] => list.split(',').map((it) => it.trim());
  return everyPair(
    names(lists.tdm).map((it) => tdmOf(it, models)),
    names(lists.cgm).map((it) => cgmOf(it, models)),
    models.get('settings')?.rerank,
  );
}

/** Every pair once: a plain assistant has no TDM, and the rules of CGM split whether TDM is `none` or `offline`. */
function everyPair(tdms: readonly Doer[], cgms: readonly Doer[], rerank: OpenedModel | undefined): Pair[] {
  const pairs = new Map<string, Pair>();
  for (const wanted of tdms) {
    for (const cgm of cgms) {
      let tdm = wanted;
      if (cgm.baseline) tdm = { name: NO_TDM, engine: 'offline', none: true };
      else if (tdm.none && cgm.engine === 'offline') tdm = { name: 'offline', engine: 'offline' };
      const pair = { tdm, cgm, ...(rerank && cgm.model && !cgm.baseline && { rerank }) };
      pairs.set(`${tdm.name} ${cgm.name}`, pair);
    }
  }
  return [...pairs.values()];
}

/** What the answers of a pair depend on, besides the tasks and the wording of the prompts. */
export function madeWithOf(
  { tdm, cgm, rerank }: Pair,
  libraries: readonly ApiLibrary[],
  settings: Settings,
): MadeWith {
  const { onInvalid, repairRounds } = settings.generation;
  return {
    epigen: programVersion(),
    tdm: tdm.model ? whichModel(tdm.model) : tdm.name,
    cgm: { form: cgm.baseline ?? cgm.engine, ...(cgm.model && whichModel(cgm.model)) },
    ...(rerank && { rerank: whichModel(rerank) }),
    libraries: libraries.map((it) => `${it.name}@${it.build}`).sort(),
    ...(!cgm.baseline && { settings: { onInvalid, ...(cgm.model && { repairRounds }) } }),
  };
}

/** How long it is waited for is left out: it may be raised to go on. */
function whichModel({ settings: { provider, model, baseUrl, temperature } }: OpenedModel): MadeWith {
  return { provider, model, baseUrl: baseUrl && withoutPassword(baseUrl), temperature };
}

async function namedModels(named: readonly string[], { models }: Settings): Promise<NamedModels> {
  const found = new Map<string, NonNullable<ReturnType<NamedModels['get']>>>();
  const usesModels = named.length > 0 || Object.values(models).some((it) => it && it !== 'offline');
  if (!usesModels) return found;
  const { openModel } = await import('../models/open-models.js');
  const opened = (settings: 'offline' | ModelSettings | undefined): OpenedModel | undefined =>
    settings && settings !== 'offline' ? { chat: openModel(settings), settings } : undefined;
  found.set('settings', {
    decompose: opened(models.decompose),
    generate: opened(models.generate),
    rerank: opened(models.rerank),
  });
  for (const text of named) {
    const [, name, model] = /^([\w.-]+)=(.+)$/.exec(text) ?? [];
    if (name === undefined || model === undefined) {
      throw new EpigenError(
        `the model ${text} has no name`,
        `${COMMAND} --model`,
        'write NAME=PROVIDER:MODEL@URL',
      );
    }
    const settings = await parseModel(model, `${COMMAND} --model`);
    const own = opened(settings);
    found.set(name, { decompose: own, generate: own });
  }
  return found;
}

function tdmOf(name: string, models: NamedModels): Doer {
  if (name === 'none') return { name, engine: 'offline', none: true };
  if (name === 'offline') return { name, engine: 'offline' };
  const model = models.get(name)?.decompose;
  if (model) return { name, engine: 'offline', model };
  throw unknownDoer(name, '--tdm', 'none, offline');
}

function cgmOf(name: string, models: NamedModels): Doer {
  if (name === 'offline') return { name, engine: 'offline' };
  const [own = '', form = 'structured'] = name.split('/');
  const model = models.get(own)?.generate;
  if (model && (form === 'structured' || form === 'free')) return { name, engine: form, model };
  if (model && (form === 'model' || form === 'rag')) return { name, engine: 'free', model, baseline: form };
  throw unknownDoer(name, '--cgm', 'offline');
}

function unknownDoer(name: string, option: string, known: string): EpigenError {
  return new EpigenError(
    `nobody is called ${name}`,
    `${COMMAND} ${option}`,
    `write ${known}, settings, or a name that --model gives`,
  );
}

/** Where the answers of a pair stand. */
export function fileName({ tdm, cgm }: Pair): string {
  const name = cgm.baseline ? cgm.name : `${tdm.name} x ${cgm.name}`;
  return `${name.replace(/[^\w.-]+/g, '_')}.jsonl`;
}

/** Which wording of the prompts a pair's answers belong to. */
export async function promptVersions({ tdm, cgm, rerank }: Pair): Promise<Record<string, number>> {
  const { DECOMPOSE_VERSION } = await import('../pipeline/prompts/decompose.js');
  const { RERANK_VERSION } = await import('../pipeline/prompts/rerank.js');
  const { GENERATE_VERSION } = await import('../pipeline/prompts/generate.js');
  return {
    ...(tdm.model && { decompose: DECOMPOSE_VERSION }),
    ...(rerank && { rerank: RERANK_VERSION }),
    ...(cgm.model && { generate: GENERATE_VERSION }),
  };
}
