import type { Signature, TypeShape } from '../../index/type-shape.js';
import { Random } from './random.js';
import type { Script } from './script.js';
import { isIdentifier, type Shapes } from './shapes.js';
import { canDeclare, type Value, ValueMaker } from './values.js';

/** One step on the way from a global or an export to a receiver. */
export type Step =
  | { readonly kind: 'member'; readonly name: string }
  | {
      readonly kind: 'call';
      readonly args: readonly Value[];
      readonly isAsync: boolean;
      readonly isConstruct: boolean;
    };

/** Something that can be called, and the way to it. */
export interface Site {
  readonly root: string;
  /** From the root to the receiver. */
  readonly steps: readonly Step[];
  /** The called member; undefined if the root itself is called. */
  readonly name: string | undefined;
  /** Other members of the receiver. */
  readonly siblings: readonly string[];
  readonly signatures: readonly Signature[];
}

/** A primitive that an API gives. */
export interface Source {
  readonly type: 'string' | 'number' | 'boolean' | 'object';
  readonly site: Site;
  readonly args: readonly Value[];
  readonly isAsync: boolean;
  /** The property of the result; undefined for the result itself. */
  readonly property: string | undefined;
}

/** What can be called in a library, found by walking its types from what a script reaches. */
export interface Reachable {
  readonly sites: readonly Site[];
  /** Type name -> a value of this type, made by calls of the library. */
  readonly instances: ReadonlyMap<string, (script: Script) => string>;
  readonly sources: readonly Source[];
}

/** How many calls the way to a receiver may take, and how many members in a row. */
const MAX_CALLS = 3;
const MAX_MEMBERS = 4;
/** Sites that are kept for each type of receiver, so that one large service does not stand for the library. */
const MAX_SITES_OF_RECEIVER = 60;

interface Way {
  readonly root: string;
  readonly steps: readonly Step[];
  readonly type: TypeShape;
  readonly calls: number;
}

/** Walks the library. What is chosen on the way depends on the seed. */
export function reachable(shapes: Shapes, seed: string): Reachable {
  const random = new Random(`${seed} sites`);
  const instances = new Map<string, (script: Script) => string>();
  const maker = new ValueMaker(shapes, random, instances);
  const sites: Site[] = [];
  const sources: Source[] = [];
  const visited = new Set<string>();
  let queue: Way[] = roots(shapes);

  while (queue.length > 0) {
    const next: Way[] = [];
    for (const way of queue) next.push(...visit(way));
    queue = next;
  }
  return { sites, instances, sources };

  function visit(way: Way): Way[] {
    const facets = shapes.facets(way.type);
    if (!facets) return [];
    const found: Way[] = [];
    const names = facets.properties.map((it) => it.name).filter(isIdentifier);
    const called = facets.properties.filter((it) => isIdentifier(it.name) && isCallable(it.type));
    const kept = new Set(random.shuffled(called).slice(0, MAX_SITES_OF_RECEIVER));
    if (way.steps.length === 0 && facets.signatures.length > 0)
      found.push(...site(way, undefined, names, facets.signatures));
    for (const property of facets.properties) {
      const { name, type, optional } = property;
      if (!isIdentifier(name) || optional || name === 'prototype' || property.deprecated !== undefined)
        continue;
      const own = shapes.facets(type);
      if (!own) continue;
      if (own.signatures.length > 0 && kept.has(property))
        found.push(...site(way, name, names, own.signatures));
      const members = trailingMembers(way.steps);
      if (own.properties.length > 0 && members < MAX_MEMBERS && isNew(type, way))
        found.push({ ...way, steps: [...way.steps, { kind: 'member', name }], type });
    }
    return found;
  }

  /** Records a site, and gives the handle that it returns. */
  function site(
    way: Way,
    name: string | undefined,
    siblings: string[],
    signatures: readonly Signature[],
  ): Way[] {
    const it: Site = { root: way.root, steps: way.steps, name, siblings, signatures };
    sites.push(it);
    const found: Way[] = [];
    for (const signature of signatures) {
      if (found.length > 0 || way.calls >= MAX_CALLS) break;
      if (signature.typeParameters && !signature.construct) continue;
      const { type, isAsync } = shapes.result(signature);
      const args = maker.args(signature.parameters, 'required');
      if (!args) continue;
      collect(it, args, type, isAsync);
      if (!isHandle(type)) continue;
      const member: Step[] = name === undefined ? [] : [{ kind: 'member', name }];
      const call: Step = { kind: 'call', args, isAsync, isConstruct: signature.construct === true };
      const steps = [...way.steps, ...member, call];
      const typeName = type.kind === 'ref' ? type.name : '';
      if (visited.has(typeName)) continue;
      visited.add(typeName);
      if (!instances.has(typeName)) instances.set(typeName, (script) => script.walk(way.root, steps));
      found.push({ root: way.root, steps, type, calls: way.calls + 1 });
    }
    return found;
  }

  function isCallable(type: TypeShape): boolean {
    return (shapes.facets(type)?.signatures.length ?? 0) > 0;
  }

  function isHandle(type: TypeShape): boolean {
    if (type.kind !== 'ref' || type.name.startsWith('module:')) return false;
    return (shapes.facets(type)?.properties ?? []).some((it) => isCallable(it.type));
  }

  /** A type is walked once; types without a name are members of the one place where they stand. */
  function isNew(type: TypeShape, way: Way): boolean {
    if (type.kind !== 'ref') return way.steps.length < 3;
    const key = `member ${type.name}`;
    if (visited.has(key)) return false;
    visited.add(key);
    return true;
  }

  function collect(it: Site, args: readonly Value[], type: TypeShape, isAsync: boolean): void {
    const of = (shape: TypeShape): Source['type'] | undefined => {
      const { kind, ...rest } = shapes.resolve(shape);
      if (kind === 'object' || kind === 'array') return 'object';
      if (kind !== 'primitive' || !('name' in rest)) return undefined;
      return rest.name === 'string' || rest.name === 'number' || rest.name === 'boolean'
        ? rest.name
        : undefined;
    };
    const own = of(type);
    if (own) sources.push({ type: own, site: it, args, isAsync, property: undefined });
    for (const property of (shapes.facets(type)?.properties ?? []).slice(0, 12)) {
      if (property.optional || !canDeclare(property.name)) continue;
      const inner = of(property.type);
      if (inner) sources.push({ type: inner, site: it, args, isAsync, property: property.name });
    }
  }
}

/** The globals, or the exports of the module. */
function roots(shapes: Shapes): Way[] {
  const { globals, modules } = shapes.library.roots;
  const found: Way[] = [];
  // Namespaces of types only are no values; a script does not reach them.
  for (const [root, type] of Object.entries(globals)) found.push({ root, steps: [], type, calls: 0 });
  const [main] = Object.values(modules);
  for (const { name, type } of (main && shapes.facets(main.shape)?.properties) ?? [])
    if (canDeclare(name)) found.push({ root: name, steps: [], type, calls: 0 });
  return found;
}

function trailingMembers(steps: readonly Step[]): number {
  return steps.length - 1 - steps.findLastIndex((it) => it.kind === 'call');
}
