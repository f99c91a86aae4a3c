import type { ApiLibrary } from '../../index/library.js';
import type { Signature } from '../../index/type-shape.js';
import type { ApiProfile } from './api-profile.js';
import { composeArguments } from './compose-arguments.js';
import { fitsInto, objectAlternatives, placeholderFor } from './fitting-type.js';
import { fromResults, fromScope, nameAffinity } from './known-values.js';
import { cue, matchNumber, matchText, mentioned, spaced } from './match-slot.js';
import { meaningOf, share } from './meaning.js';
import { bindMoments, isMoment } from './moments.js';
import type { CallbackStyle, Expression } from './plan.js';
import {
  elementOf,
  enumMembers,
  functionOf,
  indexValue,
  isAnything,
  isBoolean,
  isFunction,
  members,
  propertiesOf,
  type Slot,
  slotsOf,
} from './shapes.js';
import type { KnownResult, ScopeVariable } from './site.js';
import type { TextValue, Value } from './values.js';
import { chosenMembers, saidBoolean } from './word-choices.js';

/** What a subtask says: its words and the values in them. `used` grows with what has become an argument. */
export interface Material {
  readonly text: string;
  readonly values: readonly Value[];
  readonly used: Set<Value>;
}

export interface Surroundings {
  readonly variables: readonly ScopeVariable[];
  readonly results: readonly KnownResult[];
  /** Variables that some argument already takes. */
  readonly usedVariables: Set<string>;
}

export interface Binding {
  readonly arguments: readonly Expression[];
  /** The API reports to callbacks; these slots are left to the renderer. */
  readonly callbacks?: CallbackStyle;
  /** The slot of an event handler, and what the handler receives; the caller supplies the function. */
  readonly handler?: { readonly path: readonly string[]; readonly signature: Signature };
}

const SUCCESS = /^(?:on)?(?:success|succeed|complete|done|result|resolve|ok)$/i;
const FAILURE = /^(?:on)?(?:fail|failure|error|err|reject)$/i;

/**
 * Binds the values of a subtask to the parameters of an API: texts and numbers by cue word, format and unit,
 * enumeration members and yes-or-no options from words, then variables and earlier results by name and type. Optional
 * parameters nobody speaks of are left out. A required one that is nowhere to be found becomes a `missing` expression,
 * a constant of the right type that the developer sees and fills in; no value is made up for it.
 */
export function bindArguments(
  profile: ApiProfile,
  signature: Signature,
  library: ApiLibrary,
  material: Material,
  surroundings: Surroundings,
  handlerExpression?: Expression,
): Binding {
  const slots = openAlternatives(slotsOf(signature, library), material, library);
  const bound = new Map<Slot, Expression>();
  const callbacks = callbackStyle(profile, slots, signature, library);
  const plain = slots.filter((it) => !isFunction(it.type, library));
  const handlerSlot = callbacks
    ? undefined
    : slots.find((it) => isFunction(it.type, library) && (it.required || it.requiredInside));
  const handlerSignature = handlerSlot && functionOf(handlerSlot.type, library);

  bindFixedLiterals(plain, bound, library);
  bindTextLists(plain, bound, material, library);
  bindValues(plain, bound, material, surroundings, library);
  bindWords(plain, bound, material, profile, library);
  bindMoments(plain, bound, material.text, material.values, material.used);
  bindKnown(plain, bound, material, surroundings, library);
  bindObjects(plain, bound, material, surroundings, library);
  if (handlerSlot && handlerExpression) bound.set(handlerSlot, handlerExpression);
  fillMissing(plain, bound, library);

  const skip = new Set<string>(
    callbacks ? [callbacks.success.join('.'), callbacks.failure?.join('.') ?? ''] : [],
  );
  return {
    arguments: composeArguments(signature, slots, bound, skip),
    ...(callbacks ? { callbacks } : {}),
    ...(handlerSlot && handlerSignature
      ? { handler: { path: handlerSlot.path, signature: handlerSignature } }
      : {}),
  };
}

/** A slot that takes one of several objects is replaced by the options of the one that fits the subtask best. */
function openAlternatives(slots: readonly Slot[], material: Material, library: ApiLibrary): Slot[] {
  const said = meaningOf(material.text);
  return slots.flatMap((slot) => {
    const alternatives = objectAlternatives(slot.type, library);
    if (alternatives.length === 0) return [slot];
    let best: { slots: Slot[]; score: number } | undefined;
    for (const alternative of alternatives) {
      const inner = propertiesOf(alternative, library).map(
        (it): Slot => ({
          name: it.name,
          path: [...slot.path, it.name],
          type: it.type,
          doc: it.doc ?? '',
          required: slot.required && !it.optional,
          requiredInside: !it.optional,
        }),
      );
      let score = 0;
      for (const option of inner) {
        const literal = enumMembers(option.type, library);
        if (literal?.length === 1) score += 2 * share(meaningOf(spaced(String(literal[0]))), said);
        else score += share(meaningOf(spaced(option.name)), said) - (option.requiredInside ? 0.25 : 0);
        for (const value of material.values) {
          if (value.kind === 'text' && cue(value, material.text, option) > 1.5) score += 0.7;
          if (value.kind === 'name') score += 0.4 * nameAffinity(value.name, option.name);
        }
      }
      if (!best || score > best.score) best = { slots: inner, score };
    }
    return best?.slots ?? [slot];
  });
}

function callbackStyle(
  profile: ApiProfile,
  slots: readonly Slot[],
  signature: Signature,
  library: ApiLibrary,
): CallbackStyle | undefined {
  const returns = signature.returns;
  if (!(returns.kind === 'primitive' && (returns.name === 'void' || returns.name === 'undefined')))
    return undefined;
  const functions = slots.filter((it) => isFunction(it.type, library));
  const success = functions.find((it) => SUCCESS.test(it.name));
  const failure = functions.find((it) => FAILURE.test(it.name));
  if (success) return { success: success.path, ...(failure ? { failure: failure.path } : {}) };
  if (isEvent(profile)) return undefined;
  const last = functions.at(-1);
  if (!last || !last.required || !/^(?:callback|cb|done|next)$/i.test(last.name)) return undefined;
  const first = functionOf(last.type, library)?.parameters[0];
  if (first && /^(?:err|error)$/i.test(first.name)) return { success: last.path, nodeStyle: true };
  return { success: last.path, ...(failure ? { failure: failure.path } : {}) };
}

/** An API that calls back again and again: a subscription. */
export function isEvent(profile: ApiProfile): boolean {
  return (
    /^(?:on[A-Z_]|once[A-Z_]|subscribe|watch|listen|observe|add\w*Listener)/.test(profile.shortName) ||
    /^(?:subscribes|listens|watches|observes|registers)\b|^(?:监听|订阅)/i.test(profile.api.functionality)
  );
}

function bindFixedLiterals(slots: readonly Slot[], bound: Map<Slot, Expression>, library: ApiLibrary): void {
  for (const slot of slots) {
    const only = members(slot.type, library);
    const [literal] = only;
    if (slot.requiredInside && only.length === 1 && literal?.kind === 'literal')
      bound.set(slot, literalExpression(literal.value));
  }
}

function literalExpression(value: string | number | boolean): Expression {
  return typeof value === 'string' ? { kind: 'text', value } : { kind: 'code', code: String(value) };
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
      pairs.push({
        slot,
        value,
        expression: wrap ? { kind: 'list', elements: [name] } : name,
        score,
        variable: variable.name,
      });
    }
  }
  return pairs;
}

/** Texts that stand together ("A", "B" and "C") go into a slot that takes a list of texts. */
function bindTextLists(
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

/** All texts, numbers and names against all slots, the clearest pair first. */
function bindValues(
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
      let score = 0;
      let expression: Expression | undefined;
      if (value.kind === 'text') {
        score = matchText(value, material.text, slot, library).score;
        expression = textExpression(value, slot, library);
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

function textExpression(value: TextValue, slot: Slot, library: ApiLibrary): Expression {
  const text: Expression = { kind: 'text', value: value.value };
  const takesText = members(slot.type, library).some(
    (it) => (it.kind === 'primitive' && it.name === 'string') || it.kind === 'literal',
  );
  return !takesText && elementOf(slot.type, library) ? { kind: 'list', elements: [text] } : text;
}

/** Enumeration members and yes-or-no options that the words choose. */
function bindWords(
  slots: readonly Slot[],
  bound: Map<Slot, Expression>,
  material: Material,
  profile: ApiProfile,
  library: ApiLibrary,
): void {
  const text = withoutQuotes(material);
  for (const slot of slots) {
    if (bound.has(slot)) continue;
    const chosen = chosenMembers(slot, text, library, profile.purpose);
    const [top] = chosen;
    if (top && top.score >= (slot.required ? 0.6 : 1.2)) {
      const element = elementOf(slot.type, library);
      if (element && enumMembers(element, library)) {
        const all = chosen.filter((it) => it.score >= Math.min(2, top.score));
        bound.set(slot, { kind: 'list', elements: all.map((it) => literalExpression(it.value)) });
      } else if (!isDefault(slot, top.value)) {
        bound.set(slot, literalExpression(top.value));
      }
      continue;
    }
    const said = saidBoolean(slot, text, library, profile.purpose);
    if (said !== undefined && slot.default !== String(said))
      bound.set(slot, { kind: 'code', code: String(said) });
  }
}

function isDefault(slot: Slot, value: string | number): boolean {
  return slot.default !== undefined && slot.default.replace(/^['"`]|['"`]$/g, '') === String(value);
}

function withoutQuotes(material: Material): string {
  let text = '';
  let at = 0;
  for (const value of material.values) {
    if (value.kind !== 'text' || value.format === 'key') continue;
    text += `${material.text.slice(at, value.start)} `;
    at = value.end;
  }
  return text + material.text.slice(at);
}

/** Required slots from earlier results and the scope; optional ones only where the name says so. */
function bindKnown(
  slots: readonly Slot[],
  bound: Map<Slot, Expression>,
  material: Material,
  surroundings: Surroundings,
  library: ApiLibrary,
): void {
  for (const slot of slots) {
    if (bound.has(slot)) continue;
    if (enumMembers(slot.type, library) && !slot.required) continue;
    const result = fromResults(slot, material.text, surroundings.results, library);
    const scope = fromScope(
      slot,
      surroundings.variables.filter(
        (it) => !surroundings.usedVariables.has(it.name) || nameAffinity(it.name, slot.name) >= 2,
      ),
      library,
    );
    const [needResult, needScope] = slot.required ? [1.5, 0.9] : [3.4 - mentioned(slot, material.text), 2.9];
    const fromResult = result && result.score >= needResult ? result : undefined;
    const fromVariable =
      scope && scope.score >= needScope && (slot.required || isParameter(scope.expression, surroundings))
        ? scope
        : undefined;
    const pick =
      fromResult && (!fromVariable || fromResult.score > fromVariable.score) ? fromResult : fromVariable;
    if (!pick) continue;
    if (isMoment(slot) && !slot.required && pick === fromResult) continue;
    bound.set(slot, pick.expression);
    if (pick.expression.kind === 'variable') surroundings.usedVariables.add(pick.expression.name);
  }
}

function isParameter(expression: Expression, surroundings: Surroundings): boolean {
  return (
    expression.kind === 'variable' &&
    surroundings.variables.some((it) => it.parameter && it.name === expression.name)
  );
}

/** Dictionaries and slots that take anything: from what the text has left over, names first. */
function bindObjects(
  slots: readonly Slot[],
  bound: Map<Slot, Expression>,
  material: Material,
  surroundings: Surroundings,
  library: ApiLibrary,
): void {
  for (const slot of slots) {
    if (bound.has(slot)) continue;
    const open = isAnything(slot.type, library);
    const value = indexValue(slot.type, library);
    if (!open && value === undefined) continue;
    const left = material.values.filter((it) => it.kind === 'name' && !material.used.has(it));
    const names = left.flatMap((it) =>
      it.kind === 'name' && surroundings.variables.some((variable) => variable.name === it.name)
        ? [it.name]
        : [],
    );
    if (names.length > 0 && (slot.required || mentioned(slot, material.text) > 0.5)) {
      const [first] = names;
      if (open && names.length === 1 && first) bound.set(slot, { kind: 'variable', name: first });
      else {
        bound.set(slot, {
          kind: 'object',
          properties: names.map((name) => ({ name, value: { kind: 'variable', name } })),
        });
      }
      for (const it of left) material.used.add(it);
    } else if (open && slot.required) {
      const latest = surroundings.results.at(-1);
      const parameter = surroundings.variables.find(
        (it) => it.parameter && !surroundings.usedVariables.has(it.name),
      );
      if (parameter) {
        bound.set(slot, { kind: 'variable', name: parameter.name });
        surroundings.usedVariables.add(parameter.name);
      } else if (latest) bound.set(slot, { kind: 'result', action: latest.action, path: latest.path });
    }
  }
}

function fillMissing(slots: readonly Slot[], bound: Map<Slot, Expression>, library: ApiLibrary): void {
  for (const slot of slots) {
    if (bound.has(slot)) continue;
    const parent = slot.path.slice(0, -1).join('.');
    const opened =
      parent !== '' &&
      slot.requiredInside &&
      [...bound.keys()].some((it) => it.path.slice(0, -1).join('.').startsWith(parent) && it !== slot);
    if (!slot.required && !opened) continue;
    bound.set(slot, {
      kind: 'missing',
      name: slot.name,
      placeholder: placeholderFor(slot.type, library),
      what: slot.doc.split(/[;.；。]/)[0]?.trim() || spaced(slot.name),
    });
  }
}
