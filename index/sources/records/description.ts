import { afterFirstSentence } from '../../api-key.js';
import type { ObjectShape, Parameter, Signature, TypeShape } from '../../type-shape.js';
import type { Documentation } from '../documentation.js';
import { shapeText, type TypeNamesLookup } from './shape-text.js';

/** A property path of a call and what is known of it. */
interface Row {
  readonly path: string;
  readonly type: string;
  readonly need: 'required' | 'optional';
  readonly doc: string;
}

/** Option objects are listed this deep; what lies deeper is in the text of the type. */
const MAX_DEPTH = 3;
/** A type with more properties than this is named instead of listed. */
const MAX_PROPERTIES = 40;

/**
 * API Des: functionality, the rest of the description, and the parameters, result and failures in words:
 * "Shows a toast. Parameters: options.msg (string, required): Text. Returns: Promise<void>. Errors: E_BUSY - …."
 */
export function describeApi(
  functionality: string,
  documentation: Documentation,
  signatures: readonly Signature[],
  types: TypeNamesLookup,
): string {
  const parts = [ended(functionality)];
  const more = afterFirstSentence(documentation.description);
  if (more !== '') parts.push(ended(more));
  signatures.slice(0, 8).forEach((signature, index) => {
    if (signatures.length > 1) parts.push(`Form ${index + 1}:`);
    parts.push(...signatureText(signature, documentation, types));
  });
  if (documentation.errors.length > 0) {
    const errors = documentation.errors.map(({ code, when }) =>
      code === '' ? bare(when) : when === '' ? code : `${code} - ${bare(when)}`,
    );
    parts.push(`Errors: ${errors.join('; ')}.`);
  }
  if (documentation.deprecated !== undefined) {
    parts.push(
      documentation.deprecated === ''
        ? 'Deprecated.'
        : `Deprecated: ${ended(oneLine(documentation.deprecated))}`,
    );
  }
  return parts.join(' ');
}

function signatureText(signature: Signature, documentation: Documentation, types: TypeNamesLookup): string[] {
  const [only] = signature.parameters;
  const rows = signature.parameters.flatMap((parameter) => {
    const doc = parameter.doc ?? documentation.params.get(parameter.name) ?? '';
    const nested = rowsOf(parameter.type, parameter.name, documentation, types, 1, new Set());
    // The single options object itself says less than its properties.
    if (signature.parameters.length === 1 && parameter === only && nested.length > 0) return nested;
    return [
      { path: label(parameter), type: typeText(parameter.type, nested, types), need: need(parameter), doc },
      ...nested,
    ];
  });
  const listed = rows.map(
    (row) => `${row.path} (${row.type}, ${row.need})${row.doc === '' ? '.' : `: ${ended(oneLine(row.doc))}`}`,
  );
  const returnsDoc = signature.returnsDoc ?? documentation.returns ?? '';
  const result = `Returns: ${shapeText(signature.returns, types)}.`;
  return [
    listed.length > 0 ? `Parameters: ${listed.join(' ')}` : 'Parameters: none.',
    /^(?:nothing|void|none)?\.?$/i.test(returnsDoc.trim())
      ? result
      : `${result} ${ended(oneLine(returnsDoc))}`,
  ];
}

function rowsOf(
  shape: TypeShape,
  path: string,
  documentation: Documentation,
  types: TypeNamesLookup,
  depth: number,
  seen: ReadonlySet<string>,
): Row[] {
  if (depth > MAX_DEPTH) return [];
  const object = optionsObject(shape, types, seen);
  if (!object || object.shape.properties.length > MAX_PROPERTIES) return [];
  return object.shape.properties.flatMap((property) => {
    const inner = `${path}.${property.name}`;
    const nested = rowsOf(property.type, inner, documentation, types, depth + 1, object.seen);
    return [
      {
        path: inner,
        type: typeText(property.type, nested, types),
        need: need(property),
        doc: documentation.params.get(inner) ?? property.doc ?? '',
      },
      ...nested,
    ];
  });
}

/** The object that a program writes for this shape, if it is one with properties that are worth listing. */
function optionsObject(
  shape: TypeShape,
  types: TypeNamesLookup,
  seen: ReadonlySet<string>,
): { shape: ObjectShape; seen: ReadonlySet<string> } | undefined {
  if (shape.kind === 'object') return shape.properties.length > 0 ? { shape, seen } : undefined;
  if (shape.kind === 'array') return optionsObject(shape.element, types, seen);
  if (shape.kind !== 'ref' || seen.has(shape.name)) return undefined;
  const definition = types.type(shape.name);
  if (!definition || definition.nominal) return undefined;
  const inside = definition.shape;
  // A handle is passed on as it is, not written out.
  if (inside.kind === 'object' && inside.properties.some((it) => it.type.kind === 'api')) return undefined;
  return optionsObject(inside, types, new Set([...seen, shape.name]));
}

function typeText(shape: TypeShape, nested: readonly Row[], types: TypeNamesLookup): string {
  if (nested.length === 0) return shapeText(shape, types);
  return shape.kind === 'object'
    ? 'object'
    : shape.kind === 'array' && shape.element.kind === 'object'
      ? 'object[]'
      : shapeText(shape);
}

function label(parameter: Parameter): string {
  return parameter.rest ? `...${parameter.name}` : parameter.name;
}

function need(it: { readonly optional?: true; readonly rest?: true }): 'required' | 'optional' {
  return it.optional || it.rest ? 'optional' : 'required';
}

function ended(text: string): string {
  return /[.。!！?？]$/.test(text) || text === ''
    ? text
    : `${text}${/[\p{Script=Han}]$/u.test(text) ? '。' : '.'}`;
}

function bare(text: string): string {
  return text.replace(/[.。]$/, '');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
