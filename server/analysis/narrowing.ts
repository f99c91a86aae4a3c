import type { ApiLibrary } from '../../index/library.js';
import { type TypeShape, UNKNOWN } from '../../index/type-shape.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { assignable } from './assignable.js';
import { constantValue } from './constants.js';
import type { Inference } from './inference.js';
import { literalType } from './literals.js';
import { memberName } from './member-access.js';
import { BOOLEAN, isNullish, literalOf, NUMBER, STRING, unionOf } from './shape-makers.js';
import { expand, expandUnion, propertyOf } from './type-properties.js';
import type { Typed } from './typed.js';

/**
 * The type of a variable or of a property path at one of its uses, after the conditions that lead there: `if` around
 * it or, with an exit, before it, `&&`, `||`, `?:`, loops. A condition that speaks of the variable in a way that is
 * not understood makes a union unknown, since it may have excluded any of its members.
 *
 * @param names - The variable, and those that were taken from the same value.
 */
export function narrowed(use: SyntaxNode, typed: Typed, names: readonly string[], types: Inference): Typed {
  const narrowing = new Narrowing(use, typed, names, types);
  for (const it of conditionsFor(use)) {
    if ('branch' in it) narrowing.applyBranch(it.value, it.branch);
    else narrowing.apply(it.condition, it.holds);
  }
  return narrowing.result();
}

interface Condition {
  readonly condition: SyntaxNode;
  /** Whether it is true or false when the use is reached. */
  readonly holds: boolean;
}

/** A use in one branch of a `switch` on a value. */
interface Branch {
  readonly value: SyntaxNode;
  /** The `case` or `default`. */
  readonly branch: SyntaxNode;
}

/** The conditions that are decided when a node is reached, the outermost first. */
function conditionsFor(use: SyntaxNode): (Condition | Branch)[] {
  const found: (Condition | Branch)[] = [];
  for (let at = use; at.parent; at = at.parent) {
    const { parent } = at;
    switch (parent.type) {
      case 'if_statement':
      case 'ternary_expression':
      case 'while_statement': {
        const condition = parent.get('condition');
        if (condition && condition !== at)
          found.push({ condition, holds: at.field !== 'alternative' && at.type !== 'else_clause' });
        break;
      }
      case 'for_statement': {
        const condition = parent.get('condition');
        if (condition && (at.field === 'body' || at.field === 'increment'))
          found.push({ condition, holds: true });
        break;
      }
      case 'binary_expression': {
        const left = parent.get('left');
        const operator = parent.get('operator')?.type;
        if (left && left !== at && (operator === '&&' || operator === '||'))
          found.push({ condition: left, holds: operator === '&&' });
        break;
      }
      case 'program':
      case 'statement_block':
      case 'switch_case':
      case 'switch_default':
        found.push(...conditionsBefore(parent, at));
        if (parent.type.startsWith('switch_') && at !== parent.get('value')) {
          const value = parent.parent?.parent?.get('value');
          if (value) found.push({ value, branch: parent });
        }
        break;
    }
  }
  return found.reverse();
}

/** `if (…) return;` and the like before a statement, else up to the end; and tests whose outcome cannot be told. */
function conditionsBefore(block: SyntaxNode, statement?: SyntaxNode): Condition[] {
  const found: Condition[] = [];
  for (const earlier of block.children) {
    if (earlier === statement) break;
    // What a block declares may hide what is spoken of outside.
    if (
      earlier.type === 'statement_block' &&
      !earlier.children.some((it) => it.type.endsWith('_declaration'))
    )
      found.push(...conditionsBefore(earlier).reverse());
    const condition = earlier.type === 'if_statement' ? earlier.get('condition') : undefined;
    if (condition) {
      const [yes, no] = [earlier.get('consequence'), earlier.get('alternative')];
      if (yes && leaves(yes) && !(no && leaves(no))) found.push({ condition, holds: false });
      else if (no && leaves(no)) found.push({ condition, holds: true });
    }
    const [expression] = earlier.type === 'expression_statement' ? earlier.children : [];
    // `user || fail()`: whether the call returns is not known.
    if (expression?.type === 'binary_expression') {
      const left = expression.get('left');
      const operator = expression.get('operator')?.type;
      if (left && (operator === '||' || operator === '&&'))
        found.push({ condition: expression, holds: operator === '||' });
    }
  }
  return found.reverse();
}

/** Whether a statement never lets the next one be reached. */
function leaves(statement: SyntaxNode): boolean {
  switch (statement.type) {
    case 'return_statement':
    case 'throw_statement':
    case 'continue_statement':
    case 'break_statement':
      return true;
    case 'statement_block':
    case 'else_clause': {
      const last = statement.children.at(-1);
      return last !== undefined && leaves(last);
    }
    case 'if_statement': {
      const [yes, no] = [statement.get('consequence'), statement.get('alternative')];
      return yes !== undefined && no !== undefined && leaves(yes) && leaves(no);
    }
    default:
      return false;
  }
}

/** What a value may be that was one of `before` and now is one of `possible`. */
function anyOf(before: readonly TypeShape[], possible: readonly TypeShape[]): readonly TypeShape[] {
  const kept = before.filter((it) => possible.includes(it));
  if (kept.length === before.length) return before;
  if (kept.length > 0) return kept;
  // A primitive becomes what it is compared with, which is none of the members before; true or false is any boolean.
  const isBoth = [true, false].every((value) =>
    possible.some((it) => it.kind === 'literal' && it.value === value),
  );
  return isBoth ? before : possible;
}

/** How many conditions with a name are looked at: one may be made of others, and of itself while it is written. */
const MAX_NAMES = 20;

class Narrowing {
  #members: readonly TypeShape[];
  readonly #before: readonly TypeShape[];
  /** Some condition was not understood. */
  #isUncertain = false;
  readonly #text: string;
  readonly #library: ApiLibrary;
  readonly #mention: RegExp;
  #names = 0;

  constructor(
    use: SyntaxNode,
    private readonly typed: Typed,
    names: readonly string[],
    private readonly types: Inference,
  ) {
    this.#library = typed.library;
    this.#members = expandUnion(typed.shape, typed.library);
    this.#before = this.#members;
    this.#text = reference(use) ?? '';
    const escaped = names.map((name) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
    this.#mention = new RegExp(
      `(?<![\\p{ID_Continue}$.])(?:${escaped.join('|')})(?![\\p{ID_Continue}$])`,
      'u',
    );
  }

  result(): Typed {
    if (this.#isUncertain) {
      const present = this.#members.filter((it) => !isNullish(it));
      const [only] = present;
      if (this.#before.length === 1) return this.typed;
      return present.length === 1 && only
        ? { ...this.typed, shape: only }
        : { ...this.typed, shape: UNKNOWN };
    }
    if (this.#members === this.#before) return this.typed;
    return { ...this.typed, shape: unionOf(this.#members) };
  }

  /** Takes into account that a condition is true or false. */
  apply(condition: SyntaxNode, holds: boolean): void {
    if (this.#isAbout(condition)) this.#applyParts(condition, holds);
    else this.#applyNamed(condition, holds);
  }

  /** Whether a condition speaks of the variable, maybe by another name of a property. */
  #isAbout(condition: SyntaxNode): boolean {
    if (this.#mention.test(condition.text)) return true;
    const sides = [condition, condition.get('left'), condition.get('right')];
    return sides.some((it) => it && this.#nameOf(it)?.startsWith(`${this.#text}.`));
  }

  /** The path of an expression; of a constant that was taken from the variable its path there. */
  #nameOf(node: SyntaxNode): string | undefined {
    const name = reference(node);
    return name === this.#text ? name : (pathOfConstant(node, this.types) ?? name);
  }

  #applyParts(condition: SyntaxNode, holds: boolean): void {
    switch (condition.type) {
      case 'parenthesized_expression':
        if (condition.children[0]) this.apply(condition.children[0], holds);
        return;
      case 'unary_expression': {
        const operand = condition.get('argument');
        if (condition.get('operator')?.type === '!' && operand) this.apply(operand, !holds);
        else this.#isUncertain = true;
        return;
      }
      case 'binary_expression':
        this.#applyBinary(condition, holds);
        return;
      case 'call_expression':
        this.#applyCall(condition, holds);
        return;
      default:
        this.#applyTruth(condition, holds);
    }
  }

  /** A condition that speaks of nothing but others that have names: `const isThere = user !== undefined; if (isThere) …`. */
  #applyNamed(condition: SyntaxNode, holds: boolean): void {
    const operator = condition.get('operator')?.type ?? '';
    const isLogical = ['!', '&&', '||'].includes(operator);
    if (condition.type === 'parenthesized_expression' || isLogical) {
      this.#applyParts(condition, holds);
      return;
    }
    const named = constantValue(condition, this.types);
    if (!named || this.#names >= MAX_NAMES) return;
    this.#names += 1;
    this.apply(named, holds);
  }

  /** Takes into account which branch of a `switch` is taken: one of its cases is equal, or none of all. */
  applyBranch(value: SyntaxNode, branch: SyntaxNode): void {
    const [inner = value] = value.type === 'parenthesized_expression' ? value.children : [];
    if (!this.#isAbout(inner)) return;
    const branches = branch.parent?.children ?? [];
    const isDefault = branch.type === 'switch_default';
    const compared = isDefault ? branches.filter((it) => it !== branch) : fallingInto(branch, branches);
    const isClear = isDefault ? fallingInto(branch, branches).length === 1 : !compared.some(isDefaultBranch);
    if (!isClear) {
      this.#isUncertain = true;
      return;
    }
    const before = this.#members;
    const possible: TypeShape[] = [];
    for (const it of compared) {
      const other = it.get('value');
      if (!isDefault) this.#members = before;
      if (!other || !this.#compare(inner, other, !isDefault, true)) {
        this.#members = before;
        this.#isUncertain = true;
        return;
      }
      possible.push(...this.#members);
    }
    if (!isDefault) this.#members = possible.length > 0 ? anyOf(before, possible) : before;
  }

  #applyBinary(node: SyntaxNode, holds: boolean): void {
    const operator = node.get('operator')?.type ?? '';
    const left = node.get('left');
    const right = node.get('right');
    if (!left || !right) return;
    if (operator === '&&' || operator === '||') {
      if ((operator === '&&') === holds) {
        this.apply(left, holds);
        this.apply(right, holds);
      } else this.#applyEither(left, right, holds);
      return;
    }
    const isEqual = operator === '===' || operator === '==';
    if (isEqual || operator === '!==' || operator === '!=') {
      const isStrict = operator.length === 3;
      if (this.#compare(left, right, isEqual === holds, isStrict)) return;
      if (this.#compare(right, left, isEqual === holds, isStrict)) return;
    }
    if (operator === 'in' && reference(right) === this.#text && left.type === 'string') {
      const { shape } = this.types.typeOf(left);
      const name = shape.kind === 'literal' ? String(shape.value) : '';
      this.#keep((it) => this.#hasProperty(it, name) !== (holds ? 'no' : 'yes'));
      return;
    }
    if (operator === 'instanceof') {
      this.#isUncertain = true;
      return;
    }
    // An order says that nothing is missing only to who knows the operators; `a < b.c` reads b.c anyway.
    if (['<', '>', '<=', '>='].includes(operator)) this.#onlyOthers(node);
    else this.#isUncertain = true;
  }

  /** One of two conditions holds, but which is not known: what either leaves is possible. */
  #applyEither(left: SyntaxNode, right: SyntaxNode, holds: boolean): void {
    const before = this.#members;
    this.apply(left, holds);
    const first = this.#members;
    this.#members = before;
    this.apply(left, !holds);
    this.apply(right, holds);
    const second = this.#members;
    this.#members = anyOf(before, [...first, ...second]);
  }

  /** Returns whether the comparison was understood. */
  #compare(side: SyntaxNode, other: SyntaxNode, isEqual: boolean, isStrict: boolean): boolean {
    if (side.type === 'unary_expression' && side.get('operator')?.type === 'typeof') {
      const operand = side.get('argument');
      if (!operand || reference(operand) !== this.#text || other.type !== 'string') return false;
      const { shape } = this.types.typeOf(other);
      this.#applyTypeof(shape.kind === 'literal' ? String(shape.value) : '', isEqual);
      return true;
    }
    const name = this.#nameOf(side);
    const value = literalType(other);
    if (name === undefined || !value) return false;
    if (name === this.#text) {
      if (isNullish(value)) {
        const isSame = (it: TypeShape) =>
          isNullish(it) &&
          (!isStrict ||
            (it.kind === 'primitive' && value.kind === 'primitive' && sameNothing(it.name, value.name)));
        this.#keep((it) => isSame(it) === isEqual || it.kind === 'unknown');
      } else if (isEqual) {
        this.#keep((it) => assignable(value, it, this.#library) !== 'no');
        if (this.#members.length === 1 && this.#members[0]?.kind === 'primitive') this.#members = [value];
      } else
        this.#keep((it) => !(it.kind === 'literal' && value.kind === 'literal' && it.value === value.value));
      return true;
    }
    // `shape.kind === 'circle'` tells which member of a union it is.
    const property = this.#propertyIn(name);
    if (property !== undefined) {
      this.#keep((it) => {
        const read = isNullish(it) ? 'missing' : propertyOf(it, property, this.#library);
        if (typeof read !== 'object') return read === 'unknown' || !isEqual;
        const { shape } = read.value;
        const fits = assignable(value, shape, this.#library);
        return isEqual ? fits !== 'no' : !(shape.kind === 'literal' && fits === 'yes');
      });
      return true;
    }
    return !this.#mention.test(other.text);
  }

  /** The property of the variable itself that a path leads to. */
  #propertyIn(path: string | undefined): string | undefined {
    if (!path?.startsWith(`${this.#text}.`)) return undefined;
    const property = path.slice(this.#text.length + 1);
    return property.includes('.') ? undefined : property;
  }

  #applyTypeof(kind: string, isEqual: boolean): void {
    const [only] = this.#members;
    if (isEqual && this.#members.length === 1 && only?.kind === 'unknown') {
      const primitive = ({ string: STRING, number: NUMBER, boolean: BOOLEAN } as const)[kind];
      if (primitive) this.#members = [primitive];
      return;
    }
    this.#keep((it) => {
      const is = typeofName(expand(it, this.#library));
      return is === undefined || (is === kind) === isEqual;
    });
  }

  #applyCall(node: SyntaxNode, holds: boolean): void {
    const callee = node.get('function');
    const [argument] = node.get('arguments')?.children ?? [];
    if (callee?.text === 'Array.isArray' && argument && reference(argument) === this.#text) {
      this.#keep((it) => {
        const { kind } = expand(it, this.#library);
        return kind === 'unknown' || kind === 'any' || (kind === 'array' || kind === 'tuple') === holds;
      });
      return;
    }
    // `user.name.startsWith('x')` is no test of user, but `isUser(user)` may be one.
    if (argument && node.get('arguments')?.children.some((it) => this.#mention.test(it.text)))
      this.#isUncertain = true;
    else this.#applyTruth(node, holds);
  }

  #applyTruth(condition: SyntaxNode, holds: boolean): void {
    const name = this.#nameOf(condition);
    if (name === this.#text) {
      const [only] = this.#members;
      if (this.#members.length === 1 && only?.kind === 'primitive' && only.name === 'boolean') {
        this.#members = [literalOf(holds)];
        return;
      }
      this.#keep((it) => (holds ? !isAlwaysFalse(it) : !isAlwaysTrue(expand(it, this.#library))));
      return;
    }
    const property = this.#propertyIn(name);
    if (property !== undefined) {
      // `if (answer.ok)` tells which member of a union it is; `if (user?.name)` excludes that user is missing.
      this.#keep((it) => {
        if (isNullish(it)) return !holds;
        const read = propertyOf(it, property, this.#library);
        if (typeof read !== 'object') return read === 'unknown' || !holds;
        const values = expandUnion(read.value.shape, this.#library);
        if (holds) return !values.every(isAlwaysFalse);
        return read.optional || !values.every((value) => isAlwaysTrue(expand(value, this.#library)));
      });
      return;
    }
    const optional = `${this.#text}.`;
    if (condition.text.replace(/\?\./g, '.').replace(/\s/g, '').startsWith(optional)) {
      if (holds) this.#keep((it) => !isNullish(it));
      else this.#isUncertain ||= condition.text.includes('?.');
      return;
    }
    this.#onlyOthers(condition);
  }

  /** A condition on something else that is reached from the same variable: it may tell, or not. */
  #onlyOthers(condition: SyntaxNode): void {
    const paths = condition.text
      .replace(/\?\./g, '.')
      .match(/[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*/gu);
    // What a condition says of `a` is known where `a.b` is read from it.
    const isOther = (path: string): boolean =>
      !this.#mention.test(path) || isApart(path, this.#text) || this.#text.startsWith(`${path}.`);
    if (!paths?.every(isOther)) this.#isUncertain = true;
  }

  #hasProperty(shape: TypeShape, name: string): 'yes' | 'no' | 'unknown' {
    const read = propertyOf(shape, name, this.#library);
    if (typeof read === 'object') return read.optional ? 'unknown' : 'yes';
    return read === 'missing' ? 'no' : 'unknown';
  }

  #keep(isPossible: (member: TypeShape) => boolean): void {
    const left = this.#members.filter(isPossible);
    if (left.length === this.#members.length) return;
    // Nothing left means that the code is never reached, or that the declaration is wrong: then nothing is certain.
    this.#members = left.length > 0 ? left : [UNKNOWN];
  }
}

/** A variable or property path as text: `user.boss`. Undefined for anything else. */
export function reference(node: SyntaxNode): string | undefined {
  if (node.type === 'identifier' || node.type === 'shorthand_property_identifier') return node.text;
  if (node.type === 'this') return 'this';
  const object = node.get('object');
  const name = memberName(node);
  const before = object && name !== undefined ? reference(object) : undefined;
  return before === undefined ? undefined : `${before}.${name}`;
}

/** What another path a constant stands for: `kind` is `shape.kind` after `const { kind } = shape`. */
function pathOfConstant(node: SyntaxNode, types: Inference): string | undefined {
  if (node.type !== 'identifier') return undefined;
  const binding = types.scopes.resolve(node.text, node);
  if (binding?.kind !== 'const' || binding.source.kind !== 'value' || binding.steps.length > 1)
    return undefined;
  const path = reference(binding.source.node);
  const [step] = binding.steps;
  if (path === undefined || !step) return path;
  return step.kind === 'property' ? `${path}.${step.name}` : undefined;
}

/** Whether two paths of one variable have nothing to do with each other, as `a.b` and `a.c`. */
function isApart(path: string, other: string): boolean {
  const [a, b] = [`${path}.`, `${other}.`];
  return !a.startsWith(b) && !b.startsWith(a);
}

function sameNothing(a: string, b: string): boolean {
  return a === b || (a === 'void' && b === 'undefined') || (a === 'undefined' && b === 'void');
}

function isAlwaysFalse(shape: TypeShape): boolean {
  return isNullish(shape) || (shape.kind === 'literal' && !shape.value);
}

function isAlwaysTrue(shape: TypeShape): boolean {
  if (shape.kind === 'literal') return Boolean(shape.value);
  return ['object', 'array', 'tuple', 'function', 'promise', 'builtin'].includes(shape.kind);
}

/** What `typeof` gives for values of a type; undefined if that is not certain. */
function typeofName(shape: TypeShape): string | undefined {
  switch (shape.kind) {
    case 'literal':
      return typeof shape.value;
    case 'primitive':
      if (shape.name === 'null' || shape.name === 'object') return 'object';
      return shape.name === 'void' ? 'undefined' : shape.name;
    case 'function':
      return 'function';
    case 'object':
    case 'array':
    case 'tuple':
    case 'promise':
    case 'builtin':
      return 'object';
    default:
      return undefined;
  }
}

/** A branch of a `switch` and those before it that go on into it. */
function fallingInto(branch: SyntaxNode, branches: readonly SyntaxNode[]): readonly SyntaxNode[] {
  const found = [branch];
  for (let at = branches.indexOf(branch) - 1; at >= 0; at -= 1) {
    const before = branches[at];
    const last = before?.children.at(-1);
    if (!before || (last && last !== before.get('value') && leaves(last))) break;
    found.unshift(before);
  }
  return found;
}

function isDefaultBranch(branch: SyntaxNode): boolean {
  return branch.type === 'switch_default';
}
