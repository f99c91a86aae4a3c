import * as z from 'zod';
import type { ApiDoc, ModuleRoot, Roots } from '../../api-doc.js';
import { ContractSchema } from '../../contract-schema.js';
import type { Parameter, Signature, TypeDefinition, TypeParameter, TypeShape } from '../../type-shape.js';
import { AccessSchema } from '../manifest.js';

/*
 * What comes from Redis was written by another machine, or by hand: it enters through these schemas. They say the same
 * as `api-doc.ts` and `type-shape.ts`; the type annotations make the compiler compare the two.
 */

const yes = z.literal(true).exactOptional();
const text = z.string().exactOptional();

/** Deeper shapes are not types but an attack on the stack. */
const MAX_DEPTH = 200;

const ShapeSchema: z.ZodType<TypeShape> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('unknown') }),
    z.object({ kind: z.literal('any'), isUnknown: yes }),
    z.object({
      kind: z.literal('primitive'),
      name: z.enum([
        ...(['string', 'number', 'boolean', 'bigint', 'symbol'] as const),
        ...(['null', 'undefined', 'void', 'never', 'object'] as const),
      ]),
    }),
    z.object({ kind: z.literal('literal'), value: z.union([z.string(), z.number(), z.boolean()]) }),
    z.object({ kind: z.literal('array'), element: ShapeSchema, readonly: yes }),
    z.object({
      kind: z.literal('tuple'),
      elements: z.array(z.object({ type: ShapeSchema, name: text, optional: yes, rest: yes })),
      readonly: yes,
    }),
    z.object({
      kind: z.literal('object'),
      properties: z.array(
        z.object({
          name: z.string(),
          type: ShapeSchema,
          optional: yes,
          readonly: yes,
          doc: text,
          default: text,
          deprecated: text,
        }),
      ),
      index: z.array(z.object({ key: z.enum(['string', 'number']), value: ShapeSchema })).exactOptional(),
    }),
    z.object({ kind: z.literal('function'), signatures: z.array(SignatureSchema) }),
    z.object({ kind: z.literal('union'), types: z.array(ShapeSchema) }),
    z.object({ kind: z.literal('intersection'), types: z.array(ShapeSchema) }),
    z.object({ kind: z.literal('promise'), value: ShapeSchema }),
    z.object({ kind: z.literal('ref'), name: z.string(), args: z.array(ShapeSchema).exactOptional() }),
    z.object({ kind: z.literal('builtin'), name: z.string(), args: z.array(ShapeSchema).exactOptional() }),
    z.object({ kind: z.literal('parameter'), name: z.string() }),
    z.object({ kind: z.literal('api'), name: z.string() }),
  ]),
);

const TypeParameterSchema: z.ZodType<TypeParameter> = z.object({
  name: z.string(),
  constraint: ShapeSchema.exactOptional(),
  default: ShapeSchema.exactOptional(),
});

const ParameterSchema: z.ZodType<Parameter> = z.object({
  name: z.string(),
  type: ShapeSchema,
  optional: yes,
  rest: yes,
  doc: text,
  default: text,
  optionDocs: z.record(z.string(), z.string()).exactOptional(),
});

const SignatureSchema: z.ZodType<Signature> = z.object({
  typeParameters: z.array(TypeParameterSchema).exactOptional(),
  parameters: z.array(ParameterSchema),
  returns: ShapeSchema,
  returnsDoc: text,
  construct: yes,
});

const TypeSchema: z.ZodType<TypeDefinition> = z.object({
  name: z.string(),
  shape: ShapeSchema,
  parameters: z.array(TypeParameterSchema).exactOptional(),
  doc: text,
  nominal: yes,
  bases: z.array(z.string()).exactOptional(),
});

const ApiDocSchema: z.ZodType<ApiDoc> = z.object({
  name: z.string().min(1),
  library: z.string(),
  version: z.string(),
  access: AccessSchema,
  member: z.object({ of: z.string() }).exactOptional(),
  functionality: z.string(),
  des: z.string(),
  exp: z.string(),
  key: z.string(),
  signatures: z.array(SignatureSchema),
  examples: z.array(z.string()).exactOptional(),
  deprecated: z.object({ message: z.string(), replacement: text }).exactOptional(),
  since: text,
  category: text,
  link: text,
  errors: z.array(z.object({ code: z.string(), when: z.string() })).exactOptional(),
  contracts: z.array(ContractSchema),
  source: z.object({ file: z.string(), line: z.number(), column: z.number() }),
});

const ModuleRootSchema: z.ZodType<ModuleRoot> = z.object({
  shape: ShapeSchema,
  exportEquals: yes,
  types: z.array(z.string()).exactOptional(),
});

const RootsSchema: z.ZodType<Roots> = z.object({
  globals: z.record(z.string(), ShapeSchema),
  modules: z.record(z.string(), ModuleRootSchema),
  replaced: z.record(z.string(), z.string()).exactOptional(),
});

/** The record in this JSON; undefined if it is not one. */
export function parseApiDoc(json: string): ApiDoc | undefined {
  return parseAs(ApiDocSchema, json);
}

/** The row of the type table in this JSON; undefined if it is not one. */
export function parseTypeDefinition(json: string): TypeDefinition | undefined {
  return parseAs(TypeSchema, json);
}

/** The roots in this JSON; undefined if they are not. */
export function parseRoots(json: string): Roots | undefined {
  return parseAs(RootsSchema, json);
}

function parseAs<T>(schema: z.ZodType<T>, json: string): T | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return depth(value, MAX_DEPTH) ? schema.safeParse(value).data : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the value is nested at most `left` levels. */
function depth(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return left > 0 && Object.values(value).every((it) => depth(it, left - 1));
}
