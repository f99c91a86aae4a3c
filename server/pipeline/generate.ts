import { EpigenError } from '../../index/error.js';
import type { ApiLibrary, Candidate } from '../../index/library.js';
import { LineIndex } from '../syntax/line-index.js';
import { type Insert, importInserts, importLines, importsOf } from './code/imports.js';
import { type Placed, place } from './code/place.js';
import { promisesResult, readSite, type Site, startOf } from './code/read-site.js';
import { render } from './code/render.js';
import { DEFAULT_STYLE, type Style, styleOf } from './code/style.js';
import { isInvalid, marked, repaired, type Verdict, verdictOn } from './code/validate.js';
import type { Generation, GenerationRequest, Subtask } from './generation.js';
import { makePlan } from './plan/make-plan.js';
import { actionsOf, type Plan, type Step } from './plan/plan.js';
import { decompose } from './requirement/decompose.js';
import { meaningOf } from './requirement/meaning.js';
import { verbsOf } from './requirement/verbs.js';
import { isAnswered, segment, withStoredRecords } from './retrieval/segments.js';
import { subtasksOf } from './subtasks.js';

/** Repairs are tried until nothing changes, at most this often. */
const REPAIRS = 3;

/**
 * Turns a requirement into checked code: TDM, ARM, CGM (paper §3), offline.
 *
 * Answers with a refusal and no edit where there is nothing to insert: an empty requirement, no API that fits, a call the
 * checker rejects and nothing repairs (unless `onInvalid` is `mark`). A required argument that is nowhere to be found becomes
 * a constant of the right type with the comment `epigen: fill in`, never a made-up value. Throws an EpigenError for an
 * engine that needs a model, and the signal's reason when it is aborted.
 */
export async function generate(request: GenerationRequest): Promise<Generation> {
  const { requirement, libraries, settings, signal } = request;
  signal?.throwIfAborted();
  if (settings.engine !== 'offline') {
    throw new EpigenError(
      `the engine ${settings.engine} needs a model`,
      'generation.engine',
      'set models.generate, or use the engine offline',
    );
  }
  if (meaningOf(requirement).terms.length === 0)
    return refusal(request, [], 'the requirement says nothing: write what should be done');

  const site = readSite(request);
  const names = new Set(site.variables.map((it) => it.name));

  const clauses = decompose(requirement, verbsIn(libraries));
  const segments = await withStoredRecords(
    await segment(clauses, libraries, names, request.experience, signal),
    libraries,
  );
  const subtasks = subtasksOf(segments);
  if (!isAnswered(segments)) return nothingFits(request, subtasks.shown);
  const plan = makePlan(subtasks.planned, site.variables, promisesResult(site.enclosing?.doc ?? ''));
  signal?.throwIfAborted();

  const steps = subtasks.shown;
  if ([...actionsOf(plan.steps)].length === 0) return nothingFits(request, steps);
  return finish(request, plan, steps, site);
}

/** Renders the plan, checks it where it will stand, repairs what can be repaired, and decides. */
function finish(request: GenerationRequest, plan: Plan, steps: readonly Subtask[], site: Site): Generation {
  const { settings, file } = request;
  const style = file ? styleOf(file.text) : DEFAULT_STYLE;
  const rendered = render(plan, {
    style,
    taken: site.taken,
    imports: file ? importsOf(file.text) : [],
    ...(settings.stepComments ? { comments: steps.map((it) => oneLine(it.text)) } : {}),
  });
  const commonJs = site.commonJs && !site.esModule;
  const wrapping: Wrapping = {
    request,
    site,
    style,
    awaits: rendered.awaits,
    returns: hasReturn(plan.steps),
    inserts: file ? importInserts(file.text, importLimit(file, site), rendered.needs, style, commonJs) : [],
    lines: file ? [] : importLines(rendered.needs, style, commonJs),
  };

  let code = rendered.code;
  let verdict = check(code, wrapping);
  for (let round = 0; round < REPAIRS && verdict.problems.some(isInvalid); round++) {
    const better = repaired(code, verdict.problems);
    if (better === undefined) break;
    code = better;
    verdict = check(code, wrapping);
  }
  let { problems } = verdict;
  const [invalid] = problems.filter(isInvalid);
  if (verdict.broken && !hasErrorsAlready(request))
    return refusal(
      request,
      steps,
      'the generated code does not parse; say the requirement in shorter sentences',
    );
  if (invalid) {
    if (settings.onInvalid === 'refuse')
      return refusal(
        request,
        steps,
        `the generated call of ${invalid.api} does not pass the check: ${invalid.message}`,
      );
    ({ code, problems } = marked(code, problems));
  }

  const whole = wholeCode(code, wrapping);
  return {
    requirement: request.requirement,
    steps,
    apis: [...new Set([...actionsOf(plan.steps)].map((it) => it.api.name))],
    alternatives: alternativesOf(steps),
    code: whole.text,
    diagnostics: problems.map((it) => ({
      ...it,
      range: { start: inWhole(it.range.start, whole), end: inWhole(it.range.end, whole) },
    })),
    ...(file ? { edit: placed(file, code, wrapping).edit } : {}),
    engine: 'offline',
  };
}

interface Wrapping {
  readonly request: GenerationRequest;
  readonly site: Site;
  readonly style: Style;
  readonly awaits: boolean;
  readonly returns: boolean;
  /** Imports that the file lacks; or, without a file, that stand before the code. */
  readonly inserts: readonly Insert[];
  readonly lines: readonly string[];
}

/** Imports stand before the place, and before an `async` that the edit writes. */
function importLimit(file: NonNullable<GenerationRequest['file']>, site: Site): number {
  const place = new LineIndex(file.text).offset(startOf(file.target));
  return Math.min(place, site.enclosing?.asyncAt ?? place);
}

/** The wanted function goes into the file as a whole, because the place is not inside of it. */
function standsAlone({ entry }: GenerationRequest, site: Site): boolean {
  return entry !== undefined && site.enclosing === undefined;
}

/** The code in the file: the statements, or the wanted function around them. */
function placed(file: NonNullable<GenerationRequest['file']>, code: string, wrapping: Wrapping): Placed {
  const { request, site, style } = wrapping;
  if (!standsAlone(request, site))
    return place(file, { ...wrapping, imports: wrapping.inserts, code }, site, style);
  const whole = wholeCode(code, wrapping);
  const at = place(
    file,
    { code: whole.text, awaits: false, returns: false, imports: wrapping.inserts },
    site,
    style,
  );
  return { ...at, line: at.line + whole.line, indent: at.indent + whole.indent };
}

function check(code: string, wrapping: Wrapping): Verdict {
  const { file, libraries } = wrapping.request;
  if (!file) {
    const whole = wholeCode(code, wrapping);
    return verdictOn(code, whole.text, whole, libraries);
  }
  const at = placed(file, code, wrapping);
  return verdictOn(code, at.text, at, libraries, file.uri);
}

function hasErrorsAlready({ file, libraries }: GenerationRequest): boolean {
  return file !== undefined && verdictOn('', file.text, { line: 0, indent: '' }, libraries, file.uri).broken;
}

interface Whole {
  readonly text: string;
  /** Line of the first statement, and its indentation. */
  readonly line: number;
  readonly indent: string;
}

/** What the command line prints: the statements, or the wanted function around them. */
function wholeCode(code: string, { request, style, lines }: Wrapping): Whole {
  const { entry } = request;
  if (!entry) {
    const lead = lines.length === 0 ? [] : [...lines, ''];
    return { text: [...lead, code].join('\n'), line: lead.length, indent: '' };
  }
  const lead = [
    ...(lines.length > 0 ? [...lines, ''] : []),
    `export async function ${entry.name}(${entry.params.join(', ')}) {`,
  ];
  const inner = code
    .split('\n')
    .map((line) => (line === '' ? '' : style.indent + line))
    .join('\n');
  return { text: [...lead, inner, '}'].join('\n'), line: lead.length, indent: style.indent };
}

function inWhole(
  position: { line: number; character: number },
  whole: Whole,
): { line: number; character: number } {
  return { line: position.line + whole.line, character: position.character + whole.indent.length };
}

function hasReturn(steps: readonly Step[]): boolean {
  return steps.some((step) => {
    if (step.kind === 'return') return true;
    if (step.kind === 'guard') return hasReturn(step.steps) || hasReturn(step.otherwise);
    if (step.kind === 'attempt')
      return hasReturn(step.steps) || hasReturn(step.handler?.steps ?? []) || hasReturn(step.always);
    return step.kind === 'loop' && hasReturn(step.steps);
  });
}

function verbsIn(libraries: readonly ApiLibrary[]): Set<string> {
  return new Set(libraries.flatMap((library) => [...verbsOf(library)]));
}

function alternativesOf(steps: readonly Subtask[]): { step: number; apis: readonly Candidate[] }[] {
  return steps.flatMap((it, step) => (it.apis.length > 1 ? [{ step, apis: it.apis.slice(1) }] : []));
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}

function nothingFits(request: GenerationRequest, steps: readonly Subtask[]): Generation {
  const known = request.libraries.map((it) => it.name).join(', ') || 'any library';
  const unserved = steps.map((it) => ({ ...it, apis: [] }));
  return refusal(request, unserved, `no API in ${known} fits: ${oneLine(request.requirement)}`);
}

function refusal(request: GenerationRequest, steps: readonly Subtask[], why: string): Generation {
  return {
    requirement: request.requirement,
    steps,
    apis: [],
    alternatives: [],
    code: '',
    diagnostics: [],
    refusal: why,
    engine: request.settings.engine,
  };
}
