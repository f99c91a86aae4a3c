import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import type { Parameter, Property } from '../../index/type-shape.js';
import type { BindingKind } from '../syntax/bindings.js';
import { keyName, stringValue } from '../syntax/literal-text.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { callPlace, expectedIn, meantCall } from './call-place.js';
import { expectedSignature } from './function-types.js';
import { Inference } from './inference.js';
import { nameNode } from './member-access.js';
import { parameterAt } from './parameter-at.js';
import { resultPlace } from './result-place.js';
import { isNullish, nonNullish } from './shape-makers.js';
import { elementOf, expand, expandUnion, propertiesOf } from './type-properties.js';
import { NO_LIBRARY, type Typed, UNKNOWN_TYPED } from './typed.js';

/** What the library has to say of a place in a document. */
export type Subject =
  /** An API. */
  | { readonly kind: 'api'; readonly api: ApiDoc; readonly library: ApiLibrary; readonly node: SyntaxNode }
  /** A part of the library that holds APIs, such as `HX` itself. */
  | {
      readonly kind: 'namespace';
      readonly path: string;
      readonly library: ApiLibrary;
      readonly node: SyntaxNode;
    }
  | OptionSubject
  | ResultPropertySubject
  /** A variable whose value comes from the library. */
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly binding: BindingKind;
      readonly typed: Typed;
      readonly library: ApiLibrary;
      /** What the documentation calls it, where it is the parameter of a callback. */
      readonly parameter?: Parameter;
      readonly from?: ApiPath;
      readonly node: SyntaxNode;
    };

/** An API, and the way into its parameters or its result, as contracts name it. */
export interface ApiPath {
  readonly api: ApiDoc;
  readonly path: string;
}

/** A key of an options object, or the value that is written for it. */
export interface OptionSubject {
  readonly kind: 'option';
  readonly property: Property;
  readonly library: ApiLibrary;
  /** Absent where the object is not written in a call. */
  readonly of?: ApiPath;
  /** The string that the cursor is in, where it is in the value and not on the key. */
  readonly value?: string;
  readonly node: SyntaxNode;
}

/** A property that is read from a result, or taken out of it by destructuring. */
export interface ResultPropertySubject {
  readonly kind: 'property';
  readonly property: Property;
  readonly library: ApiLibrary;
  /** The name of the type that has it. */
  readonly owner?: string;
  readonly of?: ApiPath;
  readonly node: SyntaxNode;
}

/** What stands at an offset, as far as a library knows it. A name counts up to its end. */
export function subjectAt(
  document: SyntaxDocument,
  offset: number,
  libraries: readonly ApiLibrary[],
): Subject | undefined {
  const types = new Inference(document, libraries);
  const here = document.program.at(offset);
  const found = subjectOf(here, types);
  if (found || offset === 0) return found;
  const before = document.program.at(offset - 1);
  return before === here || before.end !== offset ? undefined : subjectOf(before, types);
}

/** The property of an object type with this name; in a union the first member that has it. */
export function propertyNamed(name: string, { shape, library }: Typed): Property | undefined {
  for (const member of expandUnion(shape, library)) {
    if (isNullish(member)) continue;
    const list = member.kind === 'array' ? [] : (propertiesOf(member, library) ?? []);
    const found = list.find((it) => it.name === name);
    if (found) return found;
  }
  return undefined;
}

/** What a node is, as far as a library knows it. */
export function subjectOf(at: SyntaxNode, types: Inference): Subject | undefined {
  const node = at.parent?.type === 'string' || at.parent?.type === 'template_string' ? at.parent : at;
  const { parent } = node;
  switch (node.type) {
    case 'property_identifier':
      if (parent?.type === 'member_expression') return memberSubject(parent, types);
      if (parent?.type === 'pair_pattern') return patternSubject(node, parent.parent, types);
      return keySubject(node, types);
    case 'shorthand_property_identifier':
      return keySubject(node, types);
    case 'shorthand_property_identifier_pattern': {
      const pattern = parent?.type === 'object_assignment_pattern' ? parent.parent : parent;
      return patternSubject(node, pattern, types);
    }
    case 'identifier':
      return nameSubject(node, types);
    case 'string':
    case 'template_string':
      if (parent?.type === 'subscript_expression' && parent.get('index') === node)
        return memberSubject(parent, types);
      if (parent?.type === 'pair' && parent.get('key') === node) return keySubject(node, types);
      return valueSubject(node, types);
    default:
      return undefined;
  }
}

function memberSubject(access: SyntaxNode, types: Inference): Subject | undefined {
  const node = nameNode(access);
  const typed = types.typeOf(access);
  const { library } = typed;
  if (typed.api) return { kind: 'api', api: typed.api, library, node };
  const object = access.get('object');
  const name = keyName(node);
  if (!object || name === undefined) return undefined;
  const of = types.typeOf(object);
  if (of.library === NO_LIBRARY) return undefined;
  if (of.path !== undefined && typed.path !== undefined && typed.shape.kind === 'ref')
    return { kind: 'namespace', path: typed.path, library, node };
  const property = propertyNamed(name, { ...of, shape: nonNullish(of.shape) });
  const place = resultPlace(access, types);
  return property && resultProperty(property, of, place, node);
}

/** A property that a destructuring pattern takes out of a value. */
function patternSubject(
  node: SyntaxNode,
  pattern: SyntaxNode | null | undefined,
  types: Inference,
): Subject | undefined {
  const name = keyName(node);
  if (!pattern || name === undefined) return undefined;
  const of = patternType(pattern, types);
  if (of.library === NO_LIBRARY) return undefined;
  const { api } = types.member(of, name);
  if (api) return { kind: 'api', api, library: of.library, node };
  const property = propertyNamed(name, { ...of, shape: nonNullish(of.shape) });
  if (!property) return undefined;
  const variable = node.type.startsWith('shorthand') ? node : node.parent?.get('value');
  return resultProperty(property, of, variable && resultPlace(variable, types), node);
}

function resultProperty(
  property: Property,
  of: Typed,
  place: ApiPath | undefined,
  node: SyntaxNode,
): ResultPropertySubject {
  const shape = nonNullish(of.shape);
  return {
    kind: 'property',
    property,
    library: of.library,
    ...(shape.kind === 'ref' ? { owner: shape.name } : {}),
    ...(place ? { of: { api: place.api, path: place.path } } : {}),
    node,
  };
}

/** The type of the value that a destructuring pattern takes apart. */
function patternType(pattern: SyntaxNode, types: Inference): Typed {
  const { parent } = pattern;
  switch (parent?.type) {
    case 'variable_declarator': {
      const value = parent.get('value');
      return value ? types.typeOf(value) : UNKNOWN_TYPED;
    }
    case 'formal_parameters': {
      const fn = parent.parent;
      return fn ? types.parameterOf(fn, parent.children.indexOf(pattern)) : UNKNOWN_TYPED;
    }
    case 'assignment_pattern':
      return parent.get('left') === pattern ? patternType(parent, types) : UNKNOWN_TYPED;
    case 'pair_pattern': {
      const key = parent.get('key');
      const name = key && keyName(key);
      const outer = parent.parent && patternType(parent.parent, types);
      return outer && name !== undefined ? types.member(outer, name) : UNKNOWN_TYPED;
    }
    case 'array_pattern': {
      const { shape, library } = patternType(parent, types);
      const list = expand(shape, library);
      const index = parent.children.indexOf(pattern);
      const element = list.kind === 'tuple' ? list.elements[index]?.type : elementOf(list, library);
      return element ? { shape: element, library } : UNKNOWN_TYPED;
    }
    case 'for_in_statement': {
      const list = parent.get('right');
      const typed = list ? types.typeOf(list) : UNKNOWN_TYPED;
      return { shape: elementOf(typed.shape, typed.library), library: typed.library };
    }
    default:
      return UNKNOWN_TYPED;
  }
}

/** A key of an object literal that the library expects. */
function keySubject(key: SyntaxNode, types: Inference): OptionSubject | undefined {
  const entry = key.type === 'shorthand_property_identifier' ? key : key.parent;
  const literal = entry?.parent;
  const name = keyName(key);
  if (literal?.type !== 'object' || name === undefined) return undefined;
  return optionSubject(literal, name, key, types);
}

/** The string that is written for an option. */
function valueSubject(node: SyntaxNode, types: Inference): Subject | undefined {
  const value = stringValue(node);
  const pair = node.parent?.type === 'pair' ? node.parent : undefined;
  const key = pair?.get('key');
  const name = key && keyName(key);
  if (!pair?.parent || name === undefined || value === undefined) return undefined;
  const subject = optionSubject(pair.parent, name, node, types);
  return subject && { ...subject, value };
}

function optionSubject(
  literal: SyntaxNode,
  name: string,
  node: SyntaxNode,
  types: Inference,
): OptionSubject | undefined {
  const place = callPlace(literal, literal.start);
  const call = place && meantCall(place, types);
  const expected = types.contextOf(literal) ?? (call && expectedIn(call));
  if (!expected || expected.library === NO_LIBRARY) return undefined;
  const declared = propertyNamed(name, { ...expected, shape: elements(expected) });
  if (!declared) return undefined;
  const api = call?.callee.api;
  const parameter = call && parameterAt(call.candidates[call.chosen] ?? NO_SIGNATURE, call.argument);
  const own = call && parameter?.optionDocs?.[[...call.keys, name].join('.')];
  const property = own === undefined ? declared : { ...declared, doc: own };
  const of = api && parameter && { api, path: [parameter.name, ...call.keys, name].join('.') };
  return { kind: 'option', property, library: expected.library, ...(of ? { of } : {}), node };
}

const NO_SIGNATURE = { parameters: [], returns: { kind: 'unknown' } } as const;

/** A list of options stands for its elements. */
function elements({ shape, library }: Typed): Typed['shape'] {
  const expanded = expand(nonNullish(shape), library);
  return expanded.kind === 'array' ? expanded.element : shape;
}

function nameSubject(node: SyntaxNode, types: Inference): Subject | undefined {
  const imported = node.parent?.type === 'import_specifier' ? importedName(node, types) : undefined;
  const typed = imported ?? types.typeOf(node);
  const { api, library, path } = typed;
  if (library === NO_LIBRARY) return undefined;
  if (api) return { kind: 'api', api, library, node };
  if (path !== undefined && typed.shape.kind === 'ref') return { kind: 'namespace', path, library, node };
  const binding = types.scopes.resolve(node.text, node);
  if (!binding) return undefined;
  const { source } = binding;
  const isParameter = source.kind === 'parameter' && binding.steps.length === 0;
  const signature = isParameter ? expectedSignature(source.fn, types)?.signature : undefined;
  const parameter = isParameter && signature ? parameterAt(signature, source.index) : undefined;
  const place = resultPlace(node, types) ?? (isParameter ? callbackPlace(source.fn, types) : undefined);
  return {
    kind: 'variable',
    name: node.text,
    binding: binding.kind,
    typed,
    library,
    ...(parameter ? { parameter } : {}),
    ...(place ? { from: { api: place.api, path: place.path } } : {}),
    node,
  };
}

/** The exported name in `import { exported as local }`, which is no variable. */
function importedName(node: SyntaxNode, types: Inference): Typed | undefined {
  let statement: SyntaxNode | null = node;
  while (statement && statement.type !== 'import_statement') statement = statement.parent;
  const module = stringValue(statement?.get('source'));
  const found = module === undefined ? undefined : types.moduleExport(module, node.text);
  return node.parent?.get('name') === node && typeof found === 'object' ? found : undefined;
}

/** The option or parameter that a callback is passed as. */
function callbackPlace(fn: SyntaxNode, types: Inference): ApiPath | undefined {
  const place = callPlace(fn, fn.start);
  const call = place && meantCall(place, types);
  const parameter = call && parameterAt(call.candidates[call.chosen] ?? NO_SIGNATURE, call.argument);
  if (!call?.callee.api || !parameter) return undefined;
  return { api: call.callee.api, path: [parameter.name, ...call.keys].join('.') };
}
