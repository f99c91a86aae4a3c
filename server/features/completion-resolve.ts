import type { MarkupContent } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../index/library.js';
import type { Property, TypeShape } from '../../index/type-shape.js';
import { nonNullish } from '../analysis/shape-makers.js';
import { propertyNamed } from '../analysis/subject-at.js';
import { expandUnion } from '../analysis/type-properties.js';
import { apiCard, type CardStyle } from './api-card.js';
import { optionDescription, valueCard } from './value-card.js';

/** What a completion item carries to its resolution. */
export interface ItemData {
  readonly library: string;
  readonly api?: string;
  /** Of an option of that API, or of a property of its result: `options.timeout`, `returns.user.id`. */
  readonly path?: string;
  /** Of a property of a named type. */
  readonly type?: string;
  readonly property?: string;
  /** What is to be imported into which document. */
  readonly import?: {
    readonly uri: string;
    readonly module: string;
    readonly export: string;
    readonly local: string;
  };
}

/** The documentation of what an item stands for; undefined if there is none, or the library is gone. */
export function itemDocumentation(
  data: ItemData,
  libraries: readonly ApiLibrary[],
  style: CardStyle,
): MarkupContent | undefined {
  const library = libraries.find((it) => it.name === data.library);
  if (!library) return undefined;
  const api = data.api === undefined ? undefined : library.find(data.api);
  if (api && data.path === undefined) return apiCard(api, library, style);
  if (api && data.path !== undefined) {
    const property = valueAt(api, data.path, library);
    const isResult = data.path.startsWith('returns.');
    const of = { api, path: data.path };
    if (!property) return undefined;
    const description = optionDescription({ property, library, of });
    return valueCard(isResult ? asProperty(description) : description, style);
  }
  const definition = data.type === undefined ? undefined : library.type(data.type);
  const property = definition && propertyNamed(data.property ?? '', { shape: definition.shape, library });
  return property && valueCard(asProperty(optionDescription({ property, library })), style);
}

/** A result's property is read: nothing about it can be required. */
function asProperty({ required: _required, head, ...rest }: ReturnType<typeof optionDescription>) {
  return { ...rest, head: head.replace('(option)', '(property)') };
}

/** The option or the result's property that a path leads to. */
function valueAt(
  { signatures }: NonNullable<ReturnType<ApiLibrary['find']>>,
  path: string,
  library: ApiLibrary,
): Property | undefined {
  const [first, ...names] = path.split('.');
  for (const signature of signatures) {
    const parameter = signature.parameters.find((it) => it.name === first);
    const type = first === 'returns' ? signature.returns : parameter?.type;
    const found = type && along(type, names, library);
    if (!found) continue;
    const doc = parameter?.optionDocs?.[names.join('.')];
    return doc === undefined ? found : { ...found, doc };
  }
  return undefined;
}

function along(
  type: TypeShape,
  [name, ...rest]: readonly string[],
  library: ApiLibrary,
): Property | undefined {
  if (name === undefined) return undefined;
  for (const member of objectsIn(type, library)) {
    const property = propertyNamed(name, { shape: member, library });
    if (!property) continue;
    const found = rest.length === 0 ? property : along(property.type, rest, library);
    if (found) return found;
  }
  return undefined;
}

/** What a value is or holds: members of unions, elements of lists, what promises give. */
function objectsIn(type: TypeShape, library: ApiLibrary): readonly TypeShape[] {
  return expandUnion(nonNullish(type), library).flatMap((it) => {
    if (it.kind === 'array') return objectsIn(it.element, library);
    return it.kind === 'promise' ? objectsIn(it.value, library) : [it];
  });
}
