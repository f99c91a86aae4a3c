import type { SyntaxDocument } from './syntax-document.js';
import type { SyntaxNode } from './syntax-node.js';

export type BindingKind =
  | 'parameter'
  | 'const'
  | 'let'
  | 'var'
  | 'catch'
  | 'import'
  | 'function'
  | 'class'
  /** The name of a function or class expression, seen inside of it. */
  | 'self';

/** One step of a destructuring pattern, from the outside in. */
export type PatternStep =
  | { readonly kind: 'property'; readonly name: string; readonly key: SyntaxNode }
  | { readonly kind: 'index'; readonly index: number }
  /** `...rest` of an object or array; the names that were taken before. */
  | { readonly kind: 'rest'; readonly taken: readonly string[] }
  /** A default: the value may be the expression instead. */
  | { readonly kind: 'default'; readonly value: SyntaxNode }
  | { readonly kind: 'computed' };

/** Where the value of a variable comes from, before the steps of its pattern. */
export type BindingSource =
  | { readonly kind: 'value'; readonly node: SyntaxNode }
  /** `for (x of node)` gives elements, `for (x in node)` keys. */
  | { readonly kind: 'loop'; readonly node: SyntaxNode; readonly of: boolean; readonly awaits: boolean }
  | { readonly kind: 'parameter'; readonly fn: SyntaxNode; readonly index: number; readonly rest: boolean }
  | { readonly kind: 'import'; readonly module: string; readonly name: string }
  | { readonly kind: 'declaration'; readonly node: SyntaxNode }
  | { readonly kind: 'none' };

export interface Binding {
  readonly name: string;
  readonly kind: BindingKind;
  /** The identifier that declares it. */
  readonly node: SyntaxNode;
  readonly source: BindingSource;
  readonly steps: readonly PatternStep[];
  readonly scope: Scope;
  /** Where it gets another value after its declaration, as far as the file shows: the expression, or none for `++`. */
  readonly assignments: { readonly target: SyntaxNode; readonly value: SyntaxNode | undefined }[];
}

export interface Scope {
  readonly node: SyntaxNode;
  readonly isFunction: boolean;
  readonly bindings: Map<string, Binding>;
  parent: Scope | undefined;
}

/** Scopes and bindings of one version of a document. */
export class Scopes {
  readonly #scopes = new Map<SyntaxNode, Scope>();
  /** Globals that the file assigns to: what they hold afterwards is not known. */
  readonly assignedGlobals = new Set<string>();
  readonly program: Scope;

  constructor(document: SyntaxDocument) {
    this.program = this.#open(document.program, true);
    const declared: { name: string; node: SyntaxNode }[] = [];
    const assigned: { name: string; node: SyntaxNode }[] = [];
    for (const chunk of document.chunks) {
      for (const { name, node } of chunk.captures) {
        if (name === 'scope' || name === 'scope.function') this.#open(node, name === 'scope.function');
        else if (name.startsWith('binding.') || name === 'import') declared.push({ name, node });
        else if (name.startsWith('assignment')) assigned.push({ name, node });
      }
    }
    for (const scope of this.#scopes.values()) {
      if (scope.node.parent) scope.parent = this.scopeOf(scope.node.parent);
    }
    for (const { name, node } of declared) this.#declare(name, node);
    for (const { name, node } of assigned) this.#assign(name, node);
  }

  /** The innermost scope that a node stands in. */
  scopeOf(node: SyntaxNode): Scope {
    for (let at: SyntaxNode | null = node; at; at = at.parent) {
      const scope = this.#scopes.get(at);
      if (scope) return scope;
    }
    return this.program;
  }

  /** What a name means at a node; undefined if the file does not declare it there. */
  resolve(name: string, from: SyntaxNode): Binding | undefined {
    for (let scope: Scope | undefined = this.scopeOf(from); scope; scope = scope.parent) {
      const binding = scope.bindings.get(name);
      if (binding) return binding;
    }
    return undefined;
  }

  all(): Iterable<Scope> {
    return this.#scopes.values();
  }

  #open(node: SyntaxNode, isFunction: boolean): Scope {
    const scope: Scope = { node, isFunction, bindings: new Map(), parent: undefined };
    this.#scopes.set(node, scope);
    return scope;
  }

  #functionScope(scope: Scope): Scope {
    let at = scope;
    while (!at.isFunction && at.parent) at = at.parent;
    return at;
  }

  #declare(capture: string, node: SyntaxNode): void {
    const parent = node.parent;
    if (!parent) return;
    switch (capture) {
      case 'binding.variable': {
        const declaration = parent.parent;
        const keyword = declaration?.type === 'variable_declaration' ? 'var' : declaration?.get('kind')?.type;
        const kind = keyword === 'const' || keyword === 'let' ? keyword : 'var';
        const value = parent.get('value');
        const scope = this.scopeOf(parent);
        this.#bind(
          node,
          kind,
          value ? { kind: 'value', node: value } : { kind: 'none' },
          kind === 'var' ? this.#functionScope(scope) : scope,
        );
        return;
      }
      case 'binding.loop': {
        const right = parent.get('right');
        const keyword = parent.get('kind')?.type;
        const kind = keyword === 'const' || keyword === 'let' ? keyword : 'var';
        const scope = this.scopeOf(parent);
        const source: BindingSource = right
          ? {
              kind: 'loop',
              node: right,
              of: parent.get('operator')?.type === 'of',
              awaits: /^for\s+await\b/.test(parent.text),
            }
          : { kind: 'none' };
        this.#bind(node, kind, source, kind === 'var' ? this.#functionScope(scope) : scope);
        return;
      }
      case 'binding.parameter': {
        const fn = parent.type === 'formal_parameters' ? parent.parent : parent;
        if (!fn) return;
        const index = parent.type === 'formal_parameters' ? parent.children.indexOf(node) : 0;
        const rest = node.type === 'rest_pattern';
        const pattern = rest ? node.children[0] : node;
        if (pattern)
          this.#bind(pattern, 'parameter', { kind: 'parameter', fn, index, rest }, this.scopeOf(fn));
        return;
      }
      case 'binding.catch':
        this.#bind(node, 'catch', { kind: 'none' }, this.scopeOf(parent));
        return;
      case 'binding.function':
      case 'binding.class': {
        const kind = capture === 'binding.class' ? 'class' : 'function';
        const outer = parent.parent ? this.scopeOf(parent.parent) : this.program;
        this.#add(node, kind, { kind: 'declaration', node: parent }, [], outer);
        return;
      }
      case 'binding.self':
        this.#add(node, 'self', { kind: 'declaration', node: parent }, [], this.scopeOf(parent));
        return;
      case 'import':
        this.#import(node);
        return;
    }
  }

  #import(statement: SyntaxNode): void {
    const module = stringValue(statement.get('source'));
    const clause = statement.first('import_clause');
    if (module === undefined || !clause) return;
    const add = (node: SyntaxNode, name: string) =>
      this.#add(node, 'import', { kind: 'import', module, name }, [], this.program);
    for (const part of clause.children) {
      if (part.type === 'identifier') add(part, 'default');
      else if (part.type === 'namespace_import' && part.children[0]) add(part.children[0], '*');
      else if (part.type === 'named_imports') {
        for (const specifier of part.children) {
          const name = specifier.get('name');
          const local = specifier.get('alias') ?? name;
          if (name && local) add(local, stringValue(name) ?? name.text);
        }
      }
    }
  }

  /** Declares all variables of a pattern. */
  #bind(
    pattern: SyntaxNode,
    kind: BindingKind,
    source: BindingSource,
    scope: Scope,
    steps: readonly PatternStep[] = [],
  ): void {
    eachVariable(pattern, steps, (node, path) => this.#add(node, kind, source, path, scope));
  }

  #add(
    node: SyntaxNode,
    kind: BindingKind,
    source: BindingSource,
    steps: readonly PatternStep[],
    scope: Scope,
  ): void {
    const name = node.text;
    const old = scope.bindings.get(name);
    if (old) {
      // Declared twice (var, functions): what it holds is not certain.
      old.assignments.push({ target: node, value: undefined });
      return;
    }
    scope.bindings.set(name, { name, kind, node, source, steps, scope, assignments: [] });
  }

  #assign(capture: string, target: SyntaxNode): void {
    const value =
      capture === 'assignment' && target.type === 'identifier' ? target.parent?.get('right') : undefined;
    const mark = (node: SyntaxNode) => {
      const binding = this.resolve(node.text, node);
      if (binding) binding.assignments.push({ target: node, value });
      else this.assignedGlobals.add(node.text);
    };
    if (target.type === 'identifier') mark(target);
    else if (target.type === 'object_pattern' || target.type === 'array_pattern') {
      eachVariable(target, [], (node) => mark(node));
    }
  }
}

/** Calls back for each variable of a destructuring pattern with the way that leads to it. */
export function eachVariable(
  pattern: SyntaxNode,
  steps: readonly PatternStep[],
  visit: (node: SyntaxNode, steps: readonly PatternStep[]) => void,
): void {
  switch (pattern.type) {
    case 'identifier':
    case 'shorthand_property_identifier_pattern':
      visit(pattern, steps);
      return;
    case 'assignment_pattern': {
      const left = pattern.get('left');
      const right = pattern.get('right');
      if (left) eachVariable(left, right ? [...steps, { kind: 'default', value: right }] : steps, visit);
      return;
    }
    case 'object_pattern': {
      const taken: string[] = [];
      for (const part of pattern.children) {
        const step = patternStep(part);
        if (part.type === 'rest_pattern') {
          if (part.children[0]) eachVariable(part.children[0], [...steps, { kind: 'rest', taken }], visit);
        } else if (part.type === 'shorthand_property_identifier_pattern') {
          taken.push(part.text);
          visit(part, [...steps, step]);
        } else if (part.type === 'object_assignment_pattern') {
          const left = part.get('left');
          const right = part.get('right');
          if (!left) continue;
          taken.push(left.text);
          const inner: PatternStep[] = [...steps, step];
          if (right) inner.push({ kind: 'default', value: right });
          eachVariable(left, inner, visit);
        } else if (part.type === 'pair_pattern') {
          const value = part.get('value');
          if (step.kind === 'property') taken.push(step.name);
          if (value) eachVariable(value, [...steps, step], visit);
        }
      }
      return;
    }
    case 'array_pattern':
      arrayElements(pattern).forEach((part, index) => {
        if (part.type === 'rest_pattern') {
          if (part.children[0])
            eachVariable(part.children[0], [...steps, { kind: 'rest', taken: [] }], visit);
        } else
          eachVariable(part, [...steps, { kind: 'index', index: elementIndex(pattern, part, index) }], visit);
      });
      return;
    case 'rest_pattern':
      if (pattern.children[0]) eachVariable(pattern.children[0], [...steps, { kind: 'computed' }], visit);
      return;
  }
}

function patternStep(part: SyntaxNode): PatternStep {
  const key =
    part.type === 'pair_pattern'
      ? part.get('key')
      : part.type === 'object_assignment_pattern'
        ? part.get('left')
        : part;
  const name = key && keyName(key);
  return key && name !== undefined ? { kind: 'property', name, key } : { kind: 'computed' };
}

function arrayElements(pattern: SyntaxNode): readonly SyntaxNode[] {
  return pattern.children;
}

/** The position of an element, holes (`[, b]`) counted: commas are not in the tree that we keep. */
function elementIndex(pattern: SyntaxNode, part: SyntaxNode, at: number): number {
  const before = pattern.children.slice(0, at);
  let text = '';
  let from = pattern.start + 1;
  for (const element of before) {
    text += pattern.chunk.source.text.slice(from, element.start);
    from = element.end;
  }
  text += pattern.chunk.source.text.slice(from, part.start);
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n\r]*/g, '').split(',').length - 1;
}

/** The name that a property key states; undefined for computed ones that are not literals. */
export function keyName(key: SyntaxNode): string | undefined {
  switch (key.type) {
    case 'property_identifier':
    case 'shorthand_property_identifier':
    case 'shorthand_property_identifier_pattern':
    case 'identifier':
      return key.text;
    case 'string':
      return stringValue(key);
    case 'number':
      return String(Number(key.text.replaceAll('_', '')));
    case 'computed_property_name': {
      const [inner] = key.children;
      return inner?.type === 'string' ? stringValue(inner) : undefined;
    }
    default:
      return undefined;
  }
}

/** The value of a string literal, or of a template without substitutions; undefined for anything else. */
export function stringValue(node: SyntaxNode | undefined): string | undefined {
  if (node?.type !== 'string' && node?.type !== 'template_string') return undefined;
  let value = '';
  for (const part of node.children) {
    if (part.type === 'string_fragment') value += part.text;
    else if (part.type === 'escape_sequence') value += unescape(part.text);
    else return undefined;
  }
  return value;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  0: '\0',
};

function unescape(sequence: string): string {
  const body = sequence.slice(1);
  if (/^(\r\n|[\n\r\u2028\u2029])$/.test(body)) return '';
  const code = /^x([\da-f]{2})$|^u([\da-f]{4})$|^u\{([\da-f]+)\}$/i.exec(body);
  const point = code ? Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '', 16) : Number.NaN;
  if (point <= 0x10ffff) return String.fromCodePoint(point);
  return ESCAPES[body] ?? body;
}
