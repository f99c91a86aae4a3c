import type { Script } from '../script.js';
import { key } from '../script.js';
import { canDeclare, typeText, type Value } from '../values.js';
import type { Form, Parts } from './form.js';

type PartOf = (script: Script) => NonNullable<Parts['part']>;

function part(name: string, of: PartOf): Form {
  return { name, parts: (_call, _world, script) => ({ part: of(script) }) };
}

/** Parts that can stand in a variable, without a change of their type where that is easy. */
function constant(script: Script, value: Value, text: string): string {
  const literal = /^(?:'[^']*'|-?[\d.]+|true|false)$/.test(text);
  if (!literal && (value.kind === 'object' || value.kind === 'array') && script.random.chance(0.3))
    return script.constant('input', `/** @type {const} */ (${text})`);
  return script.constant('input', text);
}

const isAnything = (): boolean => true;

const inConst = part('const variable', (script) => ({
  suits: isAnything,
  write: (value, plain) => constant(script, value, plain()),
}));

const spread = part('spread of options', (script) => ({
  suits: (value) => value.kind === 'object',
  write(value) {
    if (value.kind !== 'object') return undefined;
    const moved = script.random.below(value.properties.length + 1);
    const entries = value.properties.map((it) => `${key(it.name)}: ${script.write(it.value)}`);
    const base = script.constant('base', script.braces(entries.slice(0, moved)));
    const rest = entries.slice(moved);
    return script.braces(script.random.chance(0.8) ? [`...${base}`, ...rest] : [...rest, `...${base}`]);
  },
}));

const computedKey = part('computed key', (script) => ({
  suits: (value) => value.kind === 'object' && value.properties.length > 0,
  write(value) {
    if (value.kind !== 'object') return undefined;
    const chosen = script.random.below(value.properties.length);
    const entries = value.properties.map((it, at) => {
      const text = script.write(it.value);
      if (at !== chosen) return `${key(it.name)}: ${text}`;
      if (script.random.chance(0.6)) return `['${it.name}']: ${text}`;
      return `[${script.constant('key', `'${it.name}'`)}]: ${text}`;
    });
    return script.braces(entries);
  },
}));

const template = part('template literal', (script) => ({
  suits: (value) => value.kind === 'text' && /^'[^'\\`$]*'$/.test(value.text),
  write(value) {
    if (value.kind !== 'text') return undefined;
    const inner = value.text.slice(1, -1);
    if (script.random.chance(0.4)) return `\`${inner}\``;
    const piece = script.random.pick(['1', "'x'", 'Date.now()']);
    return script.random.chance(0.5) ? `\`${inner}\${${piece}}\`` : `\`\${${piece}}${inner}\``;
  },
}));

const conditional = part('conditional', (script) => ({
  suits: isAnything,
  write(value, plain) {
    const condition = script.random.pick(['Math.random() > 0.5', 'Date.now() % 2 === 0', "'a'.length > 1"]);
    const text = plain();
    const other = value.kind === 'text' && script.random.chance(0.5) ? value.text : text;
    return `${condition} ? ${bracketed(text)} : ${bracketed(other)}`;
  },
}));

const logical = part('logical or nullish', (script) => ({
  suits: isAnything,
  write(value, plain) {
    const text = bracketed(plain());
    const type = typeText(value);
    const style = script.random.below(3);
    if (style === 0 && type) return `${script.parameter('maybe', `${type} | undefined`)} ?? ${text}`;
    if (style === 1) return `(Math.random() > 0.5 && ${text}) || ${text}`;
    return type ? `${script.parameter('maybe', `${type} | null`)} || ${text}` : `null ?? ${text}`;
  },
}));

const arrayElement = part('array element', (script) => ({
  suits: isAnything,
  write(_value, plain) {
    const text = plain();
    const list = script.constant('list', `[${text}, ${text}]`);
    return script.random.pick([`${list}[0]`, `${list}[1]`, `[${text}][0]`]);
  },
}));

const narrowing = (isEarly: boolean): Form =>
  part(isEarly ? 'narrowing by early return' : 'narrowing by condition', (script) => ({
    suits: (value) => typeText(value) !== undefined && value.kind !== 'array',
    write(value) {
      const type = typeText(value);
      if (!type) return undefined;
      const { random } = script;
      if (type === 'null' || type === 'undefined')
        return script.parameter('maybe', `string | number | ${type}`);
      const missing = random.pick(['undefined', 'null']);
      const style = random.below(type === 'string' || type === 'number' || type === 'boolean' ? 4 : 3);
      const isObject = value.kind === 'object';
      const other = isObject && random.chance(0.4) ? '{ odd: 1 }' : missing;
      const name = script.parameter('maybe', `(${style === 3 ? `${type} | object` : `${type} | ${other}`})`);
      const first = isObject && value.kind === 'object' ? value.properties[0]?.name : undefined;
      let test: string;
      if (style === 3) test = `typeof ${name} === '${type}'`;
      else if (other !== missing) test = first ? `'${first}' in ${name}` : name;
      else if (style === 0 && isObject) test = name;
      else test = style === 1 ? `${name} !== ${missing}` : `${name} != null`;
      if (isEarly) script.line(`if (!(${test})) return;`);
      else script.begin(`if (${test}) {`, '}');
      return name;
    },
  }));

const jsDocType = part('JSDoc @type', (script) => ({
  suits: (value) => typeText(value) !== undefined,
  write(value, plain) {
    const type = typeText(value);
    if (!type) return undefined;
    if (script.random.chance(0.3)) return script.constant('typed', plain(), `/** @type {${type}} */ `);
    if (script.random.chance(0.5))
      return script.constant('typed', "JSON.parse('1')", `/** @type {${type}} */ `);
    return `/** @type {${type}} */ (JSON.parse('1'))`;
  },
}));

const jsDocParam = part('JSDoc @param', (script) => ({
  suits: (value) => typeText(value) !== undefined,
  write(value) {
    const type = typeText(value);
    return type && script.parameter('input', type);
  },
}));

const jsDocTypedef = part('JSDoc @typedef', (script) => ({
  suits: (value) => value.kind === 'object' && typeText(value) !== undefined,
  write(value) {
    const type = typeText(value);
    if (!type || value.kind !== 'object') return undefined;
    const name = `Options${script.unique()}`;
    if (script.random.chance(0.5)) script.comments.push(`/** @typedef {${type}} ${name} */`);
    else {
      const lines = value.properties.map((it) => ` * @property {${typeText(it.value)}} ${it.name}`);
      script.comments.push(`/**\n * @typedef {object} ${name}\n${lines.join('\n')}\n */`);
    }
    return script.parameter('options', name);
  },
}));

const jsDocReturns = part('JSDoc @returns', (script) => ({
  suits: (value) => typeText(value) !== undefined,
  write(value) {
    const type = typeText(value);
    if (!type) return undefined;
    const name = script.fresh('make');
    script.line(`/** @returns {${type}} */`, `function ${name}() { return JSON.parse('1'); }`);
    return `${name}()`;
  },
}));

const helper = part('helper function', (script) => ({
  suits: isAnything,
  write(value, plain) {
    const name = script.fresh('make');
    const text = plain();
    const isObject = value.kind === 'object' || text.startsWith('{');
    const style = script.random.below(3);
    if (style === 0) script.line(`function ${name}() { return ${text}; }`);
    else if (style === 1) script.line(`const ${name} = () => ${isObject ? `(${text})` : bracketed(text)};`);
    else script.line(`const ${name} = function () { return ${text}; };`);
    return `${name}()`;
  },
}));

function bracketed(text: string): string {
  return /=>|^function|^async/.test(text) && !text.startsWith('{') ? `(${text})` : text;
}

/** Object properties in short: `{ msg }`. */
const shorthand = part('shorthand property', (script) => ({
  suits: (value) => value.kind === 'object' && value.properties.some((it) => canDeclare(it.name)),
  write(value) {
    if (value.kind !== 'object') return undefined;
    const chosen = script.random.maybe(value.properties.filter((it) => canDeclare(it.name)));
    const entries = value.properties.map((it) => {
      const text = script.write(it.value);
      if (it !== chosen) return `${key(it.name)}: ${text}`;
      script.line(`const ${it.name} = ${text};`);
      return it.name;
    });
    return script.braces(entries);
  },
}));

export const ARGUMENTS: readonly Form[] = [
  inConst,
  spread,
  shorthand,
  computedKey,
  template,
  conditional,
  logical,
  arrayElement,
  narrowing(false),
  narrowing(true),
  jsDocType,
  jsDocParam,
  jsDocTypedef,
  jsDocReturns,
  helper,
];
