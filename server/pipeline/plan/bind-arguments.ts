import type { ApiLibrary } from '../../../index/library.js';
import type { Signature, TypeShape } from '../../../index/type-shape.js';
import { meaningOf, share } from '../requirement/meaning.js';
import type { Value } from '../requirement/values.js';
import type { ApiProfile } from '../retrieval/api-profile.js';
import { cue, mentioned, spaced } from '../retrieval/match-slot.js';
import {
  elementOf,
  enumMembers,
  functionOf,
  indexValue,
  isAnything,
  isFunction,
  members,
  propertiesOf,
  type Slot,
  slotsOf,
} from '../retrieval/shapes.js';
import { bindCount } from './bind-counts.js';
import {
  bindLeftovers,
  bindNumberLists,
  bindTextLists,
  bindValues,
  type Material,
  type Surroundings,
} from './bind-values.js';
import { callbackStyle } from './callbacks.js';
import { composeArguments } from './compose-arguments.js';
import { objectAlternatives, placeholderFor } from './fitting-type.js';
import { fromResults, fromScope, nameAffinity } from './known-values.js';
import { bindMoments, isMoment } from './moments.js';
import type { CallbackStyle, Expression } from './plan.js';
import { chosenMembers, saidBoolean } from './word-choices.js';

export interface Binding {
  readonly arguments: readonly Expression[];
  /** The API reports to callbacks; these slots are left to the renderer. */
  readonly callbacks?: CallbackStyle;
  /** The slot of an event handler, and what the handler receives; the caller supplies the function. */
  readonly handler?: { readonly path: readonly string[]; readonly signature: Signature };
}

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
  bindNumberLists(plain, bound, material, library);
  bindValues(plain, bound, material, surroundings, library);
  bindWords(plain, bound, material, profile, library);
  bindLeftovers(plain, bound, material, surroundings, library);
  bindMoments(plain, bound, material.text, material.values, material.used);
  bindCount(plain, bound, material, surroundings, library);
  bindKnown(plain, bound, material, surroundings, library);
  bindObjects(plain, bound, material, surroundings, library);
  if (handlerSlot && handlerExpression) bound.set(handlerSlot, handlerExpression);
  bindUnused(plain, bound, surroundings, library);
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

function literalExpression(value: string | number | boolean): Expression {
  return typeof value === 'string' ? { kind: 'text', value } : { kind: 'code', code: String(value) };
}

function bindFixedLiterals(slots: readonly Slot[], bound: Map<Slot, Expression>, library: ApiLibrary): void {
  for (const slot of slots) {
    const only = members(slot.type, library);
    const [literal] = only;
    if (slot.required && only.length === 1 && literal?.kind === 'literal')
      bound.set(slot, literalExpression(literal.value));
  }
}

/** Enumeration members and yes-or-no options that the words choose. */
function bindWords(
  slots: readonly Slot[],
  bound: Map<Slot, Expression>,
  material: Material,
  profile: ApiProfile,
  library: ApiLibrary,
): void {
  const text = without(material, (it) => it.kind === 'text' && it.format !== 'key');
  // "A day before" says nothing of whole days.
  const plain = without(
    material,
    (it) => it.kind === 'number' || (it.kind === 'text' && it.format !== 'key'),
  );
  for (const slot of slots) {
    if (bound.has(slot)) continue;
    const isInner = slot.path.length > 2 && !slot.required;
    const chosen = chosenMembers(slot, isInner ? plain : text, library, profile.purpose);
    const [top] = chosen;
    // An optional object is not opened for a word that may mean something else.
    const needed = slot.required ? 0.6 : slot.requiredInside && slot.path.length > 1 ? 1.9 : 1.2;
    if (top && top.score >= needed) {
      const element = elementOf(slot.type, library);
      if (element && enumMembers(element, library)) {
        const all = chosen.filter((it) => it.score >= Math.min(2, top.score));
        bound.set(slot, { kind: 'list', elements: all.map((it) => literalExpression(it.value)) });
      } else if (!isDefault(slot, top.value)) {
        bound.set(slot, literalExpression(top.value));
      }
      continue;
    }
    const said = saidBoolean(slot, plain, library, profile.purpose);
    if (said !== undefined && slot.default !== String(said))
      bound.set(slot, { kind: 'code', code: String(said) });
  }
}

function isDefault(slot: Slot, value: string | number): boolean {
  return slot.default !== undefined && slot.default.replace(/^['"`]|['"`]$/g, '') === String(value);
}

function without(material: Material, isLeftOut: (value: Value) => boolean): string {
  let text = '';
  let at = 0;
  for (const value of material.values) {
    if (!isLeftOut(value)) continue;
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

/** A result that nobody uses was asked for by somebody: the one thing that a later call still needs, if it fits. */
function bindUnused(
  slots: readonly Slot[],
  bound: Map<Slot, Expression>,
  { unusedResults }: Surroundings,
  library: ApiLibrary,
): void {
  const open = slots.filter((it) => it.required && !bound.has(it) && isPlainText(it.type, library));
  const [slot] = open;
  const [result, ...others] = unusedResults.filter((it) => isPlainText(it.type, it.library));
  if (!slot || open.length !== 1 || !result || others.length > 0) return;
  bound.set(slot, { kind: 'result', action: result.action, path: result.path });
}

function isPlainText(type: TypeShape, library: ApiLibrary): boolean {
  const [only, ...others] = members(type, library);
  return only?.kind === 'primitive' && only.name === 'string' && others.length === 0;
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
    const [literal, ...others] = members(slot.type, library);
    if (literal?.kind === 'literal' && others.length === 0) {
      bound.set(slot, literalExpression(literal.value));
      continue;
    }
    bound.set(slot, {
      kind: 'missing',
      name: slot.name,
      placeholder: placeholderFor(slot.type, library),
      what: slot.doc.split(/[;.；。]/)[0]?.trim() || spaced(slot.name),
    });
  }
}
