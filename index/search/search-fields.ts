import type { ApiDoc } from '../api-doc.js';
import type { WeightedText } from '../lexical/lexical-index.js';

/** Beyond this a description is a manual, and its words say ever less about what the API does. */
const MAX_REST = 2000;

/**
 * The text of a record by field, as the lexical index weighs it: name, functionality, parameters and the rest, and what a
 * model wrote developers would ask for.
 */
export function searchFields(api: ApiDoc, questions: readonly string[] = []): WeightedText[] {
  const rest = api.des.startsWith(api.functionality) ? api.des.slice(api.functionality.length) : api.des;
  return [
    { text: nameInKey(api), weight: 3 },
    { text: api.functionality, weight: 1.5 },
    { text: rest.slice(0, MAX_REST), weight: 0.3 },
    ...(questions.length > 0 ? [{ text: questions.join('\n'), weight: 0.5 }] : []),
  ];
}

/** The name as it stands in the API Key, without the library's prefix. */
function nameInKey(api: ApiDoc): string {
  const end = api.key.indexOf(': ');
  return end > 0 ? api.key.slice(0, end) : api.name;
}
