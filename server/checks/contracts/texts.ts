import type { Format, FormatContract, LengthContract, PatternContract } from '../../../index/contract.js';
import { literalsOf, type TextStart, textStartOf } from '../../analysis/constants.js';
import type { Inference } from '../../analysis/inference.js';
import { expand } from '../../analysis/type-properties.js';
import { certainly, literalFix } from '../fixes.js';
import type { Finding } from '../report.js';
import type { ContractCall } from './contract-call.js';
import { contractFinding } from './contract-finding.js';
import { FORMAT_TEXTS, mayBe, repaired } from './formats.js';
import { type PassedValue, passedValues } from './passed-values.js';

/** A message shows no more of a text than this. */
const MAX_SHOWN = 40;
/** Patterns come from documentation: a long text could keep one busy for too long. */
const MAX_MATCHED = 2000;

/** Texts and lists that are longer or shorter than the documentation allows. */
export function lengthFindings(
  contract: LengthContract,
  call: ContractCall,
  types: Inference,
): readonly Finding[] {
  const { path, of, minimum, maximum } = contract;
  const values = of === 'items' ? listsAt(path, call, types) : passedValues(path, call, types);
  return values.flatMap((value) => {
    const length = of === 'items' ? itemsOf(value) : textLengthOf(value, of, types);
    if (length === undefined) return [];
    const isLong = maximum !== undefined && length.least > maximum;
    const isShort = minimum !== undefined && length.isWhole && length.least < minimum;
    if (!isLong && !isShort) return [];
    const bound = isLong ? `at most ${maximum}` : `at least ${minimum}`;
    const found = length.isWhole ? `${length.least}` : `at least ${length.least}`;
    const text = `'${path}' must have ${bound} ${of}, but this has ${found}`;
    return [contractFinding('contract-length', contract, call, value.anchor, text)];
  });
}

/** Texts that do not match the documented pattern. */
export function patternFindings(
  contract: PatternContract,
  call: ContractCall,
  types: Inference,
): readonly Finding[] {
  const pattern = new RegExp(contract.pattern, 'u');
  return passedValues(contract.path, call, types).flatMap((value) => {
    const found = startsOf(value, types).find(
      ({ text, isWhole }) => isWhole && text.length <= MAX_MATCHED && !pattern.test(text),
    );
    if (!found) return [];
    const text = `'${contract.path}' must match /${contract.pattern}/, but this is ${shown(found)}`;
    return [contractFinding('contract-pattern', contract, call, value.anchor, text)];
  });
}

/** Texts in another format than the documented one: `http:` where only `https:` is allowed. */
export function formatFindings(
  contract: FormatContract,
  call: ContractCall,
  types: Inference,
): readonly Finding[] {
  const { path, formats } = contract;
  return passedValues(path, call, types).flatMap((value) => {
    const found = startsOf(value, types).find((it) => !formats.some((format) => mayBe(format, it)));
    if (!found) return [];
    const text = `'${path}' must be ${formatText(formats)}, but this is ${shown(found)}`;
    const fix = formats.length === 1 && formats[0] ? repairFix(value, found, formats[0]) : undefined;
    const fixes = fix ? [certainly(fix)] : [];
    return [contractFinding('contract-format', contract, call, value.anchor, text, { fixes })];
  });
}

/** Repairs the literal that is passed, or how a template begins. */
function repairFix({ node }: PassedValue, found: TextStart, format: Format) {
  const text = repaired(format, found.text);
  if (text === undefined || !node) return undefined;
  if (node.type === 'string' || (node.type === 'template_string' && found.isWhole))
    return literalFix(node, text);
  const [first] = node.type === 'template_string' ? node.children : [];
  if (first?.type !== 'string_fragment' || first.text !== found.text) return undefined;
  return {
    title: `Begin with '${text}'`,
    edits: [{ start: first.start, end: first.end, newText: text }],
  };
}

function formatText(formats: readonly Format[]): string {
  return formats.map((it) => FORMAT_TEXTS[it]).join(' or ');
}

/** What is known of the texts that a value may be. */
function startsOf({ node, typed }: PassedValue, types: Inference): readonly TextStart[] {
  const start = node && textStartOf(node, types);
  if (start) return [start];
  return literalsOf(typed).flatMap((it) => (typeof it === 'string' ? [{ text: it, isWhole: true }] : []));
}

function shown({ text, isWhole }: TextStart): string {
  const start = text.length > MAX_SHOWN ? text.slice(0, MAX_SHOWN) : text;
  return `'${start}${start === text && isWhole ? '' : '…'}'`;
}

interface Length {
  readonly least: number;
  readonly isWhole: boolean;
}

function textLengthOf(value: PassedValue, of: 'characters' | 'bytes', types: Inference): Length | undefined {
  const [start] = startsOf(value, types);
  if (!start) return undefined;
  const least = of === 'bytes' ? Buffer.byteLength(start.text) : start.text.length;
  return { least, isWhole: start.isWhole };
}

/** Lists themselves, which `passedValues` looks into. */
function listsAt(path: string, call: ContractCall, types: Inference): readonly PassedValue[] {
  return passedValues(path, call, types, 'whole');
}

function itemsOf({ node, typed }: PassedValue): Length | undefined {
  if (node?.type === 'array') {
    const items = node.children.filter((it) => it.type !== 'spread_element').length;
    return { least: items, isWhole: items === node.children.length };
  }
  const shape = expand(typed.shape, typed.library);
  return shape.kind === 'tuple' ? { least: shape.elements.length, isWhole: true } : undefined;
}
