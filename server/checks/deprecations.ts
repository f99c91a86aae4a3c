import type { ApiDoc } from '../../index/api-doc.js';
import type { NamedApi } from '../analysis/api-use.js';
import { nameNode } from '../analysis/member-access.js';
import { replaceFix } from './fixes.js';
import type { Finding } from './report.js';

/** Says that an API is deprecated, and by what to replace it where the documentation names that. */
export function deprecationFindings({ node, typed: { api, library } }: NamedApi): readonly Finding[] {
  if (!api.deprecated) return [];
  const { message, replacement } = api.deprecated;
  const other = replacement === undefined ? undefined : library.find(replacement);
  const name = nameNode(node);
  const last = (text: string) => text.slice(text.lastIndexOf('.') + 1);
  const parentOf = (text: string) => text.slice(0, text.lastIndexOf('.') + 1);
  // Only a sibling can take its place by its name alone, and only if it is called alike.
  const isSibling = other && parentOf(other.name) === parentOf(api.name) && isCalledAlike(api, other);
  const text = message || (other ? `use ${other.name}` : 'no replacement is named');
  return [
    {
      code: 'deprecated-api',
      message: `${api.name} is deprecated: ${text.replace(/\.$/, '')}.`,
      node: name,
      api: api.name,
      ...(other && isSibling ? { fixes: [replaceFix(name, last(other.name))] } : {}),
    },
  ];
}

function isCalledAlike(a: ApiDoc, b: ApiDoc): boolean {
  const shape = ({ signatures }: ApiDoc) =>
    JSON.stringify(signatures.map((it) => it.parameters.map((p) => p.type)));
  return shape(a) === shape(b);
}
