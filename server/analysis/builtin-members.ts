import { type Signature, type TypeShape, UNKNOWN } from '../../index/type-shape.js';
import { arrayOf, BOOLEAN, NULL, NUMBER, STRING, UNDEFINED, unionOf, VOID } from './shape-makers.js';

/** `undefined`: no such member in any version of the language; then TypeScript says so too. */
export function stringMember(name: string): TypeShape | undefined {
  if (name === 'length') return NUMBER;
  const returns = STRING_RETURNS[name];
  if (returns) return method(returns);
  return has(STRING_REST, name) || isObjectMember(name) ? UNKNOWN : undefined;
}

export function numberMember(name: string): TypeShape | undefined {
  if (['toFixed', 'toPrecision', 'toExponential', 'toString', 'toLocaleString'].includes(name))
    return method(STRING);
  if (name === 'valueOf') return method(NUMBER);
  return isObjectMember(name) ? UNKNOWN : undefined;
}

export function booleanMember(name: string): TypeShape | undefined {
  return isObjectMember(name) ? UNKNOWN : undefined;
}

/** A member of an array of `element`. Callbacks get the element's type from here. */
export function arrayMember(name: string, element: TypeShape): TypeShape | undefined {
  switch (name) {
    case 'length':
      return NUMBER;
    case 'at':
    case 'pop':
    case 'shift':
      return method(unionOf([element, UNDEFINED]));
    case 'find':
    case 'findLast':
      return iteration(element, unionOf([element, UNDEFINED]), UNKNOWN);
    case 'filter':
      return iteration(element, arrayOf(element), UNKNOWN);
    case 'some':
    case 'every':
      return iteration(element, BOOLEAN, UNKNOWN);
    case 'findIndex':
    case 'findLastIndex':
      return iteration(element, NUMBER, UNKNOWN);
    case 'forEach':
      return iteration(element, VOID, UNKNOWN);
    case 'map':
      return iteration(element, arrayOf({ kind: 'parameter', name: 'U' }), { kind: 'parameter', name: 'U' }, [
        'U',
      ]);
    case 'flatMap':
      return iteration(element, UNKNOWN, UNKNOWN);
    case 'reduce':
    case 'reduceRight':
      return reduction(element);
    case 'sort':
    case 'toSorted':
      return fn(
        [
          {
            name: 'compare',
            type: fn(
              [
                { name: 'a', type: element },
                { name: 'b', type: element },
              ],
              UNKNOWN,
            ),
            optional: true,
          },
        ],
        arrayOf(element),
      );
    case 'slice':
    case 'reverse':
    case 'toReversed':
    case 'splice':
    case 'toSpliced':
      return method(arrayOf(element));
    case 'join':
    case 'toString':
      return method(STRING);
    case 'includes':
      return method(BOOLEAN);
    case 'indexOf':
    case 'lastIndexOf':
    case 'push':
    case 'unshift':
      return method(NUMBER);
    default:
      return has(ARRAY_REST, name) || isObjectMember(name) ? UNKNOWN : undefined;
  }
}

/** A member of a promise of `value`. Callbacks get the value from here. */
export function promiseMember(name: string, value: TypeShape): TypeShape | undefined {
  const result: TypeShape = { kind: 'parameter', name: 'U' };
  const onDone = fn([{ name: 'value', type: value }], result);
  const onFailure = (returns: TypeShape) => fn([{ name: 'reason', type: UNKNOWN }], returns);
  const signature = (parameters: Signature['parameters'], returns: TypeShape): Signature => ({
    typeParameters: [{ name: 'U' }],
    parameters,
    returns: { kind: 'promise', value: returns },
  });
  switch (name) {
    case 'then':
      return {
        kind: 'function',
        signatures: [
          signature([{ name: 'onFulfilled', type: onDone }], result),
          signature(
            [
              { name: 'onFulfilled', type: unionOf([onDone, NULL, UNDEFINED]) },
              { name: 'onRejected', type: onFailure(UNKNOWN), optional: true },
            ],
            UNKNOWN,
          ),
        ],
      };
    case 'catch':
      return {
        kind: 'function',
        signatures: [
          signature(
            [{ name: 'onRejected', type: onFailure(result), optional: true }],
            unionOf([value, result]),
          ),
        ],
      };
    case 'finally':
      return fn([{ name: 'onFinally', type: fn([], UNKNOWN), optional: true }], { kind: 'promise', value });
    default:
      return isObjectMember(name) ? UNKNOWN : undefined;
  }
}

/** Members that every object has. */
export function isObjectMember(name: string): boolean {
  return has(OBJECT_MEMBERS, name);
}

export function isFunctionMember(name: string): boolean {
  return has(FUNCTION_MEMBERS, name) || isObjectMember(name);
}

/** What well-known globals return, by their path: `Date.now`, `String`. Only results that do not depend on arguments. */
export const GLOBAL_RETURNS: Readonly<Record<string, TypeShape>> = {
  String: STRING,
  Number: NUMBER,
  Boolean: BOOLEAN,
  parseInt: NUMBER,
  parseFloat: NUMBER,
  isNaN: BOOLEAN,
  encodeURIComponent: STRING,
  decodeURIComponent: STRING,
  encodeURI: STRING,
  decodeURI: STRING,
  'Date.now': NUMBER,
  'Date.parse': NUMBER,
  'JSON.stringify': STRING,
  'Object.keys': arrayOf(STRING),
  'Array.isArray': BOOLEAN,
  'Number.isInteger': BOOLEAN,
  'Number.isFinite': BOOLEAN,
  'Number.isNaN': BOOLEAN,
  'Number.parseInt': NUMBER,
  'Number.parseFloat': NUMBER,
  'String.fromCharCode': STRING,
  ...Object.fromEntries(
    Object.getOwnPropertyNames(Math)
      .filter((name) => /^[a-z]/.test(name))
      .map((name) => [`Math.${name}`, NUMBER]),
  ),
};

/** Constructors of the language whose instances have no type parameters. */
export const GLOBAL_INSTANCES: ReadonlySet<string> = new Set([
  'Date',
  'RegExp',
  'ArrayBuffer',
  'URL',
  'URLSearchParams',
]);

/** A member that instances have and other objects hardly; those without one here have `byteLength`. */
export const DISTINCTIVE_MEMBERS: Readonly<Record<string, string>> = {
  AbortController: 'abort',
  AbortSignal: 'aborted',
  Blob: 'arrayBuffer',
  Date: 'toISOString',
  File: 'arrayBuffer',
  FormData: 'getAll',
  Function: 'apply',
  Headers: 'append',
  Map: 'entries',
  ReadableStream: 'getReader',
  ReadonlyMap: 'entries',
  ReadonlySet: 'entries',
  RegExp: 'exec',
  Request: 'headers',
  Response: 'headers',
  Set: 'entries',
  URL: 'searchParams',
  URLPattern: 'exec',
  URLSearchParams: 'getAll',
  WeakMap: 'delete',
  WeakSet: 'delete',
  WritableStream: 'getWriter',
};

/** Instances that no primitive, no array and no plain object can stand for. */
export const OPAQUE_INSTANCES: ReadonlySet<string> = new Set([
  'Date',
  'RegExp',
  'Map',
  'Set',
  'WeakMap',
  'WeakSet',
  'ArrayBuffer',
  'SharedArrayBuffer',
  'DataView',
  'Uint8Array',
  'Uint8ClampedArray',
  'Uint16Array',
  'Uint32Array',
  'Int8Array',
  'Int16Array',
  'Int32Array',
  'Float32Array',
  'Float64Array',
  'Blob',
  'File',
  'FormData',
  'URL',
  'URLPattern',
  'URLSearchParams',
  'AbortSignal',
  'AbortController',
  'ArrayBufferView',
  'Function',
  'Buffer',
  'Headers',
  'ReadableStream',
  'ReadonlyMap',
  'ReadonlySet',
  'Request',
  'Response',
  'WritableStream',
]);

function has(list: string, name: string): boolean {
  return list.includes(` ${name} `);
}

function fn(parameters: Signature['parameters'], returns: TypeShape): TypeShape {
  return { kind: 'function', signatures: [{ parameters, returns }] };
}

/** A method whose arguments are not our business. */
function method(returns: TypeShape): TypeShape {
  return fn([{ name: 'args', type: UNKNOWN, rest: true }], returns);
}

function iteration(
  element: TypeShape,
  returns: TypeShape,
  callbackReturns: TypeShape,
  typeParameters: readonly string[] = [],
): TypeShape {
  const callback = fn(
    [
      { name: 'value', type: element },
      { name: 'index', type: NUMBER },
      { name: 'array', type: arrayOf(element) },
    ],
    callbackReturns,
  );
  return {
    kind: 'function',
    signatures: [
      {
        ...(typeParameters.length > 0 ? { typeParameters: typeParameters.map((name) => ({ name })) } : {}),
        parameters: [
          { name: 'callback', type: callback },
          { name: 'thisArg', type: UNKNOWN, optional: true },
        ],
        returns,
      },
    ],
  };
}

/** What comes of a reduction is left open; its callback gets the elements. */
function reduction(element: TypeShape): TypeShape {
  const parameters = [
    { name: 'sum', type: UNKNOWN },
    { name: 'value', type: element },
    { name: 'index', type: NUMBER },
    { name: 'array', type: arrayOf(element) },
  ];
  return fn(
    [
      { name: 'callback', type: fn(parameters, UNKNOWN) },
      { name: 'initial', type: UNKNOWN, optional: true },
    ],
    UNKNOWN,
  );
}

const STRING_RETURNS: Readonly<Record<string, TypeShape | undefined>> = Object.assign(Object.create(null), {
  ...Object.fromEntries(
    [
      ...['charAt', 'concat', 'normalize', 'padEnd', 'padStart', 'repeat', 'replace', 'replaceAll', 'slice'],
      ...[
        'substr',
        'substring',
        'toLocaleLowerCase',
        'toLocaleUpperCase',
        'toLowerCase',
        'toUpperCase',
        'trim',
      ],
      ...['trimEnd', 'trimStart', 'toString', 'valueOf'],
    ].map((name) => [name, STRING]),
  ),
  ...Object.fromEntries(
    ['charCodeAt', 'indexOf', 'lastIndexOf', 'localeCompare', 'search'].map((name) => [name, NUMBER]),
  ),
  ...Object.fromEntries(['endsWith', 'includes', 'startsWith'].map((name) => [name, BOOLEAN])),
  split: arrayOf(STRING),
});

const STRING_REST =
  ' anchor at big blink bold codePointAt fixed fontcolor fontsize isWellFormed italics link match matchAll small ' +
  'strike sub sup toWellFormed trimLeft trimRight ';
const ARRAY_REST =
  ' concat copyWithin entries fill flat keys toLocaleString values with findLast findLastIndex reduce reduceRight ';
const OBJECT_MEMBERS =
  ' constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf __proto__ ' +
  '__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ ';
const FUNCTION_MEMBERS = ' apply arguments bind call caller length name prototype ';
