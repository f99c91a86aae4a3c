import type { ApiDoc } from '../../../index/api-doc.js';
import type { ApiLibrary } from '../../../index/library.js';
import type { TypeShape } from '../../../index/type-shape.js';
import { type Meaning, meaningOf, type Term } from '../requirement/meaning.js';
import {
  awaited,
  elementOf,
  functionOf,
  isFunction,
  literalAlternatives,
  propertiesOf,
  type Slot,
  slotsOf,
} from './shapes.js';

/** What retrieval and binding want to know of a record, read once per library. */
export interface ApiProfile {
  readonly api: ApiDoc;
  readonly slots: readonly Slot[];
  /** The last part of the name: `showToast`. */
  readonly shortName: string;
  readonly name: Meaning;
  /** Name and sentence. */
  readonly purpose: Meaning;
  /** Purpose, the rest of the description, parameters and results together. */
  readonly everything: Meaning;
  /** String values it accepts, lower case: the members of its enumerations. */
  readonly accepts: ReadonlySet<string>;
  readonly returnsNothing: boolean;
  /** Names of the types it returns that have methods of their own: handles. */
  readonly handles: readonly string[];
}

const profiles = new WeakMap<ApiLibrary, Map<string, ApiProfile>>();
const frequencies = new WeakMap<
  ApiLibrary,
  { readonly of: ReadonlyMap<string, number>; readonly documents: number }
>();

/** How many records are read to learn which words are frequent in a library. */
const SAMPLE = 600;

/** The profile of one record; undefined if the library does not have it. */
export function profileOf(name: string, library: ApiLibrary): ApiProfile | undefined {
  let known = profiles.get(library);
  if (!known) {
    known = new Map();
    profiles.set(library, known);
  }
  let profile = known.get(name);
  if (!profile) {
    const api = library.find(name);
    if (!api) return undefined;
    profile = readProfile(api, library);
    known.set(name, profile);
  }
  return profile;
}

/** The profile of a record as it was just read; not kept. */
export function readProfile(api: ApiDoc, library: ApiLibrary): ApiProfile {
  const signature = api.signatures[0];
  const slots = signature ? slotsOf(signature, library) : [];
  const shortName = /([\w$]+)(?:\(\))?$/.exec(api.name)?.[1] ?? api.name;
  const purpose = meaningOf(`${shortName}: ${api.functionality}`);
  const result = signature ? awaited(signature.returns, library) : undefined;
  const texts = [
    shortName,
    api.des,
    api.category ?? '',
    signature?.returnsDoc ?? '',
    ...slots.flatMap((it) => [it.name, it.doc]),
    ...(result ? resultTexts(result, library) : []),
    // What an event or a callback delivers is a result as well.
    ...slots.flatMap((it) =>
      (functionOf(it.type, library)?.parameters ?? []).flatMap((parameter) =>
        resultTexts(parameter.type, library),
      ),
    ),
  ];
  return {
    api,
    slots,
    shortName,
    name: meaningOf(shortName),
    purpose,
    everything: meaningOf(texts.join('. ')),
    accepts: new Set(
      slots.flatMap((it) =>
        [
          ...literalAlternatives(it.type, library),
          ...literalAlternatives(elementOf(it.type, library) ?? it.type, library),
        ].map((value) => String(value).toLowerCase()),
      ),
    ),
    handles: result ? handleTypes(result, library) : [],
    returnsNothing:
      result === undefined ||
      (result.kind === 'primitive' && (result.name === 'void' || result.name === 'undefined')),
  };
}

/** An API that calls back again and again: a subscription. */
export function isEvent(profile: ApiProfile): boolean {
  return (
    /^(?:on[A-Z_]|once[A-Z_]|subscribe|watch|listen|observe|add\w*Listener)/.test(profile.shortName) ||
    /^(?:subscribes|listens|watches|observes|registers)\b|^(?:监听|订阅)/i.test(profile.api.functionality)
  );
}

function handleTypes(shape: TypeShape, library: ApiLibrary): string[] {
  if (shape.kind === 'union') return shape.types.flatMap((it) => handleTypes(it, library));
  if (shape.kind === 'promise') return handleTypes(shape.value, library);
  if (shape.kind !== 'ref') return [];
  return propertiesOf(shape, library).some((it) => isFunction(it.type, library)) ? [shape.name] : [];
}

function resultTexts(shape: TypeShape, library: ApiLibrary): string[] {
  const list = elementOf(shape, library);
  return propertiesOf(list ?? shape, library).flatMap((it) => [it.name, it.doc ?? '']);
}

/** How telling a term is in this library: rare words weigh more. Learned from a sample of the records. */
export function weightIn(library: ApiLibrary): (term: Term) => number {
  let known = frequencies.get(library);
  if (!known) {
    const names = library.names();
    const stride = Math.max(1, Math.floor(names.length / SAMPLE));
    const of = new Map<string, number>();
    let documents = 0;
    for (let at = 0; at < names.length; at += stride) {
      const profile = profileOf(names[at] ?? '', library);
      if (!profile) continue;
      documents++;
      for (const word of profile.everything.words) of.set(word, (of.get(word) ?? 0) + 1);
    }
    known = { of, documents };
    frequencies.set(library, known);
  }
  const { of, documents } = known;
  return (term) => {
    const frequencyOf = (words: readonly string[]): number =>
      words.length === 0 ? 0 : Math.min(...words.map((it) => of.get(it) ?? 0));
    // Another language or wording is as telling as what it stands for.
    const frequency = frequencyOf(term.words) || Math.max(0, ...term.synonyms.map(frequencyOf));
    return Math.log(1 + (documents + 1) / (frequency + 1));
  };
}
