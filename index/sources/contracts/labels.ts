import { type Bounds, boundsIn, numberOf } from './bounds.js';
import { formatsNamed } from './formats.js';
import { isPattern } from './patterns.js';
import type { Place } from './places.js';
import { plainText } from './plain-text.js';
import { exceptions } from './ranges.js';
import type { Demand } from './rule.js';
import { unitNamed } from './units.js';

/** A demand with the words it was read from. */
export interface LabelledDemand {
  readonly demand: Demand;
  readonly sentence: string;
}

const START = String.raw`(?:^|\n|[.;。；，,]\s*|\s)`;
const NUMBER = String.raw`\s*[:：]\s*\`?(-?[\d_,]*\d(?:\.\d+)?)\`?(?![\d.]*\d)`;

function numberLabel(names: string): RegExp {
  // "Exclusive minimum" is a label of its own.
  return new RegExp(`${START}(?<label>(?<!exclusive\\s)(?:${names})${NUMBER})`, 'i');
}

const LIMITS: readonly (readonly [keyof Bounds, RegExp])[] = [
  ['minimum', numberLabel('minimum|min|最小值')],
  ['maximum', numberLabel('maximum|max|最大值')],
  ['exclusiveMinimum', numberLabel('exclusive minimum')],
  ['exclusiveMaximum', numberLabel('exclusive maximum')],
];
const LENGTHS: readonly (readonly ['minimum' | 'maximum', RegExp])[] = [
  ['minimum', numberLabel('minimum length|min length|minimum items|min items|最小长度|最短长度')],
  ['maximum', numberLabel('maximum length|max length|maximum items|max items|最大长度|最长长度')],
];
const RANGE =
  /(?:^|\n|[.;。；，,]\s*|\s)(?<label>(?:(?:allowed |valid )?range|取值范围|范围)\s*[:：为]?\s*(?<text>`?[-\d≥≤<>([（].*?))(?=[.。；;](?:\s|$)|。|\n|$)/i;
const PATTERN =
  /(?:^|\n|[.;。；]\s*)(?<label>(?:pattern|regular expression|正则(?:表达式)?)\s*[:：]\s*(?:`(?<quoted>[^`\n]+)`|(?<bare>\^[^\n]*?\$)(?=[.。；;]?(?:\s|$))))/i;
const FORMAT = /(?:^|\n|[.;。；]\s*)(?<label>(?:format|格式)\s*[:：]\s*`?(?<text>[^`\n.。；;]+)`?)/i;
const UNIT = /(?:^|\n|[.;。；，,]\s*)(?<label>(?:units?|单位)\s*[:：]\s*`?(?<text>[\p{L}%µ]+)`?)/iu;

/**
 * What a text states in the form of a label: "Range: 1 to 10.", "Unit: ms", "取值范围：1～10。". Tags of JSDoc come here
 * in this form too.
 */
export function labelledDemands(place: Place): readonly LabelledDemand[] {
  const { doc, kinds, path } = place;
  if (!/[:：]|范围/.test(doc)) return [];
  const found: LabelledDemand[] = [];
  const isNumber = kinds.size === 0 || kinds.has('number');
  const isText = kinds.size === 0 || kinds.has('string');
  const range = isNumber ? rangeLabel(doc) : undefined;
  if (range) {
    const except = exceptions(doc);
    const demand = {
      kind: 'range' as const,
      path,
      ...range.bounds,
      ...(except.length > 0 ? { except } : {}),
    };
    found.push({ sentence: range.sentence, demand });
  }
  const length = limits(doc, LENGTHS);
  if (length && (isText || kinds.has('list'))) {
    const of = kinds.has('list') ? 'items' : 'characters';
    found.push({ sentence: length.sentence, demand: { kind: 'length', path, ...length.bounds, of } });
  }
  if (isText) found.push(...patternLabel(doc, path), ...formatLabel(doc, path));
  if (isNumber) found.push(...unitLabel(doc, path));
  return found;
}

function patternLabel(doc: string, path: string): LabelledDemand[] {
  const { quoted, bare, label: sentence = '' } = PATTERN.exec(doc)?.groups ?? {};
  const pattern = quoted ?? bare;
  return pattern !== undefined && isPattern(pattern)
    ? [{ sentence, demand: { kind: 'pattern', path, pattern } }]
    : [];
}

function formatLabel(doc: string, path: string): LabelledDemand[] {
  const { text = '', label: sentence = '' } = FORMAT.exec(doc)?.groups ?? {};
  const formats = formatsNamed(text.trim());
  return formats ? [{ sentence, demand: { kind: 'format', path, formats } }] : [];
}

function unitLabel(doc: string, path: string): LabelledDemand[] {
  const { text = '', label: sentence = '' } = UNIT.exec(doc)?.groups ?? {};
  const unit = unitNamed(text);
  return unit ? [{ sentence, demand: { kind: 'unit', path, unit } }] : [];
}

function rangeLabel(doc: string): { bounds: Bounds; sentence: string } | undefined {
  const { text, label = '' } = RANGE.exec(doc)?.groups ?? {};
  if (text !== undefined) {
    const bounds = intervalIn(text) ?? boundsIn(`Range: ${plainText(text)}`)?.bounds;
    if (bounds) return { bounds, sentence: plainText(label) };
  }
  return limits(doc, LIMITS);
}

/** `[0, 1)`: square brackets take the bound in, round ones leave it out. */
function intervalIn(text: string): Bounds | undefined {
  const match = /^`?([[(（])\s*(-?\d[\d.]*)\s*[,，;]\s*(-?\d[\d.]*)\s*([\])）])/.exec(text);
  if (!match) return undefined;
  return {
    [match[1] === '[' ? 'minimum' : 'exclusiveMinimum']: Number(match[2]),
    [match[4] === ']' ? 'maximum' : 'exclusiveMaximum']: Number(match[3]),
  };
}

function limits<Key extends keyof Bounds>(
  doc: string,
  table: readonly (readonly [Key, RegExp])[],
): { bounds: Partial<Record<Key, number>>; sentence: string } | undefined {
  const bounds: Partial<Record<Key, number>> = {};
  const sentences: string[] = [];
  for (const [key, pattern] of table) {
    const match = pattern.exec(doc);
    if (!match?.groups) continue;
    bounds[key] = numberOf(match[2]);
    const { label = '' } = match.groups;
    sentences.push(label);
  }
  return sentences.length > 0 ? { bounds, sentence: sentences.join(', ') } : undefined;
}
