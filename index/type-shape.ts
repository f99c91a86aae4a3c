/**
 * TypeShape: the small, serialisable type algebra of the index (DESIGN §2).
 *
 * Shapes are made once, at index time, and only read afterwards: never change one in place. They are plain JSON, so
 * absent optional fields stay absent and there are no `undefined` values inside.
 */

export type PrimitiveName =
  | 'string'
  | 'number'
  | 'boolean'
  | 'bigint'
  | 'symbol'
  | 'null'
  | 'undefined'
  | 'void'
  | 'never'
  /** TypeScript's `object`: anything that is not a primitive. */
  | 'object';

export type TypeShape =
  /** The documentation does not say. Assignable to and from everything; never produces a diagnostic. */
  | { readonly kind: 'unknown' }
  /** Declared `any`, or `unknown` as a parameter: accepts everything. */
  | {
      readonly kind: 'any';
      /** It is declared `unknown`: a function is no object whose properties are. */
      readonly isUnknown?: true;
    }
  | { readonly kind: 'primitive'; readonly name: PrimitiveName }
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  | { readonly kind: 'array'; readonly element: TypeShape; readonly readonly?: true }
  | { readonly kind: 'tuple'; readonly elements: readonly TupleElement[]; readonly readonly?: true }
  | ObjectShape
  | { readonly kind: 'function'; readonly signatures: readonly Signature[] }
  | { readonly kind: 'union'; readonly types: readonly TypeShape[] }
  | { readonly kind: 'intersection'; readonly types: readonly TypeShape[] }
  | { readonly kind: 'promise'; readonly value: TypeShape }
  /** A named type of the library's type table (`ApiLibrary.type(name)`); this is how recursion is expressed. */
  | { readonly kind: 'ref'; readonly name: string; readonly args?: readonly TypeShape[] }
  /** An instance of a type that the language or the platform brings: `Date`, `Map`, `ArrayBuffer`, `RegExp`, … */
  | { readonly kind: 'builtin'; readonly name: string; readonly args?: readonly TypeShape[] }
  /** A type parameter of the enclosing signature or type definition. */
  | { readonly kind: 'parameter'; readonly name: string }
  /** The callable recorded as `ApiDoc.name === name`; its signatures are looked up lazily (`ApiLibrary.find(name)`). */
  | { readonly kind: 'api'; readonly name: string };

export interface TupleElement {
  readonly type: TypeShape;
  readonly name?: string;
  readonly optional?: true;
  readonly rest?: true;
}

export interface ObjectShape {
  readonly kind: 'object';
  readonly properties: readonly Property[];
  /** `[key: string]: T` and its like; the key is `string`, `number` or a template pattern (then `string`). */
  readonly index?: readonly { readonly key: 'string' | 'number'; readonly value: TypeShape }[];
}

export interface Property {
  readonly name: string;
  readonly type: TypeShape;
  readonly optional?: true;
  readonly readonly?: true;
  /** What the documentation says of it, plain text or Markdown; for `@param options.msg - …` the text after the dash. */
  readonly doc?: string;
  /** The documented default as source text, e.g. `'n'` or `2000`. */
  readonly default?: string;
  /** Deprecation message; `''` if there is none beyond the tag. */
  readonly deprecated?: string;
}

export interface TypeParameter {
  readonly name: string;
  readonly constraint?: TypeShape;
  readonly default?: TypeShape;
}

export interface Parameter {
  readonly name: string;
  readonly type: TypeShape;
  readonly optional?: true;
  readonly rest?: true;
  readonly doc?: string;
  readonly default?: string;
  /** What the documentation of this API says of properties of named types, by their path below the parameter. */
  readonly optionDocs?: Readonly<Record<string, string>>;
}

export interface Signature {
  readonly typeParameters?: readonly TypeParameter[];
  readonly parameters: readonly Parameter[];
  readonly returns: TypeShape;
  /** What the documentation says of the result (`@returns`). */
  readonly returnsDoc?: string;
  /** The signature is called with `new`. */
  readonly construct?: true;
}

/** One row of a library's type table. Inherited members are flattened in. */
export interface TypeDefinition {
  /** Unique in the library: `HX.Uploader`, `Collection`; static sides are `typeof Collection`, modules `module:mongodb`. */
  readonly name: string;
  readonly shape: TypeShape;
  readonly parameters?: readonly TypeParameter[];
  readonly doc?: string;
  /** A class with private or protected members: only its own instances fit, whatever their structure. */
  readonly nominal?: true;
  /** Names of the types it extends, nearest first (the members are flattened in already). */
  readonly bases?: readonly string[];
}

export const UNKNOWN: TypeShape = { kind: 'unknown' };
