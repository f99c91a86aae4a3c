import type { Access } from '../../api-doc.js';
import type { Property, TypeShape } from '../../type-shape.js';
import type { CallableNote, RootDraft, ShapeGraph } from '../shape-draft.js';
import { callablePart } from '../shapes.js';
import type { RecordDraft } from './record-draft.js';

/** The callables that a program reaches without calling anything: functions, methods of constants, constructors. */
export interface ReachableCallables {
  readonly records: RecordDraft[];
  /** Property -> name of the record that it calls. */
  readonly names: Map<Property, string>;
  /** Root -> name of the record, for a root that is itself callable. */
  readonly rootNames: Map<RootDraft, string>;
  /** Constants that are instances of a class the library offers: their methods are those of the class. */
  readonly instances: TypeShape[];
  /** Callables whose name was taken, with what has it. */
  readonly duplicates: { readonly draft: RecordDraft; readonly first: RecordDraft }[];
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
    instances: [],
    duplicates: [],
  };
  private readonly byName = new Map<string, RecordDraft>();
  /** What is declared where -> name of its record. */
  private readonly bySource = new Map<string, string>();
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
    const name = root.note?.declaredName ?? lastSegment(root.name);
    this.root(root, name);
    // What hangs on a function or class that is the module itself goes by the name that a program gives the module.
    const access = moduleItself(root);
    if (this.result.rootNames.has(root)) this.walk(root.shape, name, access);
    else this.exports(root);
  }

  private root(root: RootDraft, name: string): void {
    const callable = callablePart(root.shape);
    if (!callable || !root.note?.own) return;
    const access: Access = root.kind === 'global' ? { kind: 'global', path: name } : moduleItself(root);
    if (this.add({ name, callable, note: root.note, access })) this.result.rootNames.set(root, name);
  }

  private exports(root: RootDraft): void {
    const properties = this.objectParts(root.shape).flatMap((it) => it.properties);
    const own = root.exportEquals ? properties : properties.filter((it) => it.name !== 'default');
    for (const property of own) {
      this.property(property, '', {
        kind: 'module',
        module: root.name,
        export: property.name,
        // A property of the one object that is exported: a default import or `require` gives that object.
        style: root.exportEquals ? 'commonjs' : 'named',
      });
    }
    for (const property of root.repeated ?? []) this.repeated(property, root.name);
    // The default export comes last: the names of the others are the better ones.
    const [standard] = properties.filter((it) => !own.includes(it));
    if (standard) this.defaultExport(standard, root.name);
  }

  private repeated(property: Property, module: string): void {
    const { name } = property;
    const callable = callablePart(property.type);
    const first = this.byName.get(name);
    const note = this.graph.notes.get(property);
    if (!callable || !first || !note?.own) return;
    const access: Access = { kind: 'module', module, export: name, style: 'named' };
    this.result.duplicates.push({ draft: { name, callable, note, access }, first });
  }

  /** A default export goes by its declared name, else by the module's; what is exported by name as well is one record. */
  private defaultExport(property: Property, module: string): void {
    const access: Access = { kind: 'module', module, export: 'default', style: 'default' };
    const note = this.graph.notes.get(property);
    const callable = callablePart(property.type);
    const declared = note?.declaredName;
    let name = declared !== undefined && !this.byName.has(declared) ? declared : lastSegment(module);
    if (callable) {
      if (!note?.own || note.documentation.hidden) return;
      const same = this.bySource.get(place(note));
      if (same) this.result.names.set(property, same);
      else this.add({ name, callable, note, access }, property);
      name = same ?? name;
    }
    this.walk(property.type, name, access);
  }

  /** @param access - How the module's export is reached that the path begins with; absent for globals. */
  private walk(shape: TypeShape, path: string, access?: Access): void {
    for (const part of this.objectParts(shape)) {
      for (const property of part.properties) this.property(property, path, access);
    }
  }

  private property(property: Property, path: string, access?: Access): void {
    if (!isIdentifier(property.name)) return;
    const callable = callablePart(property.type);
    const name = path === '' ? property.name : `${path}.${property.name}`;
    if (callable) {
      const note = this.graph.notes.get(property);
      if (!note?.own || note.documentation.hidden || property.optional) return;
      if (this.result.names.has(property)) return;
      this.add({ name, callable, note, access: access ?? { kind: 'global', path: name } }, property);
    }
    this.walk(property.type, name, access);
  }

  /** Whether the name was free and is now the record's. */
  private add(record: RecordDraft, property?: Property): boolean {
    const source = place(record.note);
    const first = this.byName.get(record.name);
    // The default export often repeats what is exported by name.
    const known = isOfDefault(record) ? this.bySource.get(source) : undefined;
    const name = known ?? (first && place(first.note) !== source ? undefined : record.name);
    if (property && name !== undefined) this.result.names.set(property, name);
    if (first && name === undefined) this.result.duplicates.push({ draft: record, first });
    if (first || known !== undefined) return false;
    this.byName.set(record.name, record);
    if (!this.bySource.has(source)) this.bySource.set(source, record.name);
    this.result.records.push(record);
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
        if (!definition || this.visited.has(shape.name)) return [];
        this.visited.add(shape.name);
        if (this.constructed.has(shape.name)) {
          this.result.instances.push(shape);
          return [];
        }
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
    if (shape.kind === 'intersection') shape.types.forEach(visit);
    else if (shape.kind === 'object') for (const property of shape.properties) visit(property.type);
  };
  for (const root of graph.roots) visit(root.shape);
  for (const definition of graph.definitions.values()) if (!definition.constructible) visit(definition.shape);
  return types;
}

/** What `export =` or `module.exports =` exports. */
function moduleItself(root: RootDraft): Access {
  return { kind: 'module', module: root.name, style: root.exportEquals ? 'commonjs' : 'default' };
}

function isOfDefault({ access }: RecordDraft): boolean {
  return access.kind === 'module' && access.export === 'default';
}

/** Whether a program can write `.name`; not so `'data-id'`, or the export `'module.exports'` that Node understands. */
export function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name);
}

/** Two members of the same function type are documented in the same place, but are two APIs. */
function place({ source, declaredName = '' }: CallableNote): string {
  return `${source.file}:${source.line}:${source.column} ${declaredName}`;
}

function lastSegment(module: string): string {
  return identifier(module.split('/').at(-1) ?? module);
}

function identifier(text: string): string {
  return text
    .replace(/\.[cm]?[jt]s$/, '')
    .replace(/[^\p{ID_Continue}$]+(.)?/gu, (_, next: string | undefined) => (next ?? '').toUpperCase());
}
