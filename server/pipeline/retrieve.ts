import type { ApiLibrary, Candidate } from '../../index/library.js';
import { type ApiProfile, profileOf, weightIn } from './api-profile.js';
import type { Clause } from './decompose.js';
import { matchNumber, matchText, spaced } from './match-slot.js';
import { type Meaning, meaningOf, share, similarity, type Term } from './meaning.js';
import { contradicts } from './opposites.js';
import { acceptsOnly, isAnything, isFunction } from './shapes.js';
import { readValues, type Value } from './values.js';

/** A record that fits a part of the requirement, with how well: about 1 for a plain restatement of its sentence. */
export interface Fit {
  readonly profile: ApiProfile;
  readonly library: ApiLibrary;
  readonly fit: number;
  readonly evidence: Evidence;
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
const PROPOSED = 40;

/** A clause or several as a question: what is quoted is data and says nothing about the API. */
export function questionOf(clauses: readonly Pick<Clause, 'text'>[], names: ReadonlySet<string>): Question {
  const text = clauses.map((it) => it.text).join(' ');
  const values = readValues(text, names);
  let plain = '';
  let at = 0;
  for (const value of values) {
    plain += text.slice(at, value.start);
    if (value.kind === 'number') plain += text.slice(value.start, value.end);
    else if (value.kind === 'text' && value.format === 'key' && !value.quoted) plain += value.value;
    else if (value.kind === 'text' && value.format !== 'sentence') plain += ` ${addressWords(value.value)} `;
    else if (value.kind === 'name') plain += ` ${value.name} `;
    else plain += ' ';
    at = value.end;
  }
  plain = (plain + text.slice(at)).trim();
  return { text: plain + phrasalVerbs(plain), source: text, values };
}

/** `take the spinner off` is `take off`: the verb and its particle are put together for the concept list. */
function phrasalVerbs(text: string): string {
  let found = '';
  for (const [, verb, particle] of text.matchAll(
    /\b([a-z]{3,})(?:\s+[\w-]+){1,5}?\s+(off|out|up|away|back|down|on|together|over)\b/gi,
  )) {
    found += `. ${verb} ${particle}`;
  }
  return found;
}

/** `wss://host/feed` tells its scheme, `/pages/signin` its first part; what follows is data. */
function addressWords(address: string): string {
  return /^(\w+):/.exec(address)?.[1] ?? /^\/(\w+)/.exec(address)?.[1] ?? '';
}

/**
 * ARM (paper §3.3): the records that fit a question, best first. The index proposes by its own score; the proposals are
 * then compared with everything the documentation says: purpose, parameters, accepted values, results. Deprecated records
 * and methods of handles are left out, unless the question names them.
 */
export async function retrieveApis(question: Question, libraries: readonly ApiLibrary[]): Promise<Fit[]> {
  if (question.text === '') return [];
  const asked = meaningOf(question.text);
  const found: Fit[] = [];
  for (const library of libraries) {
    const weight = weightIn(library);
    for (const candidate of await library.search(question.text, PROPOSED)) {
      const profile = profileOf(candidate.name, library);
      if (!profile) continue;
      const named = mentions(question.text, profile.shortName);
      if (!named && (profile.api.deprecated || profile.api.member)) continue;
      const evidence = evidenceFor(asked, question, profile, library, candidate.score, weight);
      found.push({ profile, library, fit: fitOf(evidence) + (named ? 1 : 0), evidence });
    }
  }
  return found.sort((a, b) => b.fit - a.fit);
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
  /** Share of the question that the name and the sentence say. */
  readonly purpose: number;
  /** Share of the question that any part of the documentation says. */
  readonly everything: number;
  /** Share of the record's name and sentence that the question says. */
  readonly back: number;
  /** Share of the record's name that the question says. */
  readonly name: number;
  /** The question has the record's verb; at its head counts extra. */
  readonly verb: number;
  readonly head: number;
  /** The index's own score. */
  readonly score: number;
  /** Words that are values of the record's enumerations, up to two. */
  readonly accepted: number;
  /** Variables named like parameters, up to three. */
  readonly known: number;
  /** Share of the stated values that clearly have a parameter. */
  readonly bindable: number;
  /** Share of the required parameters for which neither the question nor the scope has anything. */
  readonly lacking: number;
  /** The question asks for the opposite of the record's verb. */
  readonly opposite: number;
}

/** Learned on one library's requirements, rounded, and checked on requirements kept apart. */
const WEIGHTS: Readonly<Record<keyof Evidence, number>> = {
  purpose: 0.5,
  everything: 0.25,
  back: 0.25,
  name: 0,
  verb: 0.05,
  head: 0.08,
  score: 0.05,
  accepted: 0.2,
  known: 0.6,
  bindable: 0.17,
  lacking: -0.1,
  opposite: -0.2,
};

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
  const { verb } = profile;
  let accepted = 0;
  for (const word of question.text.toLowerCase().match(/[a-z][a-z0-9-]{2,}/g) ?? [])
    if (profile.accepts.has(word)) accepted++;
  const known = question.values.filter(
    (it) =>
      it.kind === 'name' && /[A-Z_]/.test(it.name) && profile.slots.some((slot) => slot.name === it.name),
  ).length;
  const head =
    verb &&
    asked.terms
      .slice(0, 2)
      .some((it) => it.key === verb.key || it.synonyms.some((other) => other.join(' ') === verb.key));
  return {
    purpose: share(asked, profile.purpose, weight),
    everything: share(asked, profile.everything, weight),
    back: share(profile.purpose, asked, weight),
    name: share(profile.name, asked, weight),
    verb: verb ? similarity(verb, asked) : 0,
    head: head ? 1 : 0,
    score: Math.min(1, score),
    accepted: Math.min(2, accepted) / 2,
    known: Math.min(3, known) / 3,
    bindable: bindable(question, profile, library),
    lacking: lacking(asked, question, profile, library),
    opposite: contradicts(
      /^[a-z]+/i.exec(profile.shortName.replace(/([a-z])([A-Z].*)/, '$1'))?.[0] ?? '',
      question.text,
    )
      ? 1
      : 0,
  };
}

/** How many of the values a question states clearly have a parameter of this record; 0 if it states none. */
function bindable(question: Question, profile: ApiProfile, library: ApiLibrary): number {
  let stated = 0;
  let placed = 0;
  for (const value of question.values) {
    if (value.kind === 'text') {
      stated++;
      if (profile.slots.some((slot) => matchText(value, question.source, slot, library).score >= 1.8))
        placed++;
    } else if (value.kind === 'number' && value.unit) {
      stated++;
      if (profile.slots.some((slot) => matchNumber(value, question.source, slot, library).score >= 1.8))
        placed++;
    }
  }
  return stated === 0 ? 0 : placed / stated;
}

/** Free texts can be worded later, and identifiers often come from earlier results; the rest has to be said. */
function lacking(asked: Meaning, question: Question, profile: ApiProfile, library: ApiLibrary): number {
  const required = profile.slots.filter((it) => it.required && !isFunction(it.type, library));
  if (required.length === 0) return 0;
  let missing = 0;
  for (const slot of required) {
    const stated = question.values.some((value) => {
      if (value.kind === 'text') return matchText(value, question.source, slot, library).score >= 0.8;
      if (value.kind === 'number') return matchNumber(value, question.source, slot, library).score >= 0.8;
      return value.kind === 'name' || isAnything(slot.type, library);
    });
    if (stated) continue;
    const spoken = share(meaningOf(spaced(slot.name)), asked) >= 0.5;
    const text = acceptsOnly(slot.type, 'string', library);
    missing += spoken ? 0.3 : text ? 0.5 : 1;
  }
  return missing / required.length;
}
