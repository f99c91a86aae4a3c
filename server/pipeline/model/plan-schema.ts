import type { ApiLibrary } from '../../../index/library.js';
import type { Property, Signature, TypeShape } from '../../../index/type-shape.js';
import type { JsonSchema } from '../../models/chat-model.js';
import { callbackStyle } from '../plan/callbacks.js';
import { readProfile } from '../retrieval/api-profile.js';
import { resolve } from '../retrieval/shapes.js';
import type { PromptApi } from './api-text.js';

/** How deep options are spelled out; deeper ones are given as source text. */
const DEPTH = 4;

type Mutable = Record<string, unknown>;

const JS = { $ref: '#/$defs/js' };
const STEPS = { $ref: '#/$defs/steps' };
const CALLBACK = { $ref: '#/$defs/callback' };
const SOURCE = { type: 'string', minLength: 1 };
const NAME = { type: 'string', pattern: '^[A-Za-z_$][A-Za-z0-9_$]*$' };

/**
 * The form of a Plan that calls these APIs and no others: their names, options, accepted values and what they require
 * come from the signatures, so that a service which enforces the form cannot let an invented one pass.
 */
export function planSchema(apis: readonly PromptApi[], subtasks: number): JsonSchema {
  return {
    type: 'object',
    properties: { steps: STEPS },
    required: ['steps'],
    additionalProperties: false,
    $defs: {
      js: object({ js: SOURCE }, ['js']),
      steps: { type: 'array', items: { $ref: '#/$defs/step' } },
      callback: object({ params: { type: 'array', items: NAME }, do: STEPS }, ['params', 'do']),
      step: {
        anyOf: [
          ...apis.flatMap((it) => callSchemas(it, subtasks)),
          object({ if: SOURCE, do: STEPS, else: STEPS }, ['if', 'do']),
          object({ try: STEPS, codes: { type: 'array', items: SOURCE }, catch: STEPS, finally: STEPS }, [
            'try',
          ]),
          object({ for: NAME, of: SOURCE, do: STEPS }, ['for', 'of', 'do']),
          object({ while: SOURCE, do: STEPS }, ['while', 'do']),
          object({ function: NAME, params: { type: 'array', items: NAME }, do: STEPS }, [
            'function',
            'params',
            'do',
          ]),
          object({ js: SOURCE }, ['js']),
          object({ return: { type: 'string' } }, ['return']),
        ],
      },
    },
  };
}

/** One form for each overload. */
function callSchemas({ api, library }: PromptApi, subtasks: number): Mutable[] {
  const profile = readProfile(api, library);
  return api.signatures.map((signature) => {
    const style = callbackStyle(profile, profile.slots, signature, library);
    const args = withoutCallback(argumentsSchema(signature, library), style?.success ?? []);
    const properties: Mutable = {
      call: { const: api.name },
      ...(api.member && { on: SOURCE }),
      args,
      as: NAME,
      subtask: { type: 'integer', minimum: 1, maximum: Math.max(1, subtasks) },
    };
    return object(properties, ['call', ...(api.member ? ['on'] : []), 'args']);
  });
}

/** The renderer waits for an API that reports to callbacks, so none has to be given. */
function withoutCallback(args: Mutable, [name, ...rest]: readonly string[]): Mutable {
  if (name === undefined) return args;
  const { properties, required, anyOf } = args as {
    properties?: Record<string, Mutable>;
    required?: readonly string[];
    anyOf?: readonly Mutable[];
  };
  if (anyOf) return { anyOf: anyOf.map((it) => withoutCallback(it, [name, ...rest])) };
  const inner = properties?.[name];
  if (!inner) return args;
  if (rest.length > 0)
    return { ...args, properties: { ...properties, [name]: withoutCallback(inner, rest) } };
  return { ...args, required: (required ?? []).filter((it) => it !== name) };
}

/** The arguments by the names of their parameters. */
function argumentsSchema(signature: Signature, library: ApiLibrary): Mutable {
  return object(
    Object.fromEntries(
      signature.parameters.map(({ name, type, rest }) => [
        name,
        rest ? valueSchema(arrayOf(type), library, DEPTH) : valueSchema(type, library, DEPTH),
      ]),
    ),
    signature.parameters.filter((it) => !it.optional && !it.rest).map((it) => it.name),
  );
}

function arrayOf(type: TypeShape): TypeShape {
  return type.kind === 'array' || type.kind === 'tuple' ? type : { kind: 'array', element: type };
}

/** A value of this type, or source text that gives one. */
function valueSchema(type: TypeShape, library: ApiLibrary, depth: number): Mutable {
  const forms = unique(formsOf(type, library, depth));
  const literals = forms.filter((it) => 'enum' in it).flatMap((it) => it.enum as unknown[]);
  const others = forms.filter((it) => !('enum' in it));
  const all = [...(literals.length > 0 ? [{ enum: [...new Set(literals)] }] : []), ...others];
  if (all.some((it) => Object.keys(it).length === 0)) return {};
  return { anyOf: [...all, JS] };
}

/** The JSON forms of a type; none where only source text can give it, `{}` where anything goes. */
function formsOf(type: TypeShape, library: ApiLibrary, depth: number): Mutable[] {
  const shape = resolve(type, library);
  switch (shape.kind) {
    case 'unknown':
    case 'any':
    case 'parameter':
      return [{}];
    case 'primitive':
      return primitiveForms(shape.name);
    case 'literal':
      return [{ enum: [shape.value] }];
    case 'array':
      return [{ type: 'array', items: depth > 0 ? valueSchema(shape.element, library, depth - 1) : JS }];
    case 'tuple':
      return [
        {
          type: 'array',
          items:
            depth > 0
              ? { anyOf: unique(shape.elements.map((it) => valueSchema(it.type, library, depth - 1))) }
              : JS,
        },
      ];
    case 'object':
      return depth > 0 && !isHandle(shape.properties, library)
        ? [objectForm(shape.properties, shape.index?.[0]?.value, library, depth)]
        : [];
    case 'function':
    case 'api':
      return [CALLBACK];
    case 'union':
      return shape.types.flatMap((it) => formsOf(it, library, depth));
    case 'intersection': {
      const parts = shape.types.map((it) => resolve(it, library));
      const properties = parts.flatMap((it) => (it.kind === 'object' ? it.properties : []));
      return depth > 0 && properties.length > 0 ? [objectForm(properties, undefined, library, depth)] : [];
    }
    default:
      return [];
  }
}

function primitiveForms(name: string): Mutable[] {
  switch (name) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return [{ type: name }];
    case 'object':
      return [{ type: 'object' }];
    default:
      return [];
  }
}

function objectForm(
  properties: readonly Property[],
  index: TypeShape | undefined,
  library: ApiLibrary,
  depth: number,
): Mutable {
  return {
    type: 'object',
    properties: Object.fromEntries(
      properties.map((it) => [it.name, valueSchema(it.type, library, depth - 1)]),
    ),
    required: properties.filter((it) => !it.optional).map((it) => it.name),
    additionalProperties: index ? valueSchema(index, library, depth - 1) : false,
  };
}

/** What has methods is made by someone else. */
function isHandle(properties: readonly Property[], library: ApiLibrary): boolean {
  return properties.some((it) => !it.optional && resolve(it.type, library).kind === 'api');
}

function object(properties: Mutable, required: readonly string[]): Mutable {
  return { type: 'object', properties, required: [...required], additionalProperties: false };
}

function unique(forms: readonly Mutable[]): Mutable[] {
  const seen = new Set<string>();
  return forms.filter((it) => {
    const text = JSON.stringify(it);
    return !seen.has(text) && seen.add(text);
  });
}
