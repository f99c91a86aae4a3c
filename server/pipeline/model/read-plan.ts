import type { ApiDoc } from '../../../index/api-doc.js';
import type { ApiLibrary } from '../../../index/library.js';
import type { Signature } from '../../../index/type-shape.js';
import { nearestWord } from '../../spelling.js';
import { callbackStyle } from '../plan/callbacks.js';
import { isIdentifier } from '../plan/names.js';
import type { Action, Expression, Plan, Step } from '../plan/plan.js';
import { readProfile } from '../retrieval/api-profile.js';
import { isPromise, propertiesOf } from '../retrieval/shapes.js';
import { callName, type PromptApi } from './api-text.js';
import { expressionFacts, type SourceFacts, statementFacts, unknownNames } from './source-text.js';

/** What a model's answer came to: a plan, or what keeps it from being one. */
export interface PlanReading {
  readonly plan: Plan;
  /** Each as a sentence with its place, for the model. */
  readonly mistakes: readonly string[];
}

/** What may be called, and what is known where the code goes. */
export interface PlanSite {
  readonly apis: readonly PromptApi[];
  readonly libraries: readonly ApiLibrary[];
  /** Names that the code may speak of. */
  readonly known: ReadonlySet<string>;
  /** Names of globals and imports under which the libraries are reached. */
  readonly roots: ReadonlySet<string>;
  readonly subtasks: number;
}

/** Reads a plan out of JSON. Whatever the service enforced is believed nowhere: everything is looked at again. */
export function readPlan(value: unknown, site: PlanSite): PlanReading {
  return new PlanReader(site).read(value);
}

type Fields = Record<string, unknown>;

class PlanReader {
  readonly #mistakes: string[] = [];
  readonly #declared = new Set<string>();
  #ids = 0;

  constructor(readonly site: PlanSite) {}

  read(value: unknown): PlanReading {
    const steps = isFields(value) && 'steps' in value ? value.steps : value;
    if (!Array.isArray(steps)) {
      return { plan: { steps: [] }, mistakes: ['the answer is not of the form {"steps": [ … ]}'] };
    }
    this.#collectNames(steps);
    const read = this.#steps(steps, 'steps');
    return { plan: { steps: hoisted(read) }, mistakes: this.#mistakes };
  }

  #say(place: string, what: string): void {
    if (this.#mistakes.length < 20) this.#mistakes.push(`${place}: ${what}`);
  }

  /** Everything that any step declares: where it is seen is up to the language. */
  #collectNames(value: unknown): void {
    if (Array.isArray(value)) for (const it of value) this.#collectNames(it);
    if (!isFields(value)) return;
    for (const key of ['as', 'for', 'function']) {
      const name = value[key];
      if (typeof name === 'string' && isIdentifier(name)) this.#declared.add(name);
    }
    if (Array.isArray(value.params)) {
      for (const it of value.params) if (typeof it === 'string') this.#declared.add(it);
    }
    if (typeof value.js === 'string') {
      for (const name of statementFacts(value.js).declared) this.#declared.add(name);
    }
    for (const it of Object.values(value)) this.#collectNames(it);
  }

  #steps(value: unknown, place: string): Step[] {
    if (value === undefined || value === null) return [];
    const list: unknown[] = Array.isArray(value) ? value : [value];
    const names = list.flatMap((it) =>
      isFields(it) && typeof it.as === 'string' && it.as !== '' ? [it.as] : [],
    );
    const twice = names.find((it, index) => names.indexOf(it) !== index);
    if (twice) this.#say(place, `two results have the name ${twice}: give each its own`);
    return list.flatMap((it, index) => this.#step(it, `${place}[${index}]`));
  }

  #step(value: unknown, place: string): Step[] {
    if (!isFields(value)) {
      this.#say(place, 'a step is an object such as {"call": …}');
      return [];
    }
    if (typeof value.call === 'string') return this.#call(value, value.call, place);
    if ('if' in value) {
      const condition = this.#source(value.if, `${place}.if`);
      return [
        {
          kind: 'guard',
          condition: { value: condition, test: 'true' },
          steps: this.#steps(value.do ?? value.then, `${place}.do`),
          otherwise: this.#steps(value.else, `${place}.else`),
        },
      ];
    }
    if ('try' in value) return [this.#attempt(value, place)];
    if ('for' in value) {
      const item = this.#name(value.for, `${place}.for`);
      return [
        {
          kind: 'loop',
          id: this.#ids++,
          over: this.#source(value.of, `${place}.of`),
          item,
          fixed: true,
          steps: this.#steps(value.do, `${place}.do`),
        },
      ];
    }
    if ('while' in value) {
      const condition = this.#source(value.while, `${place}.while`);
      return [{ kind: 'while', condition, steps: this.#steps(value.do, `${place}.do`) }];
    }
    if ('function' in value) {
      return [
        {
          kind: 'function',
          name: this.#name(value.function, `${place}.function`),
          parameters: this.#names(value.params, `${place}.params`),
          steps: this.#steps(value.do, `${place}.do`),
        },
      ];
    }
    if ('return' in value) {
      const result = value.return;
      if (result === '' || result === null || result === undefined) return [{ kind: 'return' }];
      return [{ kind: 'return', value: this.#source(result, `${place}.return`) }];
    }
    if (typeof value.js === 'string') return this.#statement(value.js, `${place}.js`);
    this.#say(place, 'a step has one of the keys call, if, try, for, while, function, js, return');
    return [];
  }

  #attempt(value: Fields, place: string): Step {
    const hasHandler = Array.isArray(value.catch);
    const codes = Array.isArray(value.codes)
      ? value.codes.filter((it): it is string => typeof it === 'string')
      : [];
    return {
      kind: 'attempt',
      steps: this.#steps(value.try, `${place}.try`),
      ...(hasHandler && { handler: { codes, steps: this.#steps(value.catch, `${place}.catch`) } }),
      always: this.#steps(value.finally, `${place}.finally`),
    };
  }

  #call(value: Fields, called: string, place: string): Step[] {
    const found = this.#find(called);
    if (!found) {
      const names = this.site.apis.map((it) => it.api.name);
      const near = nearestWord(called, names);
      this.#say(
        `${place}.call`,
        `there is no API ${called}; ${near ? `did you mean ${near}?` : `there are ${names.join(', ')}`}`,
      );
      return [{ kind: 'note', text: `there is no API ${called}` }];
    }
    const { api, library } = found;
    const given = isFields(value.args) ? value.args : {};
    const signature = signatureFor(api, given);
    if (!signature) {
      this.#say(`${place}.call`, `${api.name} has no documented signature and cannot be called`);
      return [];
    }
    const receiver = api.member ? this.#receiver(value.on, api, `${place}.on`) : undefined;
    const name =
      typeof value.as === 'string' && value.as !== '' ? this.#name(value.as, `${place}.as`) : undefined;
    const profile = readProfile(api, library);
    const passed = this.#arguments(api, signature, given, library, `${place}.args`);
    const style = callbackStyle(profile, profile.slots, signature, library);
    // Where the model hands over callbacks itself there is nothing to wait for.
    const waits = style !== undefined && !hasValueAt(given, signature, style.success);
    const action: Action = {
      kind: 'action',
      id: this.#ids++,
      api,
      library,
      signature,
      arguments: passed,
      ...(name !== undefined && { name }),
      ...(receiver && { receiver }),
      delivery: waits ? 'callbacks' : isPromise(signature.returns, library) ? 'promise' : 'value',
      ...(waits && style && { callbacks: style }),
      subtask: typeof value.subtask === 'number' ? value.subtask - 1 : -1 - this.#ids,
    };
    return [action];
  }

  #find(called: string): PromptApi | undefined {
    const name = called.replace(/\([^()]*\)$/, '').trim();
    const listed =
      this.site.apis.find(({ api }) => api.name === called) ??
      this.site.apis.find(({ api }) => api.name === name || callName(api) === name);
    if (listed) return listed;
    for (const library of this.site.libraries) {
      const api = library.find(called) ?? library.find(name) ?? library.find(`${library.name}.${name}`);
      if (api) return { api, library };
    }
    return undefined;
  }

  #receiver(on: unknown, api: ApiDoc, place: string): Expression {
    if (typeof on === 'string' && on.trim() !== '') return this.#source(on, place);
    this.#say(place, `${api.name} is a method: say in "on" which variable it is called on`);
    return { kind: 'code', code: 'undefined' };
  }

  #arguments(
    api: ApiDoc,
    signature: Signature,
    given: Fields,
    library: ApiLibrary,
    place: string,
  ): Expression[] {
    const { parameters } = signature;
    const names = new Set(parameters.map((it) => it.name));
    let values = given;
    const [only] = parameters;
    const foreign = Object.keys(given).filter((it) => !names.has(it));
    if (only && foreign.length > 0) {
      const options = new Set(propertiesOf(only.type, library).map((it) => it.name));
      // Options that stand where their parameter should.
      if (foreign.some((it) => options.has(it)) && !(only.name in given)) {
        const inside = Object.fromEntries(Object.entries(given).filter(([name]) => !names.has(name)));
        values = { ...given, [only.name]: inside };
      } else {
        this.#say(
          place,
          `${api.name} has no parameter ${foreign.join(', ')}; its parameters are ${[...names].join(', ') || 'none'}`,
        );
      }
    } else if (foreign.length > 0) this.#say(place, `${api.name} takes no arguments`);

    const result: Expression[] = [];
    for (const { name, rest } of parameters) {
      const value = values[name];
      if (rest && Array.isArray(value)) {
        result.push(...value.map((it, index) => this.#value(it, `${place}.${name}[${index}]`)));
      } else if (value === undefined) result.push({ kind: 'code', code: 'undefined' });
      else result.push(this.#value(value, `${place}.${name}`));
    }
    while (isUndefined(result.at(-1))) result.pop();
    return result;
  }

  /** A value in an argument: a literal, source text in `{"js": …}`, or a function. */
  #value(value: unknown, place: string): Expression {
    if (typeof value === 'string') return this.#text(value);
    if (value === null || typeof value === 'number' || typeof value === 'boolean') {
      return { kind: 'code', code: String(value) };
    }
    if (Array.isArray(value)) {
      return { kind: 'list', elements: value.map((it, index) => this.#value(it, `${place}[${index}]`)) };
    }
    const fields = value as Fields;
    const keys = Object.keys(fields);
    if (keys.length === 1 && typeof fields.js === 'string') return this.#source(fields.js, place);
    if ('do' in fields && keys.every((it) => it === 'params' || it === 'do')) {
      return {
        kind: 'callback',
        id: this.#ids++,
        parameters: this.#names(fields.params, `${place}.params`),
        steps: hoisted(this.#steps(fields.do, `${place}.do`)),
        fixed: true,
      };
    }
    return {
      kind: 'object',
      properties: keys.map((name) => ({ name, value: this.#value(fields[name], `${place}.${name}`) })),
    };
  }

  /** A text; one with `${name}` of a known name in it is meant as a template. */
  #text(text: string): Expression {
    if (text.includes('${')) {
      const template = `\`${text.replace(/[`\\]/g, '\\$&')}\``;
      const facts = expressionFacts(template);
      if (!facts.broken && facts.free.size > 0 && this.#unknown(facts).length === 0) {
        return { kind: 'code', code: template };
      }
    }
    return { kind: 'text', value: text };
  }

  /** An expression in the language itself. */
  #source(value: unknown, place: string): Expression {
    const text = isFields(value) && typeof value.js === 'string' ? value.js : value;
    if (typeof text === 'number' || typeof text === 'boolean' || text === null) {
      return { kind: 'code', code: String(text) };
    }
    if (typeof text !== 'string') {
      if (typeof text === 'object') return this.#value(text, place);
      this.#say(place, 'a JavaScript expression is missing');
      return { kind: 'code', code: 'undefined' };
    }
    const code = text.trim().replace(/;$/, '');
    const facts = expressionFacts(code);
    if (facts.broken) {
      this.#say(place, `"${short(code)}" is not one JavaScript expression`);
      return { kind: 'code', code: 'undefined' };
    }
    this.#lookAt(facts, place);
    return { kind: 'code', code };
  }

  #statement(text: string, place: string): Step[] {
    const code = text.trim();
    if (code === '') return [];
    const facts = statementFacts(code);
    if (facts.broken) {
      this.#say(place, `"${short(code)}" is not valid JavaScript`);
      return [];
    }
    this.#lookAt(facts, place);
    return [{ kind: 'statement', code: code.replace(/;$/, '') }];
  }

  #lookAt(facts: SourceFacts, place: string): void {
    const root = [...facts.free].find((it) => this.site.roots.has(it));
    if (root) this.#say(place, `${root} must not be used in source text: make its call a step of its own`);
    const unknown = this.#unknown(facts).filter((it) => it !== root);
    if (unknown.length > 0) this.#say(place, `nothing is called ${unknown.join(' or ')} there`);
  }

  #unknown(facts: SourceFacts): string[] {
    // What failed is `err` in a handler.
    return unknownNames(facts, new Set([...this.site.known, ...this.#declared, ...this.site.roots, 'err']));
  }

  #name(value: unknown, place: string): string {
    if (typeof value === 'string' && isIdentifier(value)) {
      if (/\.(?:as|function)$/.test(place) && this.site.known.has(value))
        this.#say(place, `${value} is there already: choose another name`);
      return value;
    }
    this.#say(place, `${JSON.stringify(value) ?? 'nothing'} is no name of a variable`);
    return 'value';
  }

  #names(value: unknown, place: string): string[] {
    return Array.isArray(value) ? value.map((it, index) => this.#name(it, `${place}[${index}]`)) : [];
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isUndefined(value: Expression | undefined): boolean {
  return value?.kind === 'code' && value.code === 'undefined';
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

/** The overload whose parameters have the names that are given. */
function signatureFor(api: ApiDoc, given: Fields): Signature | undefined {
  const names = Object.keys(given);
  const fits = (it: Signature): boolean =>
    names.every((name) => it.parameters.some((parameter) => parameter.name === name));
  const takes = (it: Signature): boolean =>
    it.parameters.every((parameter) => parameter.optional || parameter.rest || parameter.name in given);
  return api.signatures.find((it) => fits(it) && takes(it)) ?? api.signatures.find(fits) ?? api.signatures[0];
}

function hasValueAt(given: Fields, signature: Signature, path: readonly string[]): boolean {
  const direct = path.reduce<unknown>((at, name) => (isFields(at) ? at[name] : undefined), given);
  if (direct !== undefined) return true;
  const [first, ...rest] = path;
  // Options that stand where their parameter should.
  if (signature.parameters.length !== 1 || first === undefined) return false;
  return rest.reduce<unknown>((at, name) => (isFields(at) ? at[name] : undefined), given) !== undefined;
}

/**
 * A result that is named inside of a branch and used behind it is declared before the branch: models think of names as
 * of the whole function.
 */
function hoisted(steps: readonly Step[]): Step[] {
  return steps.flatMap((step, index): Step[] => {
    const inner = namedInside(step);
    if (inner.size === 0) return [step];
    const later = sourceOf(steps.slice(index + 1)) + (step.kind === 'attempt' ? outsideTry(step) : '');
    const needed = [...inner].filter((name) => mentions(later, name));
    if (needed.length === 0) return [step];
    return [
      ...needed.map((name): Step => ({ kind: 'statement', code: `let ${name}` })),
      assigning(step, new Set(needed)),
    ];
  });
}

/** The branches of a step, which hide what they declare. */
function branchesOf(step: Step): readonly (readonly Step[])[] {
  switch (step.kind) {
    case 'guard':
      return [step.steps, step.otherwise];
    case 'attempt':
      return [step.steps, step.handler?.steps ?? [], step.always];
    case 'loop':
    case 'while':
      return [step.steps];
    default:
      return [];
  }
}

function namedInside(step: Step): Set<string> {
  const names = new Set<string>();
  const visit = (steps: readonly Step[]): void => {
    for (const it of steps) {
      if (it.kind === 'action' && it.name !== undefined && !it.assigns) names.add(it.name);
      for (const branch of branchesOf(it)) visit(branch);
    }
  };
  for (const branch of branchesOf(step)) visit(branch);
  return names;
}

function assigning(step: Step, names: ReadonlySet<string>): Step {
  const inside = (steps: readonly Step[]): Step[] =>
    steps.map((it) =>
      it.kind === 'action' && it.name !== undefined && names.has(it.name)
        ? { ...it, assigns: true }
        : assigning(it, names),
    );
  switch (step.kind) {
    case 'guard':
      return { ...step, steps: inside(step.steps), otherwise: inside(step.otherwise) };
    case 'attempt':
      return {
        ...step,
        steps: inside(step.steps),
        ...(step.handler && { handler: { ...step.handler, steps: inside(step.handler.steps) } }),
        always: inside(step.always),
      };
    case 'loop':
    case 'while':
      return { ...step, steps: inside(step.steps) };
    default:
      return step;
  }
}

function outsideTry(step: Extract<Step, { kind: 'attempt' }>): string {
  return sourceOf([...(step.handler?.steps ?? []), ...step.always]);
}

/** All source text of steps, to look for names in. */
function sourceOf(steps: readonly Step[]): string {
  const text = JSON.stringify(steps, (key, value: unknown) => {
    if (key === 'api' || key === 'library' || key === 'signature' || key === 'name') return undefined;
    return isFields(value) && value.kind === 'text' ? undefined : value;
  });
  return text.replace(/\\[nrt]/g, ' ');
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w$.])${name.replace(/\$/g, '\\$')}(?![\\w$])`).test(text);
}
