import type { TypeShape } from '../../index/type-shape.js';
import type { Call, World } from './call.js';
import type { Random } from './random.js';
import { member, type Script } from './script.js';
import type { Category } from './shapes.js';
import type { Source } from './sites.js';
import { type Place, places, quoted, replaced, type Value } from './values.js';

/** A call with a mistake beside the same call without; both have the same part in question. */
export interface Mistake {
  readonly wrong: Call;
  readonly right: Call;
}

/** A kind of mistake, and correct calls that look like it. Undefined where a call has no room for it. */
export interface Kind {
  readonly name: string;
  mistake(call: Call, world: World): Mistake | undefined;
  lookalike(call: Call, world: World): Call | undefined;
}

const missingArgument: Kind = {
  name: 'missing argument',
  mistake(call) {
    const required = call.signature.parameters.filter((it) => !it.optional && !it.rest).length;
    if (required === 0) return undefined;
    return { wrong: { ...call, args: call.args.slice(0, required - 1) }, right: call };
  },
  lookalike(call) {
    const required = call.signature.parameters.filter((it) => !it.optional && !it.rest).length;
    return { ...call, args: call.args.slice(0, required) };
  },
};

const extraArgument: Kind = {
  name: 'extra argument',
  mistake(call, { random, maker }) {
    const { parameters } = call.signature;
    if (parameters.some((it) => it.rest)) return undefined;
    const full = maker.args(parameters, 'all');
    if (!full || full.length < parameters.length) return undefined;
    const count = random.chance(0.2) ? 2 : 1;
    const extra = Array.from({ length: count }, () =>
      literal(random, ANY_SHAPE, random.pick(['string', 'number', 'object'])),
    );
    return { wrong: { ...call, args: [...full, ...extra] }, right: { ...call, args: full } };
  },
  lookalike(call, { maker }) {
    const full = maker.args(call.signature.parameters, 'all');
    return full && { ...call, args: full };
  },
};

const missingProperty: Kind = {
  name: 'missing property',
  mistake(call, { random }) {
    const place = random.maybe(
      objectPlaces(call).filter((it) => it.value.properties.some((one) => !one.optional)),
    );
    if (!place) return undefined;
    const gone = random.maybe(place.value.properties.filter((it) => !it.optional));
    const args = replaced(call.args, place.path, (value) =>
      value.kind === 'object'
        ? { ...value, properties: value.properties.filter((it) => it !== gone) }
        : value,
    );
    return { wrong: { ...call, args, focus: place.path }, right: { ...call, focus: place.path } };
  },
  lookalike(call, { random }) {
    const place = random.maybe(
      objectPlaces(call).filter((it) => it.value.properties.some((one) => one.optional)),
    );
    if (!place) return undefined;
    const args = replaced(call.args, place.path, (value) =>
      value.kind === 'object'
        ? { ...value, properties: value.properties.filter((it) => !it.optional) }
        : value,
    );
    return { ...call, args, focus: place.path };
  },
};

const unknownProperty: Kind = {
  name: 'unknown property',
  mistake(call, { random, shapes }) {
    const place = random.maybe(objectPlaces(call));
    if (!place) return undefined;
    const known = shapes.facets(place.value.shape)?.properties.map((it) => it.name) ?? [];
    const renamed = random.maybe(place.value.properties.filter((it) => it.optional));
    const shape = ANY_SHAPE;
    const args = replaced(call.args, place.path, (value) => {
      if (value.kind !== 'object') return value;
      if (renamed && random.chance(0.5)) {
        const properties = value.properties.map((it) =>
          it === renamed ? { ...it, name: misspelt(it.name, known, random) } : it,
        );
        return { ...value, properties };
      }
      const name = random.chance(0.5) ? 'colour' : misspelt(random.maybe(known) ?? 'name', known, random);
      if (known.includes(name)) return value;
      const extra = literal(random, shape, random.pick(['string', 'number', 'boolean']));
      return { ...value, properties: [...value.properties, { name, value: extra, optional: true }] };
    });
    return { wrong: { ...call, args, focus: place.path }, right: { ...call, focus: place.path } };
  },
  lookalike(call, world) {
    const args = world.maker.args(call.signature.parameters, 'all');
    if (!args) return undefined;
    const full = { ...call, args };
    const place = world.random.maybe(objectPlaces(full).filter((it) => it.value.properties.length > 0));
    return place && { ...full, focus: place.path };
  },
};

const wrongLiteral: Kind = {
  name: 'wrong literal type',
  mistake: (call, world) =>
    otherValue(call, world, (shape, category) => literal(world.random, shape, category)),
  lookalike(call, world) {
    const place = world.random.maybe(places(call.args));
    if (!place) return undefined;
    const { value } = place;
    const other = world.maker.value(value.shape, 'some', place.path.length - 1) ?? value;
    const unusual = other.kind === 'text' ? spelling(other, world.random) : other;
    return { ...call, args: replaced(call.args, place.path, () => unusual), focus: place.path };
  },
};

const wrongVariable: Kind = {
  name: 'wrong variable type',
  mistake: (call, world) =>
    otherValue(call, world, (shape, category) => variable(world.random, shape, category)),
  lookalike(call, world) {
    const { random, shapes } = world;
    const suited = places(call.args).flatMap((place) => {
      const fitting = [...shapes.categories(place.value.shape)].filter((it) => isPlain(it));
      const category = random.maybe(fitting);
      return category && shapes.enumeration(place.value.shape).length === 0 ? [{ place, category }] : [];
    });
    const chosen = random.maybe(suited);
    if (!chosen) return undefined;
    const { path, value } = chosen.place;
    const by = variable(random, value.shape, chosen.category);
    return { ...call, args: replaced(call.args, path, () => by), focus: path };
  },
};

const wrongEnumMember: Kind = {
  name: 'wrong enum member',
  mistake(call, { random, shapes }) {
    const place = random.maybe(enumPlaces(call, shapes));
    if (!place) return undefined;
    const members = shapes.enumeration(place.value.shape);
    const [first] = members;
    const wrong =
      typeof first === 'number'
        ? String(Math.max(...members.map(Number)) + 7)
        : quoted(misspelt(String(random.maybe(members)), members.map(String), random));
    const { shape } = place.value;
    const by: Value = { kind: 'text', text: wrong, type: wrong, shape };
    return focused(call, place, by);
  },
  lookalike(call, { random, shapes }) {
    const full = places(call.args).filter((it) => shapes.enumeration(it.value.shape).length > 1);
    const place = random.maybe(full);
    if (!place) return undefined;
    const { shape } = place.value;
    const members = shapes.enumeration(shape);
    const value = random.maybe(members);
    if (value === undefined) return undefined;
    const type = members.length <= 6 ? members.map(quoted).join(' | ') : undefined;
    const by: Value = { kind: 'text', text: quoted(value), shape, ...(type ? { type } : {}) };
    return { ...call, args: replaced(call.args, place.path, () => by), focus: place.path };
  },
};

const nonexistentMember: Kind = {
  name: 'nonexistent member',
  mistake(call, { random, shapes }) {
    if (call.name === undefined || (call.site.steps.length > 0 && random.chance(0))) {
      const known = exportsOf(shapes.library.roots.modules, shapes);
      return known
        ? { wrong: { ...call, root: misspelt(call.root, known, random) }, right: call }
        : undefined;
    }
    const name = random.chance(0.2)
      ? 'doTheRightThing'
      : misspelt(call.name, [...call.site.siblings, ...OBJECT_MEMBERS], random);
    return { wrong: { ...call, name }, right: call };
  },
  lookalike(call, { random }) {
    const other = random.maybe(call.site.siblings);
    const builtin = random.pick(['toString', 'hasOwnProperty', 'valueOf']);
    if (call.name === undefined) return call;
    return { ...call, alsoReads: other && random.chance(0.7) ? [other] : [builtin] };
  },
};

const wrongResultProperty: Kind = {
  name: 'wrong property of a result',
  mistake: (call) => ({ wrong: { ...call, reads: 'wrong' }, right: { ...call, reads: 'right' } }),
  lookalike: (call) => ({ ...call, reads: 'right' }),
};

const callbackForObject: Kind = {
  name: 'callback for object',
  mistake(call, { random, shapes }) {
    const suited = places(call.args).filter(
      (it) => it.value.kind === 'object' || it.value.kind === 'function',
    );
    const place = random.maybe(suited);
    if (!place) return undefined;
    const { shape } = place.value;
    if (place.value.kind === 'function') {
      if (shapes.categories(shape).has('object')) return undefined;
      return focused(call, place, literal(random, shape, random.pick(['object', 'string'])));
    }
    if (shapes.categories(shape).has('function')) return undefined;
    return focused(call, place, literal(random, shape, 'function'));
  },
  lookalike(call, { random }) {
    const place = random.maybe(places(call.args).filter((it) => it.value.kind === 'function'));
    if (!place) {
      const object = random.maybe(objectPlaces(call));
      return object && { ...call, focus: object.path };
    }
    const args = replaced(call.args, place.path, (value) =>
      value.kind === 'function' ? { ...value, parameters: [], statements: ['Math.random();'] } : value,
    );
    return { ...call, args, focus: place.path };
  },
};

const nullOrUndefined: Kind = {
  name: 'null or undefined',
  mistake(call, { random, shapes }) {
    if (shapes.members(call.result).length > 1 && mayBeMissing(call.result, shapes) && random.chance(0.5))
      return { wrong: { ...call, reads: 'right', isUnguarded: true }, right: { ...call, reads: 'right' } };
    const suited = places(call.args).flatMap((place) => {
      const fit = shapes.categories(place.value.shape);
      if (fit.has('any')) return [];
      const refused = (['null', 'undefined'] as const).filter(
        (it) => !fit.has(it) && !(it === 'undefined' && isOptional(place, call)),
      );
      const category = random.maybe(refused);
      return category ? [{ place, category }] : [];
    });
    const chosen = random.maybe(suited);
    if (!chosen) return undefined;
    const { place, category } = chosen;
    return focused(call, place, { kind: 'text', text: category, type: category, shape: place.value.shape });
  },
  lookalike(call, { random, shapes, maker }) {
    const args = maker.args(call.signature.parameters, 'all') ?? call.args;
    const full = { ...call, args };
    const suited = places(args).flatMap((place) => {
      const fit = shapes.categories(place.value.shape);
      const allowed = (['null', 'undefined'] as const).filter(
        (it) => fit.has(it) || (it === 'undefined' && isOptional(place, full)),
      );
      const category = random.maybe(allowed);
      return category ? [{ place, category }] : [];
    });
    const chosen = random.maybe(suited);
    if (!chosen) return { ...call, reads: 'right' };
    const { place, category } = chosen;
    const by: Value = { kind: 'text', text: category, type: category, shape: place.value.shape };
    return { ...full, args: replaced(args, place.path, () => by), focus: place.path };
  },
};

const misusedResult: Kind = {
  name: 'misused result',
  mistake(call, { random, shapes, reachable }) {
    const place = random.maybe(leaves(call).filter((it) => !shapes.categories(it.value.shape).has('any')));
    if (!place) return undefined;
    const fit = shapes.categories(place.value.shape);
    const forgets = random.chance(0.15);
    const sources = reachable.sources.filter((it) =>
      forgets ? it.isAsync && !it.property : !fits(fit, it.type),
    );
    const source = random.maybe(sources);
    return source && focused(call, place, fromSource(source, place.value.shape, !forgets));
  },
  lookalike(call, { random, shapes, reachable }) {
    const suited = leaves(call).filter((it) => shapes.enumeration(it.value.shape).length === 0);
    const place = random.maybe(suited);
    if (!place) return undefined;
    const fit = shapes.categories(place.value.shape);
    const source = random.maybe(reachable.sources.filter((it) => it.type !== 'object' && fits(fit, it.type)));
    if (!source) return undefined;
    const by = fromSource(source, place.value.shape, true);
    return { ...call, args: replaced(call.args, place.path, () => by), focus: place.path };
  },
};

export const KINDS: readonly Kind[] = [
  missingArgument,
  extraArgument,
  missingProperty,
  unknownProperty,
  wrongLiteral,
  wrongVariable,
  wrongEnumMember,
  nonexistentMember,
  wrongResultProperty,
  callbackForObject,
  nullOrUndefined,
  misusedResult,
];

const ANY_SHAPE: TypeShape = { kind: 'any' };

const OBJECT_MEMBERS = [
  'toString',
  'valueOf',
  'constructor',
  'hasOwnProperty',
  'call',
  'apply',
  'bind',
  'name',
];

type ObjectPlace = Place & { readonly value: Value & { kind: 'object' } };

function objectPlaces(call: Call): ObjectPlace[] {
  return places(call.args).filter((it): it is ObjectPlace => it.value.kind === 'object');
}

function leaves(call: Call): Place[] {
  return places(call.args).filter((it) => it.value.kind === 'text' || it.value.kind === 'made');
}

function enumPlaces(call: Call, shapes: World['shapes']): Place[] {
  return places(call.args).filter((it) => shapes.enumeration(it.value.shape).length > 0);
}

function focused(call: Call, { path }: Place, by: Value): Mistake {
  const args = replaced(call.args, path, () => by);
  return { wrong: { ...call, args, focus: path }, right: { ...call, focus: path } };
}

function isOptional({ path, optional }: Place, call: Call): boolean {
  if (path.length > 1) return optional;
  return call.signature.parameters[Number(path[0])]?.optional === true;
}

/** Puts a value of another category into some place. */
function otherValue(
  call: Call,
  { random, shapes }: World,
  make: (shape: TypeShape, category: Category) => Value,
): Mistake | undefined {
  const suited = places(call.args).filter((it) => !shapes.categories(it.value.shape).has('any'));
  const place = random.maybe(suited);
  if (!place) return undefined;
  const { shape } = place.value;
  const fit = shapes.categories(shape);
  const wrong = PLAIN.filter((it) => !fits(fit, it));
  const category = random.maybe(wrong);
  return category && focused(call, place, make(shape, category));
}

const PLAIN = ['string', 'number', 'boolean', 'array', 'object'] as const;

function isPlain(category: Category): category is (typeof PLAIN)[number] {
  return category === 'string' || category === 'number' || category === 'boolean';
}

function fits(fit: ReadonlySet<Category>, category: Category): boolean {
  return fit.has('any') || fit.has(category) || (category === 'array' && fit.has('object'));
}

/** A literal of a category. */
function literal(random: Random, shape: TypeShape, category: Category): Value {
  switch (category) {
    case 'string':
      return { kind: 'text', text: random.pick(["'none'", "'42'", "''"]), type: 'string', shape };
    case 'number':
      return { kind: 'text', text: random.pick(['42', '-1', '0x1f', '1e3']), type: 'number', shape };
    case 'boolean':
      return { kind: 'text', text: random.pick(['true', 'false', '!0']), type: 'boolean', shape };
    case 'array':
      return { kind: 'text', text: random.pick(["['a', 'b']", '[1]', '[true]']), shape };
    case 'object':
      return { kind: 'text', text: random.pick(["{ odd: 'one' }", '{ odd: 1 }']), shape };
    default:
      return { kind: 'text', text: random.pick(['() => {}', 'function () {}', '(odd) => odd']), shape };
  }
}

const INITIALIZERS: Readonly<Partial<Record<Category, readonly [string, ...string[]]>>> = {
  string: [
    "['a', 'b'].join('-')",
    'String(Math.random())',
    "'abc'.slice(1)",
    'JSON.stringify({})',
    "'some text'",
  ],
  number: ['Date.now()', "'abc'.length", 'Math.max(1, 2)', "parseInt('7', 10)", '2 * 21', '[1, 2].length'],
  boolean: ['Math.random() > 0.5', "'abc'.includes('b')", 'Array.isArray([])', '!Date.now()'],
  array: ["'a b'.split(' ')", '[1, 2, 3]', 'Object.keys({ a: 1 })'],
  object: ["{ odd: 'one' }", 'new Date()', 'Math.random() > 0.5 ? { odd: 1 } : { odd: 2 }'],
};

/** A variable of a category. */
function variable(random: Random, shape: TypeShape, category: Category): Value {
  const initial = random.pick(INITIALIZERS[category] ?? ["'abc'"]);
  const keyword = random.chance(0.3) ? 'let' : 'const';
  const stem = random.pick(['count', 'label', 'value', 'input']);
  const make = (script: Script): string => {
    const name = script.fresh(stem);
    script.line(`${keyword} ${name} = ${initial};`);
    return name;
  };
  return { kind: 'made', make, shape, ...(isPlain(category) ? { type: category } : {}) };
}

/** The same kind of value, spelt in an unusual way. */
function spelling(value: Value & { kind: 'text' }, random: Random): Value {
  if (/^'[^'\\]*'$/.test(value.text)) {
    const inner = value.text.slice(1, -1);
    return { ...value, text: random.pick([`"${inner}"`, `\`${inner}\``, `('${inner}')`]) };
  }
  if (/^\d+$/.test(value.text))
    return { ...value, text: random.pick([`${value.text}.0`, `+${value.text}`, `(${value.text})`]) };
  return value;
}

/** The (awaited) result of an API, or a property of it. */
function fromSource(source: Source, shape: TypeShape, isAwaited: boolean): Value {
  const make = (script: Script): string => {
    const { site, args, isAsync, property } = source;
    const receiver = script.walk(site.root, site.steps);
    const callee = site.name === undefined ? receiver : member(receiver, site.name);
    const isConstruct = site.signatures[0]?.construct === true;
    const call = `${isConstruct ? 'new ' : ''}${callee}(${args.map((it) => script.write(it)).join(', ')})`;
    const given = script.constant('given', isAsync && isAwaited ? `await ${call}` : call);
    return property === undefined ? given : member(given, property);
  };
  const type = isAwaited && source.type !== 'object' ? source.type : undefined;
  return { kind: 'made', make, shape, ...(type ? { type } : {}) };
}

/** Whether a result may be null or undefined. */
export function mayBeMissing(shape: TypeShape, shapes: World['shapes']): boolean {
  const fit = shapes.categories(shape);
  return (fit.has('null') || fit.has('undefined')) && fit.size > 1;
}

function exportsOf(
  modules: World['shapes']['library']['roots']['modules'],
  shapes: World['shapes'],
): string[] | undefined {
  const [main] = Object.values(modules);
  return main && shapes.facets(main.shape)?.properties.map((it) => it.name);
}

/** The name with a slip of the pen, different from all known names. */
export function misspelt(name: string, known: readonly string[], random: Random): string {
  const at = 1 + random.below(Math.max(1, name.length - 2));
  const swapped = name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2);
  const doubled = name.slice(0, at) + name.charAt(at) + name.slice(at);
  const lost = name.slice(0, at) + name.slice(at + 1);
  const longer = `${name}X`;
  const slips = random.shuffled([swapped, doubled, lost]);
  return [...slips, longer].find((it) => it !== name && it !== '' && !known.includes(it)) ?? `${longer}Y`;
}
