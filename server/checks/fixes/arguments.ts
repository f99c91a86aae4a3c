import type { ApiDoc } from '../../../index/api-doc.js';
import type { Unit } from '../../../index/contract.js';
import type { ApiLibrary } from '../../../index/library.js';
import type { Parameter, TypeShape } from '../../../index/type-shape.js';
import { assignable } from '../../analysis/assignable.js';
import type { Inference } from '../../analysis/inference.js';
import { parameterAt } from '../../analysis/parameter-at.js';
import { nonNullish } from '../../analysis/shape-makers.js';
import { expand, propertiesOf } from '../../analysis/type-properties.js';
import { nearestWord } from '../../spelling.js';
import { keyName } from '../../syntax/literal-text.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import { isIdentifier } from '../fixes.js';
import { promised } from './callbacks.js';
import type { Exchange, Passed } from './exchange.js';
import { inUnit } from './units.js';

/** A place for a value in the other call. */
interface Slot {
  readonly parameter: number;
  /** The property of an options object; undefined if the parameter takes the value itself. */
  readonly property: string | undefined;
  readonly name: string;
  readonly type: TypeShape;
  readonly required: boolean;
  readonly unit: Unit | undefined;
}

interface Match {
  readonly slot: Slot;
  readonly text: string;
  readonly certain: boolean;
}

/** The arguments of the other call. */
interface ChangedArguments {
  readonly text: string;
  /** What follows the call, where callbacks become handlers of a promise. */
  readonly then?: string;
  readonly certain: boolean;
}

/** The arguments of a call as another API takes them; undefined unless every value has a place there. */
export function changedArguments(
  args: readonly SyntaxNode[],
  exchange: Exchange,
  types: Inference,
): ChangedArguments | undefined {
  const passed = passedValues(args, exchange);
  if (!passed) return undefined;
  const slots = slotsOf(exchange);
  const matches = matched(passed, slots, exchange.library);
  if (!matches) return undefined;
  const left = passed.filter((it) => !matches.has(it));
  const then = left.length === 0 ? undefined : promised(left, exchange, types);
  if (left.length > 0 && then === undefined) return undefined;
  const found = [...matches.values()];
  const text = argumentsText(exchange.to.parameters, slots, found);
  if (text === undefined) return undefined;
  return { text, certain: found.every((it) => it.certain), ...(then === undefined ? {} : { then }) };
}

/** What a call passes, options one by one; undefined if that cannot be seen. */
function passedValues(args: readonly SyntaxNode[], { old, from, library }: Exchange): Passed[] | undefined {
  const values: Passed[] = [];
  for (const [at, node] of args.entries()) {
    const parameter = parameterAt(from, at);
    if (!parameter || node.type === 'spread_element') return undefined;
    const { name } = parameter;
    if (node.type !== 'object') {
      values.push({ name, node, type: parameter.type, unit: unitOf(old, name) });
      continue;
    }
    const properties = propertiesOf(nonNullish(parameter.type), library) ?? [];
    for (const part of node.children) {
      const key = part.get('key') ?? part;
      const own = keyName(key);
      const property = properties.find((it) => it.name === own);
      const value = part.type === 'pair' ? part.get('value') : part;
      const isPlain = part.type === 'pair' || part.type === 'shorthand_property_identifier';
      if (!isPlain || !property || !value) return undefined;
      const path = `${name}.${property.name}`;
      values.push({ name: property.name, node: value, type: property.type, unit: unitOf(old, path) });
    }
  }
  return values;
}

function slotsOf({ other, to, library }: Exchange): Slot[] {
  return to.parameters.flatMap((parameter, at): Slot[] => {
    const { name, type, optional, rest } = parameter;
    if (rest) return [];
    const properties =
      expand(nonNullish(type), library).kind === 'object' ? propertiesOf(nonNullish(type), library) : [];
    if (!properties || properties.length === 0) {
      const unit = unitOf(other, name);
      return [{ parameter: at, property: undefined, name, type, required: !optional, unit }];
    }
    return properties.map((it) => ({
      parameter: at,
      property: it.name,
      name: it.name,
      type: it.type,
      required: !it.optional && !optional,
      unit: unitOf(other, `${name}.${it.name}`),
    }));
  });
}

function unitOf({ contracts }: ApiDoc, path: string): Unit | undefined {
  const found = contracts.find((it) => it.kind === 'unit' && it.path === path && !it.moment);
  return found?.kind === 'unit' ? found.unit : undefined;
}

/**
 * Where values go: to what has their name, else to what has a name much like it, else to the only place that takes
 * them. Undefined if one of them would be something else there.
 */
function matched(
  passed: readonly Passed[],
  slots: readonly Slot[],
  library: ApiLibrary,
): ReadonlyMap<Passed, Match> | undefined {
  const matches = new Map<Passed, Match>();
  const free = (): Slot[] => slots.filter((slot) => ![...matches.values()].some((it) => it.slot === slot));
  const isFree = (value: Passed): boolean => !matches.has(value);
  const takes = (slot: Slot, { type }: Passed): boolean =>
    assignable(nonNullish(type), slot.type, library) === 'yes';
  const take = (value: Passed, slot: Slot, certain: boolean): boolean => {
    const text = inUnit(value.node, value.unit, slot.unit);
    if (text !== undefined) matches.set(value, { slot, text, certain });
    return text !== undefined;
  };
  for (const value of passed) {
    const slot = free().find((it) => it.name === value.name);
    if (slot && takes(slot, value) && !take(value, slot, true)) return undefined;
  }
  for (const value of passed.filter(isFree)) {
    const near = nearestWord(
      value.name,
      free().map((it) => it.name),
    );
    const slot = free().find((it) => it.name === near);
    if (slot && takes(slot, value) && !take(value, slot, false)) return undefined;
  }
  for (const value of passed.filter(isFree)) {
    // Nothing says what a function is for but its name.
    if (expand(nonNullish(value.type), library).kind === 'function') continue;
    const fitting = free().filter((it) => takes(it, value));
    const [slot] = fitting;
    if (!slot || fitting.length > 1) continue;
    const rivals = passed.filter((it) => isFree(it) && takes(slot, it));
    const isMeant = slot.required || (value.unit !== undefined && slot.unit !== undefined);
    if (rivals.length === 1 && isMeant && !take(value, slot, true)) return undefined;
  }
  return matches;
}

/** Writes arguments; undefined if one that is required is missing, or one in the middle. */
function argumentsText(
  parameters: readonly Parameter[],
  slots: readonly Slot[],
  matches: readonly Match[],
): string | undefined {
  const texts = parameters.map((_, at): string | undefined => {
    const own = matches.filter((it) => it.slot.parameter === at);
    const [first] = own;
    if (!first) return undefined;
    if (first.slot.property === undefined) return first.text;
    const entries = own.map(({ slot: { property = '' }, text }) => {
      if (property === text) return text;
      return `${isIdentifier(property) ? property : JSON.stringify(property)}: ${text}`;
    });
    return `{ ${entries.join(', ')} }`;
  });
  while (texts.length > 0 && texts.at(-1) === undefined) texts.pop();
  const isLacking = slots.some((slot) => slot.required && !matches.some((it) => it.slot === slot));
  const isShort = parameters.some((it, at) => !it.optional && !it.rest && texts[at] === undefined);
  if (isLacking || isShort || texts.includes(undefined)) return undefined;
  return texts.join(', ');
}
