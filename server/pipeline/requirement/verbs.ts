import { isStopWord } from '../../../index/lexical/stop-words.js';
import type { ApiLibrary } from '../../../index/library.js';

/** Verbs that open a clause of their own in an instruction. */
const VERBS = new Set(
  (
    'add allow announce append apply approve archive ask assign attach block book bring build buzz calculate call cancel capture change check ' +
    'choose clear close collect come compress compute confirm connect convert copy count create cut decode decrypt delete deliver ' +
    'determine disable disconnect discard display distribute divide do download drop edit email empty enable encode encrypt end enter ' +
    'erase execute export extract fail fetch fill filter find finish forward generate get give go grab grant group hand hide hold ' +
    'ignore import include increase inform insert inspect install invite join jump keep launch leave let list listen load lock ' +
    'look make mark measure merge modify move navigate notify offer open parse pass paste pause perform persist pick ping play ' +
    'post prepare present print provide publish pull push put quit read receive recall redirect reduce refresh register reject ' +
    'release reload remember remind remove rename render replace reply request reset resize resolve restart restore resume retrieve ' +
    'retry return revoke roll rotate run save scan schedule search see select send set share show shrink shut sign skip sort split ' +
    'start stay stop store strip submit subscribe switch sync take tell terminate throw toggle transfer translate trim try turn ' +
    'unblock undo unlock unregister unsubscribe update upload use validate verify vibrate wait warn watch wipe withdraw write zip'
  ).split(' '),
);

/** Nouns as often as verbs: a verb only where an object follows; before a quotation they name it (`title "…"`). */
const NOUNS_TOO = new Set(
  'file name mail text title note report log card message number date time record track link map label store stamp flag state label schedule prompt caption subject'.split(
    ' ',
  ),
);

/** Stand before an article, but are no verbs. */
const NO_VERBS = new Set(
  'everything nothing anything something half what whatever whenever once twice unlike near inside outside behind beside besides despite except instead throughout towards across along around among time times moment day way one'.split(
    ' ',
  ),
);

const OBJECT_FOLLOWS =
  /^\s+(?:a|an|the|it|them|this|that|these|those|all|every|each|his|her|their|its|our|my|him|us|me|everything|any|in|out|to|how|whether|what|for|as|"|“|`|\uE000)/i;

const libraryVerbs = new WeakMap<ApiLibrary, Set<string>>();

/** How many records are read for their verbs: enough to know a library's vocabulary, little beside a search. */
const SAMPLE = 400;

/** The verbs that the functionality sentences of a library begin with (`Recalls a message` -> `recall`). */
export function verbsOf(library: ApiLibrary): ReadonlySet<string> {
  let verbs = libraryVerbs.get(library);
  if (!verbs) {
    verbs = new Set();
    for (const name of library.names().slice(0, SAMPLE)) {
      const first = /^([A-Za-z]+)\s/.exec(library.find(name)?.functionality ?? '')?.[1]?.toLowerCase();
      if (first && /[a-z]{3,}s$/.test(first)) verbs.add(baseForm(first));
    }
    libraryVerbs.set(library, verbs);
  }
  return verbs;
}

function baseForm(verb: string): string {
  if (/(?:ss|sh|ch|x|zz|o)es$/.test(verb)) return verb.slice(0, -2);
  if (/[^aeiou]ies$/.test(verb)) return `${verb.slice(0, -3)}y`;
  return verb.slice(0, -1);
}

/** Whether an instruction begins at the start of `text` (its first word is a verb, an adverb may stand before). */
export function opensWithVerb(text: string, extra: ReadonlySet<string>): boolean {
  const match =
    /^(?:(?:then|also|please|just|only|simply|finally|first|next|afterwards|immediately|always|never|now|straight away)\s+)*([A-Za-z]+)(?:'t)?/i.exec(
      text,
    );
  const word = match?.[1]?.toLowerCase();
  if (!match || !word) return false;
  if (word === 'don' || word === 'do') return true;
  const rest = text.slice(match[0].length);
  if (NOUNS_TOO.has(word)) return OBJECT_FOLLOWS.test(rest) && !/^\s+["“`\uE000]/.test(rest);
  if (VERBS.has(word)) return true;
  if (extra.has(word)) return /^\s+(?!(?:of|is|are|was|were|has|have|and|or|to|for|in|on)\b)\S/i.test(rest);
  // As documentation puts it: "Archives the invoice".
  const base = /[a-z]{3,}s$/.test(word) ? baseForm(word) : '';
  if (extra.has(base) || VERBS.has(base) || NOUNS_TOO.has(base)) return OBJECT_FOLLOWS.test(rest);
  // Any other word directly before an article: "water the flowers".
  return (
    !isStopWord(word) && !NO_VERBS.has(word) && /^\s+(?:the|an?|my|his|her|their|our|your)\s/i.test(rest)
  );
}
