import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import type { Property, TypeShape } from '../../index/type-shape.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { abbreviationRank, isAbbreviation, occursIn } from './abbreviation.js';
import type { Inference } from './inference.js';
import type { Proposal } from './proposal.js';
import { resultPlace } from './result-place.js';
import { nonNullish } from './shape-makers.js';
import { declaredValue, expand, propertiesOf } from './type-properties.js';
import { NO_LIBRARY } from './typed.js';

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** What can stand behind the dot after an expression; of a large library what `typed` may be the beginning of. */
export function memberProposals(object: SyntaxNode, typed: string, types: Inference): Proposal[] {
  const of = types.typeOf(object);
  if (of.library === NO_LIBRARY) return [];
  const shape = nonNullish(of.shape);
  const place = of.path === undefined ? resultPlace(object, types) : undefined;
  const owner = shape.kind === 'ref' ? { owner: shape.name } : {};
  return bestNamed(members(shape, of.library), typed)
    .filter((it) => NAME.test(it.name))
    .map((property) => {
      const way = place ? { of: { api: place.api, path: `${place.path}.${property.name}` } } : {};
      return proposalOf(
        property.name,
        property.type,
        of.library,
        { property, ...owner, ...way },
        of.path === undefined,
      );
    });
}

/** The globals of all libraries. */
export function globalProposals(libraries: readonly ApiLibrary[]): Proposal[] {
  return libraries.flatMap((library) =>
    Object.entries(library.roots.globals).map(([name, shape]) => proposalOf(name, shape, library)),
  );
}

/** What the file imports from the libraries, by the names it has there. */
export function importedProposals(from: SyntaxNode, types: Inference): Proposal[] {
  return types.scopes.visible(from).flatMap((binding): Proposal[] => {
    if (binding.kind !== 'import') return [];
    const { library, api, shape, path } = types.typeOfBinding(binding);
    if (library === NO_LIBRARY) return [];
    const kind = api ? 'api' : path === undefined ? 'variable' : 'namespace';
    return [{ name: binding.name, library, kind, type: shape, ...(api ? { api } : {}) }];
  });
}

/** What modules export and the file does not import yet, as far as it may be what is being typed. */
export function exportProposals(typed: string, from: SyntaxNode, types: Inference): Proposal[] {
  if (typed === '') return [];
  const known = new Set<string>();
  const taken = new Set<string>();
  for (const { name, source } of types.scopes.visible(from)) {
    taken.add(name);
    if (source.kind === 'import') known.add(`${source.module} ${source.name}`).add(`${source.module}`);
  }
  return types.libraries.flatMap((library) =>
    Object.keys(library.roots.modules).flatMap((module) =>
      exportsOf(module, library).flatMap((property): Proposal[] => {
        const exported = property.name;
        const name = exported === 'default' ? defaultName(property.type, library) : exported;
        if (name === undefined || taken.has(name) || !isAbbreviation(typed, name)) return [];
        if (known.has(`${module} ${exported}`) || known.has(`${module} *`)) return [];
        const from = { module, export: exported };
        return [proposalOf(name, property.type, library, { property, from, kind: 'export' })];
      }),
    ),
  );
}

/** The exports of a module, for the braces of an import. */
export function moduleProposals(module: string, library: ApiLibrary): Proposal[] {
  return exportsOf(module, library).map((property) =>
    proposalOf(property.name, property.type, library, { property, from: { module, export: property.name } }),
  );
}

function exportsOf(module: string, library: ApiLibrary): readonly Property[] {
  const root = library.roots.modules[module];
  const list = root ? (propertiesOf(root.shape, library) ?? []) : [];
  return list.filter((it) => NAME.test(it.name));
}

/** A default export is imported under the name that its documentation calls it. */
function defaultName(shape: TypeShape, library: ApiLibrary): string | undefined {
  const [name = ''] = declaredValue(shape, library).api?.name.split('.') ?? [];
  return NAME.test(name) && name !== 'default' ? name : undefined;
}

/**
 * A proposal for a declared value. Its record is read when somebody asks: a library may have a hundred thousand, of which
 * an answer shows a hundred.
 *
 * @param isResult - It is read from a value, where nothing is a namespace.
 */
function proposalOf(
  name: string,
  type: TypeShape,
  library: ApiLibrary,
  more: Partial<Proposal> = {},
  isResult = false,
): Proposal {
  const isApi =
    type.kind === 'api' || (type.kind === 'intersection' && type.types.some((it) => it.kind === 'api'));
  const kind = isApi ? 'api' : type.kind === 'ref' && !isResult ? 'namespace' : 'property';
  const base: Proposal = { name, library, kind, type, ...more };
  return isApi ? new DeclaredProposal(base, type) : base;
}

/** A proposal whose record is read when somebody asks. */
class DeclaredProposal implements Proposal {
  readonly name: string;
  readonly library: ApiLibrary;
  readonly kind: Proposal['kind'];
  readonly type: TypeShape;
  declare readonly property?: Property;
  declare readonly from?: { readonly module: string; readonly export: string };
  #api: ApiDoc | undefined;

  constructor({ name, library, kind, property, from }: Proposal, type: TypeShape) {
    this.name = name;
    this.library = library;
    this.kind = kind;
    this.type = type;
    if (property) this.property = property;
    if (from) this.from = from;
  }

  get api(): ApiDoc {
    this.#api ??= declaredValue(this.type, this.library).api as ApiDoc;
    return this.#api;
  }
}

/** More names than this are chosen from before anything else is done with them. */
const MANY = 200;
/** One more than an answer shows, so that it can be told to be cut. */
const BEST = 101;

const lowered = new WeakMap<readonly Property[], readonly string[]>();

/** Of many properties those that fit best what is typed, in the order of the documentation where they fit alike. */
function bestNamed(list: readonly Property[], typed: string): readonly Property[] {
  if (list.length <= MANY) return list;
  const names = lowered.get(list) ?? list.map((it) => it.name.toLowerCase());
  lowered.set(list, names);
  const start = typed.toLowerCase();
  const best: Property[] = [];
  const others: { readonly property: Property; readonly rank: number }[] = [];
  for (const [at, property] of list.entries()) {
    const name = names[at] ?? '';
    // Most end here; of the others as few as needed are looked at closely.
    if (!occursIn(start, name)) continue;
    const rank = abbreviationRank(typed, property.name);
    if (rank === 0) best.push(property);
    else if (rank !== undefined) others.push({ property, rank });
    if (best.length >= BEST) return best;
  }
  others.sort((a, b) => a.rank - b.rank);
  return [...best, ...others.map((it) => it.property)].slice(0, BEST);
}

/** The properties of a value; of a class, which is called and has members, the static ones. */
function members(shape: TypeShape, library: ApiLibrary): readonly Property[] {
  const expanded = expand(shape, library);
  if (expanded.kind !== 'intersection') return propertiesOf(shape, library) ?? [];
  const parts = expanded.types.filter((it) => expand(it, library).kind !== 'function');
  const found = new Map<string, Property>();
  for (const part of parts)
    for (const it of members(part, library)) if (!found.has(it.name)) found.set(it.name, it);
  return [...found.values()];
}
