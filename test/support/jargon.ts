import type { ApiDoc } from '../../index/api-doc.js';
import { syntheticApi } from './synthetic-library.js';

/** What the company calls things, which nobody else does. */
const VERBS = {
  create: 'zorp',
  delete: 'quell',
  open: 'brimm',
  send: 'flurb',
  count: 'tally',
  print: 'inken',
};
const NOUNS = {
  invoice: 'gromel',
  tenant: 'wisket',
  badge: 'plonk',
  room: 'yurtle',
  report: 'snarf',
  door: 'hingo',
};

/** A library of every verb with every noun; the rest of the description says it in the company's words. */
export function jargon(): ApiDoc[] {
  return Object.entries(VERBS).flatMap(([verb, ownVerb]) =>
    Object.entries(NOUNS).map(([noun, ownNoun]) => {
      const api = syntheticApi(
        'Own',
        `${verb}${noun[0]?.toUpperCase()}${noun.slice(1)}`,
        `${verb}s the ${noun}`,
      );
      return {
        ...api,
        des: `${api.functionality}. We ${ownVerb} a ${ownNoun} here. Parameters: none. Returns: void.`,
      };
    }),
  );
}
