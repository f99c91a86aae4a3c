import type { ApiLibrary } from '../../../index/library.js';
import { meaningOf, share } from '../requirement/meaning.js';
import { documentedUnit } from '../requirement/units.js';
import type { NumberValue, TextValue, Value } from '../requirement/values.js';
import { cue, matchNumber, matchText, spaced } from '../retrieval/match-slot.js';
import {
  acceptsOnly,
  elementOf,
  enumMembers,
  indexValue,
  isAnything,
  isBoolean,
  members,
  type Slot,
} from '../retrieval/shapes.js';
import { fitsInto } from './fitting-type.js';
import { nameAffinity } from './known-values.js';
import type { Expression } from './plan.js';
import type { KnownResult, ScopeVariable } from './site.js';
import { templateOf } from './text-templates.js';

/** What a subtask says: its words and the values in them. `used` grows with what has become an argument. */
export interface Material {
  readonly text: string;
  readonly values: readonly Value[];
  readonly used: Set<Value>;
}

export interface Surroundings {
  readonly variables: readonly ScopeVariable[];
  readonly results: readonly KnownResult[];
  /** Those that nothing refers to yet. */
  readonly unusedResults: readonly KnownResult[];
  /** Variables that some argument already takes. */
  readonly usedVariables: Set<string>;
}

interface Pair {
  readonly slot: Slot;
  readonly value: Value;
  readonly expression: Expression;
  readonly score: number;
  readonly variable?: string;
}

/** Names in the text that stand for variables: to the slot with the same name, else by cue and type. */
function namePairs(
  slots: readonly Slot[],
  material: Material,
  surroundings: Surroundings,
  library: ApiLibrary,
): Pair[] {
  const pairs: Pair[] = [];
  for (const value of material.values) {
    if (value.kind !== 'name' || material.used.has(value)) continue;
    const variable = surroundings.variables.find((it) => it.name === value.name);
    if (!variable) continue;
    for (const slot of slots) {
      const untyped = variable.type === undefined || isAnything(variable.type, library);
      const element = elementOf(slot.type, library);
      const inList = !untyped && element !== undefined && fitsInto(variable.type, element, library);
      if (!untyped && !inList && !fitsInto(variable.type, slot.type, library)) continue;
      if (enumMembers(slot.type, library) || isBoolean(slot.type, library)) continue;
      const affinity = nameAffinity(variable.name, slot.name);
      const near = Math.min(2.5, cue(value, material.text, slot));
      const about =
        share(meaningOf(spaced(variable.name)), meaningOf(`${spaced(slot.name)} ${slot.doc}`)) > 0 ? 0.5 : 0;
      // A number in a text slot and the like: without a type only names and cues tell.
      const doubtful = untyped && !slot.required && affinity + near + about < 1 ? -1 : 0;
      const score =
        affinity +
        near +
        about +
        (slot.required ? 0.8 : 0) +
        (untyped && isAnything(slot.type, library) ? 0.3 : 0) +
        doubtful;
      // A single thing goes into a list as its only element; a plural name is taken for a list already.
      const wrap =
        element !== undefined &&
        !/s$|list$/i.test(variable.name) &&
        !(variable.type && elementOf(variable.type, library));
      const name: Expression = { kind: 'variable', name: variable.name };
      // A single field of a dictionary, unless the variable is named like the dictionary.
      const field = untyped && affinity < 2 && indexValue(slot.type, library) !== undefined;
      const fields = { kind: 'object', properties: [{ name: variable.name, value: name }] } as const;
      pairs.push({
        slot,
        value,
        expression: field ? fields : wrap ? { kind: 'list', elements: [name] } : name,
        score,
        variable: variable.name,
      });
    }
  }
  return pairs;
}

/** Texts that stand together ("A", "B" and "C") go into a slot that takes a list of texts. */
export function bindTextLists(
  slots: readonly Slot[],
  bound: Map<Slot, Expression>,
  material: Material,
  library: ApiLibrary,
): void {
  const groups: TextValue[][] = [];
  let previous: TextValue | undefined;
  for (const value of material.values) {
    if (value.kind !== 'text' || material.used.has(value)) continue;
    const between = previous ? material.text.slice(previous.end, value.start) : '.';
    if (previous && /^\s*(?:,|、|and|or|,\s*and|,\s*or|\/|和|或|与|及|以及|或者)?\s*$/.test(between))
      groups.at(-1)?.push(value);
    else groups.push([value]);
    previous = value;
  }
  for (const group of groups) {
    const [first] = group;
    if (group.length < 2 || !first) continue;
    let best: { slot: Slot; score: number } | undefined;
    for (const slot of slots) {
      const element = elementOf(slot.type, library);
      if (!element || bound.has(slot) || enumMembers(element, library)) continue;
      const score = matchText(first, material.text, { ...slot, type: element }, library).score + 0.5;
      if (score > 0.4 && (!best || score > best.score)) best = { slot, score };
    }
    if (!best) continue;
    bound.set(best.slot, { kind: 'list', elements: group.map((it) => ({ kind: 'text', value: it.value })) });
    for (const it of group) material.used.add(it);
  }
}

/** Durations that stand together (`an hour before and a day before`) go into a slot that takes a list of such. */
export function bindNumberLists(
  slots: readonly Slot[],
  bound: Map<Slot, Expression>,
  material: Material,
  library: ApiLibrary,
): void {
  const durations = material.values.filter(
    (it): it is NumberValue => it.kind === 'number' && it.unit !== undefined && !material.used.has(it),
  );
  for (const slot of slots) {
    const element = elementOf(slot.type, library);
    if (!element || bound.has(slot)) continue;
    const match = (value: NumberValue) =>
      matchNumber(value, material.text, { ...slot, type: element }, library);
    const found: { value: NumberValue; code: string }[] = [];
    for (const value of durations) {
      const { score, code } = match(value);
      const last = found.at(-1)?.value;
      const goesOn = last !== undefined && TOGETHER.test(material.text.slice(last.end, value.start));
      if (code !== undefined && (score >= CLEAR || (goesOn && score > 0))) found.push({ value, code });
    }
    if (found.length === 0) continue;
    bound.set(slot, { kind: 'list', elements: found.map(({ code }) => ({ kind: 'code', code })) });
    for (const { value } of found) material.used.add(value);
  }
}

/** What stands between two values of one list. */
const TOGETHER = /^[^,.;:。；：]{0,20}(?:,|、|\b(?:and|or|plus)\b|和|与|及|还有)[^,.;:。；：]{0,12}$/i;
/** A unit that fits, and a word near by. */
const CLEAR = 2.8;

/** All texts, numbers and names against all slots, the clearest pair first. */
export function bindValues(
  slots: readonly Slot[],
  bound: Map<Slot, Expression>,
  material: Material,
  surroundings: Surroundings,
  library: ApiLibrary,
): void {
  const pairs = namePairs(slots, material, surroundings, library).filter((it) => it.score >= 0.8);
  for (const value of material.values) {
    if (material.used.has(value)) continue;
    slots.forEach((slot, order) => {
      if (bound.has(slot)) return;
      // An optional object is not opened for a value that may belong elsewhere.
      if (
        slot.path.length > 2 &&
        !slot.required &&
        value.kind === 'number' &&
        cue(value, material.text, slot) < 1
      )
        return;
      let score = 0;
      let expression: Expression | undefined;
      if (value.kind === 'text') {
        score = matchText(value, material.text, slot, library).score;
        expression = textExpression(value, slot, library, surroundings);
      } else if (value.kind === 'number') {
        const match = matchNumber(value, material.text, slot, library);
        score = match.score - (value.spelled && !value.unit ? 1 : 0);
        expression = { kind: 'code', code: match.code ?? String(value.value) };
      } else if (value.kind === 'code') {
        const open = indexValue(slot.type, library) !== undefined || isAnything(slot.type, library);
        score = open ? 1 + cue(value, material.text, slot) : 0;
        expression = { kind: 'code', code: value.code };
      }
      if (expression && score >= 0.8) pairs.push({ slot, value, expression, score: score - order * 0.05 });
    });
  }
  for (const { slot, value, expression, variable } of pairs.sort((a, b) => b.score - a.score)) {
    if (bound.has(slot) || material.used.has(value)) continue;
    bound.set(slot, expression);
    material.used.add(value);
    if (variable !== undefined) surroundings.usedVariables.add(variable);
  }
}

function textExpression(
  value: TextValue,
  slot: Slot,
  library: ApiLibrary,
  { variables, results }: Surroundings,
): Expression {
  const text: Expression = templateOf(value.value, variables, results, library) ?? {
    kind: 'text',
    value: value.value,
  };
  const takesText = members(slot.type, library).some(
    (it) => (it.kind === 'primitive' && it.name === 'string') || it.kind === 'literal',
  );
  return !takesText && elementOf(slot.type, library) ? { kind: 'list', elements: [text] } : text;
}

/** A stated value that no word leads anywhere goes into the only parameter that can take it. */
export function bindLeftovers(
  slots: readonly Slot[],
  bound: Map<Slot, Expression>,
  material: Material,
  surroundings: Surroundings,
  library: ApiLibrary,
): void {
  for (const value of material.values) {
    if (material.used.has(value)) continue;
    const text = value.kind === 'text' && value.quoted;
    if (!text && !(value.kind === 'number' && !value.unit && !value.spelled)) continue;
    // "the first 8" limits a list, it is no parameter.
    if (/(?:\b(?:first|last|top)|第|前)\s*$/i.test(material.text.slice(0, value.start))) continue;
    const open = slots.filter((slot) => {
      if (bound.has(slot)) return false;
      if (value.kind === 'text') return matchText(value, material.text, slot, library).score > 0;
      return acceptsOnly(slot.type, 'number', library) && documentedUnit(slot.name, slot.doc) === undefined;
    });
    const [only] = open;
    if (open.length !== 1 || !only) continue;
    if (value.kind === 'text') bound.set(only, textExpression(value, only, library, surroundings));
    else if (value.kind === 'number') bound.set(only, { kind: 'code', code: String(value.value) });
    material.used.add(value);
  }
}
