import type { Access } from '../../api-doc.js';
import type { Contract } from '../../contract.js';
import type { Signature, TypeDefinition, TypeShape } from '../../type-shape.js';
import { libraryPrefix } from '../access.js';
import type { Documentation } from '../documentation.js';
import { recordNamed } from '../records/api-names.js';
import { awaitedDemand } from './awaited.js';
import { bypassDemand } from './bypass.js';
import type { CallFacts, CallRule } from './call-rule.js';
import { closedDemand } from './closed.js';
import { exclusiveIn } from './exclusive.js';
import { beganBy, pairDemand } from './pairs.js';
import { type ContractCache, consistent, contentOf, placeContracts } from './place-contracts.js';
import { type Place, placesOf } from './places.js';
import { plainText } from './plain-text.js';
import { sentencesOf } from './sentences.js';
import { togetherIn } from './together.js';

const CALL_RULES: readonly CallRule[] = [awaitedDemand, closedDemand, pairDemand, bypassDemand];

/** What the rules need to know of the library. */
export interface ContractContext {
  readonly access: Access;
  readonly type: (name: string) => TypeDefinition | undefined;
  readonly names: ReadonlySet<string>;
  readonly pairs: ReadonlyMap<string, readonly Contract[]>;
  readonly contracts: ContractCache;
}

/** All contracts of one API: of its parameters, of its result, and of the call as a whole. */
export function readContracts(
  name: string,
  documentation: Documentation,
  signatures: readonly Signature[],
  library: ContractContext,
): Contract[] {
  const read = (place: Place) => placeContracts(place, library.contracts);
  const places = signatures.map((it) => placesOf(it, documentation.params, library.type));
  const parameters = agreed(
    places.flatMap((it) => it.parameters),
    read,
  );
  // What an API returns is not the caller's to get right; its units are the caller's to know.
  const results = agreed(
    places.flatMap((it) => it.results),
    read,
  ).filter((it) => it.kind === 'unit');

  const call = callFacts(name, signatures, library);
  const returns = [documentation.returns, ...signatures.map((it) => it.returnsDoc)];
  const texts = new Set([documentation.description, ...returns.flatMap((it) => it ?? [])]);
  const whole = [...texts].flatMap(sentencesOf).flatMap((sentence) => [
    ...callContracts(sentence, call),
    ...groupContracts(
      sentence,
      places.flatMap((it) => it.all),
    ),
  ]);
  return consistent([...parameters, ...results, ...whole, ...(library.pairs.get(name) ?? [])]);
}

/** What is demanded of each path wherever it is documented: overloads and alternatives may mean different things by it. */
function agreed(places: readonly Place[], read: (place: Place) => readonly Contract[]): Contract[] {
  const paths = new Map<string, Place[]>();
  for (const place of places) paths.set(place.path, [...(paths.get(place.path) ?? []), place]);
  return [...paths.values()].flatMap((group) => {
    const [first = [], ...others] = group.map(read);
    const contents = others.map((it) => new Set(it.map(contentOf)));
    return first.filter((it) => contents.every((other) => other.has(contentOf(it))));
  });
}

/** What one sentence demands of a call as a whole. */
export function callContracts(sentence: string, call: CallFacts): Contract[] {
  const text = plainText(sentence);
  const found = CALL_RULES.flatMap((rule): Contract[] => {
    const demand = rule(text, call);
    return demand ? [{ ...demand, sentence, stated: 'prose' }] : [];
  });
  // "Call `close` when you are done": what closes a handle is not called for its own sake.
  return found.some((it) => it.kind === 'closed') ? found.filter((it) => it.kind !== 'pair') : found;
}

/** Pairs that the second API of each states: "Hides the indicator opened by showLoading". By name of the first. */
export function begunPairs(
  apis: readonly { readonly name: string; readonly description: string }[],
  names: ReadonlySet<string>,
  prefix: string,
): Map<string, Contract[]> {
  const pairs = new Map<string, Contract[]>();
  for (const { name, description } of apis) {
    const named = (word: string) => recordNamed(word, name, names, prefix);
    for (const sentence of sentencesOf(description)) {
      const first = beganBy(plainText(sentence), named);
      if (first === undefined) continue;
      const pair: Contract = { kind: 'pair', followedBy: [name], sentence, stated: 'prose' };
      pairs.set(first, [...(pairs.get(first) ?? []), pair]);
    }
  }
  return pairs;
}

/** Demands on names that stand in the description: of the parameters, or of the properties of one of them. */
function groupContracts(sentence: string, places: readonly Place[]): Contract[] {
  const groups = new Map<string | undefined, readonly string[]>();
  for (const { path, parent, names, properties } of places) {
    groups.set(parent, names);
    if (properties.length > 0) groups.set(path, properties);
  }
  for (const [path, names] of groups) {
    if (names.length < 2) continue;
    const where = path === undefined ? {} : { path };
    const together = togetherIn(sentence, names);
    if (together) return [{ kind: 'together', ...where, names: together, sentence, stated: 'prose' }];
    const exclusive = exclusiveIn(sentence, names);
    if (exclusive) return [{ kind: 'exclusive', ...where, ...exclusive, sentence, stated: 'prose' }];
  }
  return [];
}

function callFacts(name: string, signatures: readonly Signature[], library: ContractContext): CallFacts {
  const prefix = libraryPrefix(library.access);
  const results = signatures.flatMap((it) => resultsOf(it.returns, library.type, new Set()));
  return {
    name,
    recordNamed: (word) => recordNamed(word, name, library.names, prefix),
    isAsync: signatures.some((it) => it.returns.kind === 'promise'),
    returnsFunction: results.some((it) => it.kind === 'function'),
    resultMethods: [
      ...new Set(
        results.flatMap((it) =>
          it.kind === 'object'
            ? it.properties.filter((property) => isMethod(property.type)).map((property) => property.name)
            : [],
        ),
      ),
    ],
  };
}

/** What a call gives once it is awaited. */
function resultsOf(
  shape: TypeShape,
  type: ContractContext['type'],
  seen: ReadonlySet<string>,
): readonly TypeShape[] {
  switch (shape.kind) {
    case 'promise':
      return resultsOf(shape.value, type, seen);
    case 'union':
    case 'intersection':
      return shape.types.flatMap((it) => resultsOf(it, type, seen));
    case 'ref': {
      const definition = seen.has(shape.name) ? undefined : type(shape.name);
      return definition ? resultsOf(definition.shape, type, new Set([...seen, shape.name])) : [];
    }
    default:
      return [shape];
  }
}

function isMethod(shape: TypeShape): boolean {
  return shape.kind === 'api' || shape.kind === 'function';
}
