import type { SourcePosition } from '../api-doc.js';
import type { Property, TypeDefinition, TypeShape } from '../type-shape.js';
import type { Documentation } from './documentation.js';

/** What a reader knows of a callable property beyond its shape. */
export interface CallableNote {
  readonly documentation: Documentation;
  readonly source: SourcePosition;
  /** Declared in one of the sources, so that it becomes a record. */
  readonly own: boolean;
  /** Further declarations in other files, whose signatures count as well. */
  readonly also?: readonly SourcePosition[];
  /** A module's own name for it, where that differs from the property, as for a default export. */
  readonly declaredName?: string;
}

/** A row of the type table, before the callables in it have got their names. */
export interface DefinitionDraft extends TypeDefinition {
  /** Declared in one of the sources. */
  readonly own: boolean;
  /** An exported class that the user constructs: its methods are named after it. */
  readonly constructible?: true;
}

/**
 * What a reader makes of its sources: shapes in which callables are still plain functions. `records/` turns those that
 * a program can reach into records and their properties into references to them.
 *
 * The notes are keyed by identity, therefore a reader must hand on the very property it made the note for.
 */
export interface ShapeGraph {
  readonly definitions: Map<string, DefinitionDraft>;
  readonly notes: Map<Property, CallableNote>;
  /** What a program reaches without a call, in the order of the documentation. */
  readonly roots: readonly RootDraft[];
}

export interface RootDraft {
  readonly kind: 'global' | 'module';
  /** Name of the global, or the module specifier. */
  readonly name: string;
  readonly shape: TypeShape;
  /** For a root that can itself be called. */
  readonly note?: CallableNote;
  readonly exportEquals?: true;
  /** Exports that are only types. */
  readonly types?: readonly string[];
  /** Exports that an earlier file has under the same name, and that are left out therefore. */
  readonly repeated?: readonly Property[];
}
