import type { NamedApi } from '../analysis/api-use.js';
import type { Inference } from '../analysis/inference.js';
import { nameNode } from '../analysis/member-access.js';
import { replacementFixes } from './fixes/replacement.js';
import type { Finding } from './report.js';

/** Says that an API is deprecated, and by what to replace it where the documentation names that. */
export function deprecationFindings(
  { node, typed: { api, library } }: NamedApi,
  types: Inference,
): readonly Finding[] {
  if (!api.deprecated) return [];
  const { message, replacement } = api.deprecated;
  const other = replacement === undefined ? undefined : library.find(replacement);
  const name = nameNode(node);
  const text = message || (other ? `use ${other.name}` : 'no replacement is named');
  return [
    {
      code: 'deprecated-api',
      message: `${api.name} is deprecated: ${text.replace(/\.$/, '')}.`,
      node: name,
      api: api.name,
      ...(other ? { fixes: () => replacementFixes(node, api, other, library, types) } : {}),
    },
  ];
}
