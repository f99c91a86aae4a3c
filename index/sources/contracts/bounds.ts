/** Limits that a sentence states, and what they count. */
export interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

export interface StatedBounds {
  readonly bounds: Bounds;
  /** What precedes the statement and what follows the number: `characters, longer texts …`. */
  readonly before: string;
  readonly after: string;
}

type Make = (first: number, second: number) => Bounds | undefined;

const WORDS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const N = String.raw`(-?\d+(?:[,_]\d{3})+(?!\d)|-?\d+(?:\.\d+)?(?![\d.]*\d)|\b(?:${WORDS.join('|')})\b)`;
const TO = String.raw`\s*(?:to|through|until|-|–|—|~|～|\.{2,3}|…|至|到)\s*`;
/** Where an apposition begins: "Zoom level, 1 to 20". */
const APART = String.raw`(?:^|[,;:(（，；：、]\s*)`;
/** What makes a phrase a demand on the value: an apposition, or "must be". */
const DEMAND = String.raw`(?:${APART}|\b(?:must|has to|have to|should|shall|can|may|is|are|value|contains?|accepts?|supports?|allows?|with|has|limited to|of)\s+(?:only\s+)?(?:be\s+|have\s+|contain\s+)?)(?:(?:a|an|the|any|its|currently)\s+)?(?:(?:number|value|integer|string|text)\s+)?(?:of\s+|from\s+|in the\s+)?`;
const MUST = String.raw`\b(?:must|has to|have to|should|shall) be\s+`;
const MUST_NOT = String.raw`\b(?:must not|cannot|can not|can't|mustn't|may not|should not|does not|not)\s+(?:be\s+)?`;

const between: Make = (minimum, maximum) => (minimum < maximum ? { minimum, maximum } : undefined);
const most: Make = (maximum) => ({ maximum });
const least: Make = (minimum) => ({ minimum });
const below: Make = (exclusiveMaximum) => ({ exclusiveMaximum });
const above: Make = (exclusiveMinimum) => ({ exclusiveMinimum });

const PHRASES: readonly (readonly [string, Make])[] = [
  [`${MUST}between ${N} and ${N}`, between],
  [`${DEMAND}between ${N} and ${N}`, between],
  [`\\b(?:range|ranges|ranging)(?: is| of| from|:)*\\s+${N}${TO}${N}`, between],
  [`${DEMAND}from ${N} to ${N}`, between],
  [`${APART}(?:from )?${N}${TO}${N}`, between],
  [`${MUST}(?:from )?${N}${TO}${N}`, between],
  [`${MUST_NOT}(?:exceed|more than|greater than|longer than|larger than|above)\\s+${N}`, most],
  [
    `${DEMAND}(?:at most|up to|(?:no|not) (?:more|greater|longer|larger) than|less than or equal to|max\\.?(?:imum)?(?: value| length| number)?(?: of| is|:)?)\\s*${N}`,
    most,
  ],
  [`\\b(?:max(?:imum)?)(?: allowed)?(?: value| length)?(?: of| is|:)\\s+${N}`, most],
  [
    `${DEMAND}(?:at least|(?:no|not) (?:less|fewer|shorter|smaller) than|greater than or equal to|min\\.?(?:imum)?(?: value| length| number)?(?: of| is|:)?)\\s*${N}`,
    least,
  ],
  [`\\b(?:min(?:imum)?)(?: allowed)?(?: value| length)?(?: of| is|:)\\s+${N}`, least],
  [`(?:^|${MUST})(?:<=|≤)\\s*${N}`, most],
  [`(?:^|${MUST})(?:>=|≥)\\s*${N}`, least],
  [`${MUST}(?:less than|lower than|below|under|<)\\s*${N}`, below],
  [`${MUST}(?:greater than|more than|larger than|higher than|above|over|>)\\s*${N}`, above],
  [`(?:取值|数值|值)?(?:的)?范围(?:为|是|在|：|:)?\\s*${N}${TO}${N}`, between],
  [`(?:取值|支持|介于|限制)(?:为|是|在|：|:)?\\s*${N}(?:${TO}|\\s*(?:和|与)\\s*)${N}`, between],
  [`长度(?:为|是|在|限制为?|：|:)?\\s*${N}${TO}${N}`, between],
  [`${N}${TO}${N}\\s*(?:之间)`, between],
  [
    `(?:不超过|不能超过|不得超过|不可超过|不大于|不多于|不长于|小于等于|上限(?:为|是)?|最(?:多|大|长|高)(?:支持|允许|可选?|不超过|值|长度)?(?:为|是|：|:)?)\\s*${N}`,
    most,
  ],
  [
    `(?:不小于|不低于|不少于|不短于|大于等于|下限(?:为|是)?|至少(?:为|是|需要?|要)?|最(?:少|小|短|低)(?:值|长度)?(?:为|是|：|:)?)\\s*${N}`,
    least,
  ],
  [`(?:必须|须|应|需)(?:要)?小于\\s*${N}`, below],
  [`(?:必须|须|应|需)(?:要)?大于\\s*${N}`, above],
];

const TABLE = PHRASES.map(([source, make]) => [new RegExp(source, 'iu'), make] as const);

/** The first limits in the sentence, in English or Chinese. A lower and an upper one stated apart are joined. */
export function boundsIn(sentence: string): StatedBounds | undefined {
  // Without a number there is nothing to find, and most sentences have none.
  if (!/\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten)\b/i.test(sentence)) return undefined;
  const found: StatedBounds[] = [];
  for (const [pattern, make] of TABLE) {
    const match = pattern.exec(sentence);
    const bounds = match && make(numberOf(match[1]), numberOf(match[2]));
    if (!bounds) continue;
    const after = sentence.slice(match.index + match[0].length);
    const stated = { bounds, before: sentence.slice(0, match.index), after };
    if (Object.keys(bounds).length === 2) return stated;
    found.push(stated);
  }
  const [first] = found;
  if (!first) return undefined;
  // "at least 6, at most 20 characters": what the last one counts, both do.
  const other = found.slice(1).find((it) => !Object.keys(it.bounds).some((key) => key in first.bounds));
  if (!other) return first;
  const last = first.after.length < other.after.length ? first : other;
  return { bounds: ordered({ ...first.bounds, ...other.bounds }), before: first.before, after: last.after };
}

/** The number in `1,000` or `ten`. */
export function numberOf(text: string | undefined): number {
  const word = WORDS.indexOf(text?.toLowerCase() ?? '');
  return word === -1 ? Number(text?.replace(/[,_]/g, '')) : word;
}

/** Lower bounds first, as people write them. */
function ordered({ minimum, exclusiveMinimum, maximum, exclusiveMaximum }: Bounds): Bounds {
  return {
    ...(minimum === undefined ? {} : { minimum }),
    ...(exclusiveMinimum === undefined ? {} : { exclusiveMinimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(exclusiveMaximum === undefined ? {} : { exclusiveMaximum }),
  };
}
