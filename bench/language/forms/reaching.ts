import type { Call } from '../call.js';
import { member, type Reach } from '../script.js';
import { canDeclare } from '../values.js';
import type { Form } from './form.js';

function reaching(name: string, reach: Reach, kind: 'global' | 'module'): Form {
  return {
    name,
    parts: (_call, _world, { spec }) => (spec.reach.kind === kind ? { reach } : undefined),
  };
}

function isMethod(call: Call): boolean {
  return call.name !== undefined && call.signature.construct !== true && canDeclare(call.name);
}

const destructured: Form = {
  name: 'destructured namespace',
  parts(call, _world, script) {
    if (!isMethod(call)) return undefined;
    const { random } = script;
    return {
      callee(receiver, name) {
        const [outer, ...path] = receiver.split('.');
        const local = script.fresh(name);
        const style = random.below(4);
        if (style === 0 && canDeclare(name)) {
          script.line(`const { ${name} } = ${receiver};`);
          return name;
        }
        if (style === 1 && path.length > 0 && outer && path.every(canDeclare)) {
          const open = path.map((it) => `{ ${it}: `).join('');
          script.line(`const ${open}{ ${name}: ${local} }${' }'.repeat(path.length)} = ${outer};`);
          return local;
        }
        const fallback = style === 2 ? ` = ${member(receiver, name)}` : '';
        script.line(`const { ${name}: ${local}${fallback} } = ${receiver};`);
        return local;
      },
    };
  },
};

const alias: Form = {
  name: 'alias const',
  parts(call, _world, script) {
    if (script.random.chance(0.5) && isMethod(call))
      return { callee: (receiver, name) => script.constant('call', member(receiver, name)) };
    return { receiver: (plain) => script.constant('alias', plain) };
  },
};

const reassigned: Form = {
  name: 're-assigned let',
  parts(_call, _world, script) {
    return {
      receiver(plain) {
        const name = script.fresh('alias');
        const style = script.random.below(3);
        if (style === 0) script.line(`let ${name};`, `${name} = ${plain};`);
        else if (style === 1) script.line(`let ${name} = ${plain};`, `${name} = ${plain};`);
        else script.line(`let ${name} = ${plain};`);
        return name;
      },
    };
  },
};

const handle: Form = {
  name: 'returned handle',
  parts: ({ site }) => (site.steps.some((it) => it.kind === 'call') ? {} : undefined),
};

export const REACHING: readonly Form[] = [
  { name: 'direct call', parts: () => ({}) },
  reaching('globalThis or window', 'globalThis', 'global'),
  reaching('import default', 'import default', 'module'),
  reaching('import named', 'import named', 'module'),
  reaching('import renamed', 'import renamed', 'module'),
  reaching('import namespace', 'import namespace', 'module'),
  reaching('require', 'require', 'module'),
  reaching('dynamic import', 'dynamic import', 'module'),
  destructured,
  alias,
  reassigned,
  handle,
];
