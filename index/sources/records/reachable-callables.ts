import type { Access } from '../../api-doc.js';
import type { Property, TypeShape } from '../../type-shape.js';
import type { DefinitionDraft, RootDraft, ShapeGraph } from '../shape-draft.js';
import { callablePart } from '../shapes.js';
import type { RecordDraft } from './record-draft.js';

/** The callables that a program reaches without calling anything: functions, methods of constants, constructors. */
export interface ReachableCallables {
  readonly records: RecordDraft[];
  /** Property -> name of the record that it calls. */
  readonly names: Map<Property, string>;
  /** Root -> name of the record, for a root that is itself callable. */
  readonly rootNames: Map<RootDraft, string>;
  readonly duplicates: { readonly name: string; readonly draft: RecordDraft }[];
}

/** Names every callable under the access path after the way that leads to it. */
export function reachableCallables(graph: ShapeGraph, access: Access): ReachableCallables {
  return new PathWalk(graph, access).run();
}

class PathWalk {
  private readonly result: ReachableCallables = {
    records: [],
    names: new Map(),
    rootNames: new Map(),
    duplicates: [],
  };
  private readonly byName = new Map<string, RecordDraft>();
  private readonly visited = new Set<string>();
  private readonly constructed: Set<string>;

  constructor(
    private readonly graph: ShapeGraph,
    private readonly access: Access,
  ) {
    this.constructed = constructedTypes(graph);
  }

  run(): ReachableCallables {
    for (const root of this.graph.roots) {
      if (root.kind === 'global') this.global(root);
      else this.module(root);
    }
    return this.result;
  }

  private global(root: RootDraft): void {
    const [, ...below] =
      this.access.kind === 'global' && this.access.path !== '' ? this.access.path.split('.') : [];
    let { shape } = root;
    let path = root.name;
    for (const step of below) {
      const property = this.objectParts(shape)
        .flatMap((it) => it.properties)
        .find((it) => it.name === step);
      if (!property) return;
      shape = property.type;
      path = `${path}.${step}`;
    }
    if (below.length === 0) this.root(root, path);
    this.walk(shape, path);
  }

  private module(root: RootDraft): void {
    this.root(root, root.note?.declaredName ?? lastSegment(root.name));
    this.walk(root.shape, '');
  }

  private root(root: RootDraft, name: string): void {
    const callable = callablePart(root.shape);
    if (!callable || !root.note?.own) return;
    const access: Access =
      root.kind === 'global'
        ? { kind: 'global', path: name }
        : { kind: 'module', module: root.name, style: root.exportEquals ? 'commonjs' : 'default' };
    if (this.add({ name, callable, note: root.note, access })) this.result.rootNames.set(root, name);
  }

  private walk(shape: TypeShape, path: string): void {
    for (const part of this.objectParts(shape)) {
      // The default export comes last: the names of the others are the better ones.
      const ordered =
        path === '' ? [...part.properties].sort((a, b) => isDefault(a) - isDefault(b)) : part.properties;
      for (const property of ordered) this.property(property, path);
    }
  }

  private property(property: Property, path: string): void {
    const callable = callablePart(property.type);
    const note = this.graph.notes.get(property);
    const atDefault = path === '' && property.name === 'default';
    const fullName = path === '' ? property.name : `${path}.${property.name}`;
    let name = fullName;
    if (callable) {
      if (!note?.own || note.documentation.hidden || property.optional) return;
      if (atDefault) name = this.defaultName(property, note.declaredName);
      if (this.result.names.has(property)) return;
      this.add({ name, callable, note, access: this.accessOf(name, property.name, path) }, property);
    }
    this.walk(property.type, atDefault ? (callable ? name : '') : name);
  }

  /** A default export goes by its declared name; what is exported under a name as well is one record. */
  private defaultName(property: Property, declared: string | undefined): string {
    const note = this.graph.notes.get(property);
    for (const [other, name] of this.result.names) {
      const { source } = this.graph.notes.get(other) ?? {};
      if (source && note && JSON.stringify(source) === JSON.stringify(note.source)) {
        this.result.names.set(property, name);
        return name;
      }
    }
    const module = this.access.kind === 'module' ? this.access.module : '';
    return declared !== undefined && !this.byName.has(declared) ? declared : identifier(lastSegment(module));
  }

  private accessOf(name: string, property: string, path: string): Access {
    if (this.access.kind === 'global') return { kind: 'global', path: name };
    const exported = path === '' ? property : (path.split('.')[0] ?? property);
    return {
      kind: 'module',
      module: this.access.module,
      export: exported,
      style: exported === 'default' ? 'default' : 'named',
    };
  }

  private add(record: RecordDraft, property?: Property): boolean {
    const same = this.byName.get(record.name);
    if (same) {
      // The default export often repeats what is exported by name.
      if (property && JSON.stringify(same.note.source) === JSON.stringify(record.note.source)) {
        this.result.names.set(property, record.name);
      } else this.result.duplicates.push({ name: record.name, draft: record });
      return false;
    }
    this.byName.set(record.name, record);
    this.result.records.push(record);
    if (property) this.result.names.set(property, record.name);
    return true;
  }

  /** The objects a value consists of; those of named types once, since the first way to a type names its methods. */
  private objectParts(shape: TypeShape): { readonly properties: readonly Property[] }[] {
    switch (shape.kind) {
      case 'object':
        return [shape];
      case 'intersection':
        return shape.types.flatMap((type) => this.objectParts(type));
      case 'union': {
        // An optional part of a library, such as a service that has to be switched on.
        const present = shape.types.filter((type) => type.kind !== 'primitive');
        const [only] = present;
        return present.length === 1 && only ? this.objectParts(only) : [];
      }
      case 'ref': {
        const definition = this.graph.definitions.get(shape.name);
        if (!definition || this.visited.has(shape.name) || this.constructed.has(shape.name)) return [];
        this.visited.add(shape.name);
        return this.objectParts(definition.shape);
      }
      default:
        return [];
    }
  }
}

/** Types whose constructor the library offers: what they can do belongs to the type, not to one instance of it. */
export function constructedTypes(graph: ShapeGraph): Set<string> {
  const types = new Set<string>();
  const visit = (shape: TypeShape): void => {
    for (const signature of callablePart(shape)?.signatures ?? []) {
      if (signature.construct && signature.returns.kind === 'ref') types.add(signature.returns.name);
    }
  };
  const properties = (definition: DefinitionDraft): readonly Property[] =>
    definition.shape.kind === 'object' ? definition.shape.properties : [];
  for (const root of graph.roots) visit(root.shape);
  for (const definition of graph.definitions.values()) {
    if (!definition.constructible) for (const property of properties(definition)) visit(property.type);
  }
  return types;
}

function isDefault(property: Property): number {
  return property.name === 'default' ? 1 : 0;
}

function lastSegment(module: string): string {
  return identifier(module.split('/').at(-1) ?? module);
}

function identifier(text: string): string {
  return text
    .replace(/\.[cm]?[jt]s$/, '')
    .replace(/[^\p{ID_Continue}$]+(.)?/gu, (_, next: string | undefined) => (next ?? '').toUpperCase());
}
