import { argumentsWith } from '../plan/compose-arguments.js';
import { propertyKey } from '../plan/fitting-type.js';
import { freeName, isIdentifier } from '../plan/names.js';
import type { Action, Condition, Expression, Plan, Step } from '../plan/plan.js';
import { calleeOf, type Need } from './callee.js';
import type { Imported } from './imports.js';
import { type ResultName, resultNames } from './result-names.js';
import { quoted, type Style } from './style.js';

/** What the renderer needs beside the plan. */
export interface RenderOptions {
  readonly style: Style;
  /** Text of each subtask, for step comments; absent: no comments. */
  readonly comments?: readonly string[];
  /** Names that are visible where the code goes. */
  readonly taken: ReadonlySet<string>;
  readonly imports: readonly Imported[];
}

export interface Rendered {
  /** The statements, not indented, lines joined by `\n`. */
  readonly code: string;
  /** An `await` stands outside of any function in it. */
  readonly awaits: boolean;
  readonly needs: readonly Need[];
}

/** Prints a plan as statements in the style of the file. */
export function render(plan: Plan, options: RenderOptions): Rendered {
  const renderer = new Renderer(plan, options);
  const code = renderer.block(plan.steps, 0).join('\n');
  return { code, awaits: renderer.awaits, needs: renderer.needs };
}

class Renderer {
  awaits = false;
  readonly needs: Need[] = [];
  private readonly names: Map<number, ResultName>;
  private readonly taken: Set<string>;
  private readonly commented = new Set<number>();
  private readonly missing = new Map<Expression, string>();
  /** Constants to stand before the statement that is being printed. */
  private pending: string[] = [];

  constructor(
    plan: Plan,
    private readonly options: RenderOptions,
  ) {
    this.taken = new Set(options.taken);
    this.names = resultNames(plan.steps, this.taken);
  }

  block(steps: readonly Step[], level: number): string[] {
    return steps.flatMap((step) => this.step(step, level));
  }

  private line(text: string, level: number): string {
    return this.options.style.indent.repeat(level) + text;
  }

  private end(): string {
    return this.options.style.semicolons ? ';' : '';
  }

  /** A block ends without a semicolon. */
  private endOf(code: string): string {
    return /[};]$/.test(code) && !/^(?:const|let|return|throw)\b|=/.test(code) ? '' : this.end();
  }

  /** Source text that somebody else wrote; it may wait. */
  private source(code: string): string {
    if (/\bawait\b/.test(code)) this.awaits = true;
    return code;
  }

  private functionBody(steps: readonly Step[], level: number): { body: string[]; waits: boolean } {
    const outside = this.awaits;
    this.awaits = false;
    const body = this.block(steps, level + 1);
    const waits = this.awaits;
    this.awaits = outside;
    return { body, waits };
  }

  private step(step: Step, level: number): string[] {
    const outer = this.pending;
    this.pending = [];
    const lines = this.statement(step, level);
    const before = this.pending.map((it) => this.line(it, level));
    this.pending = outer;
    return [...this.comment(step, level), ...before, ...lines];
  }

  private comment(step: Step, level: number): string[] {
    if (step.kind !== 'action' || this.commented.has(step.subtask)) return [];
    const text = this.options.comments?.[step.subtask];
    this.commented.add(step.subtask);
    return text ? [this.line(`// ${text}`, level)] : [];
  }

  private statement(step: Step, level: number): string[] {
    switch (step.kind) {
      case 'action':
        return this.action(step, level);
      case 'guard':
        return this.guard(step, level);
      case 'attempt':
        return this.attempt(step, level);
      case 'loop': {
        const item = this.names.get(step.id);
        const name = item?.kind === 'variable' ? item.name : step.item;
        return [
          this.line(`for (const ${name} of ${this.expression(step.over, level)}) {`, level),
          ...this.block(step.steps, level + 1),
          this.line('}', level),
        ];
      }
      case 'pages':
        return this.pages(step, level);
      case 'while':
        return [
          this.line(`while (${this.expression(step.condition, level)}) {`, level),
          ...this.block(step.steps, level + 1),
          this.line('}', level),
        ];
      case 'statement':
        return [this.line(this.source(step.code) + this.endOf(step.code), level)];
      case 'function': {
        const { body, waits } = this.functionBody(step.steps, level);
        const head = `const ${step.name} = ${waits ? 'async ' : ''}(${step.parameters.join(', ')}) => {`;
        return [this.line(head, level), ...body, this.line(`}${this.end()}`, level)];
      }
      case 'return':
        return [
          this.line(
            `return${step.value ? ` ${this.expression(step.value, level)}` : ''}${this.end()}`,
            level,
          ),
        ];
      case 'note':
        return [this.line(`// epigen: ${step.text.replace(/\s+/g, ' ')}`, level)];
    }
  }

  private pages(step: Extract<Step, { kind: 'pages' }>, level: number): string[] {
    const nameOf = (id: number): string => this.reference({ kind: 'result', action: id, path: [] });
    const [list, token, page] = [nameOf(step.id), nameOf(step.token), nameOf(step.action.id)];
    const end = this.end();
    return [
      this.line(`const ${list} = []${end}`, level),
      this.line(`let ${token}${end}`, level),
      this.line('do {', level),
      ...this.block([step.action], level + 1),
      this.line(`${list}.push(...${page}.${step.items})${end}`, level + 1),
      this.line(`${token} = ${page}.${step.next}${end}`, level + 1),
      this.line(`} while (${token})${end}`, level),
    ];
  }

  private action(action: Action, level: number): string[] {
    const name = this.names.get(action.id);
    const binding =
      name?.kind === 'variable'
        ? `${action.assigns ? '' : 'const '}${name.name} = `
        : name
          ? `const { ${[...name.names].map(([property, local]) => (property === local ? property : `${property}: ${local}`)).join(', ')} } = `
          : '';
    return [this.line(`${binding}${this.call(action, level, binding.length)}${this.end()}`, level)];
  }

  private call(action: Action, level: number, before: number): string {
    if (action.delivery === 'callbacks') return this.wrapped(action, level);
    const waits = action.delivery === 'promise';
    if (waits) this.awaits = true;
    return (waits ? 'await ' : '') + this.bareCall(action, level, before + (waits ? 6 : 0));
  }

  private bareCall(action: Action, level: number, before: number): string {
    const callee = this.callee(action);
    const create = action.signature.construct ? 'new ' : '';
    return `${create}${callee}(${this.list(action.arguments, level, before + callee.length + 1)})`;
  }

  private callee(action: Action): string {
    if (action.receiver)
      return `${this.expression(action.receiver, 0)}.${/([\w$]+)(?:\(\))?$/.exec(action.api.name)?.[1] ?? ''}`;
    const { text, needs } = calleeOf(action.api, this.options.imports, (need, wanted) => {
      const known = this.needs.find((it) => it.module === need.module && it.export === need.export);
      return known?.local ?? freeName(wanted, this.taken);
    });
    if (needs && !this.needs.some((it) => it.local === needs.local)) this.needs.push(needs);
    return text;
  }

  /** A promise around an API that reports to callbacks. */
  private wrapped(action: Action, level: number): string {
    const { callbacks } = action;
    if (!callbacks) return this.bareCall(action, level, 0);
    this.awaits = true;
    const resolve = freeName('resolve', new Set(this.taken));
    const reject = freeName('reject', new Set(this.taken));
    const settle: Expression = callbacks.nodeStyle
      ? { kind: 'code', code: `(error, result) => (error ? ${reject}(error) : ${resolve}(result))` }
      : { kind: 'code', code: resolve };
    let passed = argumentsWith(action.arguments, action.signature, callbacks.success, settle);
    if (callbacks.failure)
      passed = argumentsWith(passed, action.signature, callbacks.failure, { kind: 'code', code: reject });
    const rejects = callbacks.failure !== undefined || callbacks.nodeStyle === true;
    const body = this.bareCall({ ...action, arguments: passed }, level + 1, 0);
    return [
      `await new Promise((${rejects ? `${resolve}, ${reject}` : resolve}) => {`,
      this.line(`${body}${this.end()}`, level + 1),
      this.line('})', level),
    ].join('\n');
  }

  private guard(step: Extract<Step, { kind: 'guard' }>, level: number): string[] {
    if (step.steps.length === 0 && step.otherwise.length === 0) return [];
    const lines = [
      this.line(`if (${this.condition(step.condition)}) {`, level),
      ...this.block(step.steps, level + 1),
    ];
    if (step.otherwise.length > 0)
      lines.push(this.line('} else {', level), ...this.block(step.otherwise, level + 1));
    return [...lines, this.line('}', level)];
  }

  private attempt(step: Extract<Step, { kind: 'attempt' }>, level: number): string[] {
    const lines = [this.line('try {', level), ...this.block(step.steps, level + 1)];
    if (step.handler) {
      const { codes, steps } = step.handler;
      const body = this.block(steps, level + 1);
      const uses = codes.length > 0 || body.some((it) => /\berr\b/.test(it));
      lines.push(this.line(uses ? '} catch (err) {' : '} catch {', level));
      if (codes.length > 0) {
        const test = codes.map((code) => `err.code !== ${quoted(code, this.options.style)}`).join(' && ');
        lines.push(
          this.line(`if (${test}) {`, level + 1),
          this.line(`throw err${this.end()}`, level + 2),
          this.line('}', level + 1),
        );
      }
      lines.push(...body);
    }
    if (step.always.length > 0)
      lines.push(this.line('} finally {', level), ...this.block(step.always, level + 1));
    return [...lines, this.line('}', level)];
  }

  private condition({ value, test, operand }: Condition): string {
    const text = this.expression(value, 0);
    const other = operand ? this.expression(operand, 0) : 'null';
    switch (test) {
      case 'true':
        return text;
      case 'false':
        return `!${text}`;
      case 'null':
      case 'equals':
        return `${text} === ${other}`;
      case 'present':
      case 'differs':
        return `${text} !== ${other}`;
      case 'empty':
        return `${text}.length === 0`;
      case 'filled':
        return `${text}.length > 0`;
      case 'above':
        return `${text} > ${other}`;
      case 'below':
        return `${text} < ${other}`;
    }
  }

  private expression(expression: Expression, level: number, before = 0): string {
    switch (expression.kind) {
      case 'code':
        return this.source(expression.code);
      case 'text':
        return quoted(expression.value, this.options.style);
      case 'variable':
        return [expression.name, ...(expression.path ?? [])].join('.');
      case 'result':
        return this.reference(expression);
      case 'list':
        return `[${this.list(expression.elements, level, before + 1)}]`;
      case 'object':
        return this.object(expression, level, before);
      case 'template':
        return `\`${expression.parts.map((it) => (typeof it === 'string' ? it.replace(/[`\\]|\$\{/g, '\\$&') : `\${${this.expression(it, level)}}`)).join('')}\``;
      case 'sum':
        return `${this.expression(expression.left, level)} ${expression.operator} ${this.expression(expression.right, level)}`;
      case 'each': {
        const item = freeName(expression.item, new Set(this.taken));
        return `${this.expression(expression.list, level)}.map((${item}) => ${[item, ...expression.path].join('.')})`;
      }
      case 'test':
        return this.condition(expression.condition);
      case 'callback':
        return this.callback(expression, level);
      case 'missing': {
        const known = this.missing.get(expression);
        if (known) return known;
        const name = freeName(expression.name, this.taken);
        this.missing.set(expression, name);
        const what = expression.what.replace(/\s+/g, ' ').replace(/`/g, '');
        const value = /^"/.test(expression.placeholder)
          ? quoted(String(JSON.parse(expression.placeholder)), this.options.style)
          : expression.placeholder;
        this.pending.push(`const ${name} = ${value}${this.end()} // epigen: fill in: ${what}`);
        return name;
      }
    }
  }

  private reference({ action, path, optional }: Extract<Expression, { kind: 'result' }>): string {
    const name = this.names.get(action);
    if (name?.kind === 'parts') {
      const [head = '', ...rest] = path;
      return [name.names.get(head) ?? head, ...rest].join('.');
    }
    const variable = name?.kind === 'variable' ? name.name : 'result';
    return path.length === 0 ? variable : `${variable}${optional ? '?.' : '.'}${path.join('.')}`;
  }

  private callback(expression: Extract<Expression, { kind: 'callback' }>, level: number): string {
    const { body, waits } = this.functionBody(expression.steps, level);
    if (expression.fixed) {
      const head = `${waits ? 'async ' : ''}(${expression.parameters.join(', ')}) =>`;
      return body.length === 0 ? `${head} {}` : `${head} {\n${body.join('\n')}\n${this.line('}', level)}`;
    }
    const own = this.names.get(expression.id);
    const parameter = own?.kind === 'variable' ? own.name : (expression.parameters[0] ?? '');
    const used =
      parameter !== '' &&
      body.some((it) => new RegExp(`(?<![\\w$.])${parameter.replace(/\$/g, '\\$')}(?![\\w$])`).test(it));
    const head = `${waits ? 'async ' : ''}(${used ? parameter : ''}) =>`;
    return body.length === 0 ? `${head} {}` : `${head} {\n${body.join('\n')}\n${this.line('}', level)}`;
  }

  private object(expression: Extract<Expression, { kind: 'object' }>, level: number, before: number): string {
    if (expression.properties.length === 0) return '{}';
    // A function always stands on lines of its own.
    const broken = expression.properties.some((it) => it.value.kind === 'callback');
    const inner = expression.properties.map((it) =>
      this.property(it.name, it.value, level + (broken ? 1 : 0)),
    );
    const flat = `{ ${inner.join(', ')} }`;
    const start = level * this.options.style.indent.length + before;
    if (!broken && (flat.includes('\n') || start + flat.length <= this.options.style.width)) return flat;
    return `{\n${inner.map((it) => this.line(`${it},`, level + 1)).join('\n')}\n${this.line('}', level)}`;
  }

  private property(name: string, value: Expression, level: number): string {
    const key = propertyKey(name).startsWith('"') ? quoted(name, this.options.style) : name;
    const text = this.expression(value, level, key.length + 2);
    return text === name && isIdentifier(name) ? name : `${key}: ${text}`;
  }

  private list(elements: readonly Expression[], level: number, before: number): string {
    let column = before;
    const parts: string[] = [];
    for (const it of elements) {
      const text = this.expression(it, level, column);
      parts.push(text);
      column += text.length + 2;
    }
    return parts.join(', ');
  }
}
