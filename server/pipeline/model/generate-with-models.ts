import { EpigenError } from '../../../index/error.js';
import { ModelError } from '../../../index/services/model-error.js';
import type { ChatModel, Message, PipelineModels, Reply } from '../../models/chat-model.js';
import { readJson } from '../../models/reply-json.js';
import { readSite, type Site } from '../code/read-site.js';
import { isInvalid, type Verdict } from '../code/validate.js';
import { draftOf } from '../draft.js';
import { Destination, type Draft, nothingFits, refusal } from '../finish.js';
import { decomposeOffline, generateOffline } from '../generate-offline.js';
import type { Generation, GenerationRequest, Outcome, Subtask } from '../generation.js';
import { freePrompt, type GenerateQuestion, repairPrompt, structuredPrompt } from '../prompts/generate.js';
import { meaningOf } from '../requirement/meaning.js';
import { apiTexts, type PromptApi, withinBudget } from './api-text.js';
import { boundedModels } from './budget.js';
import { decomposeWithModel } from './decompose-with-model.js';
import { type Inspection, inspect, rootsIn } from './inspect.js';
import { planSchema } from './plan-schema.js';
import { readCode } from './read-code.js';
import { readPlan } from './read-plan.js';
import { type Redaction, redaction } from './redaction.js';
import { type Retrieved, retrieveForSubtasks } from './retrieve-for-subtasks.js';
import { headOf, surroundings } from './surroundings.js';

/** What the documentation of APIs may take of CGM's prompt. */
const API_TOKENS = 6000;
const REPAIR_TOKENS = 1500;
const REPAIR_ROUNDS = 2;
/** Variables that are named to the model: those of the function come first, then those around it. */
const VARIABLES = 60;
/** What is found in an answer and told to the model, at most. */
const MISTAKES = 12;

/** TDM, ARM and CGM with the models that the request has, and by rules where it has none. */
export async function generateWithModels(request: GenerationRequest): Promise<Generation> {
  if (meaningOf(request.requirement).terms.length === 0)
    return refusal(request, [], 'the requirement says nothing: write what should be done');
  const bounded = boundedModels(request.models ?? {}, request.settings);
  const models = reportingLoads(bounded, request.report);
  return new ModelGeneration({ ...request, models }).run();
}

/** The same models; what they say of being loaded is reported. */
function reportingLoads(models: PipelineModels, report: GenerationRequest['report']): PipelineModels {
  const steps = Object.entries(models).map(([step, model]: [string, ChatModel]) => {
    const onLoad = (share: number) => report?.({ phase: 'load', model: model.label, share });
    const ask: ChatModel['ask'] = (messages, options) => model.ask(messages, { ...options, onLoad });
    return [step, { ...model, ask }];
  });
  return Object.fromEntries(steps);
}

/** One answer of CGM's model, as far as it could be read. */
interface Attempt {
  readonly draft: Draft;
  readonly verdict: Verdict;
  readonly inspection: Inspection;
  /** What keeps it from being taken, each as a sentence. */
  readonly mistakes: readonly string[];
  /** Those of them that were found in reading it: what they speak of may be missing from the code, or be undefined in it. */
  readonly misread: readonly string[];
  /** Names of the APIs that the mistakes are about. */
  readonly concerned: readonly string[];
  /** The model said that the libraries have nothing for it. */
  readonly nothingFits: boolean;
  /** There is code, and it calls an API or at least tries to. */
  readonly isCode: boolean;
  /** How often the model had been asked to repair before. */
  readonly round: number;
}

class ModelGeneration {
  readonly #request: GenerationRequest;
  readonly #site: Site;
  readonly #destination: Destination;
  readonly #secrets: Redaction = redaction();
  readonly #notes: string[] = [];
  readonly #tokens = { input: 0, output: 0, known: false };

  constructor(request: GenerationRequest) {
    this.#request = request;
    this.#site = readSite(request);
    this.#destination = new Destination(request, this.#site);
  }

  async run(): Promise<Generation> {
    const { models = {}, settings } = this.#request;
    const texts = await this.#decompose();
    if (settings.engine === 'offline' || !models.generate) return this.#offlineFrom(texts);

    this.#request.report?.({ phase: 'retrieve', subtasks: texts });
    const retrieved = await this.#retrieve(texts);
    if (retrieved.note !== undefined) this.#notes.push(retrieved.note);
    const { subtasks, apis } = retrieved;
    if (apis.length === 0) return this.#with(nothingFits(this.#request, subtasks), 'refused');
    try {
      return await this.#generate(models.generate, retrieved);
    } catch (error) {
      this.#request.signal?.throwIfAborted();
      if (!(error instanceof EpigenError)) throw error;
      return this.#replaced(error, models.generate);
    }
  }

  /** TDM: by the model if there is one and it answers. */
  async #decompose(): Promise<readonly string[]> {
    const { requirement, libraries, models = {}, experience, report, signal } = this.#request;
    if (this.#request.subtasks) return this.#request.subtasks;
    if (models.decompose) {
      try {
        const subtasks = await decomposeWithModel(
          {
            requirement: this.#secrets.hide(requirement),
            libraries,
            context: surroundings(this.#request, this.#secrets),
            examples: ((await experience?.solved(requirement)) ?? []).map((it) => ({
              requirement: this.#secrets.hide(it.requirement),
              subtasks: it.steps.map(({ text }) => this.#secrets.hide(text)),
            })),
            ...(signal && { signal }),
            spent: (reply) => this.#spend(reply),
            report: (sofar) =>
              report?.({ phase: 'decompose', subtasks: sofar.map((it) => this.#secrets.restore(it)) }),
          },
          models.decompose,
        );
        return subtasks.map((it) => this.#secrets.restore(it));
      } catch (error) {
        signal?.throwIfAborted();
        if (!(error instanceof EpigenError)) throw error;
        this.#notes.push(`The subtasks are made by rule, since the model failed: ${error.what}.`);
      }
    }
    const { subtasks } = await decomposeOffline(this.#request, this.#names());
    const texts = subtasks.shown.map((it) => it.text);
    return texts.length > 0 ? texts : [requirement];
  }

  /** ARM. */
  #retrieve(texts: readonly string[]): Promise<Retrieved> {
    const { requirement, libraries, models = {}, experience, signal } = this.#request;
    return retrieveForSubtasks({
      subtasks: texts,
      requirement,
      libraries,
      names: this.#names(),
      hide: (text) => this.#secrets.hide(text),
      ...(models.rerank && { rerank: models.rerank }),
      ...(experience && { experience }),
      ...(signal && { signal }),
      spent: (reply) => this.#spend(reply),
    });
  }

  /** CGM: asks, checks, lets the model repair, repairs by rule, and decides. */
  async #generate(model: ChatModel, { subtasks, apis: found }: Retrieved): Promise<Generation> {
    const apis = withinBudget(found, API_TOKENS);
    const { settings, report, signal } = this.#request;
    const structured = settings.engine === 'structured';
    const schema = {
      name: 'plan',
      description: 'The steps of the code.',
      schema: planSchema(apis, subtasks.length),
    };
    const question = this.#question(subtasks, apis);
    const messages: Message[] = structured ? structuredPrompt(question) : freePrompt(question);
    const rounds = settings.repairRounds ?? REPAIR_ROUNDS;

    let best: Attempt | undefined;
    let round = 0;
    for (; ; round++) {
      let reply: Reply;
      try {
        reply = await model.ask(messages, {
          ...(signal && { signal }),
          ...(structured && { schema }),
          onText: (text) => report?.({ phase: 'generate', text }),
        });
      } catch (error) {
        // What there is may be repaired by rule.
        if (!best || !(error instanceof ModelError) || error.kind !== 'used-up') throw error;
        this.#notes.push(`The model was not asked to repair its answer any more: ${error.what}.`);
        break;
      }
      this.#spend(reply);
      const attempt = { ...this.#read(this.#secrets.restore(reply.text), structured, subtasks, apis), round };
      if (!best || isBetter(attempt, best)) best = attempt;
      if (attempt.nothingFits || attempt.mistakes.length === 0 || round >= rounds) break;
      report?.({ phase: 'repair', round: round + 1, problems: attempt.mistakes.length });
      messages.push(
        { role: 'assistant', content: reply.text.slice(0, 12_000) },
        this.#repair(attempt, apis, structured),
      );
    }
    if (best.nothingFits) return this.#with(nothingFits(this.#request, subtasks), 'refused');
    if (!best.isCode) {
      throw new ModelError(
        'broken-answer',
        structured ? 'its answer is no plan' : 'its answer is no code',
        model.label,
        'use a larger model, or the engine offline',
      );
    }
    return this.#conclude(best, subtasks);
  }

  #conclude(attempt: Attempt, subtasks: readonly Subtask[]): Generation {
    const { settings } = this.#request;
    const [misread] = attempt.misread;
    if (misread !== undefined && settings.onInvalid === 'refuse') {
      const why = `the model's answer cannot be taken as it is: ${misread}`;
      return this.#with({ ...refusal(this.#request, subtasks, why), engine: settings.engine }, 'refused');
    }
    const { draft, verdict } = this.#destination.repairedByRule(attempt.draft, attempt.verdict);
    const isByRule = draft.code !== attempt.draft.code;
    const inspection = isByRule ? this.#inspect(draft) : attempt.inspection;
    const [evasion] = inspection.problems;
    if (evasion) {
      // A mark stands above one call; what evades the checker may call anything from anywhere, so nothing marks it.
      const why = `the generated code does not pass the check: ${evasion.message}`;
      return this.#with({ ...refusal(this.#request, subtasks, why), engine: settings.engine }, 'refused');
    }
    const conclusion = { steps: subtasks, apis: inspection.apis, engine: settings.engine };
    const generation = this.#destination.conclude(draft, conclusion, verdict);
    const isClean = misread === undefined && !verdict.problems.some(isInvalid);
    const outcome: Outcome =
      generation.refusal !== undefined
        ? 'refused'
        : !isClean
          ? 'marked'
          : isByRule
            ? 'repaired-by-rule'
            : attempt.round > 0
              ? 'repaired-by-model'
              : 'accepted';
    if (generation.refusal === undefined && misread !== undefined)
      this.#notes.push(`The code needs a look: ${attempt.misread.join('; ')}.`);
    return this.#with(generation, outcome);
  }

  #read(
    answer: string,
    structured: boolean,
    subtasks: readonly Subtask[],
    apis: readonly PromptApi[],
  ): Omit<Attempt, 'round'> {
    const { libraries, file, entry } = this.#request;
    const known = new Set([...this.#names(), ...this.#site.taken]);
    if (!structured) {
      const { draft, mistakes, nothingFits } = readCode(answer, {
        libraries,
        functionName: this.#site.enclosing?.name || entry?.name || '',
        known: new Set([...known, ...this.#roots()]),
        taken: this.#site.taken,
        fileText: file?.text ?? '',
        uri: file?.uri ?? 'untitled:code.js',
      });
      return this.#look(draft, mistakes, nothingFits);
    }
    const value = readJson(answer);
    if (value === undefined) {
      return this.#look(NO_CODE, ['the answer is no JSON'], false);
    }
    const { plan, mistakes } = readPlan(value, {
      apis,
      libraries,
      known,
      roots: this.#roots(),
      subtasks: subtasks.length,
    });
    const nothing = plan.steps.length === 0 && mistakes.length === 0;
    return this.#look(draftOf(plan, this.#destination, subtasks), mistakes, nothing);
  }

  /** Checks a draft where it will stand, and says what is wrong in words for the model. */
  #look(draft: Draft, mistakes: readonly string[], nothing: boolean): Omit<Attempt, 'round'> {
    const isCode = draft.code.trim() !== '';
    if (!isCode) {
      const verdict: Verdict = { problems: [], broken: false };
      const said = mistakes.length > 0 || nothing ? mistakes : ['there is no code in the answer'];
      return {
        draft,
        verdict,
        inspection: { apis: [], problems: [] },
        mistakes: said,
        misread: said,
        concerned: [],
        nothingFits: nothing,
        isCode,
      };
    }
    const verdict = this.#destination.check(draft);
    const inspection = this.#inspect(draft);
    const { apis, problems } = inspection;
    const lines = draft.code.split('\n');
    const found = [...verdict.problems, ...problems].filter(
      (it) => it.severity === 'error' || it.severity === 'warning',
    );
    const said = found.map(
      (it) => `${it.code}: ${it.message} (in: ${(lines[it.range.start.line] ?? '').trim().slice(0, 120)})`,
    );
    const parse = verdict.broken ? ['the code does not parse'] : [];
    // A word of refusal is JavaScript as well.
    const idle = apis.length === 0 && found.length === 0 ? ['it calls no API of the library'] : [];
    return {
      draft,
      verdict,
      inspection,
      mistakes: [...new Set([...mistakes, ...parse, ...idle, ...said])].slice(0, MISTAKES),
      misread: mistakes,
      concerned: [...new Set(found.map((it) => it.api))],
      nothingFits: nothing,
      isCode: idle.length === 0,
    };
  }

  #inspect(draft: Draft) {
    const { libraries, file } = this.#request;
    const at = this.#destination.text(draft);
    return inspect(draft.code, at.text, at, libraries, file?.uri);
  }

  #repair(attempt: Attempt, apis: readonly PromptApi[], structured: boolean): Message {
    const { libraries } = this.#request;
    const known = attempt.concerned.flatMap((name) => {
      const listed = apis.find((it) => it.api.name === name);
      if (listed) return [listed];
      return libraries.flatMap((library) => {
        const api = library.find(name);
        return api ? [{ api, library }] : [];
      });
    });
    const mistakes = attempt.mistakes.map((it) => this.#secrets.hide(it));
    return repairPrompt(mistakes, apiTexts(withinBudget(known, REPAIR_TOKENS)), structured);
  }

  #question(subtasks: readonly Subtask[], apis: readonly PromptApi[]): GenerateQuestion {
    const { requirement, file, entry } = this.#request;
    const { enclosing, variables } = this.#site;
    const returns = /@returns?\s+([^\n]*)/.exec(enclosing?.doc ?? '')?.[1]?.replace(/\s*\*\/$/, '') ?? '';
    return {
      requirement: this.#secrets.hide(requirement),
      subtasks: subtasks.map((it) => this.#secrets.hide(it.text)),
      apis: apiTexts(apis),
      context: surroundings(this.#request, this.#secrets),
      head: headOf(this.#request, this.#site, this.#secrets),
      variables: variables.slice(0, VARIABLES).map((it) => it.name),
      returns: this.#secrets.hide(returns),
      typescript: /\.[cm]?tsx?$/.test(file?.uri ?? '') && entry === undefined,
    };
  }

  #names(): ReadonlySet<string> {
    return new Set(this.#site.variables.map((it) => it.name));
  }

  /** Names under which the libraries are reached. */
  #roots(): ReadonlySet<string> {
    return rootsIn(this.#request.file?.text ?? '', this.#request.libraries);
  }

  /** CGM by rule, from the subtasks of a model. */
  async #offlineFrom(texts: readonly string[]): Promise<Generation> {
    const requirement = texts.map((it) => (/[.!?。！？]$/.test(it) ? it : `${it}.`)).join('\n');
    const generation = await generateOffline({ ...this.#request, requirement });
    return this.#with({ ...generation, requirement: this.#request.requirement });
  }

  /** The offline engine's code, because the model gave none. */
  async #replaced(error: EpigenError, model: ChatModel): Promise<Generation> {
    const generation = await generateOffline(this.#request);
    this.#notes.push(
      `This is the offline engine's answer, since ${model.label} failed: ${error.what}. To mend it: ${error.remedy}.`,
    );
    return this.#with({ ...generation, engine: 'offline' }, 'replaced');
  }

  #with(generation: Generation, outcome?: Outcome): Generation {
    const { input, output, known } = this.#tokens;
    return {
      ...generation,
      ...(this.#notes.length > 0 && { note: this.#notes.join(' ') }),
      ...(outcome !== undefined && { outcome }),
      ...(known && { tokens: { input, output } }),
    };
  }

  #spend({ tokens }: Reply): void {
    if (!tokens) return;
    this.#tokens.known = true;
    this.#tokens.input += tokens.input;
    this.#tokens.output += tokens.output;
  }
}

const NO_CODE: Draft = { code: '', awaits: false, returns: false, needs: [] };

/** Later answers are taken unless they are worse: no code, or more that is wrong. */
function isBetter(attempt: Attempt, best: Attempt): boolean {
  if (attempt.isCode !== best.isCode) return attempt.isCode;
  const errors = ({ verdict, mistakes }: Attempt): number =>
    verdict.problems.filter(isInvalid).length * 100 + mistakes.length;
  return errors(attempt) <= errors(best);
}
