import type { Parameter, Signature } from '../../index/type-shape.js';
import { ANY } from './shape-makers.js';
import { signaturesOf } from './type-properties.js';
import type { Typed } from './typed.js';

/**
 * `call`, `apply` and `bind` of a function; undefined for other members and for generic functions. Of several
 * signatures TypeScript takes the last.
 */
export function functionMember(of: Typed, name: string): Typed | undefined {
  if (name !== 'call' && name !== 'apply' && name !== 'bind') return undefined;
  const signature = signaturesOf(of.shape, of.library, false)?.at(-1);
  if (!signature || signature.typeParameters) return undefined;
  const receiver: Parameter = { name: 'thisArg', type: ANY };
  const path = of.api?.name ?? of.path;
  return {
    shape: { kind: 'function', signatures: made() },
    library: of.library,
    // `apply` takes its arguments as they are.
    ...(name === 'apply' ? {} : { infers: true as const }),
    ...(path === undefined ? {} : { path: `${path}.${name}` }),
  };

  function made(): Signature[] {
    const { parameters, returns } = signature as Signature;
    switch (name) {
      case 'call':
        return [{ parameters: [receiver, ...parameters], returns }];
      case 'apply':
        return [{ parameters: [receiver, argumentList(parameters)], returns }];
      default:
        return [
          { parameters: [receiver], returns: of.shape },
          ...parameters.map((_, at) => bindOf(receiver, signature as Signature, at + 1)),
        ];
    }
  }
}

/** `bind` with a number of arguments, which gives a function of the rest. */
function bindOf(receiver: Parameter, { parameters, returns }: Signature, count: number): Signature {
  const bound = parameters.slice(0, count).map(({ optional: _optional, ...it }): Parameter => it);
  const left = parameters.slice(count);
  return {
    parameters: [receiver, ...bound],
    returns: { kind: 'function', signatures: [{ parameters: left, returns }] },
  };
}

/** The parameters of a function as the one list that `apply` takes. */
function argumentList(parameters: readonly Parameter[]): Parameter {
  const elements = parameters.map(({ name, type, optional, rest }) => ({
    name,
    type,
    ...(optional ? { optional } : {}),
    ...(rest ? { rest } : {}),
  }));
  const canBeEmpty = parameters.every((it) => it.optional || it.rest);
  return {
    name: 'args',
    type: { kind: 'tuple', elements },
    ...(canBeEmpty ? { optional: true as const } : {}),
  };
}
