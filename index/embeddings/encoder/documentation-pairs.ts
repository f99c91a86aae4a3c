import type { ApiDoc } from '../../api-doc.js';
import { encoderWords } from './encoder-words.js';
import type { TextPair } from './training-set.js';

/** Words of a text that count. */
const MAX_WORDS = 48;
/** A shorter rest says too little to learn from. */
const MIN_WORDS = 4;
/** Parameters beyond these are details. */
const PARAMETERS = 6;

/** Texts that belong together: what a record's documentation says in another place than its API Key. */
export interface DocumentationPair extends TextPair {
  /** The record, as a position in the list. */
  readonly row: number;
  /** Whether `a` could be a question: only texts are, not names. */
  readonly asks: boolean;
}

/** Pairs of a library's own documentation: name and sentence, the rest and the key, parameters and results and the key. */
export function documentationPairs(apis: readonly ApiDoc[]): DocumentationPair[] {
  const pairs: DocumentationPair[] = [];
  const seen = new Set<string>();
  const add = (row: number, group: string, asks: boolean, a: string, b: string) => {
    const pair = { a: wordsOf(a), b: wordsOf(b), group, row, asks };
    const both = `${pair.a.join(' ')}\n${pair.b.join(' ')}`;
    if (pair.a.length === 0 || pair.b.length === 0 || seen.has(both)) return;
    seen.add(both);
    pairs.push(pair);
  };
  for (const [row, api] of apis.entries()) {
    const colon = api.key.indexOf(': ');
    const name = api.key.slice(0, Math.max(0, colon)).split('.').slice(-2).join(' ');
    add(row, api.library, false, name, api.functionality);
    const { rest, parameters, returns } = partsOf(api);
    if (encoderWords(rest).length >= MIN_WORDS) add(row, api.library, true, rest, api.key);
    if (encoderWords(parameters).length >= MIN_WORDS) add(row, api.library, true, parameters, api.key);
    if (encoderWords(returns).length >= MIN_WORDS) add(row, api.library, true, returns, api.key);
  }
  return pairs;
}

/** API Des in its parts (index/sources/records/description.ts), without types. */
function partsOf({
  des,
  functionality,
  signatures,
}: ApiDoc): Record<'rest' | 'parameters' | 'returns', string> {
  const after = des.startsWith(functionality) ? des.slice(functionality.length) : des;
  const [rest = '', listed = ''] = after.split(/ (?:Form 1: )?Parameters: /, 2);
  const rows = listed.matchAll(/([\w$]+) \((?:[^()]|\([^()]*\))*, (?:required|optional)\): ([^.。]*)/g);
  const parameters = Array.from(rows, ([, name, doc]) => `${name} ${doc}`);
  return {
    rest: rest.replace(/^[.。!！\s]+/, ''),
    parameters: parameters.slice(0, PARAMETERS).join('. '),
    returns: signatures[0]?.returnsDoc ?? '',
  };
}

function wordsOf(text: string): string[] {
  return encoderWords(text).slice(0, MAX_WORDS);
}
