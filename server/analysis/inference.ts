import type { ApiLibrary } from '../../index/library.js';
import { type Property, type TypeShape, UNKNOWN } from '../../index/type-shape.js';
import type { Binding } from '../syntax/bindings.js';
import { docBefore } from '../syntax/comments.js';
import { keyName, stringValue } from '../syntax/literal-text.js';
import { type Scopes, scopesOf } from '../syntax/scopes.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { bindingNames, bindingType } from './binding-types.js';
import { callType, type ResolvedCall, resolveCall } from './call-types.js';
import { classAround, instanceMember } from './class-types.js';
import { contextType } from './context-types.js';
import { functionMember } from './function-members.js';
import { functionType, parameterType } from './function-types.js';
import { parseJsDoc } from './js-doc.js';
import { binaryType, literalType, unaryType } from './literals.js';
import { memberName } from './member-access.js';
import { narrowed } from './narrowing.js';
import {
  isNullish,
  literalOf,
  NEVER,
  NUMBER,
  nonNullish,
  objectOf,
  optionalOf,
  readonlyOf,
  UNDEFINED,
  unionOf,
} from './shape-makers.js';
import { annotationOf } from './stated-types.js';
import { TypeExpressions } from './type-names.js';
import { awaited, declaredValue, expand, expandUnion, propertiesOf, propertyOf } from './type-properties.js';
import { combined, plain, type Typed, UNKNOWN_TYPED } from './typed.js';

/** Stands for whatever the file declares, among the names that something was looked for by. */
export const ANY_NAME = '*';

const GLOBAL_OBJECTS = ['globalThis', 'window', 'self', 'global'];

/**
 * Types of the expressions of one version of a document, as far as they follow from the libraries, from literals and
 * from JSDoc. What is not certain is unknown. Each expression is looked at once, when somebody asks.
 */
export class Inference {
  readonly scopes: Scopes;
  readonly #known = new Map<SyntaxNode, Typed>();
  readonly #globals = new Map<string, Typed>();
  /** What was read of the libraries, by the name: most files read the same few again and again. */
  readonly #members = new Map<Typed, Map<string, Typed>>();
  readonly #bindings = new Map<Binding, Typed>();
  readonly #contexts = new Map<SyntaxNode, Typed | undefined>();
  readonly #calls = new Map<SyntaxNode, ResolvedCall>();
  readonly #expressions: TypeExpressions;
  #wanted = new Set<string>();

  constructor(
    readonly document: SyntaxDocument,
    readonly libraries: readonly ApiLibrary[],
  ) {
    this.scopes = scopesOf(document);
    this.#expressions = new TypeExpressions(document, this.scopes, libraries);
  }

  typeOf(node: SyntaxNode): Typed {
    return remember(this.#known, node, UNKNOWN_TYPED, () => this.#infer(node));
  }

  typeOfBinding(binding: Binding): Typed {
    return remember(this.#bindings, binding, UNKNOWN_TYPED, () =>
      bindingType(binding, this, this.#expressions, this.scopes.isMutated(binding)),
    );
  }

  contextOf(node: SyntaxNode): Typed | undefined {
    return remember(this.#contexts, node, undefined, () => contextType(node, this, this.#expressions));
  }

  /** The type of a function's parameter, by its position. */
  parameterOf(fn: SyntaxNode, index: number): Typed {
    return parameterType(fn, index, this, this.#expressions);
  }

  /**
   * The variable that a name that does not stand there would mean at a node. Who keeps what follows from it has to look
   * again when that changes.
   */
  wantedVariable(name: string, from: SyntaxNode): Binding | undefined {
    this.#wanted.add(name);
    return this.scopes.resolve(name, from);
  }

  /** All variables that a node can see, the innermost first. */
  wantedVariables(from: SyntaxNode): readonly Binding[] {
    this.#wanted.add(ANY_NAME);
    return this.scopes.visible(from);
  }

  /** The names that variables are looked for by from now on, as they are added; `ANY_NAME` stands for all. */
  collectWanted(): ReadonlySet<string> {
    this.#wanted = new Set();
    return this.#wanted;
  }

  /** A type as JSDoc writes it. */
  parseType(text: string): Typed {
    return this.#expressions.parse(text);
  }

  /** What a call calls. */
  resolve(call: SyntaxNode): ResolvedCall {
    const unresolved = {
      callee: UNKNOWN_TYPED,
      args: [],
      typeArguments: undefined,
      candidates: undefined,
      signature: undefined,
    };
    return remember(this.#calls, call, unresolved, () => resolveCall(call, this));
  }

  /** The value of a property of a type; unknown if it has none or nobody knows. Null and undefined don't count. */
  member(of: Typed, name: string): Typed {
    // What has a path is the library or a part of it, one object for all its uses.
    if (of.path === undefined) return this.#member(of, name);
    let members = this.#members.get(of);
    if (!members) {
      members = new Map();
      this.#members.set(of, members);
    }
    return remember(members, name, UNKNOWN_TYPED, () => this.#member(of, name));
  }

  #member(of: Typed, name: string): Typed {
    const own = functionMember(of, name);
    if (own) return own;
    const read = propertyOf(nonNullish(of.shape), name, of.library);
    if (typeof read !== 'object') return UNKNOWN_TYPED;
    return {
      shape: read.value.shape,
      library: of.library,
      ...(read.value.api ? { api: read.value.api } : {}),
      ...(of.path === undefined ? {} : { path: `${of.path}.${name}` }),
    };
  }

  /** What a module gives for an imported name; `*` is the module itself. Undefined if no library has the module. */
  moduleExport(module: string, name: string): Typed | 'missing' | undefined {
    for (const library of this.libraries) {
      const root = library.roots.modules[module];
      if (!root) continue;
      const whole: Typed = { ...declaredValue(root.shape, library), library, path: module };
      if (name === '*' || name === 'module.exports') return whole;
      const read = propertyOf(root.shape, name, library);
      if (typeof read === 'object') {
        const { shape, api } = read.value;
        return { shape, library, path: name, ...(api ? { api } : {}) };
      }
      // `import x from` a module without a default gives the whole, as bundlers and Node do for CommonJS.
      if (name === 'default') return whole;
      const isComplete = !root.exportEquals || propertiesOf(root.shape, library) !== undefined;
      return read === 'missing' && isComplete ? 'missing' : UNKNOWN_TYPED;
    }
    return undefined;
  }

  /** Whether a module exports a type of this name that is no value; undefined where that is not known. */
  exportsType(module: string, name: string): boolean | undefined {
    const root = this.libraries.map((it) => it.roots.modules[module]).find((it) => it !== undefined);
    return root?.types?.includes(name);
  }

  #infer(node: SyntaxNode): Typed {
    if (node.type === 'ERROR' || (node.broken && node.children.length === 0)) return UNKNOWN_TYPED;
    const literal = literalType(node);
    if (literal) return plain(literal);
    switch (node.type) {
      case 'identifier':
      case 'shorthand_property_identifier':
        return this.#narrowed(node, this.#variable(node));
      case 'member_expression':
      case 'subscript_expression':
        return this.#narrowed(node, this.#access(node));
      case 'call_expression':
      case 'new_expression':
        return this.#call(node);
      case 'await_expression': {
        const [operand] = node.children;
        if (!operand) return UNKNOWN_TYPED;
        const { shape, library } = this.typeOf(operand);
        return { shape: awaited(shape, library), library };
      }
      case 'parenthesized_expression': {
        const [inner] = node.children;
        return this.#cast(node) ?? (inner ? this.typeOf(inner) : UNKNOWN_TYPED);
      }
      case 'non_null_expression': {
        const [inner] = node.children;
        const typed = inner ? this.typeOf(inner) : UNKNOWN_TYPED;
        return { ...typed, shape: nonNullish(typed.shape) };
      }
      case 'as_expression':
      case 'type_assertion': {
        const [inner] = node.children;
        const type = annotationOf(node);
        if (type === undefined) return inner ? this.typeOf(inner) : UNKNOWN_TYPED;
        return type === 'const' && inner ? constant(node, this.typeOf(inner)) : this.#expressions.parse(type);
      }
      case 'satisfies_expression':
        return node.children[0] ? this.typeOf(node.children[0]) : UNKNOWN_TYPED;
      case 'object':
        return this.#object(node);
      case 'array':
        return this.#array(node);
      case 'ternary_expression':
        return this.#union([node.get('consequence'), node.get('alternative')]);
      case 'binary_expression':
        return this.#binary(node);
      case 'unary_expression': {
        const operand = node.get('argument');
        const type = unaryType(
          node.get('operator')?.type ?? '',
          operand ? this.typeOf(operand).shape : UNDEFINED,
        );
        return type ? plain(type) : UNKNOWN_TYPED;
      }
      case 'update_expression':
        return plain(NUMBER);
      case 'assignment_expression': {
        const right = node.get('right');
        return right ? this.typeOf(right) : UNKNOWN_TYPED;
      }
      case 'sequence_expression': {
        const last = node.children.at(-1);
        return last ? this.typeOf(last) : UNKNOWN_TYPED;
      }
      case 'arrow_function':
      case 'function_expression':
      case 'function_declaration':
      case 'generator_function':
      case 'generator_function_declaration':
      case 'method_definition':
        return functionType(node, this, this.#expressions);
      default:
        return UNKNOWN_TYPED;
    }
  }

  #variable(node: SyntaxNode): Typed {
    const name = node.text;
    const binding = this.scopes.resolve(name, node);
    if (!binding) return this.#global(name);
    // In a loop it has a value from the round before, or none yet.
    const { source, assignments } = binding;
    const isEarly =
      source.kind === 'none' &&
      assignments.length > 0 &&
      assignments.every(({ target }) => node.start < target.start);
    return isEarly ? UNKNOWN_TYPED : this.typeOfBinding(binding);
  }

  #global(name: string): Typed {
    return remember(this.#globals, name, UNKNOWN_TYPED, () => this.#declaredGlobal(name));
  }

  #declaredGlobal(name: string): Typed {
    if (this.scopes.assignedGlobals.has(name)) return UNKNOWN_TYPED;
    for (const library of this.libraries) {
      const shape = Object.hasOwn(library.roots.globals, name) ? library.roots.globals[name] : undefined;
      if (shape) return { ...declaredValue(shape, library), library, path: name };
    }
    return UNKNOWN_TYPED;
  }

  #access(node: SyntaxNode): Typed {
    const object = node.get('object');
    const own = object?.type === 'this' && node.get('property');
    if (own) {
      const cls = classAround(node);
      return (cls && instanceMember(cls, own.text, this)) ?? UNKNOWN_TYPED;
    }
    const name = memberName(node);
    if (!object || name === undefined) return this.#indexed(node);
    if (
      object.type === 'identifier' &&
      GLOBAL_OBJECTS.includes(object.text) &&
      !this.scopes.resolve(object.text, object)
    ) {
      return this.#global(name);
    }
    const of = this.typeOf(object);
    const value = this.member(of, name);
    const isOptional = node.get('optional_chain') !== undefined || isInOptionalChain(object);
    return isOptional && expandUnion(of.shape, of.library).some(isNullish)
      ? { ...value, shape: optionalOf(value.shape) }
      : value;
  }

  /** `list[i]` with an index that is no literal. */
  #indexed(node: SyntaxNode): Typed {
    const object = node.get('object');
    const index = node.get('index');
    if (!object || !index) return UNKNOWN_TYPED;
    const { shape, library } = this.typeOf(object);
    const key = this.typeOf(index).shape;
    const isNumber = key.kind === 'literal' ? typeof key.value === 'number' : key === NUMBER;
    return shape.kind === 'array' && isNumber ? { shape: shape.element, library } : UNKNOWN_TYPED;
  }

  #call(node: SyntaxNode): Typed {
    const [specifier] = node.get('arguments')?.children ?? [];
    const callee = node.get('function');
    if (
      callee?.type === 'import' ||
      (callee?.text === 'require' && !this.scopes.resolve('require', callee))
    ) {
      const module = stringValue(specifier);
      const found = module === undefined ? undefined : this.moduleExport(module, '*');
      if (!found || found === 'missing') return UNKNOWN_TYPED;
      return callee.type === 'import' ? { ...found, shape: { kind: 'promise', value: found.shape } } : found;
    }
    return callType(node, this);
  }

  /** What is left of a type after the conditions that lead to this use. */
  #narrowed(node: SyntaxNode, typed: Typed): Typed {
    const members = expandUnion(typed.shape, typed.library);
    if (members.length < 2 && !isNarrowable(typed.shape)) return typed;
    return narrowed(node, typed, this.#rootNames(node), this);
  }

  /** The variable an access starts from, and those that were made from the same value. */
  #rootNames(node: SyntaxNode): readonly string[] {
    let root = node;
    for (let object = root.get('object') ?? root.get('function'); object; ) {
      root = object;
      object = root.get('object') ?? root.get('function');
    }
    const binding = root.type === 'identifier' ? this.scopes.resolve(root.text, root) : undefined;
    return binding ? bindingNames(binding) : [root.text];
  }

  #object(node: SyntaxNode): Typed {
    const names: Property[] = [];
    const parts: Typed[] = [];
    const add = (name: string, typed: Typed) => {
      const at = names.findIndex((it) => it.name === name);
      if (at >= 0) names.splice(at, 1);
      names.push({ name, type: typed.shape });
      parts.push(typed);
    };
    for (const part of node.children) {
      const key = part.get('key') ?? part.get('name') ?? part;
      const name = this.keyOf(key);
      if (part.type === 'spread_element') {
        const [operand] = part.children;
        const spread = operand ? this.typeOf(operand) : UNKNOWN_TYPED;
        const properties = propertiesOf(spread.shape, spread.library);
        if (!properties || properties.some((it) => it.optional)) return UNKNOWN_TYPED;
        for (const it of properties) add(it.name, { shape: it.type, library: spread.library });
      } else if (name === undefined) return UNKNOWN_TYPED;
      else if (part.type === 'pair') {
        const value = part.get('value');
        add(name, value ? this.typeOf(value) : UNKNOWN_TYPED);
      } else if (part.type === 'shorthand_property_identifier') add(name, this.typeOf(part));
      else if (part.type === 'method_definition') add(name, this.methodValue(part));
      else return UNKNOWN_TYPED;
    }
    return combined(parts, () => objectOf(names));
  }

  /** What reading a method of an object literal gives: the function, or what a getter returns. */
  methodValue(method: SyntaxNode): Typed {
    if (/^set\s/.test(method.text)) return UNKNOWN_TYPED;
    const typed = this.typeOf(method);
    if (!/^get\s/.test(method.text)) return typed;
    const { shape } = typed;
    return shape.kind === 'function' && shape.signatures[0]
      ? { shape: shape.signatures[0].returns, library: typed.library }
      : UNKNOWN_TYPED;
  }

  /** The name that a property key states, also a computed one whose value is known. */
  keyOf(key: SyntaxNode): string | undefined {
    const name = keyName(key);
    const [inner] = key.type === 'computed_property_name' ? key.children : [];
    if (name !== undefined || !inner) return name;
    const { shape } = this.typeOf(inner);
    return shape.kind === 'literal' && typeof shape.value !== 'boolean' ? String(shape.value) : undefined;
  }

  /** An array literal is a tuple until it is stored. */
  #array(node: SyntaxNode): Typed {
    if (node.children.some((it) => it.type === 'spread_element')) {
      const parts = node.children.map((it): Typed => {
        if (it.type !== 'spread_element') return this.typeOf(it);
        const [operand] = it.children;
        const { shape, library } = operand ? this.typeOf(operand) : UNKNOWN_TYPED;
        return shape.kind === 'array' ? { shape: shape.element, library } : UNKNOWN_TYPED;
      });
      return combined(parts, (shapes) => ({ kind: 'array', element: unionOf(shapes) }));
    }
    const parts = node.children.map((it) => this.typeOf(it));
    return combined(parts, (shapes) => ({ kind: 'tuple', elements: shapes.map((type) => ({ type })) }));
  }

  #union(nodes: readonly (SyntaxNode | undefined)[]): Typed {
    return combined(
      nodes.map((it) => (it ? this.typeOf(it) : UNKNOWN_TYPED)),
      unionOf,
    );
  }

  #binary(node: SyntaxNode): Typed {
    const operator = node.get('operator')?.type ?? '';
    const left = node.get('left');
    const right = node.get('right');
    if (!left || !right) return UNKNOWN_TYPED;
    const a = this.typeOf(left);
    const b = this.typeOf(right);
    if (operator === '??' || operator === '||') {
      const members = expandUnion(a.shape, a.library);
      const isNeverRight = (it: TypeShape) => {
        const falsy = falsyPart(expand(it, a.library));
        return operator === '||' ? falsy === NEVER : falsy !== UNKNOWN && !isNullish(it);
      };
      if (members.every(isNeverRight)) return a;
      const kept = members.filter((it) => !isNullish(it) && !(operator === '||' && isFalsyLiteral(it)));
      return combined([{ ...a, shape: unionOf(kept) }, b], unionOf);
    }
    if (operator === '&&') {
      const falsy = expandUnion(a.shape, a.library).map(falsyPart);
      return combined([{ ...a, shape: unionOf(falsy) }, b], unionOf);
    }
    const type = binaryType(operator, a.shape, b.shape);
    return type ? plain(type) : UNKNOWN_TYPED;
  }

  /** Whether an expression is `… as const`, or the same in JSDoc: its literals stay what they are. */
  isConstAssertion(node: SyntaxNode): boolean {
    if (node.type === 'parenthesized_expression') {
      const [inner] = node.children;
      return this.#castType(node) === 'const' || (inner !== undefined && this.isConstAssertion(inner));
    }
    return /^(?:as_expression|type_assertion)$/.test(node.type) && annotationOf(node) === 'const';
  }

  /** The type of a JSDoc cast: a `@type` comment directly before a parenthesis. */
  #castType(node: SyntaxNode): string | undefined {
    if (this.document.language !== 'javascript') return undefined;
    const doc = docBefore(this.document, node.start);
    return doc && parseJsDoc(doc.text).tags.find((tag) => tag.name === 'type')?.type;
  }

  #cast(node: SyntaxNode): Typed | undefined {
    const type = this.#castType(node);
    const [inner] = node.children;
    if (type === 'const' && inner) return constant(node, this.typeOf(inner));
    return type === undefined ? undefined : this.#expressions.parse(type);
  }
}

/** What `as const` makes of a literal. As in TypeScript, a list that is passed at once may be one that can be changed. */
function constant(assertion: SyntaxNode, typed: Typed): Typed {
  const shape = readonlyOf(typed.shape);
  if (assertion.parent?.type !== 'arguments' || shape.kind !== 'tuple') return { ...typed, shape };
  return { ...typed, shape: { kind: 'tuple', elements: shape.elements } };
}

/** What is no union, and yet a condition may tell more about it. */
function isNarrowable(shape: TypeShape): boolean {
  if (shape.kind === 'primitive') return ['string', 'number', 'boolean'].includes(shape.name);
  return shape.kind === 'unknown';
}

function isInOptionalChain(node: SyntaxNode): boolean {
  for (let at: SyntaxNode | undefined = node; at; at = at.get('object') ?? at.get('function')) {
    if (at.get('optional_chain')) return true;
  }
  return false;
}

function isFalsyLiteral(shape: TypeShape): boolean {
  return shape.kind === 'literal' && !shape.value;
}

/** What is left of a type, which is no union, where it counts as false. */
function falsyPart(shape: TypeShape): TypeShape {
  switch (shape.kind) {
    case 'object':
    case 'array':
    case 'tuple':
    case 'function':
    case 'promise':
    case 'builtin':
    case 'ref':
      return NEVER;
    case 'literal':
      return shape.value ? NEVER : shape;
    case 'primitive':
      if (shape.name === 'boolean') return literalOf(false);
      if (shape.name === 'string') return literalOf('');
      if (shape.name === 'number') return literalOf(0);
      return isNullish(shape) ? shape : UNKNOWN;
    default:
      return UNKNOWN;
  }
}

/** The value for a key, made once; who asks again while it is being made gets `meanwhile`. */
function remember<K, V>(known: Map<K, V>, key: K, meanwhile: V, make: () => V): V {
  if (known.has(key)) return known.get(key) as V;
  known.set(key, meanwhile);
  const value = make();
  known.set(key, value);
  return value;
}
