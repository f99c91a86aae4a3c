import { type Parameter, type Signature, type TypeShape, UNKNOWN } from '../../index/type-shape.js';

/** The parameter of an argument by its position, a rest parameter as each of its arguments has it. */
export function parameterAt({ parameters }: Signature, index: number): Parameter | undefined {
  const last = parameters.at(-1);
  const parameter = parameters[index] ?? (last?.rest ? last : undefined);
  return parameter?.rest ? { ...parameter, type: elementOfRest(parameter.type) } : parameter;
}

/** `...args: T` with a T that stands for a list of any kind says nothing of its elements. */
export function elementOfRest(type: TypeShape): TypeShape {
  if (type.kind === 'array') return type.element;
  return ['ref', 'parameter', 'union', 'intersection'].includes(type.kind) ? UNKNOWN : type;
}

/** Which parameter an argument is for, all arguments of a rest parameter counted for it; undefined if for none. */
export function parameterIndex({ parameters }: Signature, argument: number): number | undefined {
  if (argument < parameters.length) return argument;
  return parameters.at(-1)?.rest ? parameters.length - 1 : undefined;
}
