import type { ApiLibrary } from '../../index/library.js';
import type { Parameter, Property, Signature, TypeShape } from '../../index/type-shape.js';
import { allowedLiterals } from '../analysis/assignable.js';
import { isNullish, nonNullish } from '../analysis/shape-makers.js';
import { awaited, expand, expandUnion, propertiesOf } from '../analysis/type-properties.js';
import { isIdentifier } from './fixes.js';
import type { Quoted, Written } from './written.js';

/** What else than a literal may stand for a value. */
export interface PlaceholderSite {
  readonly library: ApiLibrary;
  /** A variable in sight that has exactly this name and fits; or, if any name will do, one that has exactly this type. */
  variable(name: string, type: TypeShape, anyName: boolean): string | undefined;
}

const MAX_DEPTH = 4;

/** Instances that anybody can make and that stand for nothing in particular. */
const INSTANCES: Readonly<Record<string, string>> = {
  Date: 'new Date()',
  RegExp: '/./',
  Error: "new Error('failed')",
  URL: "new URL('https://example.com')",
  ArrayBuffer: 'new ArrayBuffer(8)',
  Uint8Array: 'new Uint8Array(8)',
  AbortSignal: 'AbortSignal.timeout(1000)',
  Blob: "new Blob(['text'])",
};

/**
 * A value of a type, to be typed over: a word for a string, the first of several literals, an object with what it
 * must have. Undefined where no value is certain to fit, such as a handle that only the library gives.
 *
 * @param name - The parameter or property that the value is for.
 */
export function placeholder(
  name: string,
  type: TypeShape,
  site: PlaceholderSite,
  depth = 0,
): Written | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const { library } = site;
  const known = site.variable(name, type, false);
  if (known !== undefined) return [known];
  const [literal] = allowedLiterals(type, library) ?? [];
  if (literal !== undefined) return [{ hole: literalText(literal) }];
  if (isHandle(type, library)) {
    const instance = site.variable(name, type, true);
    return instance === undefined ? undefined : [instance];
  }
  const expanded = expand(type, library);
  switch (expanded.kind) {
    case 'any':
      return [{ hole: { quoted: word(name) } }];
    case 'primitive':
      return primitive(name, expanded.name);
    case 'array': {
      const element = placeholder(singular(name), expanded.element, site, depth + 1);
      return element && ['[', ...element, ']'];
    }
    case 'tuple':
      return list(
        expanded.elements.filter((it) => !it.optional && !it.rest),
        (it, at) => placeholder(it.name ?? `${name}${at + 1}`, it.type, site, depth + 1),
        ['[', ']'],
      );
    case 'promise': {
      const value = awaited(expanded, library);
      if (isNothing(value)) return ['Promise.resolve()'];
      const inner = placeholder(name, value, site, depth + 1);
      return inner && ['Promise.resolve(', ...inner, ')'];
    }
    case 'function':
      return functionText(name, expanded.signatures, site, depth);
    case 'union': {
      for (const member of inOrder(expandUnion(nonNullish(expanded), library), library)) {
        const value = placeholder(name, member, site, depth + 1);
        if (value) return value;
      }
      return undefined;
    }
    case 'builtin': {
      const made = INSTANCES[expanded.name];
      return made === undefined ? undefined : [{ hole: made }];
    }
    case 'object':
    case 'intersection':
      return objectText(type, site, depth);
    default:
      return undefined;
  }
}

/** `key: value` for an object literal, in short where a variable has the name of the property. */
export function placeholderEntry(property: Property, site: PlaceholderSite, depth = 0): Written | undefined {
  const value = placeholder(property.name, property.type, site, depth);
  if (!value) return undefined;
  if (value.length === 1 && value[0] === property.name) return value;
  return [isIdentifier(property.name) ? property.name : { quoted: property.name }, ': ', ...value];
}

/** Joins what can be made of all items; undefined if something cannot be made of one. */
export function list<T>(
  items: readonly T[],
  make: (item: T, at: number) => Written | undefined,
  [open, close]: readonly [string, string] = ['', ''],
): Written | undefined {
  const written: Written[number][] = [open];
  for (const [at, item] of items.entries()) {
    const made = make(item, at);
    if (!made) return undefined;
    if (at > 0) written.push(', ');
    written.push(...made);
  }
  written.push(close);
  return written.filter((it) => it !== '');
}

function literalText(value: string | number | boolean): string | Quoted {
  return typeof value === 'string' ? { quoted: value } : String(value);
}

function primitive(name: string, type: string): Written | undefined {
  switch (type) {
    case 'string':
      return [{ hole: { quoted: word(name) } }];
    case 'number':
      return [{ hole: '1' }];
    case 'boolean':
      return [{ hole: 'true' }];
    case 'bigint':
      return [{ hole: '1n' }];
    case 'object':
      return ['{ key: ', { hole: { quoted: 'value' } }, ' }'];
    default:
      return undefined;
  }
}

function objectText(type: TypeShape, site: PlaceholderSite, depth: number): Written | undefined {
  const properties = propertiesOf(type, site.library);
  if (!properties) return undefined;
  const required = properties.filter((it) => !it.optional);
  const entry = (it: Property): Written | undefined => placeholderEntry(it, site, depth + 1);
  if (required.length > 0) return list(required, entry, ['{ ', ' }']);
  // An object without anything in it says nothing to whoever fills it in.
  for (const property of properties) {
    const made = property.deprecated === undefined ? entry(property) : undefined;
    if (made) return ['{ ', ...made, ' }'];
  }
  const expanded = expand(type, site.library);
  if (properties.length > 0 || expanded.kind !== 'object') return undefined;
  const [index] = expanded.index ?? [];
  if (!index) return ['{ key: ', { hole: { quoted: 'value' } }, ' }'];
  const value = placeholder('value', index.value, site, depth + 1);
  return value && [index.key === 'number' ? '{ 0: ' : '{ key: ', ...value, ' }'];
}

function functionText(
  name: string,
  signatures: readonly Signature[],
  site: PlaceholderSite,
  depth: number,
): Written | undefined {
  const [signature] = signatures;
  // Of several forms the parameters would have no types.
  if (!signature || signatures.length > 1 || signature.construct || signature.typeParameters)
    return undefined;
  const head = `(${parameterNames(signature.parameters).join(', ')}) => `;
  const returns = expand(signature.returns, site.library);
  if (isNothing(returns)) return body(head);
  if (returns.kind === 'promise') {
    const value = awaited(returns, site.library);
    if (isNothing(value)) return body(`async ${head}`);
    return arrow(`async ${head}`, placeholder(name, value, site, depth + 1));
  }
  const members = expandUnion(returns, site.library);
  if (members.some((it) => it.kind === 'primitive' && it.name === 'void')) return body(head);
  return arrow(head, placeholder(name, returns, site, depth + 1));
}

/** An empty body, to be typed into. */
function body(head: string): Written {
  return [`${head}{`, { hole: '' }, '}'];
}

function arrow(head: string, value: Written | undefined): Written | undefined {
  if (!value) return undefined;
  const [first] = value;
  const isObject = typeof first === 'string' && first.startsWith('{');
  return isObject ? [`${head}(`, ...value, ')'] : [head, ...value];
}

/** Names for the parameters of a callback as it is documented. */
function parameterNames(parameters: readonly Parameter[]): readonly string[] {
  const taken = new Set<string>();
  return parameters.map(({ name, rest }, at) => {
    const isFine = isIdentifier(name) && !RESERVED.has(name) && !taken.has(name);
    const used = isFine ? name : `value${at + 1}`;
    taken.add(used);
    return rest ? `...${used}` : used;
  });
}

const RESERVED = new Set(
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield'.split(
    ' ',
  ),
);

/** Simple values first: they are the easiest to type over. */
function inOrder(types: readonly TypeShape[], library: ApiLibrary): readonly TypeShape[] {
  const rank = (type: TypeShape): number => {
    const { kind } = expand(type, library);
    if (kind === 'literal' || kind === 'primitive') return 0;
    return kind === 'object' || kind === 'array' ? 1 : 2;
  };
  return types.filter((it) => !isNullish(it)).toSorted((a, b) => rank(a) - rank(b));
}

/** Whether values of a type do something of their own: only the library, or a class, makes such ones. */
function isHandle(type: TypeShape, library: ApiLibrary): boolean {
  if (type.kind !== 'ref') return false;
  if (library.type(type.name)?.nominal) return true;
  return propertiesOf(type, library)?.some((it) => it.type.kind === 'api' && !it.optional) ?? false;
}

function isNothing(type: TypeShape): boolean {
  return isNullish(type) || type.kind === 'any' || type.kind === 'unknown' || type.kind === 'parameter';
}

/** A word from a name: `userName` is `userName`; nothing that needs escaping. */
function word(name: string): string {
  return /^[\p{L}\p{N}_$.-]+$/u.test(name) ? name : 'text';
}

/** `items` is `item`. */
function singular(name: string): string {
  return /[^s]s$/.test(name) && name.length > 2 ? name.slice(0, -1) : name;
}
