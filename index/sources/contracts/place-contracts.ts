import type { Contract } from '../../contract.js';
import { exclusiveDemand } from './exclusive.js';
import { formatDemand } from './formats.js';
import { labelledDemands } from './labels.js';
import { lengthDemand } from './lengths.js';
import { patternDemand } from './patterns.js';
import type { Place } from './places.js';
import { plainText } from './plain-text.js';
import { rangeDemand } from './ranges.js';
import type { PlaceRule } from './rule.js';
import { sentencesOf } from './sentences.js';
import { togetherDemand } from './together.js';
import { unitDemand } from './units.js';

const RULES: readonly PlaceRule[] = [
  rangeDemand,
  lengthDemand,
  patternDemand,
  formatDemand,
  unitDemand,
  togetherDemand,
  exclusiveDemand,
];

/** Contracts by everything they depend on: one options type is reached through many APIs. */
export type ContractCache = Map<string, { readonly place: Place; readonly contracts: readonly Contract[] }>;

/** What is demanded of a parameter or option; what a label or tag states, prose does not state again. */
export function placeContracts(place: Place, cache: ContractCache = new Map()): Contract[] {
  const { path, parent, doc, kinds, names, properties } = place;
  const key = JSON.stringify([doc, path.slice((parent?.length ?? -1) + 1), [...kinds], names, properties]);
  const known = cache.get(key);
  const contracts = known ? known.contracts.map((it) => moved(it, known.place, place)) : read(place);
  if (!known) cache.set(key, { place, contracts });
  return [...contracts];
}

/** The same contract at another place: it is about the place itself, or about the object that the place is in. */
function moved(contract: Contract, from: Place, to: Place): Contract {
  if (!('path' in contract) || contract.path === undefined) return contract;
  const path = contract.path === from.path ? to.path : (to.parent ?? contract.path);
  return { ...contract, path };
}

function read(place: Place): Contract[] {
  const labelled = labelledDemands(place).map(
    ({ demand, sentence }): Contract => ({ ...demand, sentence, stated: 'tag' }),
  );
  const kinds = new Set(labelled.map((it) => it.kind));
  const prose = sentencesOf(place.doc).flatMap((it) =>
    sentenceContracts(it, place).filter((contract) => !kinds.has(contract.kind)),
  );
  return [...labelled, ...consistent(prose)];
}

/** What one sentence of prose demands of a place. */
export function sentenceContracts(sentence: string, place: Place): Contract[] {
  const text = plainText(sentence);
  return RULES.flatMap((rule) => {
    const demand = rule(text, place, sentence);
    return demand ? [{ ...demand, sentence, stated: 'prose' as const }] : [];
  });
}

/** Two sentences that state different things of one kind were not understood; the same twice counts once. */
export function consistent(contracts: readonly Contract[]): Contract[] {
  const groups = new Map<string, Contract[]>();
  for (const contract of contracts) {
    const key = `${contract.kind} ${'path' in contract ? contract.path : ''} ${'names' in contract ? contract.names.join() : ''}`;
    groups.set(key, [...(groups.get(key) ?? []), contract]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first && new Set(group.map(contentOf)).size === 1 ? [first] : [];
  });
}

/** What a contract says, without where it was read. */
export function contentOf({ sentence: _sentence, stated: _stated, ...content }: Contract): string {
  return JSON.stringify(content);
}
