import ts from 'typescript';
import { type PrimitiveName, type TypeShape, UNKNOWN } from '../../type-shape.js';

const PRIMITIVES: readonly (readonly [ts.TypeFlags, PrimitiveName])[] = [
  [ts.TypeFlags.String, 'string'],
  [ts.TypeFlags.Number, 'number'],
  [ts.TypeFlags.Boolean, 'boolean'],
  [ts.TypeFlags.BigInt, 'bigint'],
  [ts.TypeFlags.ESSymbolLike, 'symbol'],
  [ts.TypeFlags.Null, 'null'],
  [ts.TypeFlags.Undefined, 'undefined'],
  [ts.TypeFlags.Void, 'void'],
  [ts.TypeFlags.Never, 'never'],
  [ts.TypeFlags.NonPrimitive, 'object'],
  // Text with a pattern is text to us.
  [ts.TypeFlags.TemplateLiteral, 'string'],
  [ts.TypeFlags.BigIntLiteral, 'bigint'],
];

/** The shape of a primitive, `any` and `unknown`; undefined for everything else. */
export function primitiveShape(type: ts.Type): TypeShape | undefined {
  if (type.flags & ts.TypeFlags.Any) return isErrorType(type) ? UNKNOWN : { kind: 'any' };
  if (type.flags & ts.TypeFlags.Unknown) return { kind: 'any', isUnknown: true };
  const found = PRIMITIVES.find(([flag]) => type.flags & flag);
  return found && { kind: 'primitive', name: found[1] };
}

/** The shape of a string, number or boolean literal that is not a member of an enum. */
export function literalShape(type: ts.Type): TypeShape | undefined {
  if (type.flags & ts.TypeFlags.EnumLike) return undefined;
  if (type.isStringLiteral() || type.isNumberLiteral()) return { kind: 'literal', value: type.value };
  if (!(type.flags & ts.TypeFlags.BooleanLiteral)) return undefined;
  return { kind: 'literal', value: intrinsicName(type) === 'true' };
}

/** The type the checker gives to names it cannot find. */
function isErrorType(type: ts.Type): boolean {
  const name = intrinsicName(type);
  return name === 'error' || name === 'unresolved';
}

function intrinsicName(type: ts.Type): string | undefined {
  return (type as ts.Type & { readonly intrinsicName?: string }).intrinsicName;
}
