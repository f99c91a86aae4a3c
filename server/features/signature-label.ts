import type { ApiLibrary } from '../../index/library.js';
import type { ObjectShape, Signature, TypeShape } from '../../index/type-shape.js';
import { nonNullish } from '../analysis/shape-makers.js';
import { expand, expandUnion } from '../analysis/type-properties.js';
import { typeText } from '../analysis/type-text.js';

/** From and to within a label. */
type LabelSpan = readonly [start: number, end: number];

/** A signature on one line, and where its parameters stand in it. */
export interface SignatureLabel {
  readonly label: string;
  /** One for each parameter. */
  readonly spans: readonly LabelSpan[];
  /** Where the option stands that the keys lead to; undefined if they lead to none. */
  readonly key?: LabelSpan;
}

/** What a line of a popup has room for; types that would not fit are written shorter. */
const MAX_LENGTH = 400;

/** A signature in which the options objects on the way to an option are written out, whatever their depth or name. */
export function signatureLabel(
  name: string,
  signature: Signature,
  library: ApiLibrary,
  active: number | undefined,
  keys: readonly string[],
): SignatureLabel {
  const made = [2, 1, 0].map((depth) => labelOf(name, signature, library, active, keys, depth));
  return made.find(({ label }) => label.length <= MAX_LENGTH) ?? (made.at(-1) as SignatureLabel);
}

function labelOf(
  name: string,
  signature: Signature,
  library: ApiLibrary,
  active: number | undefined,
  keys: readonly string[],
  depth: number,
): SignatureLabel {
  const spans: LabelSpan[] = [];
  let key: LabelSpan | undefined;
  let label = `${signature.construct ? 'new ' : ''}${name}(`;
  for (const [at, parameter] of signature.parameters.entries()) {
    if (at > 0) label += ', ';
    const start = label.length;
    label += `${parameter.rest ? '...' : ''}${parameter.name}${parameter.optional ? '?' : ''}: `;
    const isList = parameter.rest && parameter.type.kind === 'array';
    write(parameter.type, at === active ? keys : [], at === active && !isList);
    spans.push([start, label.length]);
  }
  label += `): ${typeText(signature.returns, depth)}`;
  return { label, spans, ...(key ? { key } : {}) };

  function write(type: TypeShape, way: readonly string[], isOpen: boolean): void {
    const object = way.length > 0 || isOpen ? optionsObject(type, way[0], library) : undefined;
    if (!object || object.shape.properties.length === 0) {
      label += typeText(type, depth);
      return;
    }
    label += '{ ';
    for (const [at, property] of object.shape.properties.entries()) {
      if (at > 0) label += '; ';
      const start = label.length;
      label += `${/^[\p{ID_Continue}$]+$/u.test(property.name) ? property.name : `'${property.name}'`}${property.optional ? '?' : ''}: `;
      const isOnWay = property.name === way[0];
      if (isOnWay && way.length > 1) write(property.type, way.slice(1), false);
      else label += typeText(property.type, Math.max(0, depth - 1));
      if (isOnWay && way.length === 1) key = [start, label.length];
    }
    label += object.isList ? ' }[]' : ' }';
  }
}

/** The object that is written for a type: of a union the member with the key, of a list its element; no class. */
function optionsObject(
  type: TypeShape,
  key: string | undefined,
  library: ApiLibrary,
): { readonly shape: ObjectShape; readonly isList: boolean } | undefined {
  for (const member of expandUnion(nonNullish(type), library)) {
    const list = member.kind === 'array' ? member : expand(member, library);
    const isList = list.kind === 'array';
    const inner = list.kind === 'array' ? nonNullish(list.element) : member;
    if (inner.kind === 'ref' && library.type(inner.name)?.nominal) continue;
    const shape = expand(inner, library);
    if (shape.kind !== 'object') continue;
    const isMeant = key === undefined ? !isList : shape.properties.some((it) => it.name === key);
    if (isMeant) return { shape, isList };
  }
  return undefined;
}
