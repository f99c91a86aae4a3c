import type { ApiDoc } from '../api-doc.js';
import { isUnknownType } from '../sources/type-counts.js';
import type { ObjectShape, Parameter, Property, TypeShape } from '../type-shape.js';
import { hasText, isDescribedType, isWrittenOut, type Types } from './described.js';
import type { Gap } from './gap.js';

/** What is known of a parameter or option, from all signatures together. */
interface Place {
  isUnknown: boolean;
  isDescribed: boolean;
  isNumber: boolean;
}

/** Names of numbers that mean little without their unit. An `interval` alone may be one of anything. */
const TIME = /(?:[tT]imeout|[dD]uration|[dD]elay|ttl|TTL|[lL]ifetime|[lL]atency|[a-z]Interval)$/;

/**
 * Finds the gaps of parameters and options. A named type is looked at once, with the first API that takes it: what it
 * lacks is to be added in one place, however many APIs take it.
 */
export class PlaceReader {
  private readonly seen = new Set<string>();

  constructor(private readonly types: Types) {}

  /** @param documented - Paths that the documentation of the API has words for. */
  gaps({ signatures, contracts }: ApiDoc, documented: ReadonlySet<string>): Omit<Gap, 'api' | 'source'>[] {
    const places = new Map<string, Place>();
    for (const signature of signatures) {
      for (const parameter of signature.parameters) this.add(parameter.name, parameter, places);
    }
    const results = signatures.map((it) => (it.returns.kind === 'promise' ? it.returns.value : it.returns));
    const withUnit = new Set(contracts.flatMap((it) => (it.kind === 'unit' ? [it.path] : [])));
    const pathsOf = (matches: (place: Place, path: string) => boolean): string[] =>
      [...places].flatMap(([path, place]) => (matches(place, path) ? [path] : []));

    const unknown = [
      ...pathsOf((it) => it.isUnknown),
      ...(results.some((it) => isUnknownType(it, this.types)) ? ['returns'] : []),
    ];
    const silent = pathsOf((it, path) => !it.isDescribed && !documented.has(path));
    const bare = pathsOf((it, path) => it.isNumber && TIME.test(path) && !withUnit.has(path));
    return [
      ...(unknown.length > 0 ? [unknownType(unknown)] : []),
      ...(silent.length > 0 ? [undocumented(silent)] : []),
      ...(bare.length > 0 ? [noUnit(bare)] : []),
    ];
  }

  private add(path: string, { type, doc }: Parameter | Property, places: Map<string, Place>): void {
    const before = places.get(path);
    places.set(path, {
      isUnknown: isUnknownType(type, this.types) || before?.isUnknown === true,
      isDescribed: hasText(doc) || this.says(type) || before?.isDescribed === true,
      isNumber: isNumber(type) || before?.isNumber === true,
    });
    this.addOptions(path, type, places);
  }

  /** Of an object that is written out its properties are to be described, whatever is said of the whole. */
  private says(type: TypeShape): boolean {
    return isWrittenOut(type, this.types) || isDescribedType(type, this.types);
  }

  private addOptions(path: string, shape: TypeShape, places: Map<string, Place>): void {
    switch (shape.kind) {
      case 'object':
        this.addProperties(path, shape, places);
        break;
      case 'array':
        this.addOptions(path, shape.element, places);
        break;
      case 'union':
      case 'intersection':
        for (const it of shape.types) this.addOptions(path, it, places);
        break;
      case 'ref': {
        if (this.seen.has(shape.name)) break;
        this.seen.add(shape.name);
        const definition = this.types.get(shape.name);
        // An instance of a class is passed on as it is, not written out.
        if (definition && !definition.nominal) this.addOptions(path, definition.shape, places);
        break;
      }
    }
  }

  private addProperties(path: string, { properties }: ObjectShape, places: Map<string, Place>): void {
    // So is a handle.
    if (properties.some((it) => it.type.kind === 'api')) return;
    for (const property of properties) this.add(`${path}.${property.name}`, property, places);
  }
}

function isNumber(shape: TypeShape): boolean {
  if (shape.kind === 'union') return shape.types.some(isNumber);
  return shape.kind === 'primitive' && shape.name === 'number';
}

function unknownType(paths: readonly string[]): Omit<Gap, 'api' | 'source'> {
  return {
    kind: 'unknown-type',
    paths,
    what: `the type of ${listed(paths)} is not known, so nothing is checked there`,
    todo: 'state it',
  };
}

function undocumented(paths: readonly string[]): Omit<Gap, 'api' | 'source'> {
  return {
    kind: 'undocumented-parameter',
    paths,
    what: `nothing says what ${listed(paths)} ${paths.length === 1 ? 'is' : 'are'}`,
    todo: `describe ${paths.length === 1 ? 'it' : 'them'}, for example in @param ${paths[0] ?? ''} - …`,
  };
}

function noUnit(paths: readonly string[]): Omit<Gap, 'api' | 'source'> {
  return {
    kind: 'no-unit',
    paths,
    what: `no unit is read for ${listed(paths)}`,
    todo: 'write "in milliseconds" or @unit ms',
  };
}

/** Paths that a sentence names; the rest is counted. */
const NAMED = 6;

function listed(paths: readonly string[]): string {
  const names = paths.map((it) => (it === 'returns' ? 'the result' : it));
  const rest = names.length > NAMED ? [`${names.length - NAMED + 1} more`] : names.slice(NAMED - 1);
  const parts = [...names.slice(0, NAMED - 1), ...rest];
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
