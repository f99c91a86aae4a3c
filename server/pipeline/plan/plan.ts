import type { ApiDoc } from '../../../index/api-doc.js';
import type { ApiLibrary } from '../../../index/library.js';
import type { Signature } from '../../../index/type-shape.js';

/** A value in the plan. Texts stay values until the renderer quotes them in the style of the file. */
export type Expression =
  /** Source text that stands for itself: a number, a product of numbers, `Date.now()`, `null`. */
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'variable'; readonly name: string; readonly path?: readonly string[] }
  /** The result of an earlier action, or something inside it. */
  | {
      readonly kind: 'result';
      readonly action: number;
      readonly path: readonly string[];
      /** The result may not be there: `result?.part`. */
      readonly optional?: true;
    }
  | {
      readonly kind: 'object';
      readonly properties: readonly { readonly name: string; readonly value: Expression }[];
    }
  | { readonly kind: 'list'; readonly elements: readonly Expression[] }
  | { readonly kind: 'template'; readonly parts: readonly (string | Expression)[] }
  /** `base + offset`, for moments that a duration reaches from. */
  | {
      readonly kind: 'sum';
      readonly left: Expression;
      readonly operator: '+' | '-';
      readonly right: Expression;
    }
  /** One value of each element of a list. */
  | {
      readonly kind: 'each';
      readonly list: Expression;
      readonly item: string;
      readonly path: readonly string[];
    }
  | { readonly kind: 'test'; readonly condition: Condition }
  /** A function that is handed to an API; `id` lets its steps refer to what it receives. */
  | {
      readonly kind: 'callback';
      readonly id: number;
      readonly parameters: readonly string[];
      readonly steps: readonly Step[];
      /** The parameters stand as they are, since source text in the steps speaks of them. */
      readonly fixed?: true;
    }
  /** Required and nowhere to be found: becomes a constant that the developer fills in. */
  | { readonly kind: 'missing'; readonly name: string; readonly placeholder: string; readonly what: string };

/** What a guard asks of a value. */
export interface Condition {
  readonly value: Expression;
  readonly test:
    | 'true'
    | 'false'
    | 'null'
    | 'present'
    | 'empty'
    | 'filled'
    | 'equals'
    | 'differs'
    | 'above'
    | 'below';
  /** For `equals`, `differs`, `above` and `below`; for `null` and `present` what stands for nothing there. */
  readonly operand?: Expression;
}

/** An API call. */
export interface Action {
  readonly kind: 'action';
  /** What references point to. */
  readonly id: number;
  readonly api: ApiDoc;
  readonly library: ApiLibrary;
  readonly signature: Signature;
  readonly arguments: readonly Expression[];
  /** What the result is called, where source text in the plan speaks of it; else the renderer finds a name. */
  readonly name?: string;
  /** A variable of that name is there already, and takes the result. */
  readonly assigns?: true;
  /** The handle a member is called on. */
  readonly receiver?: Expression;
  /** `callbacks`: the API reports to callbacks, so the call is wrapped into a promise. */
  readonly delivery: 'promise' | 'value' | 'callbacks';
  /** How the callbacks are handed over, where `delivery` is `callbacks`. */
  readonly callbacks?: CallbackStyle;
  /** Index of the subtask it serves; decides the step comment. */
  readonly subtask: number;
}

/** Where a callback-style API takes its callbacks: inside the options, or as parameters. */
export interface CallbackStyle {
  /** Path of the success callback from the parameters. */
  readonly success: readonly string[];
  readonly failure?: readonly string[];
  /** `(error, result) => …`: one callback takes both. */
  readonly nodeStyle?: true;
}

export type Step =
  | Action
  | {
      readonly kind: 'guard';
      readonly condition: Condition;
      readonly steps: readonly Step[];
      readonly otherwise: readonly Step[];
    }
  | {
      readonly kind: 'attempt';
      readonly steps: readonly Step[];
      /** Absent: failures go on to the caller, only `always` is of interest. */
      readonly handler?: {
        /** Documented error codes that are meant; empty: every failure. */
        readonly codes: readonly string[];
        readonly steps: readonly Step[];
      };
      readonly always: readonly Step[];
    }
  | {
      readonly kind: 'loop';
      readonly id: number;
      readonly over: Expression;
      readonly item: string;
      readonly steps: readonly Step[];
      /** The item's name stands as it is. */
      readonly fixed?: true;
    }
  /** Calls for one page of a list after the other; what is found is together in one list. */
  | {
      readonly kind: 'pages';
      /** What references to the whole list point to. */
      readonly id: number;
      readonly list: string;
      /** Asks for one page; its token is a reference to `token`. */
      readonly action: Action;
      /** What references to the token point to. */
      readonly token: number;
      readonly items: string;
      readonly next: string;
    }
  | { readonly kind: 'while'; readonly condition: Expression; readonly steps: readonly Step[] }
  /** A statement without calls of a library: an assignment, `break`, a pause. */
  | { readonly kind: 'statement'; readonly code: string }
  /** A function that the steps behind it call. */
  | {
      readonly kind: 'function';
      readonly name: string;
      readonly parameters: readonly string[];
      readonly steps: readonly Step[];
    }
  | { readonly kind: 'return'; readonly value?: Expression }
  /** A remark for the developer: something of the requirement that no code stands for. */
  | { readonly kind: 'note'; readonly text: string };

/** The explicit form between a requirement and its code (DESIGN §2). */
export interface Plan {
  readonly steps: readonly Step[];
}

/** All actions of a plan in the order of the code, those of branches and callbacks included. */
export function* actionsOf(steps: readonly Step[]): Generator<Action> {
  for (const step of steps) {
    if (step.kind === 'action') {
      for (const argument of step.arguments) yield* actionsInside(argument);
      yield step;
    } else if (step.kind === 'pages') {
      yield* actionsOf([step.action]);
    } else if (step.kind === 'guard') {
      yield* actionsOf(step.steps);
      yield* actionsOf(step.otherwise);
    } else if (step.kind === 'attempt') {
      yield* actionsOf(step.steps);
      if (step.handler) yield* actionsOf(step.handler.steps);
      yield* actionsOf(step.always);
    } else if (step.kind === 'loop' || step.kind === 'while' || step.kind === 'function') {
      yield* actionsOf(step.steps);
    }
  }
}

function* actionsInside(expression: Expression): Generator<Action> {
  if (expression.kind === 'callback') yield* actionsOf(expression.steps);
  if (expression.kind === 'object') for (const it of expression.properties) yield* actionsInside(it.value);
  if (expression.kind === 'list') for (const it of expression.elements) yield* actionsInside(it);
}

/** All expressions of a plan, parts before wholes. */
export function* expressionsOf(steps: readonly Step[]): Generator<Expression> {
  for (const step of steps) {
    if (step.kind === 'action') {
      if (step.receiver) yield* inside(step.receiver);
      for (const argument of step.arguments) yield* inside(argument);
    } else if (step.kind === 'pages') {
      yield* expressionsOf([step.action]);
    } else if (step.kind === 'guard') {
      yield* insideCondition(step.condition);
      yield* expressionsOf(step.steps);
      yield* expressionsOf(step.otherwise);
    } else if (step.kind === 'attempt') {
      yield* expressionsOf(step.steps);
      if (step.handler) yield* expressionsOf(step.handler.steps);
      yield* expressionsOf(step.always);
    } else if (step.kind === 'loop') {
      yield* inside(step.over);
      yield* expressionsOf(step.steps);
    } else if (step.kind === 'while') {
      yield* inside(step.condition);
      yield* expressionsOf(step.steps);
    } else if (step.kind === 'function') {
      yield* expressionsOf(step.steps);
    } else if (step.kind === 'return' && step.value) {
      yield* inside(step.value);
    }
  }
}

function* inside(expression: Expression): Generator<Expression> {
  switch (expression.kind) {
    case 'object':
      for (const it of expression.properties) yield* inside(it.value);
      break;
    case 'list':
      for (const it of expression.elements) yield* inside(it);
      break;
    case 'template':
      for (const it of expression.parts) if (typeof it !== 'string') yield* inside(it);
      break;
    case 'sum':
      yield* inside(expression.left);
      yield* inside(expression.right);
      break;
    case 'each':
      yield* inside(expression.list);
      break;
    case 'test':
      yield* insideCondition(expression.condition);
      break;
    case 'callback':
      yield* expressionsOf(expression.steps);
      break;
    default:
      break;
  }
  yield expression;
}

function* insideCondition(condition: Condition): Generator<Expression> {
  yield* inside(condition.value);
  if (condition.operand) yield* inside(condition.operand);
}
