import type { Property } from '../../index/type-shape.js';
import { keyName } from '../syntax/literal-text.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { callPlace, expectedIn, meantCall } from './call-place.js';
import type { Inference } from './inference.js';
import { parameterAt } from './parameter-at.js';
import type { Proposal } from './proposal.js';
import { isNullish } from './shape-makers.js';
import { expand, expandUnion, propertiesOf } from './type-properties.js';

/** Keys that an options object still lacks, required ones first. The one at `start` is being written. */
export function optionProposals(literal: SyntaxNode, types: Inference, start: number): Proposal[] {
  const place = callPlace(literal, literal.start);
  const call = place && meantCall(place, types);
  const expected = types.contextOf(literal) ?? (call && expectedIn(call));
  if (!expected) return [];
  const { library, shape } = expected;
  const signature = call?.candidates[call.chosen];
  const parameter = call && signature && parameterAt(signature, call.argument);
  const api = call?.callee.api;

  const given = new Set<string>();
  for (const part of literal.children) {
    if (part.start === start) continue;
    const name = keyName(part.get('key') ?? part.get('name') ?? part);
    if (name !== undefined) given.add(name);
  }
  const found = new Map<string, Proposal>();
  for (const member of expandUnion(shape, library)) {
    if (isNullish(member)) continue;
    const list = expand(member, library);
    const inner = list.kind === 'array' ? list.element : member;
    for (const property of propertiesOf(inner, library) ?? []) {
      const { name } = property;
      if (given.has(name) || found.has(name)) continue;
      const keys = [...(call?.keys ?? []), name];
      const doc = parameter?.optionDocs?.[keys.join('.')];
      const documented: Property = doc === undefined ? property : { ...property, doc };
      const of = api && parameter && { api, path: [parameter.name, ...keys].join('.') };
      found.set(name, {
        name,
        library,
        kind: 'option',
        property: documented,
        type: property.type,
        ...(of ? { of } : {}),
        ...(inner.kind === 'ref' ? { owner: inner.name } : {}),
      });
    }
  }
  const isOptional = ({ property }: Proposal) => Number(property?.optional ?? false);
  return [...found.values()].sort((a, b) => isOptional(a) - isOptional(b));
}
