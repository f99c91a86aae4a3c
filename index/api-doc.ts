import type { Contract } from './contract.js';
import type { Signature, TypeShape } from './type-shape.js';

/** How a program reaches a library or one of its APIs. */
export type Access =
  /** A global path: `{ kind: 'global', path: 'HX' }`. */
  | { readonly kind: 'global'; readonly path: string }
  /** A module specifier, for a record with the export it is reached through. `export` is the exported name. */
  | {
      readonly kind: 'module';
      readonly module: string;
      readonly export?: string;
      readonly style?: 'default' | 'named' | 'namespace' | 'commonjs';
    };

/** A position in a source file. Lines and columns are 1-based, columns count UTF-16 units. */
export interface SourcePosition {
  /** Absolute path, or relative to the folder that holds the configuration. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** One API as the documentation has it: the paper's record, and what the checker needs. */
export interface ApiDoc {
  /**
   * As called, unique in the library: `HX.showToast` (global), `MongoClient.connect` (module: without the module's
   * name). A method of a returned handle is named after the one API that returns the handle,
   * `HX.createUploader().start`; when several do, after its type, `Spreadsheet.getRange`.
   */
  readonly name: string;
  readonly library: string;
  readonly version: string;
  readonly access: Access;
  /** For a method of a returned handle: the type in the type table that it is a member of. Absent for callables that
   * are reached through the access path. */
  readonly member?: { readonly of: string };
  /** One sentence: the description up to its first terminator (paper §3.1). */
  readonly functionality: string;
  /** API Des: functionality and parameters, as text. */
  readonly des: string;
  /** API Exp: an example call; made from the signature if the documentation has none. */
  readonly exp: string;
  /** API Key: "name: functionality", where the name stands without the library prefix (`showToast: Shows …`). */
  readonly key: string;
  /** Overloads in declaration order; empty if the documentation does not state a signature. */
  readonly signatures: readonly Signature[];
  /** Further examples beyond `exp`. */
  readonly examples?: readonly string[];
  /** `message` may be empty; `replacement` is the full name of another record when the text names one. */
  readonly deprecated?: { readonly message: string; readonly replacement?: string };
  readonly since?: string;
  readonly category?: string;
  /** Address of its page on the documentation site, from `@see` or a link in the description. */
  readonly link?: string;
  /** Documented failures, from `@throws {T} CODE - when`. */
  readonly errors?: readonly { readonly code: string; readonly when: string }[];
  /** What the documentation demands beyond types. */
  readonly contracts: readonly Contract[];
  readonly source: SourcePosition;
}

/** Where the type graph of a library begins: what its globals and modules are. */
export interface Roots {
  /** Global name -> shape, e.g. `HX` -> `{ kind: 'ref', name: 'HX' }` or `{ kind: 'api', name: 'alert' }`. */
  readonly globals: Readonly<Record<string, TypeShape>>;
  readonly modules: Readonly<Record<string, ModuleRoot>>;
  /** Path of a global that programs use no longer -> name of the API that replaces it (`BypassContract`). */
  readonly replaced?: Readonly<Record<string, string>>;
}

export interface ModuleRoot {
  /** The module namespace object (its property `default` is the default export), or what `export =` exports. */
  readonly shape: TypeShape;
  /** `export =`: a default import, a namespace import and `require` all give `shape` itself. */
  readonly exportEquals?: true;
  /** Exports that are only types. Undefined where these are not known. */
  readonly types?: readonly string[];
}
