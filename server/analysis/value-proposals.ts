import type { TypeShape } from '../../index/type-shape.js';
import type { Binding } from '../syntax/bindings.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { allowedLiterals, assignable } from './assignable.js';
import type { Inference } from './inference.js';
import type { Proposal } from './proposal.js';
import { isNullish, nonNullish } from './shape-makers.js';
import { expand, expandUnion, propertiesOf } from './type-properties.js';
import { commonLibrary, NO_LIBRARY, type Typed } from './typed.js';

/** More variables than this are no help. */
const MAX_VARIABLES = 20;
/** To find out what type a variable has may take a tenth of a millisecond and more. */
const MAX_INFERRED = 60;
const MAX_PARTS = 10;

const NAME = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * What fits where a type is expected: its literals, the variables in scope that are certainly of that type (one with the
 * wanted name first, then the nearest), and what is written for a function or an options object.
 */
export function valueProposals(
  expected: Typed | undefined,
  wanted: string | undefined,
  at: { readonly node: SyntaxNode; readonly offset: number },
  types: Inference,
): Proposal[] {
  if (!expected || expected.library === NO_LIBRARY) return [];
  return [...literals(expected), ...variables(expected, wanted, at, types), ...skeletons(expected)];
}

/** The strings that a literal may hold where it stands. */
export function stringProposals(expected: Typed | undefined): Proposal[] {
  if (!expected) return [];
  const { shape, library } = expected;
  const allowed = allowedLiterals(nonNullish(shape), library) ?? knownStrings(expected);
  return allowed
    .filter((it): it is string => typeof it === 'string')
    .map((value) => ({ name: value, library, kind: 'value', type: { kind: 'literal', value } }));
}

/** The strings that a type names although others are allowed too. */
function knownStrings({ shape, library }: Typed): (string | number | boolean)[] {
  return expandUnion(shape, library).flatMap((it) => (it.kind === 'literal' ? [it.value] : []));
}

function literals({ shape, library }: Typed): Proposal[] {
  const isBoolean = (it: TypeShape) => it.kind === 'primitive' && it.name === 'boolean';
  const values = expandUnion(shape, library).flatMap((it) =>
    it.kind === 'literal' ? [it.value] : isBoolean(it) ? [true, false] : [],
  );
  return values.map((value) => ({
    name: typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&')}'` : String(value),
    library,
    kind: 'value',
    type: { kind: 'literal', value },
  }));
}

function variables(
  expected: Typed,
  wanted: string | undefined,
  { node, offset }: { readonly node: SyntaxNode; readonly offset: number },
  types: Inference,
): Proposal[] {
  const { library, shape } = expected;
  // Everything fits where anything is taken, and then a list of all variables says nothing.
  if (shape.kind === 'any' || shape.kind === 'unknown') return [];
  const found: Proposal[] = [];
  const parts: Proposal[] = [];
  for (const binding of likeliest(wanted, { node, offset }, types)) {
    if (found.length >= MAX_VARIABLES) break;
    const typed = types.typeOfBinding(binding);
    if (typed.path !== undefined || commonLibrary([typed, expected]) === undefined) continue;
    if (typed.shape.kind === 'any') continue;
    if (assignable(typed.shape, shape, library) === 'yes')
      found.push({ name: binding.name, library, kind: 'variable', type: typed.shape });
    else parts.push(...fittingParts(binding.name, typed, expected));
  }
  const isWanted = ({ name }: Proposal) => Number(name === wanted || name.endsWith(`.${wanted}`));
  const byName = (a: Proposal, b: Proposal) => isWanted(b) - isWanted(a);
  return [...found.sort(byName), ...parts.sort(byName).slice(0, MAX_PARTS)].sort(byName);
}

/** The variables to look at: those named as what is wanted, then those of the functions around, then the nearest. */
function likeliest(
  wanted: string | undefined,
  { node, offset }: { readonly node: SyntaxNode; readonly offset: number },
  { scopes }: Inference,
): readonly Binding[] {
  const word = wanted?.toLowerCase();
  const rank = ({ name }: Binding) => {
    if (word === undefined) return 2;
    if (name === wanted) return 0;
    return name.toLowerCase().includes(word) ? 1 : 2;
  };
  const isOuter = (it: Binding) => scopes.program.get(it.name) === it;
  const distance = (it: Binding) => (isOuter(it) ? Math.abs(offset - it.node.start) : -1);
  return scopes
    .visible(node)
    .filter((it) => isReadable(it, offset))
    .map((it) => ({ it, rank: rank(it), distance: distance(it) }))
    .sort((a, b) => a.rank - b.rank || a.distance - b.distance)
    .slice(0, MAX_INFERRED)
    .map(({ it }) => it);
}

/** The properties of a result that fit, as they are read from its variable: `user.id`. */
function fittingParts(name: string, { shape, library }: Typed, expected: Typed): Proposal[] {
  if (library === NO_LIBRARY || shape.kind === 'unknown') return [];
  return (propertiesOf(shape, library) ?? []).flatMap((property): Proposal[] => {
    const { type, optional, deprecated } = property;
    if (optional || deprecated !== undefined || type.kind === 'any' || !NAME.test(property.name)) return [];
    if (assignable(type, expected.shape, expected.library) !== 'yes') return [];
    const own = { name: `${name}.${property.name}`, library, kind: 'variable', property, type } as const;
    return [shape.kind === 'ref' ? { ...own, owner: shape.name } : own];
  });
}

/** A variable has its value from its declaration on; what it is being given cannot be itself. */
function isReadable({ kind, node, source }: Binding, offset: number): boolean {
  if (kind === 'import' || kind === 'class' || kind === 'self') return false;
  if (kind === 'function') return true;
  const isOwn = source.kind === 'value' && source.node.start <= offset && offset <= source.node.end;
  return node.end < offset && !isOwn;
}

function skeletons({ shape, library }: Typed): Proposal[] {
  const found: Proposal[] = [];
  for (const member of expandUnion(shape, library)) {
    if (isNullish(member)) continue;
    const expanded = expand(member, library);
    if (expanded.kind === 'function' && expanded.signatures[0] && !expanded.signatures[0].construct) {
      const names = expanded.signatures[0].parameters.map((it) => it.name);
      const list = names.length === 1 ? names[0] : `(${names.join(', ')})`;
      found.push({ name: `${list} => {}`, library, kind: 'function', type: expanded });
    }
    const isNominal = member.kind === 'ref' && library.type(member.name)?.nominal;
    if (expanded.kind === 'object' && expanded.properties.length > 0 && !isNominal) {
      const required = expanded.properties.filter((it) => !it.optional && it.type.kind !== 'api');
      // An object with methods is made by the library, not written out.
      if (expanded.properties.some((it) => it.type.kind === 'api')) continue;
      const names = required.map((it) => it.name);
      found.push({
        name: names.length > 0 ? `{ ${names.join(', ')} }` : '{}',
        library,
        kind: 'object',
        type: expanded,
      });
    }
  }
  return found.slice(0, 4);
}
