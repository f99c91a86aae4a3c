import type { ApiLibrary } from '../../index/library.js';
import {
  type ObjectShape,
  type Property,
  type Signature,
  type TypeShape,
  UNKNOWN,
} from '../../index/type-shape.js';

/** What can be done with a value: which properties it has, and how it is called. */
export interface Facets {
  readonly properties: readonly Property[];
  readonly signatures: readonly Signature[];
  readonly index: NonNullable<ObjectShape['index']>;
}

/** The kinds of JavaScript values; `any` stands for all. */
export type Category =
  | 'string'
  | 'number'
  | 'boolean'
  | 'bigint'
  | 'object'
  | 'array'
  | 'function'
  | 'null'
  | 'undefined'
  | 'any';

type Arguments = ReadonlyMap<string, TypeShape>;

/** How deep aliases of aliases are followed. */
const MAX_ALIASES = 8;

/** Looks shapes up in a library's type table. */
export class Shapes {
  readonly library: ApiLibrary;
  readonly #facets = new WeakMap<TypeShape, Facets>();

  constructor(library: ApiLibrary) {
    this.library = library;
  }

  /** The shape behind names. */
  resolve(shape: TypeShape, depth = 0): TypeShape {
    if (depth > MAX_ALIASES) return UNKNOWN;
    if (shape.kind === 'api') {
      const api = this.library.find(shape.name);
      return api ? { kind: 'function', signatures: api.signatures } : UNKNOWN;
    }
    if (shape.kind !== 'ref') return shape;
    const type = this.library.type(shape.name);
    if (!type) return UNKNOWN;
    const parameters = type.parameters ?? [];
    const given = new Map<string, TypeShape>();
    for (const [at, { name, default: usual }] of parameters.entries())
      given.set(name, shape.args?.[at] ?? usual ?? UNKNOWN);
    return this.resolve(given.size > 0 ? substitute(type.shape, given) : type.shape, depth + 1);
  }

  /** Whether only the library makes values of this type: an instance of a class with private members. */
  isNominal(shape: TypeShape): boolean {
    return shape.kind === 'ref' && this.library.type(shape.name)?.nominal === true;
  }

  /** Properties and signatures of an object or function; undefined for what is neither. */
  facets(shape: TypeShape): Facets | undefined {
    const known = this.#facets.get(shape);
    if (known) return known;
    const found = this.#facetsOf(this.resolve(shape));
    if (found) this.#facets.set(shape, found);
    return found;
  }

  #facetsOf(shape: TypeShape): Facets | undefined {
    if (shape.kind === 'object')
      return { properties: shape.properties, signatures: [], index: shape.index ?? [] };
    if (shape.kind === 'function') return { properties: [], signatures: shape.signatures, index: [] };
    if (shape.kind !== 'intersection') return undefined;
    const parts = shape.types.flatMap((it) => this.facets(it) ?? []);
    if (parts.length === 0) return undefined;
    const properties = new Map<string, Property>();
    for (const it of parts.flatMap((part) => part.properties)) properties.set(it.name, it);
    return {
      properties: [...properties.values()],
      signatures: parts.flatMap((part) => part.signatures),
      index: parts.flatMap((part) => part.index),
    };
  }

  /** The members of a union, and of the unions in it; the shape itself if it is none. */
  members(shape: TypeShape): readonly TypeShape[] {
    const found = this.resolve(shape);
    return found.kind === 'union' ? found.types.flatMap((it) => this.members(it)) : [shape];
  }

  /** The literal members of an enumeration such as `'a' | 'b'`; none if other values are allowed too. */
  enumeration(shape: TypeShape): readonly (string | number)[] {
    const values: (string | number)[] = [];
    for (const it of this.members(shape)) {
      const member = this.resolve(it);
      if (member.kind === 'primitive' && (member.name === 'undefined' || member.name === 'null')) continue;
      if (member.kind !== 'literal' || typeof member.value === 'boolean') return [];
      values.push(member.value);
    }
    return values;
  }

  /** Which kinds of values fit, roughly. */
  categories(shape: TypeShape): ReadonlySet<Category> {
    return new Set(this.members(shape).map((it) => this.#category(this.resolve(it))));
  }

  #category(shape: TypeShape): Category {
    switch (shape.kind) {
      case 'primitive':
        if (shape.name === 'void') return 'undefined';
        if (shape.name === 'never' || shape.name === 'symbol') return 'any';
        return shape.name;
      case 'literal': {
        const type = typeof shape.value;
        return type === 'string' || type === 'number' ? type : 'boolean';
      }
      case 'array':
      case 'tuple':
        return 'array';
      case 'function':
        return 'function';
      case 'object':
      case 'builtin':
      case 'promise':
        return 'object';
      case 'intersection':
        return (this.facets(shape)?.signatures.length ?? 0) > 0 ? 'function' : 'object';
      default:
        return 'any';
    }
  }

  /** What a call comes to, after `await` if it is a promise. */
  result(signature: Signature): { readonly type: TypeShape; readonly isAsync: boolean } {
    const returned = this.resolve(signature.returns);
    if (returned.kind === 'promise') return { type: returned.value, isAsync: true };
    return { type: signature.returns, isAsync: false };
  }
}

/** The shape with type parameters replaced. */
export function substitute(shape: TypeShape, given: Arguments): TypeShape {
  const of = (it: TypeShape): TypeShape => substitute(it, given);
  switch (shape.kind) {
    case 'parameter':
      return given.get(shape.name) ?? shape;
    case 'array':
      return { ...shape, element: of(shape.element) };
    case 'tuple':
      return { ...shape, elements: shape.elements.map((it) => ({ ...it, type: of(it.type) })) };
    case 'promise':
      return { kind: 'promise', value: of(shape.value) };
    case 'union':
    case 'intersection':
      return { ...shape, types: shape.types.map(of) };
    case 'ref':
    case 'builtin':
      return shape.args ? { ...shape, args: shape.args.map(of) } : shape;
    case 'object':
      return {
        ...shape,
        properties: shape.properties.map((it) => ({ ...it, type: of(it.type) })),
        ...(shape.index ? { index: shape.index.map((it) => ({ ...it, value: of(it.value) })) } : {}),
      };
    case 'function':
      return {
        ...shape,
        signatures: shape.signatures.map((it) => ({
          ...it,
          parameters: it.parameters.map((one) => ({ ...one, type: of(one.type) })),
          returns: of(it.returns),
        })),
      };
    default:
      return shape;
  }
}

/** Whether a name can stand after a dot. */
export function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
}
