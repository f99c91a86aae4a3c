import type { Call } from '../call.js';
import { canDeclare } from '../values.js';
import { type Form, writeResult } from './form.js';

function isMethod(call: Call): boolean {
  return call.name !== undefined && call.signature.construct !== true;
}

const optional: Form = {
  name: 'optional chaining',
  parts(call, _world, script) {
    const { name } = call;
    if (!isMethod(call) || name === undefined || !canDeclare(name)) return undefined;
    return {
      callee: (receiver) => `${receiver}?.${name}`,
      ...(script.random.chance(0.4)
        ? {
            invoke: (callee: string, _: string, args: readonly string[]) => `${callee}?.(${args.join(', ')})`,
          }
        : {}),
    };
  },
};

const viaCall: Form = {
  name: '.call',
  parts: (call) =>
    isMethod(call)
      ? { invoke: (callee, receiver, args) => `${callee}.call(${[receiver, ...args].join(', ')})` }
      : undefined,
};

const viaApply: Form = {
  name: '.apply',
  parts: (call) =>
    isMethod(call)
      ? { invoke: (callee, receiver, args) => `${callee}.apply(${receiver}, [${args.join(', ')}])` }
      : undefined,
};

const viaBind: Form = {
  name: '.bind',
  parts(call, _world, script) {
    if (!isMethod(call)) return undefined;
    return {
      invoke(callee, receiver, args) {
        const [first, ...rest] = args;
        if (first !== undefined && script.random.chance(0.3))
          return `${script.constant('bound', `${callee}.bind(${receiver}, ${first})`)}(${rest.join(', ')})`;
        const bound = `${callee}.bind(${receiver})`;
        const target = script.random.chance(0.3) ? bound : script.constant('bound', bound);
        return `${target}(${args.join(', ')})`;
      },
    };
  },
};

const computedMember: Form = {
  name: 'computed member',
  parts: (call) => (isMethod(call) ? { callee: (receiver, name) => `${receiver}['${name}']` } : undefined),
};

const callbackParameter: Form = {
  name: 'callback parameter',
  parts(call, world, script) {
    if (call.name === undefined) return undefined;
    let close = (): void => {};
    return {
      receiver(plain) {
        const name = script.fresh('it');
        const open = script.random.pick([
          `[${plain}].forEach(async (${name}) => {`,
          `Promise.resolve(${plain}).then(async (${name}) => {`,
          `[${plain}].map(async function (${name}) {`,
        ]);
        close = script.begin(open, '});');
        return name;
      },
      result(expression) {
        const isWritten = writeResult(script, expression, call, world);
        close();
        return isWritten;
      },
    };
  },
};

const closure: Form = {
  name: 'closure',
  parts(call, world, script) {
    return {
      result(expression) {
        const name = script.fresh('run');
        const open = script.random.pick([`const ${name} = async () => {`, `async function ${name}() {`]);
        const close = script.begin(open, '}');
        const isWritten = writeResult(script, expression, call, world);
        close();
        script.line(`void ${name}();`);
        return isWritten;
      },
    };
  },
};

const overloads: Form = {
  name: 'overloads',
  parts: ({ site }) => (site.signatures.length > 1 ? {} : undefined),
};

const generics: Form = {
  name: 'generics',
  parts: ({ signature }) => (signature.typeParameters && signature.construct !== true ? {} : undefined),
};

export const CALLING: readonly Form[] = [
  optional,
  viaCall,
  viaApply,
  viaBind,
  computedMember,
  callbackParameter,
  closure,
  overloads,
  generics,
];
