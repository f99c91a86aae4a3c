import type { Parameter, Signature } from '../../index/type-shape.js';
import { ANY } from './shape-makers.js';
import { signaturesOf } from './type-properties.js';
import type { Typed } from './typed.js';

/**
 * `call`, `apply` and `bind` of a function with one signature. Undefined for other members, and where several
 * signatures would need to be tried. `bind` is only known without arguments to bind.
 */
export function functionMember(of: Typed, name: string): Typed | undefined {
  if (name !== 'call' && name !== 'apply' && name !== 'bind') return undefined;
  const [signature, ...others] = signaturesOf(of.shape, of.library, false) ?? [];
  if (!signature || others.length > 0 || signature.typeParameters) return undefined;
  const receiver: Parameter = { name: 'thisArg', type: ANY };
  const { library } = of;
  const path = of.api?.name ?? of.path;
  const as = (made: Signature): Typed => ({
    shape: { kind: 'function', signatures: [made] },
    library,
    ...(path === undefined ? {} : { path: `${path}.${name}` }),
  });
  switch (name) {
    case 'call':
      return as({ parameters: [receiver, ...signature.parameters], returns: signature.returns });
    case 'apply':
      return as({ parameters: [receiver, argumentList(signature)], returns: signature.returns });
    case 'bind':
      return as({
        parameters: [receiver, ...signature.parameters.map((it): Parameter => ({ ...it, optional: true }))],
        returns: of.shape,
      });
  }
}

/** The parameters of a function as the one list that `apply` takes. */
function argumentList({ parameters }: Signature): Parameter {
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
