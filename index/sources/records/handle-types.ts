import type { ObjectShape, Property, Signature, TypeShape } from '../../type-shape.js';
import type { DefinitionDraft, ShapeGraph } from '../shape-draft.js';
import { callablePart } from '../shapes.js';
import { isIdentifier, type ReachableCallables } from './reachable-callables.js';

/** Where a handle comes from: a callable by name, or a method or property of another handle. */
export interface Producer {
  readonly callable?: string;
  readonly member?: { readonly of: string; readonly property: Property };
  /** Properties read on the way, e.g. `.events`; the producer itself is called first unless it is a property. */
  readonly path: string;
  readonly called: boolean;
}

/** A type whose instances the library hands out. */
export interface HandleType {
  readonly definition: DefinitionDraft;
  readonly methods: readonly Property[];
  readonly producers: Producer[];
}

export interface HandleTypes {
  /** By key of the type table, in the order of discovery. */
  readonly handles: ReadonlyMap<string, HandleType>;
  /** Objects written out as a result that have methods: they get a row of their own under this key. */
  readonly lifted: ReadonlyMap<ObjectShape, string>;
}

/**
 * Follows what the callables hand out (results, promises, elements, arguments of callbacks) to the types that have
 * methods. Types that the user only passes in stay what they are: their methods are the user's own code.
 */
export function handleTypes(
  graph: ShapeGraph,
  { records, names, instances }: ReachableCallables,
): HandleTypes {
  const search = new HandleSearch(graph, new Set(names.keys()));
  for (const record of records) {
    const origin: Producer = { callable: record.name, path: '', called: true };
    search.signatures(record.callable.signatures, origin);
  }
  for (const instance of instances) search.give(instance, undefined);
  search.finish();
  return { handles: search.handles, lifted: search.lifted };
}

class HandleSearch {
  readonly handles = new Map<string, HandleType>();
  readonly lifted = new Map<ObjectShape, string>();
  private readonly received = new Set<string>();
  private readonly queue: (() => void)[] = [];
  private readonly liftedFor = new Set<string>();

  constructor(
    private readonly graph: ShapeGraph,
    private readonly named: ReadonlySet<Property>,
  ) {}

  finish(): void {
    for (let work = this.queue.shift(); work; work = this.queue.shift()) work();
  }

  signatures(signatures: readonly Signature[], origin: Producer | undefined): void {
    for (const signature of signatures) {
      for (const parameter of signature.parameters) this.receive(parameter.type);
      this.give(signature.returns, origin, true);
    }
  }

  /** A value that the library hands to the user. */
  give(shape: TypeShape, origin: Producer | undefined, direct = false): void {
    switch (shape.kind) {
      case 'promise':
        this.give(shape.value, origin, direct);
        return;
      case 'union':
      case 'intersection':
        for (const type of shape.types) this.give(type, origin, direct);
        return;
      case 'array':
        this.give(shape.element, undefined);
        return;
      case 'tuple':
        for (const element of shape.elements) this.give(element.type, undefined);
        return;
      case 'builtin':
        for (const argument of shape.args ?? []) this.give(argument, undefined);
        return;
      case 'function':
        this.signatures(shape.signatures, undefined);
        return;
      case 'ref':
        for (const argument of shape.args ?? []) this.give(argument, undefined);
        this.giveNamed(shape.name, origin);
        return;
      case 'object':
        this.giveObject(shape, origin, direct);
        return;
      default:
        return;
    }
  }

  private giveNamed(name: string, origin: Producer | undefined): void {
    const known = this.handles.get(name);
    if (known) {
      if (origin) known.producers.push(origin);
      return;
    }
    const definition = this.graph.definitions.get(name);
    if (!definition) return;
    this.handles.set(name, {
      definition,
      methods: this.methodsOf(definition.shape),
      producers: origin ? [origin] : [],
    });
    this.queue.push(() => this.members(name, definition.shape));
  }

  private members(of: string, shape: TypeShape): void {
    if (shape.kind === 'intersection') {
      for (const type of shape.types) this.members(of, type);
      return;
    }
    if (shape.kind !== 'object') {
      this.give(shape, undefined);
      return;
    }
    for (const property of shape.properties) {
      const callable = callablePart(property.type);
      if (callable)
        this.signatures(callable.signatures, { member: { of, property }, path: '', called: true });
      else this.give(property.type, { member: { of, property }, path: '', called: false });
    }
    for (const index of shape.index ?? []) this.give(index.value, undefined);
  }

  private giveObject(shape: ObjectShape, origin: Producer | undefined, direct: boolean): void {
    if (this.lifted.has(shape)) return;
    if (direct && origin?.called && origin.path === '' && this.methodsOf(shape).length > 0) {
      const from = origin.callable ?? `${origin.member?.of}.${origin.member?.property.name}`;
      // One result type a callable: further overloads keep theirs written out.
      if (!this.liftedFor.has(from)) {
        this.liftedFor.add(from);
        const key = `${from}()`;
        this.lifted.set(shape, key);
        this.graph.definitions.set(key, { name: key, shape, own: true });
        this.giveNamed(key, origin);
        return;
      }
    }
    for (const property of shape.properties) {
      this.give(property.type, origin && { ...origin, path: `${origin.path}.${property.name}` });
    }
    for (const index of shape.index ?? []) this.give(index.value, undefined);
  }

  /** A value that the user hands to the library: its functions are called by the library. */
  private receive(shape: TypeShape): void {
    switch (shape.kind) {
      case 'promise':
        this.receive(shape.value);
        return;
      case 'union':
      case 'intersection':
        for (const type of shape.types) this.receive(type);
        return;
      case 'array':
        this.receive(shape.element);
        return;
      case 'tuple':
        for (const element of shape.elements) this.receive(element.type);
        return;
      case 'object':
        for (const property of shape.properties) this.receive(property.type);
        return;
      case 'function':
        for (const signature of shape.signatures) {
          for (const parameter of signature.parameters) this.give(parameter.type, undefined);
          this.receive(signature.returns);
        }
        return;
      case 'ref': {
        for (const argument of shape.args ?? []) this.receive(argument);
        const definition = this.graph.definitions.get(shape.name);
        if (!definition || this.received.has(shape.name)) return;
        this.received.add(shape.name);
        this.queue.push(() => this.receive(definition.shape));
        return;
      }
      default:
        return;
    }
  }

  /** The methods that become records: declared in the sources and not yet reached without a handle. */
  private methodsOf(shape: TypeShape): Property[] {
    if (shape.kind === 'intersection') return shape.types.flatMap((type) => this.methodsOf(type));
    if (shape.kind !== 'object') return [];
    return shape.properties.filter((property) => {
      if (!callablePart(property.type) || property.optional || this.named.has(property)) return false;
      if (!isIdentifier(property.name)) return false;
      const note = this.graph.notes.get(property);
      return note?.own === true && !note.documentation.hidden;
    });
  }
}
