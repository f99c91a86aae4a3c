import type { ApiLibrary } from '../../index/library.js';
import type { Property, TypeShape } from '../../index/type-shape.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { isAbbreviation } from './abbreviation.js';
import type { Inference } from './inference.js';
import type { Proposal } from './proposal.js';
import { resultPlace } from './result-place.js';
import { nonNullish } from './shape-makers.js';
import { declaredValue, expand, propertiesOf } from './type-properties.js';
import { NO_LIBRARY, type Typed } from './typed.js';

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/** What can stand behind the dot after an expression. */
export function memberProposals(object: SyntaxNode, types: Inference): Proposal[] {
  const of = types.typeOf(object);
  if (of.library === NO_LIBRARY) return [];
  const shape = nonNullish(of.shape);
  const place = of.path === undefined ? resultPlace(object, types) : undefined;
  const where = {
    ...(shape.kind === 'ref' ? { owner: shape.name } : {}),
  };
  return members(shape, of.library)
    .filter((it) => NAME.test(it.name))
    .map((property) => ({
      ...memberProposal(property, of),
      ...where,
      ...(place ? { of: { api: place.api, path: `${place.path}.${property.name}` } } : {}),
    }));
}

/** The globals of all libraries. */
export function globalProposals(libraries: readonly ApiLibrary[]): Proposal[] {
  return libraries.flatMap((library) =>
    Object.entries(library.roots.globals).map(([name, shape]) => valueProposal(name, shape, library)),
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
      moduleProposals(module, library).flatMap((it): Proposal[] => {
        const name = it.from?.export === 'default' ? defaultName(it) : it.name;
        const isKnown = known.has(`${module} ${it.from?.export}`) || known.has(`${module} *`);
        return name === undefined || isKnown || taken.has(name) || !isAbbreviation(typed, name)
          ? []
          : [{ ...it, name, kind: 'export' }];
      }),
    ),
  );
}

/** The exports of a module, for the braces of an import. */
export function moduleProposals(module: string, library: ApiLibrary): Proposal[] {
  const root = library.roots.modules[module];
  const list = root ? (propertiesOf(root.shape, library) ?? []) : [];
  return list
    .filter((it) => NAME.test(it.name))
    .map((property) => ({
      ...valueProposal(property.name, property.type, library),
      property,
      from: { module, export: property.name },
    }));
}

/** A default export is imported under the name that its documentation calls it. */
function defaultName({ api }: Proposal): string | undefined {
  const [name = ''] = api?.name.split('.') ?? [];
  return NAME.test(name) && name !== 'default' ? name : undefined;
}

function valueProposal(name: string, shape: TypeShape, library: ApiLibrary): Proposal {
  const { api } = declaredValue(shape, library);
  const kind = api ? 'api' : shape.kind === 'ref' ? 'namespace' : 'property';
  return { name, library, kind, type: shape, ...(api ? { api } : {}) };
}

function memberProposal(property: Property, { library, path }: Typed): Proposal {
  const { shape, api } = declaredValue(property.type, library);
  const kind = api ? 'api' : path !== undefined && shape.kind === 'ref' ? 'namespace' : 'property';
  return { name: property.name, library, kind, property, type: property.type, ...(api ? { api } : {}) };
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
