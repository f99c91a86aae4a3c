import type { Parameter, Signature } from '../../type-shape.js';
import type { Documentation } from '../documentation.js';
import { withPropertyDocs } from '../property-docs.js';

/** What another source says in words of an API that has a signature already. */
export interface Prose {
  readonly documentation: Documentation;
  readonly signature?: Signature;
}

/** The first documentation, with what it leaves out taken from the second. */
export function filledDocumentation(own: Documentation, other: Documentation): Documentation {
  const { des, ...rest } = other;
  return {
    ...rest,
    ...own,
    description: own.description || other.description,
    params: new Map([...other.params, ...own.params]),
    examples: [...new Set([...own.examples, ...other.examples])],
    errors: own.errors.length > 0 ? own.errors : other.errors,
    // The wording of the other source stands for the whole only where this one has no words at all.
    ...(own.description === '' && own.des === undefined && des !== undefined ? { des } : {}),
  };
}

/** A declared signature with the texts, defaults and types that only the prose has. */
export function filledSignature(signature: Signature, prose: Prose): Signature {
  return {
    ...signature,
    parameters: signature.parameters.map((it, index) => filledParameter(it, index, prose)),
  };
}

function filledParameter(
  parameter: Parameter,
  index: number,
  { documentation, signature }: Prose,
): Parameter {
  const stated =
    signature?.parameters.find((it) => it.name === parameter.name) ?? signature?.parameters[index];
  const known = parameter.type.kind === 'unknown' && stated ? stated.type : parameter.type;
  const missing = new Map([...documentation.params].filter(([path]) => !hasDoc(parameter, path)));
  const doc = parameter.doc ?? documentation.params.get(parameter.name);
  const value = parameter.default ?? stated?.default;
  return {
    ...parameter,
    type: withPropertyDocs(known, parameter.name, missing),
    ...(doc !== undefined ? { doc } : {}),
    ...(value !== undefined ? { default: value } : {}),
  };
}

function hasDoc(parameter: Parameter, path: string): boolean {
  const [name, ...keys] = path.split('.');
  if (name !== parameter.name || keys.length !== 1 || parameter.type.kind !== 'object') return false;
  return parameter.type.properties.some((it) => it.name === keys[0] && it.doc !== undefined);
}
