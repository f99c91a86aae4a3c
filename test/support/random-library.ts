/** A documented function of a random library, and what a requirement may say of it. */
export interface RandomApi {
  readonly name: string;
  /** As documented: `Archives the quarterly invoice.` */
  readonly sentence: string;
  /** The same as an instruction: `archive the quarterly invoice`. */
  readonly instruction: string;
  readonly parameters: readonly RandomParameter[];
}

export interface RandomParameter {
  readonly name: string;
  readonly type: 'string' | 'number' | 'boolean';
  readonly optional: boolean;
  readonly doc: string;
}

export interface RandomLibrary {
  /** The global it is reached through. */
  readonly name: string;
  readonly apis: readonly RandomApi[];
  /** The text of its `.d.ts` file. */
  readonly declarations: string;
}

const VERBS =
  'archive audit balance calibrate dispatch enroll estimate inspect label migrate publish reconcile reserve rotate seal settle summarize suspend tag validate'.split(
    ' ',
  );
const NOUNS =
  'invoice ledger parcel turbine vaccine greenhouse timetable warehouse contract pallet sensor orchard passenger voucher harbour recipe lantern glacier'.split(
    ' ',
  );
const QUALITIES =
  'quarterly regional damaged pending frozen shared nightly seasonal foreign spare certified temporary'.split(
    ' ',
  );
const PARAMETERS: readonly Omit<RandomParameter, 'optional'>[] = [
  { name: 'reference', type: 'string', doc: 'Reference number of the case' },
  { name: 'comment', type: 'string', doc: 'Text for the record' },
  { name: 'priority', type: 'number', doc: 'Priority from 1 to 9' },
  { name: 'silent', type: 'boolean', doc: 'Nobody is notified' },
  { name: 'owner', type: 'string', doc: 'Name of the person in charge' },
  { name: 'copies', type: 'number', doc: 'Number of copies' },
];

/**
 * A library nobody has seen: made-up names that say nothing, and documentation that says what they do. The same for the
 * same seed; no two functions share a sentence.
 */
export function randomLibrary(seed: number, count = 40): RandomLibrary {
  const random = generator(seed);
  const pick = <T>(list: readonly T[]): T => {
    const item = list[Math.floor(random() * list.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  const names = new Set<string>();
  const word = (syllables: number): string => {
    for (;;) {
      let text = '';
      for (let at = 0; at < syllables; at++) text += pick([...'bdfgklmnprstvz']) + pick([...'aeiou']);
      if (!names.has(text)) {
        names.add(text);
        return text;
      }
    }
  };
  const prefix = word(2);
  const name = prefix.charAt(0).toUpperCase() + prefix.slice(1);
  const said = new Set<string>();
  const apis: RandomApi[] = [];
  while (apis.length < count) {
    const verb = pick(VERBS);
    const object = `${pick(QUALITIES)} ${pick(NOUNS)}`;
    const instruction = `${verb} the ${object}`;
    if (said.has(object)) continue;
    said.add(object);
    const parameters = PARAMETERS.filter(() => random() < 0.4)
      .slice(0, 3)
      .map((it) => ({ ...it, optional: random() < 0.4 }))
      .sort((a, b) => Number(a.optional) - Number(b.optional));
    apis.push({
      name: `${name}.${word(3)}`,
      sentence: `${thirdPerson(verb)} the ${object}.`,
      instruction,
      parameters,
    });
  }
  return { name, apis, declarations: declarationsOf(name, apis) };
}

function declarationsOf(name: string, apis: readonly RandomApi[]): string {
  const functions = apis.map(({ name: full, sentence, parameters }) => {
    const docs = parameters.map((it) => `   * @param ${it.name} - ${it.doc}.\n`).join('');
    const list = parameters.map((it) => `${it.name}${it.optional ? '?' : ''}: ${it.type}`).join(', ');
    return `  /**\n   * ${sentence}\n${docs}   */\n  function ${full.slice(name.length + 1)}(${list}): Promise<void>;\n`;
  });
  return `declare namespace ${name} {\n${functions.join('\n')}}\n`;
}

function thirdPerson(verb: string): string {
  const text = /(?:ss|sh|ch|x|z)$/.test(verb) ? `${verb}es` : `${verb}s`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Numbers in [0, 1) that only depend on the seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
