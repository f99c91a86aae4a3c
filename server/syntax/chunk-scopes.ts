import type { Assignment, Binding, BindingKind, BindingSource, Scope } from './bindings.js';
import { stringValue } from './literal-text.js';
import { eachVariable, type PatternStep } from './patterns.js';
import type { Chunk, SyntaxNode } from './syntax-node.js';

const known = new WeakMap<Chunk, ChunkScopes>();

/** The scopes of a top-level statement; made once, however often the text around it changes. */
export function chunkScopes(chunk: Chunk): ChunkScopes {
  let scopes = known.get(chunk);
  if (!scopes) {
    scopes = new ChunkScopes(chunk);
    known.set(chunk, scopes);
  }
  return scopes;
}

/** Scopes and bindings of one top-level statement, and what it declares for the whole file. */
export class ChunkScopes {
  /** What the statement declares for the file. */
  readonly outer: Scope;
  /** Assignments to names that the statement does not declare itself, or declares for the file. */
  readonly assigned: readonly ({ readonly name: string } & Assignment)[];
  /** Variables of the file whose members the statement assigns: `options.size = 3`. */
  readonly mutatedOutside: ReadonlySet<string>;
  readonly #scopes = new Map<SyntaxNode, Scope>();
  readonly #mutated = new Set<Binding>();

  constructor(chunk: Chunk) {
    this.outer = { node: chunk.root, isFunction: true, bindings: new Map(), parent: undefined };
    const assigned: ({ name: string } & Assignment)[] = [];
    const mutated = new Set<string>();
    for (const { name, node } of chunk.captures) {
      if (name === 'scope' || name === 'scope.function') {
        this.#scopes.set(node, {
          node,
          isFunction: name === 'scope.function',
          bindings: new Map(),
          parent: undefined,
        });
      }
    }
    for (const scope of this.#scopes.values()) scope.parent = this.scopeOf(scope.node.parent);
    for (const { name, node } of chunk.captures) {
      if (name.startsWith('binding.') || name.startsWith('import')) this.#declare(name, node);
    }
    for (const { name, node } of chunk.captures) {
      if (!name.startsWith('assignment')) continue;
      this.#assign(name, node, assigned);
      this.#mutate(node, mutated);
    }
    this.assigned = assigned;
    this.mutatedOutside = mutated;
  }

  /** The innermost scope that a node stands in. */
  scopeOf(node: SyntaxNode | null): Scope {
    for (let at = node; at; at = at.parent) {
      const scope = this.#scopes.get(at);
      if (scope) return scope;
    }
    return this.outer;
  }

  /** What a name means at a node, as far as the statement itself declares it within. */
  resolve(name: string, from: SyntaxNode): Binding | undefined {
    for (
      let scope: Scope | undefined = this.scopeOf(from);
      scope && scope !== this.outer;
      scope = scope.parent
    ) {
      const binding = scope.bindings.get(name);
      if (binding) return binding;
    }
    return undefined;
  }

  /** What the statement declares within and a node can see, the innermost first. */
  visible(from: SyntaxNode): readonly Binding[] {
    const found = new Map<string, Binding>();
    for (let scope: Scope = this.scopeOf(from); scope !== this.outer; scope = scope.parent ?? this.outer) {
      for (const [name, binding] of scope.bindings) if (!found.has(name)) found.set(name, binding);
    }
    return [...found.values()];
  }

  /** Whether the statement assigns a member of a variable's value. */
  mutates(binding: Binding): boolean {
    return this.#mutated.has(binding);
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
        const list = parent.type === 'formal_parameters' ? parent : undefined;
        const fn = list ? list.parent : parent;
        if (!fn) return;
        const index = list ? list.children.indexOf(node) : 0;
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
        const outer = this.scopeOf(parent.parent);
        this.#add(node, kind, { kind: 'declaration', node: parent }, [], outer);
        return;
      }
      case 'binding.self':
        this.#add(node, 'self', { kind: 'declaration', node: parent }, [], this.scopeOf(parent));
        return;
      case 'binding.opaque':
        this.#add(node, 'const', { kind: 'none' }, [], this.scopeOf(parent));
        return;
      case 'import':
        this.#import(node);
        return;
      case 'import.require': {
        const module = stringValue(parent.get('source'));
        if (module !== undefined)
          this.#add(node, 'import', { kind: 'import', module, name: 'module.exports' }, [], this.outer);
        return;
      }
    }
  }

  #import(statement: SyntaxNode): void {
    const module = stringValue(statement.get('source'));
    const clause = statement.first('import_clause');
    if (module === undefined || !clause) return;
    const add = (node: SyntaxNode, name: string) =>
      this.#add(node, 'import', { kind: 'import', module, name }, [], this.outer);
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
    scope.bindings.set(name, { name, kind, node, source, steps, assignments: [] });
  }

  #assign(capture: string, target: SyntaxNode, outside: ({ name: string } & Assignment)[]): void {
    const value =
      capture === 'assignment' && target.type === 'identifier' ? target.parent?.get('right') : undefined;
    const mark = (node: SyntaxNode) => {
      const binding = this.resolve(node.text, node);
      if (binding) binding.assignments.push({ target: node, value });
      else outside.push({ name: node.text, target: node, value });
    };
    if (target.type === 'identifier') mark(target);
    else if (target.type === 'object_pattern' || target.type === 'array_pattern') {
      eachVariable(target, [], (node) => mark(node));
    }
  }

  #mutate(target: SyntaxNode, outside: Set<string>): void {
    let root: SyntaxNode | undefined = target;
    while (root && root.type !== 'identifier') root = root.get('object');
    if (!root || root === target) return;
    const binding = this.resolve(root.text, root);
    if (binding) this.#mutated.add(binding);
    else outside.add(root.text);
  }
}
