import type { Position } from 'vscode-languageserver-types';
import type { Candidate } from '../../index/library.js';
import { LineIndex } from '../syntax/line-index.js';
import { withDocument } from '../syntax/syntax-document.js';
import type { Need } from './code/callee.js';
import { type Insert, importInserts, importLines } from './code/imports.js';
import { type Placed, place } from './code/place.js';
import { type Site, startOf } from './code/read-site.js';
import { DEFAULT_STYLE, type Style, styleOf } from './code/style.js';
import { isInvalid, marked, repaired, type Verdict, verdictOn } from './code/validate.js';
import type { Generation, GenerationRequest, Subtask } from './generation.js';
import { oneLine } from './one-line.js';

/** Repairs are tried until nothing changes, at most this often. */
const REPAIRS = 3;

/** Code on its way to its place, whoever wrote it. */
export interface Draft {
  /** The statements, not indented, lines joined by `\n`. */
  readonly code: string;
  /** An `await` stands outside of any function in it. */
  readonly awaits: boolean;
  readonly returns: boolean;
  readonly needs: readonly Need[];
}

/** What is said of a draft beyond its code. */
export interface Conclusion {
  readonly steps: readonly Subtask[];
  readonly apis: readonly string[];
  readonly engine: Generation['engine'];
  readonly note?: string;
}

/** The place that drafts of one request go to: it wraps them, checks them where they will stand, and decides. */
export class Destination {
  readonly style: Style;
  readonly #commonJs: boolean;
  #wasBroken: boolean | undefined;

  constructor(
    readonly request: GenerationRequest,
    readonly site: Site,
  ) {
    this.style = request.file ? styleOf(request.file.text) : DEFAULT_STYLE;
    this.#commonJs = site.commonJs && !site.esModule;
  }

  /** The findings in a draft as it will stand. It is broken only if the file was not broken before. */
  check(draft: Draft): Verdict {
    const { libraries, file } = this.request;
    const at = this.text(draft);
    const verdict = verdictOn(draft.code, at.text, at, libraries, file?.uri);
    return { ...verdict, broken: verdict.broken && !this.#hasErrorsAlready() };
  }

  /** The whole text that a draft makes, and where its statements stand in it. */
  text(draft: Draft): { readonly text: string; readonly line: number; readonly indent: string } {
    const { file } = this.request;
    return file ? this.#placed(file, draft) : this.#whole(draft);
  }

  /** What the command line prints of a draft: the statements, or the wanted function around them. */
  whole(draft: Draft): string {
    return this.#whole(draft).text;
  }

  /** The draft after the certain fixes of what is wrong in it, and what is still found then. */
  repairedByRule(draft: Draft, verdict: Verdict): { draft: Draft; verdict: Verdict } {
    let now = { draft, verdict };
    for (let round = 0; round < REPAIRS && now.verdict.problems.some(isInvalid); round++) {
      const code = repaired(now.draft.code, now.verdict.problems);
      if (code === undefined) break;
      const better = { ...now.draft, code, awaits: now.draft.awaits || awaitsOutside(code, now.draft.code) };
      now = { draft: better, verdict: this.check(better) };
    }
    return now;
  }

  /** Repairs by rule what can be, and then inserts, marks or refuses. `found` is what the check of the draft said. */
  conclude(unrepaired: Draft, conclusion: Conclusion, found = this.check(unrepaired)): Generation {
    const { request } = this;
    const { settings, file } = request;
    const { draft, verdict } = this.repairedByRule(unrepaired, found);
    let { code } = draft;
    let { problems } = verdict;
    const [invalid] = problems.filter(isInvalid);
    const refused = (why: string): Generation => ({
      ...refusal(request, conclusion.steps, why),
      engine: conclusion.engine,
      ...(conclusion.note !== undefined && { note: conclusion.note }),
    });
    if (verdict.broken)
      return refused('the generated code does not parse; say the requirement in shorter sentences');
    if (invalid) {
      if (settings.onInvalid === 'refuse')
        return refused(`the generated call of ${invalid.api} does not pass the check: ${invalid.message}`);
      ({ code, problems } = marked(code, problems));
    }
    const final = { ...draft, code };
    const whole = this.#whole(final);
    return {
      requirement: request.requirement,
      steps: conclusion.steps,
      apis: conclusion.apis,
      alternatives: alternativesOf(conclusion.steps),
      code: whole.text,
      diagnostics: problems.map((it) => ({
        ...it,
        range: { start: inWhole(it.range.start, whole), end: inWhole(it.range.end, whole) },
      })),
      ...(file ? { edit: this.#placed(file, final).edit } : {}),
      engine: conclusion.engine,
      ...(conclusion.note !== undefined && { note: conclusion.note }),
    };
  }

  /** The wanted function goes into the file as a whole, because the place is not inside of it. */
  #standsAlone(): boolean {
    return this.request.entry !== undefined && this.site.enclosing === undefined;
  }

  /** The code in the file: the statements, or the wanted function around them. */
  #placed(file: NonNullable<GenerationRequest['file']>, draft: Draft): Placed {
    const { site, style } = this;
    const limit = importLimit(file, site);
    const imports: readonly Insert[] = importInserts(file.text, limit, draft.needs, style, this.#commonJs);
    if (!this.#standsAlone()) return place(file, { ...draft, imports }, site, style);
    const whole = this.#whole(draft);
    const at = place(file, { code: whole.text, awaits: false, returns: false, imports }, site, style);
    return { ...at, line: at.line + whole.line, indent: at.indent + whole.indent };
  }

  /** What the command line prints: the statements, or the wanted function around them. */
  #whole({ code, needs }: Draft): Whole {
    const { style } = this;
    const { entry, file } = this.request;
    const lines = file ? [] : importLines(needs, style, this.#commonJs);
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

  #hasErrorsAlready(): boolean {
    const { file } = this.request;
    this.#wasBroken ??= file !== undefined && withDocument(file.text, (it) => it.hasErrors, file.uri);
    return this.#wasBroken;
  }
}

interface Whole {
  readonly text: string;
  /** Line of the first statement, and its indentation. */
  readonly line: number;
  readonly indent: string;
}

/** Imports stand before the place, and before an `async` that the edit writes. */
function importLimit(file: NonNullable<GenerationRequest['file']>, site: Site): number {
  const at = new LineIndex(file.text).offset(startOf(file.target));
  return Math.min(at, site.enclosing?.asyncAt ?? at);
}

/** Whether a repair brought an `await` where there was none. */
function awaitsOutside(code: string, before: string): boolean {
  return /\bawait\b/.test(code) && !/\bawait\b/.test(before);
}

function inWhole(position: Position, whole: Whole): Position {
  return { line: position.line + whole.line, character: position.character + whole.indent.length };
}

function alternativesOf(steps: readonly Subtask[]): { step: number; apis: readonly Candidate[] }[] {
  return steps.flatMap((it, step) => (it.apis.length > 1 ? [{ step, apis: it.apis.slice(1) }] : []));
}

/** The answer where the libraries have nothing for it. */
export function nothingFits(request: GenerationRequest, steps: readonly Subtask[]): Generation {
  const known = request.libraries.map((it) => it.name).join(', ') || 'any library';
  const unserved = steps.map((it) => ({ ...it, apis: [] }));
  return refusal(request, unserved, `no API in ${known} fits: ${oneLine(request.requirement)}`);
}

/** The answer with a reason instead of code. */
export function refusal(request: GenerationRequest, steps: readonly Subtask[], why: string): Generation {
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
