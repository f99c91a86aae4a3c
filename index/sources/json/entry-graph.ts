import type { Access } from '../../api-doc.js';
import type { ObjectShape, Property, TypeShape } from '../../type-shape.js';
import { NO_DOCUMENTATION } from '../documentation.js';
import type { CallableNote, DefinitionDraft, RootDraft, ShapeGraph } from '../shape-draft.js';
import { callablePart } from '../shapes.js';
import type { JsonEntry } from './read-json.js';

/**
 * Adds APIs that only JSON documents to the shapes of the declarations (or to nothing): each becomes a function under
 * the library's root, nested by its dotted name.
 *
 * @param entries - Names without the library prefix.
 */
export function withEntries(
  graph: ShapeGraph,
  entries: ReadonlyMap<string, JsonEntry>,
  access: Access,
): ShapeGraph {
  if (entries.size === 0) return graph;
  const notes = new Map(graph.notes);
  const definitions = new Map(graph.definitions);
  const builder = new Builder(notes);
  for (const [name, entry] of entries) builder.add(name.split('.'), entry);
  const added = builder.properties();

  if (access.kind === 'global' && access.path === '') {
    const roots = added.map((it): RootDraft => {
      const note = notes.get(it);
      return { kind: 'global', name: it.name, shape: it.type, ...(note ? { note } : {}) };
    });
    return { definitions, notes, roots: [...graph.roots, ...roots] };
  }
  const [name, ...path] = access.kind === 'global' ? access.path.split('.') : [access.module];
  const kind = access.kind;
  const root = graph.roots.find((it) => it.kind === kind && it.name === name);
  const inside = path.reduceRight<Property[]>(
    (properties, step) => [{ name: step, type: { kind: 'object', properties } }],
    added,
  );
  if (!root) {
    const key = kind === 'global' ? (name ?? '') : `module:${name}`;
    definitions.set(key, { name: key, shape: { kind: 'object', properties: inside }, own: true });
    return {
      definitions,
      notes,
      roots: [...graph.roots, { kind, name: name ?? '', shape: { kind: 'ref', name: key } }],
    };
  }
  const extended = extend(root.shape, inside, definitions);
  return {
    definitions,
    notes,
    roots: graph.roots.map((it) => (it === root ? { ...it, shape: extended } : it)),
  };
}

/** The root with further properties: in its row of the type table if it has one, else beside what it is. */
function extend(
  shape: TypeShape,
  added: readonly Property[],
  definitions: Map<string, DefinitionDraft>,
): TypeShape {
  if (shape.kind === 'object') return { ...shape, properties: merged(shape.properties, added) };
  const row = shape.kind === 'ref' ? definitions.get(shape.name) : undefined;
  if (row?.shape.kind === 'object') {
    definitions.set(row.name, {
      ...row,
      shape: { ...row.shape, properties: merged(row.shape.properties, added) },
    });
    return shape;
  }
  return { kind: 'intersection', types: [shape, { kind: 'object', properties: added }] };
}

function merged(own: readonly Property[], added: readonly Property[]): Property[] {
  const result = [...own];
  for (const property of added) {
    const index = result.findIndex((it) => it.name === property.name);
    const same = result[index];
    if (!same) result.push(property);
    else if (same.type.kind === 'object' && property.type.kind === 'object') {
      result[index] = {
        ...same,
        type: { ...same.type, properties: merged(same.type.properties, property.type.properties) },
      };
    }
  }
  return result;
}

class Builder {
  private readonly tree = new Map<string, { entry?: JsonEntry; below: Builder }>();

  constructor(private readonly notes: Map<Property, CallableNote>) {}

  add([first, ...rest]: readonly string[], entry: JsonEntry): void {
    if (first === undefined) return;
    const node = this.tree.get(first) ?? { below: new Builder(this.notes) };
    if (rest.length > 0) node.below.add(rest, entry);
    this.tree.set(first, rest.length > 0 ? node : { ...node, entry });
  }

  properties(): Property[] {
    return [...this.tree].map(([name, { entry, below }]) => {
      const members = below.properties();
      const object: ObjectShape = { kind: 'object', properties: members };
      if (!entry) return { name, type: object };
      const callable: TypeShape = { kind: 'function', signatures: entry.signature ? [entry.signature] : [] };
      const { documentation, source } = entry;
      const property: Property = {
        name,
        type: members.length > 0 ? { kind: 'intersection', types: [callable, object] } : callable,
        ...(documentation.description ? { doc: documentation.description } : {}),
        ...(documentation.deprecated !== undefined ? { deprecated: documentation.deprecated } : {}),
      };
      this.notes.set(property, { documentation, source, own: true });
      if (entry.signature) this.noteMethods(entry.signature.returns, entry);
      return property;
    });
  }

  /** Methods of a result that the documentation writes out are APIs of the library too. */
  private noteMethods(shape: TypeShape, entry: JsonEntry): void {
    if (shape.kind === 'promise') this.noteMethods(shape.value, entry);
    if (shape.kind === 'union' || shape.kind === 'intersection')
      for (const it of shape.types) this.noteMethods(it, entry);
    if (shape.kind !== 'object') return;
    for (const property of shape.properties) {
      const callable = callablePart(property.type);
      if (!callable) {
        this.noteMethods(property.type, entry);
        continue;
      }
      this.notes.set(property, { documentation: NO_DOCUMENTATION, source: entry.source, own: true });
      for (const signature of callable.signatures) this.noteMethods(signature.returns, entry);
    }
  }
}
