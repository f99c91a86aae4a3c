import type { Parameter, Property, TypeShape } from '../../index/type-shape.js';
import type { Random } from './random.js';
import type { Script } from './script.js';
import { isIdentifier, type Shapes } from './shapes.js';

/** An argument, or a part of one, that can be written in different ways. `shape` is what its place asks for. */
export type Value =
  /** An expression. `type` is its type as JSDoc writes it, where there is a short one. */
  | { readonly kind: 'text'; readonly text: string; readonly type?: string; readonly shape: TypeShape }
  | { readonly kind: 'object'; readonly properties: readonly Entry[]; readonly shape: TypeShape }
  | { readonly kind: 'array'; readonly items: readonly Value[]; readonly shape: TypeShape }
  | {
      readonly kind: 'function';
      readonly parameters: readonly string[];
      readonly isAsync: boolean;
      /** What it returns; undefined for nothing. */
      readonly result: Value | undefined;
      /** Statements before the result. */
      readonly statements?: readonly string[];
      readonly shape: TypeShape;
    }
  /** An expression that needs statements before it. */
  | {
      readonly kind: 'made';
      readonly make: (script: Script) => string;
      readonly type?: string;
      readonly shape: TypeShape;
    };

export interface Entry {
  readonly name: string;
  readonly value: Value;
  readonly optional: boolean;
}

/** The way from the list of arguments to a part of one: positions and property names. */
export type Path = readonly (number | string)[];

/** Which optional parts a value has. */
export type Extent = 'required' | 'some' | 'all';

const MAX_DEPTH = 4;
const MAX_METHODS = 4;

const WORDS = 'draft north so-81 alpha report 2024-05-01 blue #0A59F7 team inbox'.split(' ');

const BUILTINS: Readonly<Record<string, string>> = {
  Date: 'new Date(0)',
  RegExp: '/a+/',
  Uint8Array: 'new Uint8Array(4)',
  ArrayBuffer: 'new ArrayBuffer(8)',
  Map: 'new Map()',
  Set: 'new Set()',
  Error: "new Error('failed')",
  Buffer: "Buffer.from('abc')",
  URL: "new URL('https://example.com')",
  AbortSignal: 'AbortSignal.timeout(100)',
  Blob: "new Blob(['abc'])",
  URLSearchParams: "new URLSearchParams('a=1')",
};

/** Makes values that fit a shape. */
export class ValueMaker {
  readonly shapes: Shapes;
  readonly random: Random;
  /** Instances that only the library makes: type name -> the value. */
  readonly #instances: ReadonlyMap<string, (script: Script) => string>;

  constructor(
    shapes: Shapes,
    random: Random,
    instances: ReadonlyMap<string, (script: Script) => string> = new Map(),
  ) {
    this.shapes = shapes;
    this.random = random;
    this.#instances = instances;
  }

  /** The arguments of a call; undefined if one of them cannot be made. */
  args(parameters: readonly Parameter[], extent: Extent): Value[] | undefined {
    const values: Value[] = [];
    for (const { type, optional, rest } of parameters) {
      if (rest) break;
      if (optional && (extent === 'required' || (extent === 'some' && this.random.chance(0.4)))) break;
      const value = this.value(type, extent);
      if (!value) {
        if (optional) break;
        return undefined;
      }
      values.push(value);
    }
    return values;
  }

  /** A value that fits; undefined if none is known. */
  value(shape: TypeShape, extent: Extent, depth = 0): Value | undefined {
    if (depth > MAX_DEPTH) return undefined;
    if (shape.kind === 'ref') {
      const make = this.#instances.get(shape.name);
      if (make && (this.shapes.isNominal(shape) || depth > 0 || this.hasMethods(shape)))
        return { kind: 'made', make, shape };
      // Nobody writes the object of a whole class by hand.
      if (this.shapes.isNominal(shape) || this.#methodCount(shape) > MAX_METHODS) return undefined;
    }
    const found = this.shapes.resolve(shape);
    const text = (it: string, type?: string): Value => ({
      kind: 'text',
      text: it,
      shape,
      ...(type ? { type } : {}),
    });
    switch (found.kind) {
      case 'any':
        return text("'any'", 'string');
      case 'parameter':
        return text("'given'", 'string');
      case 'primitive':
        return this.#primitive(found.name, shape);
      case 'literal':
        return text(quoted(found.value), quoted(found.value));
      case 'array': {
        const items = Array.from({ length: 1 + this.random.below(2) }, () =>
          this.value(found.element, extent, depth + 1),
        );
        const made = items.filter((it) => it !== undefined);
        return made.length === items.length ? { kind: 'array', items: made, shape } : undefined;
      }
      case 'tuple': {
        const items: Value[] = [];
        for (const element of found.elements) {
          if (element.optional || element.rest) break;
          const item = this.value(element.type, extent, depth + 1);
          if (!item) return undefined;
          items.push(item);
        }
        return { kind: 'array', items, shape };
      }
      case 'union':
        return this.#oneOf(found.types, shape, extent, depth);
      case 'promise': {
        const value = this.value(found.value, extent, depth + 1);
        if (value?.kind !== 'text') return undefined;
        return text(`Promise.resolve(${value.text})`);
      }
      case 'builtin': {
        const made = BUILTINS[found.name];
        return made ? text(made) : undefined;
      }
      default:
        return this.#object(shape, extent, depth);
    }
  }

  /** Whether values of this type do something: such an object is not written as a literal. */
  hasMethods(shape: TypeShape): boolean {
    return this.#methodCount(shape) > 0;
  }

  #methodCount(shape: TypeShape): number {
    const properties = this.shapes.facets(shape)?.properties ?? [];
    return properties.filter((it) => !it.optional && it.type.kind === 'api').length;
  }

  #primitive(name: string, shape: TypeShape): Value | undefined {
    const text = (it: string, type: string): Value => ({ kind: 'text', text: it, type, shape });
    switch (name) {
      case 'string':
        return text(`'${this.random.maybe(WORDS) ?? ''}'`, 'string');
      case 'number':
        return text(this.random.pick(['0', '1', '2', '15', '1.5', '300', '2000']), 'number');
      case 'boolean':
        return text(this.random.pick(['true', 'false']), 'boolean');
      case 'bigint':
        return text('10n', 'bigint');
      case 'null':
        return text('null', 'null');
      case 'undefined':
      case 'void':
        return text('undefined', 'undefined');
      case 'object':
        return { kind: 'object', properties: [], shape };
      default:
        return undefined;
    }
  }

  #oneOf(types: readonly TypeShape[], shape: TypeShape, extent: Extent, depth: number): Value | undefined {
    const literals = this.shapes.enumeration(shape);
    const literal = this.random.maybe(literals);
    if (literal !== undefined) {
      const type = literals.length <= 6 ? literals.map(quoted).join(' | ') : undefined;
      return { kind: 'text', text: quoted(literal), shape, ...(type ? { type } : {}) };
    }
    // Nothing at all is the last choice: it says the least.
    const said = types.filter(
      (it) => it.kind !== 'primitive' || (it.name !== 'null' && it.name !== 'undefined'),
    );
    for (const type of [...this.random.shuffled(said), ...types]) {
      const value = this.value(type, extent, depth);
      if (value) return { ...value, shape };
    }
    return undefined;
  }

  #object(shape: TypeShape, extent: Extent, depth: number): Value | undefined {
    const facets = this.shapes.facets(shape);
    if (!facets) return undefined;
    const [signature] = facets.signatures;
    if (signature) {
      if (signature.construct || facets.properties.some((it) => !it.optional)) return undefined;
      const parameters = signature.parameters.filter((it) => !it.rest).map((it, at) => parameterName(it, at));
      const { type, isAsync } = this.shapes.result(signature);
      const returned = this.shapes.resolve(type);
      const isNothing =
        returned.kind === 'any' ||
        (returned.kind === 'primitive' && /^(?:void|undefined)$/.test(returned.name));
      const result = isNothing ? undefined : this.value(type, 'required', depth + 1);
      if (!isNothing && !result) return undefined;
      const count = this.random.below(parameters.length + 1);
      return { kind: 'function', parameters: parameters.slice(0, count), isAsync, result, shape };
    }
    const properties: Entry[] = [];
    for (const property of facets.properties) {
      if (property.optional && !this.#wants(property, extent, depth)) continue;
      const value = this.value(property.type, extent === 'all' ? 'some' : extent, depth + 1);
      if (value) properties.push({ name: property.name, value, optional: property.optional === true });
      else if (!property.optional) return undefined;
    }
    return { kind: 'object', properties, shape };
  }

  #wants(property: Property, extent: Extent, depth: number): boolean {
    if (extent === 'required' || property.deprecated !== undefined) return false;
    return this.random.chance((extent === 'all' ? 0.9 : 0.35) / (1 + depth));
  }
}

function parameterName({ name }: Parameter, at: number): string {
  return isIdentifier(name) && !RESERVED.has(name) ? name : `it${at}`;
}

const RESERVED = new Set(
  'arguments await break case catch class const continue default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield'.split(
    ' ',
  ),
);

/** Whether a variable may have this name. */
export function canDeclare(name: string): boolean {
  return isIdentifier(name) && !RESERVED.has(name);
}

/** A literal as source text. */
export function quoted(value: string | number | boolean): string {
  return typeof value === 'string'
    ? `'${value.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n')}'`
    : String(value);
}

/** A place inside of the arguments. */
export interface Place {
  readonly path: Path;
  readonly value: Value;
  readonly optional: boolean;
}

/** All places inside of the arguments, outer ones first. */
export function places(args: readonly Value[]): Place[] {
  const found: Place[] = [];
  const visit = (value: Value, path: Path, optional: boolean): void => {
    found.push({ path, value, optional });
    if (value.kind === 'object')
      for (const it of value.properties) visit(it.value, [...path, it.name], it.optional);
    if (value.kind === 'array')
      for (const [at, item] of value.items.entries()) visit(item, [...path, at], false);
  };
  for (const [at, value] of args.entries()) visit(value, [at], false);
  return found;
}

/** The arguments with one part replaced. */
export function replaced(args: readonly Value[], path: Path, by: (value: Value) => Value): Value[] {
  const [first, ...rest] = path;
  return args.map((it, at) => (at === first ? inside(it, rest, by) : it));
}

function inside(value: Value, path: Path, by: (value: Value) => Value): Value {
  const [first, ...rest] = path;
  if (first === undefined) return by(value);
  if (value.kind === 'array')
    return { ...value, items: value.items.map((it, at) => (at === first ? inside(it, rest, by) : it)) };
  if (value.kind !== 'object') return value;
  const properties = value.properties.map((it) =>
    it.name === first ? { ...it, value: inside(it.value, rest, by) } : it,
  );
  return { ...value, properties };
}

/** The type of a value as JSDoc writes it; undefined if there is no short way. */
export function typeText(value: Value): string | undefined {
  if (value.kind === 'text' || value.kind === 'made') return value.type;
  if (value.kind === 'array') {
    const [first] = value.items;
    const type = first && typeText(first);
    return type && `(${type})[]`;
  }
  if (value.kind !== 'object') return undefined;
  const parts = value.properties.map((it) => {
    const type = typeText(it.value);
    return type && isIdentifier(it.name) ? `${it.name}: ${type}` : undefined;
  });
  return parts.includes(undefined) || parts.length === 0 ? undefined : `{ ${parts.join(', ')} }`;
}
