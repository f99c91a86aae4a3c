import type { TypeShape } from '../../../index/type-shape.js';
import type { Call, World } from '../call.js';
import { mayBeMissing } from '../kinds.js';
import type { Script } from '../script.js';
import { type Form, nameToRead, present, read, readable, writeResult } from './form.js';

const awaited: Form = {
  name: 'await',
  parts(call, world, script) {
    if (!call.isAsync) return undefined;
    return {
      result: (expression) =>
        readOr(script, script.constant('result', `await ${expression}`), call.result, call, world),
    };
  },
};

const thenChain: Form = {
  name: '.then chain',
  parts(call, world, script) {
    if (!call.isAsync) return undefined;
    return {
      result(expression) {
        const name = script.fresh('result');
        const close = script.begin(
          `${expression}.then((${name}) => {`,
          script.random.pick(['});', '}).catch(() => {});', '}).then(() => {});']),
        );
        const isRead = readOr(script, name, call.result, call, world);
        close();
        return isRead;
      },
    };
  },
};

const destructuredResult: Form = {
  name: 'destructured result',
  parts(call, world, script) {
    const names = readable(call.result, world);
    const there = present(call.result, world);
    const facets = there && world.shapes.facets(there);
    if (names.length === 0 || !facets || mayBeMissing(call.result, world.shapes)) return undefined;
    return {
      result(expression) {
        const name = nameToRead(call.result, call, world, script);
        if (name === undefined) return false;
        const value = call.isAsync ? `await ${expression}` : expression;
        const local = script.fresh(name);
        const other = script.random.maybe(names.filter((it) => it !== name));
        const more = other && script.random.chance(0.4) ? `, ${other}: ${script.fresh(other)}` : '';
        if (call.isAsync && script.random.chance(0.2))
          script.line(`${expression}.then(({ ${name}: ${local}${more} }) => ${local});`);
        else script.line(`const { ${name}: ${local}${more} } = ${value};`);
        return true;
      },
    };
  },
};

/** The list that a call gives, or a list in its result. */
function listOf(call: Call, { shapes }: World): { path: string; element: TypeShape } | undefined {
  const own = shapes.resolve(call.result);
  if (own.kind === 'array') return { path: '', element: own.element };
  for (const { name, type, optional } of shapes.facets(call.result)?.properties ?? []) {
    const found = shapes.resolve(type);
    if (found.kind === 'array' && !optional) return { path: `.${name}`, element: found.element };
  }
  return undefined;
}

const loop: Form = {
  name: 'for…of over a result',
  parts(call, world, script) {
    const list = listOf(call, world);
    if (!list) return undefined;
    return {
      result(expression) {
        const value = call.isAsync ? `(await ${expression})` : expression;
        const subject = script.random.chance(0.5)
          ? script.constant('all', `${value}${list.path}`)
          : `${value}${list.path}`;
        const name = script.fresh('one');
        const close = script.begin(`for (const ${name} of ${subject}) {`, '}');
        const isRead = readOr(script, name, list.element, call, world);
        close();
        return isRead;
      },
    };
  },
};

const missing: Form = {
  name: 'result that may be missing',
  parts(call, world, script) {
    if (!mayBeMissing(call.result, world.shapes) || readable(call.result, world).length === 0)
      return undefined;
    return {
      result(expression) {
        const value = call.isAsync ? `await ${expression}` : expression;
        const name = script.constant('result', value);
        if (call.isUnguarded) return read(script, name, call.result, call, world);
        const there = present(call.result, world);
        if (!there) return false;
        const test = script.random.pick([
          name,
          `${name} !== null && ${name} !== undefined`,
          `${name} != null`,
        ]);
        const close = script.begin(`if (${test}) {`, '}');
        const isRead = readOr(script, name, there, call, world);
        close();
        return isRead;
      },
    };
  },
};

const helperResult: Form = {
  name: 'helper for the result',
  parts(call, world, script) {
    return {
      result(expression) {
        const name = script.fresh('load');
        const style = script.random.below(3);
        const open = [`function ${name}() {`, `const ${name} = () => {`, `async function ${name}() {`][style];
        const close = script.begin(open ?? '', '}');
        script.line(`return ${expression};`);
        close();
        const isAsync = call.isAsync || style === 2;
        const other: Call = { ...call, isAsync };
        return writeResult(script, `${name}()`, other, world);
      },
    };
  },
};

/** Reads if there is something to read; a wrong read needs something. */
function readOr(script: Script, subject: string, shape: TypeShape, call: Call, world: World): boolean {
  if (call.reads === 'no' || readable(shape, world).length === 0) {
    script.line(`void ${subject};`);
    return call.reads !== 'wrong';
  }
  return read(script, subject, shape, call, world);
}

export const RESULTS: readonly Form[] = [awaited, thenChain, destructuredResult, loop, missing, helperResult];
