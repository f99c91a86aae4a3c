import type { Unit } from '../../../index/contract.js';
import type { Inference } from '../../analysis/inference.js';
import { memberName, pathOf } from '../../analysis/member-access.js';
import { resultPlace } from '../../analysis/result-place.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';

/** What a number counts, as far as the code says. */
export interface Counted {
  readonly unit: Unit;
  readonly isMoment: boolean;
  /** What says so, for a message. */
  readonly why: string;
}

/** What the last word of a name says: `timeoutSeconds`, `delay_ms`, `MAX_BYTES`. */
const WORDS: readonly (readonly [RegExp, Unit])[] = [
  [/(?:^|_|(?<=[a-z\d])(?=[A-Z]))(?:ms|millis|milliseconds)$/i, 'ms'],
  [/(?:^|_|(?<=[a-z\d])(?=[A-Z]))(?:sec|secs|seconds)$/i, 's'],
  [/(?:^|_|(?<=[a-z\d])(?=[A-Z]))(?:mins|minutes)$/i, 'min'],
  [/(?:^|_|(?<=[a-z\d])(?=[A-Z]))hours$/i, 'h'],
  [/(?:^|_|(?<=[a-z\d])(?=[A-Z]))bytes$/i, 'bytes'],
  [/(?:^|_|(?<=[a-z\d])(?=[A-Z]))(?:kb|kilobytes)$/i, 'KB'],
  [/(?:^|_|(?<=[a-z\d])(?=[A-Z]))(?:mb|megabytes)$/i, 'MB'],
];

/** What an expression counts: the documentation of the API it comes from, the language, or its name says that. */
export function unitOf(node: SyntaxNode, types: Inference): Counted | undefined {
  return unitOfResult(node, types) ?? unitOfClock(node) ?? unitOfName(node);
}

/** `Date.now()` and its like give milliseconds. */
function unitOfClock(node: SyntaxNode): Counted | undefined {
  if (node.type !== 'call_expression') return undefined;
  const callee = node.get('function');
  const isClock =
    (callee && pathOf(callee) === 'Date.now') ||
    (callee?.get('object')?.type === 'new_expression' &&
      callee.get('object')?.get('constructor')?.text === 'Date' &&
      ['getTime', 'valueOf'].includes(memberName(callee) ?? ''));
  return isClock ? { unit: 'ms', isMoment: true, why: `'${node.text}'` } : undefined;
}

function unitOfName(node: SyntaxNode): Counted | undefined {
  const isName = node.type === 'identifier' || node.type === 'shorthand_property_identifier';
  const name = isName ? node.text : memberName(node);
  const found = name === undefined ? undefined : WORDS.find(([word]) => word.test(name));
  return found && { unit: found[1], isMoment: false, why: `'${node.text}'` };
}

/** What the documentation says of the result of an API, or of a property of it: `returns.duration`. */
function unitOfResult(node: SyntaxNode, types: Inference): Counted | undefined {
  const place = resultPlace(node, types);
  const contract = place?.api.contracts.find((it) => it.kind === 'unit' && it.path === place.path);
  if (contract?.kind !== 'unit') return undefined;
  return { unit: contract.unit, isMoment: contract.moment === true, why: `what ${place?.api.name} gives` };
}
