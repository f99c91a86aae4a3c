import { type Parameter, type Signature, UNKNOWN } from '../../index/type-shape.js';
import { instantiateSignature } from './instantiate.js';
import { elementOfRest } from './parameter-at.js';
import { ANY } from './shape-makers.js';
import { signaturesOf } from './type-properties.js';
import type { Typed } from './typed.js';

/**
 * `call`, `apply` and `bind` of a function; undefined for other members. Of several signatures TypeScript takes the
 * last, of a generic one what its type parameters are at least.
 */
export function functionMember(of: Typed, name: string): Typed | undefined {
  if (name !== 'call' && name !== 'apply' && name !== 'bind') return undefined;
  const last = signaturesOf(of.shape, of.library, false)?.at(-1);
  if (!last) return undefined;
  const signature = erased(last);
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
    const { parameters, returns } = signature;
    switch (name) {
      case 'call':
        return [{ parameters: [receiver, ...parameters], returns }];
      case 'apply':
        return [{ parameters: [receiver, argumentList(parameters)], returns }];
      default:
        return [
          { parameters: [receiver], returns: of.shape },
          ...parameters.map((_, at) => bindOf(receiver, signature, at + 1)),
        ];
    }
  }
}

function erased(signature: Signature): Signature {
  const { typeParameters, ...rest } = signature;
  if (!typeParameters) return signature;
  const bindings = new Map(typeParameters.map((it) => [it.name, it.constraint ?? UNKNOWN]));
  return instantiateSignature(rest, bindings);
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
    type: rest ? elementOfRest(type) : type,
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
