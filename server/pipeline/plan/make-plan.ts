import type { ApiLibrary } from '../../../index/library.js';
import type { Signature, TypeShape } from '../../../index/type-shape.js';
import type { Clause } from '../requirement/decompose.js';
import { meaningOf } from '../requirement/meaning.js';
import { readValues } from '../requirement/values.js';
import { type ApiProfile, isEvent } from '../retrieval/api-profile.js';
import {
  awaited,
  elementOf,
  functionOf,
  isNothing,
  isPromise,
  members,
  propertiesOf,
} from '../retrieval/shapes.js';
import { bindArguments } from './bind-arguments.js';
import type { Material, Surroundings } from './bind-values.js';
import { argumentsWith } from './compose-arguments.js';
import { readCondition } from './conditions.js';
import { failureCodes, isDocumentedFailure } from './failure-codes.js';
import { handleEvent, handleStart } from './handle-members.js';
import { nounOf, singular } from './names.js';
import { pagingOf, wantsAllPages } from './paging.js';
import {
  type Action,
  actionsOf,
  type Condition,
  type Expression,
  expressionsOf,
  type Plan,
  type Step,
} from './plan.js';
import { withPresentResults } from './present-results.js';
import { literalReturn, readReturn } from './return-value.js';
import type { KnownResult, ScopeVariable } from './site.js';
import { withVisibleResults } from './visible-results.js';

/** A subtask as the plan takes it up: its segment, the clauses that only qualify it, and its API, if it has one. */
export interface PlannedSubtask {
  readonly index: number;
  readonly sentence: number;
  readonly role: Clause['role'];
  readonly clauses: readonly Clause[];
  readonly text: string;
  readonly profile?: ApiProfile;
  readonly library?: ApiLibrary;
}

type Mutable = Step[];

interface Guarded {
  readonly steps: Mutable;
  readonly otherwise: Mutable;
  /** Results that both branches can see. */
  readonly before: readonly KnownResult[];
  /** Results that only the guarded steps can see. */
  readonly results: readonly KnownResult[];
}

/** What makes a handler, or a branch, without any steps right. */
const QUIETLY =
  /\b(?:nothing|ignore[sd]?|quiet|quietly|silent|silently|no matter|fine|swallow|give up|stop|ends?|go on|carry on|continue|don't care|doesn't matter|as (?:it|they) (?:is|are|was|were)|leaves? (?:it|everything))\b|不做|忽略|不管|算了|静默|结束|继续|没关系/i;

const ERROR_TYPE: TypeShape = {
  kind: 'object',
  properties: [
    { name: 'code', type: { kind: 'primitive', name: 'string' } },
    { name: 'message', type: { kind: 'primitive', name: 'string' } },
  ],
};

/**
 * Makes a Plan from subtasks in order: actions with their arguments bound, guards on results for conditions, error
 * handlers for failure branches, a `finally` for what happens in any case, handlers of subscriptions, loops over lists, and the
 * returned value. `wantsResult` asks for the best result to be returned although no clause says so.
 */
export function makePlan(
  subtasks: readonly PlannedSubtask[],
  variables: readonly ScopeVariable[],
  wantsResult: boolean,
): Plan {
  return new Planner(subtasks, variables).plan(wantsResult);
}

class Planner {
  private readonly root: Mutable = [];
  /** Where the main course goes on: the root, or the body of the `try` that holds it. */
  private main: Mutable = this.root;
  private target: Mutable = this.root;
  private results: KnownResult[] = [];
  private lastGuard: Guarded | undefined;
  private failureHandler: Mutable | undefined;
  private finallySteps: Mutable | undefined;
  private finalReturn: Expression | undefined;
  private mainReturn: { value: Expression } | undefined;
  /** A result that no action before it can give; decided at the end. */
  private openReturn: string | undefined;
  private nextId = 1;
  private readonly usedVariables = new Set<string>();
  private readonly wantsAllPages: boolean;

  constructor(
    private readonly subtasks: readonly PlannedSubtask[],
    private readonly variables: readonly ScopeVariable[],
  ) {
    this.wantsAllPages = wantsAllPages(subtasks.map((it) => it.text).join('. '));
  }

  plan(wantsResult: boolean): Plan {
    const last = this.subtasks.at(-1)?.sentence ?? -1;
    for (let sentence = 0; sentence <= last; sentence++) {
      const members = this.subtasks.filter((it) => it.sentence === sentence);
      if (members.length > 0) this.sentence(members);
    }
    if (!this.mainReturn) this.startHandles();
    if (!this.mainReturn && (wantsResult || this.openReturn !== undefined)) {
      const value = readReturn(this.openReturn ?? '', this.results);
      if (value) this.mainReturn = { value };
    }
    if (this.mainReturn) this.main.push({ kind: 'return', value: this.mainReturn.value });
    else if (this.finalReturn) this.main.push({ kind: 'return', value: this.finalReturn });
    return { steps: withPresentResults(withVisibleResults(this.root)) };
  }

  private sentence(subtasks: readonly PlannedSubtask[]): void {
    this.target = this.main;
    const visible = [...this.results];
    let scoped = false;
    let at = 0;
    while (at < subtasks.length) {
      const subtask = subtasks[at];
      if (!subtask) break;
      const rest = subtasks.slice(at + 1);
      const governs = rest.some((it) => it.profile || it.role === 'return');
      switch (subtask.role) {
        case 'condition':
          if (!subtask.profile && isDocumentedFailure(subtask.text, this.main)) {
            this.failure(subtask, rest);
            scoped = true;
          } else if (this.condition(subtask, governs)) scoped = true;
          break;
        case 'failure':
          this.failure(subtask, rest);
          scoped = true;
          break;
        case 'otherwise':
          scoped = this.otherwise(subtask) || scoped;
          break;
        case 'always':
          if (subtask.profile || governs) {
            this.target = this.inAnyCase();
            // What was attempted may not have come to a result.
            this.results = [];
            scoped = true;
            if (subtask.profile) this.act(subtask);
          } else if (this.target === this.main && this.main.at(-1)?.kind === 'action') this.moveToFinally();
          break;
        case 'event':
          at += this.event(subtask, rest);
          break;
        case 'each':
          if (this.loop(subtask)) scoped = true;
          break;
        case 'return':
          this.giveBack(subtask);
          break;
        default:
          if (subtask.profile && isEvent(subtask.profile)) at += this.event(subtask, rest);
          else if (subtask.profile) this.act(subtask);
          else if (this.target === this.main || !QUIETLY.test(subtask.text))
            this.target.push({ kind: 'note', text: `no API fits: ${subtask.text}` });
      }
      at++;
    }
    // What only a branch knows is out of sight after it.
    if (scoped) {
      if (this.lastGuard) this.lastGuard = { ...this.lastGuard, results: this.results };
      this.results = visible;
    }
  }

  private material(subtask: PlannedSubtask, extra = ''): Material {
    const text = extra === '' ? subtask.text : `${subtask.text}. ${extra}`;
    return { text, values: readValues(text, new Set(this.variables.map((it) => it.name))), used: new Set() };
  }

  private surroundings(): Surroundings {
    const variables =
      this.target === this.failureHandler
        ? [...this.variables, { name: 'err', type: ERROR_TYPE, parameter: false }]
        : this.variables;
    const used = new Set<number>();
    for (const it of expressionsOf(this.root)) if (it.kind === 'result') used.add(it.action);
    const unusedResults = this.results.filter((it) => !used.has(it.action));
    return { variables, results: this.results, unusedResults, usedVariables: this.usedVariables };
  }

  private act(subtask: PlannedSubtask, handler?: Expression): void {
    const { profile, library } = subtask;
    const signature = profile && bestSignature(profile);
    if (!profile || !library || !signature) return;
    const receiver = profile.api.member && this.receiverOf(profile.api.member.of);
    if (profile.api.member && !receiver) {
      this.target.push({ kind: 'note', text: `no ${profile.api.member.of} at hand for: ${subtask.text}` });
      return;
    }
    const binding = bindArguments(
      profile,
      signature,
      library,
      this.material(subtask),
      this.surroundings(),
      handler,
    );
    const id = this.nextId++;
    const returns = signature.returns;
    const action: Action = {
      kind: 'action',
      id,
      api: profile.api,
      library,
      signature,
      arguments: binding.arguments,
      ...(receiver ? { receiver } : {}),
      delivery: binding.callbacks ? 'callbacks' : isPromise(returns, library) ? 'promise' : 'value',
      ...(binding.callbacks ? { callbacks: binding.callbacks } : {}),
      subtask: subtask.index,
    };
    const about = `${profile.shortName}. ${profile.api.functionality}. ${signature.returnsDoc ?? ''}`;
    const paging = this.wantsAllPages ? pagingOf(signature, library) : undefined;
    if (paging) {
      const whole = this.nextId++;
      const token = this.nextId++;
      const { name: items, type } = paging.items;
      const passed = argumentsWith(action.arguments, signature, paging.token, {
        kind: 'result',
        action: token,
        path: [],
      });
      this.target.push({
        kind: 'pages',
        id: whole,
        list: items,
        action: { ...action, arguments: passed },
        token,
        items,
        next: paging.next,
      });
      this.results.push({ action: whole, type, library, about: `${items}. ${about}`, path: [] });
      return;
    }
    this.target.push(action);
    const type = binding.callbacks
      ? deliveredType(signature, binding.callbacks, library)
      : awaited(returns, library);
    if (type && !isNothing(type)) this.results.push({ action: id, type, library, about, path: [] });
  }

  /** The latest result of a type, for calling a method on it. */
  private receiverOf(type: string): Expression | undefined {
    const known = this.results.findLast((it) => it.type.kind === 'ref' && it.type.name === type);
    return known && { kind: 'result', action: known.action, path: known.path };
  }

  /** Opens a guard for what follows, or puts the action before it under one. */
  private condition(subtask: PlannedSubtask, governs: boolean): boolean {
    const before = this.results.length;
    let condition = readCondition(subtask.text, this.results);
    if (!condition && subtask.profile) {
      this.act(subtask);
      condition = readCondition(subtask.text, this.results.slice(before));
    }
    if (!condition) {
      // A condition before the first action says when the code runs at all, which is the caller's business.
      if (this.main.length > 0 && governs) this.target.push({ kind: 'note', text: `check: ${subtask.text}` });
      return false;
    }
    if (governs) {
      this.openGuard(condition);
      return true;
    }
    const own = this.target.at(-1);
    const usesItself =
      own?.kind === 'action' && condition.value.kind === 'result' && condition.value.action === own.id;
    if (own?.kind === 'action' && !usesItself) {
      this.target.pop();
      this.openGuard(condition);
      this.target.push(own);
    } else {
      this.openGuard(condition);
    }
    return true;
  }

  private openGuard(condition: Condition): void {
    const guard = { steps: [] as Mutable, otherwise: [] as Mutable };
    this.target.push({ kind: 'guard', condition, steps: guard.steps, otherwise: guard.otherwise });
    this.lastGuard = { ...guard, before: this.results, results: this.results };
    this.target = guard.steps;
  }

  private otherwise(subtask: PlannedSubtask): boolean {
    const literal =
      literalReturn(subtask.text) ??
      literalReturn(subtask.text.replace(/^(?:otherwise|else|or else|否则)\W*/i, ''));
    if (this.lastGuard) {
      this.target = this.lastGuard.otherwise;
      this.results = [...this.lastGuard.before];
      if (subtask.profile) this.act(subtask);
      else if (literal) this.finalReturn = literal;
      return true;
    }
    if (subtask.profile) this.act(subtask);
    return false;
  }

  /** Steps so far come under a `try`; what follows in the sentence is the handler. */
  private failure(subtask: PlannedSubtask, rest: readonly PlannedSubtask[]): void {
    const literal = literalReturn(subtask.text);
    if (this.main.length === 0) return;
    const acts = literal !== undefined || rest.some((it) => it.profile || it.role === 'return');
    if (
      !acts &&
      failureCodes(subtask.text, this.main).length === 0 &&
      !QUIETLY.test([subtask, ...rest].map((it) => it.text).join(' '))
    ) {
      // An empty handler would hide every failure; nobody asked for that.
      this.target.push({ kind: 'note', text: `handle: ${subtask.text}` });
      return;
    }
    const body = [...this.main];
    const handler: Mutable = [];
    const codes = failureCodes(subtask.text, body);
    this.main.length = 0;
    this.main.push({ kind: 'attempt', steps: body, handler: { codes, steps: handler }, always: [] });
    this.main = body;
    this.failureHandler = handler;
    this.results = [...this.results];
    if (rest.length === 0 && literal) handler.push({ kind: 'return', value: literal });
    this.target = handler;
    // Nothing of what was attempted can be relied on in the handler.
    this.results.length = 0;
  }

  private inAnyCase(): Mutable {
    if (!this.finallySteps) {
      const body = [...this.root];
      const always: Mutable = [];
      this.root.length = 0;
      this.root.push({ kind: 'attempt', steps: body, always });
      if (this.main === this.root) this.main = body;
      this.finallySteps = always;
    }
    return this.finallySteps;
  }

  private moveToFinally(): void {
    const last = this.main.at(-1);
    if (last?.kind === 'action' && [...expressionsOf([last])].some((it) => it.kind === 'result')) return;
    const step = this.main.pop();
    const always = this.inAnyCase();
    if (step) always.push(step);
  }

  /** A subscription: the other actions of the sentence go into its handler. Returns how many subtasks it took with it. */
  private event(subtask: PlannedSubtask, rest: readonly PlannedSubtask[]): number {
    const { profile, library } = subtask;
    const signature = profile && bestSignature(profile);
    const handler =
      profile &&
      library &&
      signature &&
      bindArguments(profile, signature, library, this.material(subtask), this.surroundings()).handler;
    const taken = rest.findIndex((it) => it.role === 'return');
    const inside = rest.slice(0, taken < 0 ? rest.length : taken);
    // "Buzz each time …": the action came first and belongs into the handler.
    const before = this.target.at(-1);
    const own = subtask.profile && !isEvent(subtask.profile);
    const moved = !own && inside.every((it) => !it.profile) && before?.kind === 'action' ? before : undefined;
    if (profile && library && handler) {
      if (moved) this.target.pop();
      this.act(subtask, this.callback(handler.signature, library, inside, moved));
      return inside.length;
    }
    const member = handleEvent(subtask.text, this.results);
    if (!member) {
      this.act(subtask);
      return 0;
    }
    if (moved) this.target.pop();
    const callback = this.callback(
      member.handler,
      member.library,
      subtask.profile ? [subtask, ...inside] : inside,
      moved,
    );
    this.target.push({ ...member.action(this.nextId++, subtask.index), arguments: [callback] });
    return inside.length;
  }

  private callback(
    signature: Signature,
    library: ApiLibrary,
    inside: readonly PlannedSubtask[],
    moved: Step | undefined,
  ): Expression {
    const id = this.nextId++;
    const steps: Mutable = moved ? [moved] : [];
    const [first] = signature.parameters;
    const outer = { target: this.target, results: this.results, main: this.main };
    this.results = first
      ? [...this.results, { action: id, type: first.type, library, about: first.doc ?? first.name, path: [] }]
      : [...this.results];
    this.main = steps;
    this.target = steps;
    for (const it of inside) {
      if (it.role === 'condition') this.condition(it, true);
      else this.act(it);
    }
    Object.assign(this, outer);
    return { kind: 'callback', id, parameters: first ? [first.name] : [], steps };
  }

  private loop(subtask: PlannedSubtask): boolean {
    for (const result of [...this.results].reverse()) {
      const inner = elementOf(result.type, result.library)
        ? [{ path: [] as string[], type: result.type, name: nounOf(result.about.split('.')[0] ?? '') }]
        : [];
      const lists = [
        ...inner,
        ...propertiesOf(result.type, result.library)
          .filter((it) => elementOf(it.type, result.library))
          .map((it) => ({ path: [it.name], type: it.type, name: it.name })),
      ];
      const [list] = lists;
      const element = list && elementOf(list.type, result.library);
      if (!list || !element) continue;
      const steps: Mutable = [];
      const id = this.nextId++;
      this.target.push({
        kind: 'loop',
        id,
        over: { kind: 'result', action: result.action, path: [...result.path, ...list.path] },
        item: singular(list.name),
        steps,
      });
      this.results = [
        ...this.results,
        { action: id, type: element, library: result.library, about: list.name, path: [] },
      ];
      this.target = steps;
      if (subtask.profile) this.act(subtask);
      return true;
    }
    this.act(subtask);
    return false;
  }

  /** Handles of the main course that nobody has started: an upload that is only prepared sends nothing. */
  private startHandles(): void {
    const steps = [...actionsOf(this.root)];
    for (const handle of [...this.results]) {
      const made = this.main.find((it) => it.kind === 'action' && it.id === handle.action);
      const start = made?.kind === 'action' ? handleStart(handle) : undefined;
      if (!start || made?.kind !== 'action') continue;
      if (
        steps.some(
          ({ receiver, api }) =>
            receiver?.kind === 'result' && receiver.action === handle.action && api === start.action.api,
        )
      )
        continue;
      const id = this.nextId++;
      this.main.push({ ...start.action, id, subtask: made.subtask });
      if (!isNothing(start.result.type)) this.results.push({ ...start.result, action: id });
    }
  }

  private giveBack(subtask: PlannedSubtask): void {
    if (subtask.profile) this.act(subtask);
    if (this.target === this.main) this.startHandles();
    const inBranch = this.target !== this.main;
    const literal = literalReturn(subtask.text);
    let value = literal ?? readReturn(subtask.text, this.results);
    let target = this.target;
    if (!inBranch && this.lastGuard && (!value || meaningOf(subtask.text).terms.length === 0)) {
      value = readReturn(subtask.text, this.lastGuard.results);
      target = this.lastGuard.steps;
    }
    const fallback =
      /\b(?:and|or|else|otherwise|,)\s*(null|true|false|-?\d+)\s+(?:in (?:all|every|any) other|otherwise|else)/i.exec(
        subtask.text,
      )?.[1];
    if (fallback) this.finalReturn = { kind: 'code', code: fallback };
    if (!value) {
      if (!inBranch) this.openReturn = subtask.text;
      return;
    }
    const inOtherCases =
      /\b(?:in (?:all|every|any) other cases?|otherwise|in all other cases)\b|其他情况|其它情况/i.test(
        subtask.text,
      );
    if (literal && inOtherCases) this.finalReturn = literal;
    else if (target === this.main) this.mainReturn = { value };
    else target.push({ kind: 'return', value });
  }
}

/** The overload that the documentation shows first and that asks for the least. */
function bestSignature(profile: ApiProfile): Signature | undefined {
  return profile.api.signatures.find((it) => !it.construct) ?? profile.api.signatures[0];
}

function deliveredType(
  signature: Signature,
  style: { success: readonly string[]; nodeStyle?: true },
  library: ApiLibrary,
): TypeShape | undefined {
  const [head, ...path] = style.success;
  let type: TypeShape | undefined = signature.parameters.find((it) => it.name === head)?.type;
  for (const name of path) type = type && propertiesOf(type, library).find((it) => it.name === name)?.type;
  const parameters = type && functionOf(type, library)?.parameters;
  const delivered = parameters?.[style.nodeStyle ? 1 : 0]?.type;
  return delivered && members(delivered, library).length > 0 ? delivered : undefined;
}
