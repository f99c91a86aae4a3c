import type { ApiLibrary, Candidate } from '../../../index/library.js';
import type { Clause } from '../requirement/decompose.js';
import { isPhrase, type Meaning, meaningOf, share, similarity, type Term } from '../requirement/meaning.js';
import { readValues, type Value } from '../requirement/values.js';
import { type ApiProfile, profileOf, weightIn } from './api-profile.js';
import type { Experience } from './experience.js';
import { matchNumber, matchText } from './match-slot.js';
import { contradicts } from './opposites.js';
import type { Slot } from './shapes.js';

/** A record that fits a part of the requirement, with how well: about 1 for a plain restatement of its sentence. */
export interface Fit {
  readonly profile: ApiProfile;
  readonly library: ApiLibrary;
  readonly fit: number;
  readonly evidence: Evidence;
  /** How much of the question it explains, in the weights of its words; the share of it alone says little of a short one. */
  readonly substance: number;
  /** How many words with a meaning the question has. */
  readonly asked: number;
  /** The question has the record's own name in it. */
  readonly named: boolean;
}

/** What retrieval is told of a part of the requirement. */
export interface Question {
  /** Without what is data. */
  readonly text: string;
  /** As it stands in the requirement; the values' positions are in it. */
  readonly source: string;
  readonly values: readonly Value[];
}

/** How many records the index proposes per question before they are compared closely. */
const PROPOSED = 25;

/** What a record is worth that only the company's own code speaks for. */
const EXPERIENCE = 0.4;

/** A clause or several as a question: what is quoted is data and says nothing about the API. */
export function questionOf(clauses: readonly Pick<Clause, 'text'>[], names: ReadonlySet<string>): Question {
  const text = clauses.map((it) => it.text).join(' ');
  const values = readValues(text, names);
  let plain = '';
  let at = 0;
  for (const value of values) {
    plain += text.slice(at, value.start);
    if (value.kind === 'number') plain += value.unit ? ' ' : text.slice(value.start, value.end);
    else if (value.kind === 'text' && value.format === 'key' && !value.quoted) plain += value.value;
    else if (value.kind === 'text' && value.format !== 'sentence') plain += ` ${addressWords(value.value)} `;
    else if (value.kind === 'name') plain += ` ${value.name} `;
    else plain += ' ';
    at = value.end;
  }
  // Who does something is mostly "the user", and says nothing of what is done.
  plain = (plain + text.slice(at)).trim().replace(/^(?:the\s+)?users?\s+(?=[a-z])|^用户/i, '');
  return { text: plain + phrasalVerbs(plain), source: text, values };
}

/** `take the spinner off` is `take off`: the verb and its particle are put together for the lexicon. */
function phrasalVerbs(text: string): string {
  let found = '';
  for (const [, verb, particle] of text.matchAll(
    /\b([a-z]{3,})(?:\s+[\w-]+){1,5}?\s+(off|out|up|away|back|down|on|together|over)\b/gi,
  )) {
    found += `. ${verb} ${particle}`;
  }
  return found;
}

/** `wss://host/feed` tells its scheme, `/pages/signin` its first part, `ann@corp.example` nothing; what follows is data. */
function addressWords(address: string): string {
  return /^(\w+):/.exec(address)?.[1] ?? /^\/(\w+)/.exec(address)?.[1] ?? '';
}

/**
 * ARM (paper §3.3): the records that fit a question, best first. The index proposes by its own score; the proposals are
 * then compared with everything the documentation says: purpose, parameters, accepted values, results. Deprecated records
 * are left out, and methods of handles whose types are not in `handles`, unless the question names them.
 */
export async function retrieveApis(
  question: Question,
  libraries: readonly ApiLibrary[],
  handles: Pick<ReadonlySet<string>, 'has'> = new Set(),
  experience?: Experience,
): Promise<Fit[]> {
  if (question.text === '') return [];
  const asked = meaningOf(question.text);
  const words = asked.terms.filter((it) => !isPhrase(it)).length;
  const votes = await experience?.votes(question.text);
  const found: Fit[] = [];
  for (const library of libraries) {
    const weight = weightIn(library);
    for (const candidate of await proposals(question.text, library, votes)) {
      const profile = profileOf(candidate.name, library);
      if (!profile) continue;
      const named = mentions(question.text, profile.shortName);
      // Exceptions are thrown, not called for.
      if (profile.api.signatures[0]?.construct && /(?:Error|Exception)$/.test(profile.shortName)) continue;
      const { deprecated, member } = profile.api;
      if (!named && (deprecated || (member && !handles.has(member.of)))) continue;
      const evidence = evidenceFor(asked, question, profile, library, candidate.score, weight);
      // One text may go into many parameters by chance; each further value that finds its place is less of a chance.
      const stated = placedValues(question, profile, library);
      const explained =
        (stated > 0 ? 1.5 + 1.5 * Math.min(stated, 3) : 0) +
        4 * (evidence.known + evidence.accepted) +
        (named ? 8 : 0);
      found.push({
        profile,
        library,
        fit: fitOf(evidence) + (named ? 1 : 0) + (member ? HANDLE_AT_HAND : 0),
        evidence,
        asked: words,
        named,
        substance: substanceOf(asked, profile, weight) + explained,
      });
    }
  }
  return found.sort((a, b) => b.fit - a.fit);
}

/** What the index proposes, and what the company's own code speaks for, with a score for both reasons together. */
async function proposals(
  text: string,
  library: ApiLibrary,
  votes: ReadonlyMap<string, number> = new Map(),
): Promise<{ name: string; score: number }[]> {
  const found = new Map<string, number>();
  for (const { name, score } of await library.search(text, PROPOSED)) found.set(name, score);
  for (const [name, vote] of votes) {
    if (library.find(name)) found.set(name, 1 - (1 - (found.get(name) ?? 0)) * (1 - EXPERIENCE * vote));
  }
  return [...found].map(([name, score]) => ({ name, score }));
}

/** For the plan view and for swapping. */
export function asCandidate(fit: Fit): Candidate {
  return {
    name: fit.profile.api.name,
    key: fit.profile.api.key,
    score: Math.round(fit.fit * 1000) / 1000,
    library: fit.library.name,
  };
}

/** The API's own name in the text, as an identifier: a capital inside, or followed by parentheses. */
function mentions(text: string, shortName: string): boolean {
  if (!/[a-z][A-Z]|_/.test(shortName)) return false;
  return new RegExp(`(?<![\\w$])${shortName.replace(/\$/g, '\\$')}(?![\\w$])`).test(text);
}

/** What speaks for a record, each about 0 to 1. */
interface Evidence {
  /** The index's own score. */
  readonly score: number;
  /** Share of the question that any part of the documentation says. */
  readonly everything: number;
  /** Share of the record's name and sentence that the question says. */
  readonly back: number;
  /** Share of the record's name that the question says. */
  readonly name: number;
  /** Words that are values of the record's enumerations, up to two. */
  readonly accepted: number;
  /** Variables named like parameters, up to three. */
  readonly known: number;
  /** Share of the stated values that clearly have a parameter. */
  readonly bindable: number;
  /** The question asks for the opposite of the record's verb. */
  readonly opposite: number;
}

/** How much the documentation explains of the question, in the weights of the words: a single common word is little. */
function substanceOf(asked: Meaning, profile: ApiProfile, weight: (term: Term) => number): number {
  let sum = 0;
  for (const term of asked.terms) {
    if (isPhrase(term)) continue;
    sum +=
      weight(term) * Math.max(similarity(term, profile.purpose), 0.6 * similarity(term, profile.everything));
  }
  return sum;
}

/** Learned on steps and clauses of requirements of three libraries, rounded, and checked on requirements kept apart. */
const WEIGHTS = {
  score: 0.9,
  everything: 0.45,
  back: 0.15,
  name: 0.12,
  accepted: 0.08,
  known: 0.25,
  bindable: 0.18,
  opposite: -0.1,
} satisfies Record<keyof Evidence, number>;

/** With a handle at hand its methods are meant rather than others. */
const HANDLE_AT_HAND = 0.08;

function fitOf(evidence: Evidence): number {
  let fit = 0;
  for (const key of Object.keys(WEIGHTS) as (keyof Evidence)[]) fit += WEIGHTS[key] * evidence[key];
  return fit;
}

function evidenceFor(
  asked: Meaning,
  question: Question,
  profile: ApiProfile,
  library: ApiLibrary,
  score: number,
  weight: (term: Term) => number,
): Evidence {
  let accepted = 0;
  for (const word of question.text.toLowerCase().match(/[a-z][a-z0-9-]{2,}/g) ?? [])
    if (profile.accepts.has(word)) accepted++;
  const known = question.values.filter(
    (it) =>
      it.kind === 'name' && /[A-Z_]/.test(it.name) && profile.slots.some((slot) => slot.name === it.name),
  ).length;
  return {
    score: Math.min(1, score),
    everything: share(asked, profile.everything, weight),
    back: share(profile.purpose, asked, weight),
    name: share(profile.name, asked, weight),
    accepted: Math.min(2, accepted) / 2,
    known: Math.min(3, known) / 3,
    bindable: bindable(question, profile, library),
    opposite: contradicts(
      /^[a-z]+/i.exec(profile.shortName.replace(/([a-z])([A-Z].*)/, '$1'))?.[0] ?? '',
      question.text,
    )
      ? 1
      : 0,
  };
}

/** The share of the stated values that clearly have a parameter of this record; 0 if none is stated. */
function bindable(question: Question, profile: ApiProfile, library: ApiLibrary): number {
  const stated = question.values.filter(isTelling).length;
  return stated === 0 ? 0 : placedValues(question, profile, library) / stated;
}

/** How many stated values clearly have a parameter of this record. */
function placedValues({ values, source }: Question, { slots }: ApiProfile, library: ApiLibrary): number {
  const score = (value: Value, slot: Slot): number => {
    if (value.kind === 'text') return matchText(value, source, slot, library).score;
    return value.kind === 'number' ? matchNumber(value, source, slot, library).score : 0;
  };
  return values.filter((value) => isTelling(value) && slots.some((slot) => score(value, slot) >= 1.8)).length;
}

/** Texts, and numbers with a unit: what only some parameters can take. */
function isTelling(value: Value): boolean {
  return value.kind === 'text' || (value.kind === 'number' && value.unit !== undefined);
}
