import { type ObjectShape, type Property, type TypeShape, UNKNOWN } from '../../index/type-shape.js';
import { allowedLiterals, assignable, type Fit } from '../analysis/assignable.js';
import { isObjectMember } from '../analysis/builtin-members.js';
import type { Inference } from '../analysis/inference.js';
import { ANY, isNullish, optionalOf, unionOf } from '../analysis/shape-makers.js';
import { expand, expandUnion, propertiesOf, propertyOf } from '../analysis/type-properties.js';
import { describe } from '../analysis/type-text.js';
import { NO_LIBRARY, type Typed } from '../analysis/typed.js';
import { nearestWord } from '../spelling.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { allowedValueFixes } from './fixes/literals.js';
import { missingPropertyFixes } from './fixes/missing.js';
import { nameFixes } from './fixes/naming.js';
import { removeFix, renameKeyFix } from './fixes.js';
import { type Entry, type Literal, readLiteral } from './object-entries.js';
import type { Finding, NodeFix, Place } from './report.js';
import { typeFindings, valueFindings } from './values.js';

/** More names than this nobody reads in a message. */
const MAX_NAMES = 8;

/** Stands for a value that fits everywhere. */
const ANYTHING: Typed = { shape: ANY, library: NO_LIBRARY };

/**
 * What is wrong with an object literal where a type is declared. As TypeScript does, ill-typed properties come before
 * unknown ones and those before missing ones: the later are often only consequences of the earlier.
 */
export function objectFindings(
  node: SyntaxNode,
  declared: TypeShape,
  place: Place,
  types: Inference,
): readonly Finding[] {
  const { library } = place;
  const declaredMembers = expandUnion(declared, library);
  const members = declaredMembers.filter((it) => !isNullish(it));
  const objects = members.filter((it) => isObjectType(it, place));
  const [partial] = members;
  if (partial && members.length === 1) {
    const literal = readLiteral(node, types);
    // What is not known of the type may add properties, but takes none away.
    const found = certainParts(partial, place).map((it) =>
      memberFindings(literal, it, { ...place, infers: true }, types),
    );
    const first = found.find((it) => it.length > 0);
    if (first) return first;
  }
  if (objects.length === 0) {
    // Without any object type in it the literal cannot fit, unless part of the type is not known.
    if (!members.every((it) => isNoObject(it, place))) return [];
    const [first] = readLiteral(node, types).entries;
    const isPrimitive = members.every((it) => ['primitive', 'literal'].includes(expand(it, library).kind));
    // TypeScript names the first property that, say, a function does not have.
    const at = first && !isPrimitive && !place.infers ? { ...place, anchor: first.key } : place;
    return typeFindings(node, types.typeOf(node), declared, at, types);
  }
  const isCertain = members.every(
    (it) =>
      objects.includes(it) ||
      isNoObject(it, place) ||
      assignable(types.typeOf(node).shape, it, library) === 'no',
  );
  const literal = readLiteral(node, types);
  const [only] = objects;
  if (objects.length === 1 && only) {
    if (!isCertain) return [];
    const found = memberFindings(literal, only, place, types);
    // Beside lists and simple values TypeScript does not look which property misfits.
    const isMixed = [isList, isSimple].every((is) => declaredMembers.some((it) => is(expand(it, library))));
    const isMismatch = found.some((it) => it.code !== 'unknown-property');
    return isMixed && isMismatch ? typeFindings(node, types.typeOf(node), declared, place, types) : found;
  }
  if (!isCertain) return [];
  return unionFindings(literal, objects, place, types);
}

/** The object types in an intersection that has parts nobody knows; none if it is no such intersection. */
function certainParts(shape: TypeShape, place: Place): readonly TypeShape[] {
  const expanded = expand(shape, place.library);
  if (expanded.kind !== 'intersection') return [];
  const known = expanded.types.filter((it) => isObjectType(it, place));
  return known.length < expanded.types.length ? known : [];
}

/** An object type that a literal can be compared with. */
function isObjectType(shape: TypeShape, { library }: Place): boolean {
  return propertiesOf(shape, library) !== undefined;
}

function isList({ kind }: TypeShape): boolean {
  return kind === 'array' || kind === 'tuple';
}

function isSimple({ kind }: TypeShape): boolean {
  return kind === 'primitive' || kind === 'literal';
}

function isNoObject(shape: TypeShape, { library }: Place): boolean {
  return ['primitive', 'literal', 'array', 'tuple', 'function'].includes(expand(shape, library).kind);
}

function unionFindings(
  literal: Literal,
  objects: readonly TypeShape[],
  place: Place,
  types: Inference,
): readonly Finding[] {
  const fitting = objects.filter((type) =>
    literal.entries.every((entry) => literalOf(entry, type, place, types) !== 'no'),
  );
  const candidates = fitting.length > 0 ? fitting : objects;
  if (fitting.length === 0) {
    const found = discriminantFindings(literal, objects, place, types);
    if (found.length > 0) return found;
  }
  const chosen = candidates.filter((type) =>
    literal.entries.some(
      (entry) => isShared(entry.name, objects, place) && literalOf(entry, type, place, types) === 'yes',
    ),
  );
  // A property that only another member has is no unknown one, unless a literal value chooses between them.
  const compared = chosen.length > 0 ? chosen : objects;
  const findingsOf = (type: TypeShape): readonly Finding[] =>
    memberFindings(literal, type, place, types, compared);
  if (candidates.some((type) => findingsOf(type).length === 0)) return [];
  // As TypeScript, complain about the member that has the most properties in common with the literal.
  const common = compared.map((type) => commonProperties(literal, type, place));
  const most = Math.max(...common);
  return compared
    .filter((_, at) => common[at] === most)
    .map(findingsOf)
    .reduce((best, found) => (found.length > 0 && found.length < best.length ? found : best));
}

/** Whether several members of a union have a property. */
function isShared(name: string, objects: readonly TypeShape[], { library }: Place): boolean {
  const having = objects.filter((type) => propertiesOf(type, library)?.some((it) => it.name === name));
  return having.length > 1;
}

function commonProperties(literal: Literal, type: TypeShape, { library }: Place): number {
  const names = new Set(propertiesOf(type, library)?.map((it) => it.name));
  return literal.entries.filter((it) => names.has(it.name)).length;
}

/** Whether the entry is one of the literal values of this member of a union; undefined if it does not tell. */
function literalOf(entry: Entry, type: TypeShape, { library }: Place, types: Inference): Fit | undefined {
  const property = propertiesOf(type, library)?.find((it) => it.name === entry.name);
  if (!property || !allowedLiterals(property.type, library)) return undefined;
  const { shape } = types.typeOf(entry.value);
  return shape.kind === 'literal' ? assignable(shape, property.type, library) : undefined;
}

/** The property whose value fits no member of a union, compared with what all of them allow. */
function discriminantFindings(
  literal: Literal,
  objects: readonly TypeShape[],
  place: Place,
  types: Inference,
): readonly Finding[] {
  for (const entry of literal.entries) {
    const declared = objects.map(
      (type) => propertiesOf(type, place.library)?.find((it) => it.name === entry.name)?.type,
    );
    if (declared.some((it) => it === undefined)) continue;
    const all = unionOf(declared.filter((it) => it !== undefined));
    const found = valueFindings(entry.value, all, entryPlace(entry, place), types);
    if (found.length > 0)
      return found.map((it) => ({
        ...it,
        fixes: () => discriminantFixes(entry, literal, objects, place, types),
      }));
  }
  return [];
}

/** Values for a property with which the rest of the literal fits a member of the union. */
function discriminantFixes(
  entry: Entry,
  literal: Literal,
  objects: readonly TypeShape[],
  place: Place,
  types: Inference,
): readonly NodeFix[] {
  const { shape } = types.typeOf(entry.value);
  if (shape.kind !== 'literal') return [];
  const rest = { ...literal, entries: literal.entries.filter((it) => it !== entry) };
  const values = objects.flatMap((type) => {
    const own = propertiesOf(type, place.library)?.find((it) => it.name === entry.name);
    const without = memberFindings(
      { ...rest, spread: new Map([...rest.spread, [entry.name, ANYTHING]]) },
      type,
      place,
      types,
    );
    return own && without.length === 0 ? (allowedLiterals(own.type, place.library) ?? []) : [];
  });
  return allowedValueFixes(entry.value, shape.value, [...new Set(values)]);
}

function memberFindings(
  literal: Literal,
  declared: TypeShape,
  place: Place,
  types: Inference,
  union: readonly TypeShape[] = [],
): readonly Finding[] {
  const { library } = place;
  const isKnown = (name: string): boolean =>
    [declared, ...union].some((type) => propertyOf(type, name, library) !== 'missing');
  const properties = propertiesOf(declared, library) ?? [];
  const index = indexOf(declared, place);
  // As in TypeScript, `{}` takes every object.
  const allowsNoOthers = properties.length > 0 && !place.infers;
  const nested: Finding[] = [];
  const unknown: Entry[] = [];
  for (const entry of literal.entries) {
    const property = properties.find((it) => it.name === entry.name);
    if (property) {
      nested.push(...entryFindings(entry, typeOfProperty(property), place, types, property.optional));
    } else if (index) {
      nested.push(...entryFindings(entry, index, place, types));
    } else if (allowsNoOthers && !isObjectMember(entry.name) && !isKnown(entry.name)) {
      unknown.push(entry);
    }
  }
  for (const [name, typed] of literal.spread) {
    const property = properties.find((it) => it.name === name);
    const at = { ...place, label: `${place.label}.${name}`, anchor: literal.node };
    if (property && !property.optional)
      nested.push(...typeFindings(literal.node, typed, property.type, at, types));
    else if (property)
      nested.push(...typeFindings(literal.node, typed, optionalOf(property.type), at, types));
  }
  const strange = unknown.map((entry) => ({
    ...unknownProperty(entry, literal, properties, place),
    fixes: () => unknownPropertyFixes(entry, unknown, literal, properties, place, types),
  }));
  if (nested.length > 0) return [...nested, ...strange];
  if (strange.length > 0 || literal.isOpen) return strange;
  const given = new Set([...literal.entries.map((it) => it.name), ...literal.spread.keys()]);
  const isWeak = properties.length > 0 && properties.every((it) => it.optional) && !index;
  // What is spread may have other properties, but must have one of those in question.
  if (isWeak && given.size > 0 && !properties.some((it) => given.has(it.name)))
    return typeFindings(literal.node, types.typeOf(literal.node), declared, place, types);
  // Every object has `toString` and the like.
  const missing = properties.filter((it) => !it.optional && !given.has(it.name) && !isObjectMember(it.name));
  return missing.length > 0 ? [missingProperty(literal, missing, place, types)] : [];
}

function typeOfProperty({ type, optional }: Property): TypeShape {
  return optional ? optionalOf(type) : type;
}

function entryFindings(
  entry: Entry,
  type: TypeShape,
  place: Place,
  types: Inference,
  optional = false,
): readonly Finding[] {
  const at = { ...entryPlace(entry, place), optional };
  if (entry.value.type === 'method_definition') {
    return typeFindings(entry.value, types.methodValue(entry.value), type, at, types);
  }
  return valueFindings(entry.value, type, at, types);
}

function entryPlace(entry: Entry, place: Place): Place {
  return { ...place, label: `${place.label}.${entry.name}`, anchor: entry.key, optional: false };
}

/** A property that is not declared. `fixesOf` makes the fixes once all of them are known. */
function unknownProperty(
  entry: Entry,
  literal: Literal,
  properties: readonly Property[],
  place: Place,
): Finding {
  const nearest = nearestWord(entry.name, freeNames(literal, properties));
  const shown = listed(properties.map((it) => it.name));
  const hint = nearest === undefined ? (shown ? ` It has ${shown}.` : '') : ` Did you mean '${nearest}'?`;
  return {
    code: 'unknown-property',
    message: `${place.api}: '${place.label}' has no property '${entry.name}'.${hint}`,
    node: entry.key,
    api: place.api,
  };
}

/** Names of properties that the literal does not have yet. */
function freeNames(literal: Literal, properties: readonly Property[]): readonly string[] {
  const given = new Set([...literal.entries.map((it) => it.name), ...literal.spread.keys()]);
  return properties.filter((it) => !given.has(it.name)).map((it) => it.name);
}

/** Renames what is not declared, or takes it out, as far as the literal then has what it must have. */
function unknownPropertyFixes(
  entry: Entry,
  unknown: readonly Entry[],
  literal: Literal,
  properties: readonly Property[],
  place: Place,
  types: Inference,
): readonly NodeFix[] {
  const free = freeNames(literal, properties);
  const lacking = literal.isOpen
    ? []
    : properties.filter((it) => !it.optional && free.includes(it.name) && !isObjectMember(it.name));
  // What the others of them will be, if they are misspelt too.
  const meanwhile = unknown.filter((it) => it !== entry).map((it) => nearestWord(it.name, free));
  const isComplete = (name?: string): boolean =>
    lacking.every((it) => it.name === name || meanwhile.includes(it.name));
  const fits = (name: string): boolean => {
    const property = properties.find((it) => it.name === name);
    if (!property || meanwhile.includes(name) || !isComplete(name)) return false;
    return entryFindings(entry, typeOfProperty(property), place, types).length === 0;
  };
  const [only, ...more] = lacking;
  const isNear = only && nearestWord(entry.name, [only.name]) !== undefined;
  const meant =
    only && more.length === 0 && !isNear && fits(only.name) ? [renameKeyFix(entry.key, only.name)] : [];
  const removed = removeFix(entry.part, entry.part, literal.node.children, `Remove '${entry.name}'`);
  const others = [...meant, ...(isComplete() ? [removed] : [])];
  const isOnly = others.length === 0;
  return [...nameFixes(entry.name, free, (name) => renameKeyFix(entry.key, name), fits, isOnly), ...others];
}

/** The first names of a list, for a message. */
function listed(names: readonly string[]): string {
  return names.length > MAX_NAMES ? `${names.slice(0, MAX_NAMES).join(', ')}, …` : names.join(', ');
}

function missingProperty(
  literal: Literal,
  missing: readonly Property[],
  place: Place,
  types: Inference,
): Finding {
  const list = missing.map((it) => `'${it.name}' (${describe(it.type)})`).join(', ');
  const given = listed([...new Set([...literal.spread.keys(), ...literal.entries.map((it) => it.name)])]);
  return {
    code: 'missing-property',
    message: `${place.api}: '${place.label}' lacks ${list}; it ${given ? `has only ${given}` : 'is empty'}.`,
    node: literal.node,
    api: place.api,
    fixes: () => missingPropertyFixes(literal.node, missing, place, types),
  };
}

function indexOf(declared: TypeShape, { library }: Place): TypeShape | undefined {
  const expanded = expand(declared, library);
  const index = (it: TypeShape): ObjectShape['index'] => (it.kind === 'object' ? it.index : undefined);
  const found =
    expanded.kind === 'intersection'
      ? expanded.types.flatMap((it) => index(expand(it, library)) ?? [])
      : index(expanded);
  if (!found || found.length === 0) return undefined;
  return found.length === 1 && found[0] ? found[0].value : UNKNOWN;
}
