import { type InlayHint, InlayHintKind, type Range } from 'vscode-languageserver-types';
import type { ApiLibrary } from '../../index/library.js';
import type { Property } from '../../index/type-shape.js';
import { callPlace, expectedIn, meantCall } from '../analysis/call-place.js';
import { Inference } from '../analysis/inference.js';
import { isNullish } from '../analysis/shape-makers.js';
import { expandUnion, propertiesOf } from '../analysis/type-properties.js';
import { contractCall } from '../checks/contracts/contract-call.js';
import { passedValues } from '../checks/contracts/passed-values.js';
import { keyName } from '../syntax/literal-text.js';
import type { SyntaxDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';

/** More defaults than this would hide the code. */
const MAX_DEFAULTS = 3;

/** Units behind numbers that are passed, and behind the last option of a call the defaults of those left out. */
export function inlayHints(
  document: SyntaxDocument,
  { start, end }: Range,
  libraries: readonly ApiLibrary[],
): InlayHint[] {
  const from = document.lines.offset(start);
  const to = document.lines.offset(end);
  const types = new Inference(document, libraries);
  const hints: InlayHint[] = [];
  for (const chunk of document.chunks) {
    if (chunk.start > to || chunk.start + chunk.root.length < from) continue;
    for (const { name, node } of chunk.captures) {
      if (name !== 'call' || node.end < from || node.start > to) continue;
      hints.push(...unitHints(node, types), ...defaultHints(node, types));
    }
  }
  return hints.sort(
    (a, b) => a.position.line - b.position.line || a.position.character - b.position.character,
  );
}

function unitHints(node: SyntaxNode, types: Inference): InlayHint[] {
  const call = contractCall(node, types);
  if (!call) return [];
  return call.api.contracts.flatMap((contract) => {
    if (contract.kind !== 'unit' || contract.path.startsWith('returns') || contract.moment) return [];
    return passedValues(contract.path, call, types).flatMap(({ node: value }): InlayHint[] => {
      if (!value || !isNumber(value)) return [];
      return [
        {
          position: types.document.lines.position(value.end),
          label: ` ${contract.unit}`,
          kind: InlayHintKind.Type,
          tooltip: contract.sentence,
        },
      ];
    });
  });
}

/** A number, or a calculation with one: a name mostly says its unit itself. */
function isNumber(node: SyntaxNode): boolean {
  if (node.type === 'number') return true;
  if (node.type === 'unary_expression' || node.type === 'parenthesized_expression')
    return node.children.some(isNumber);
  return (
    node.type === 'binary_expression' &&
    [node.get('left'), node.get('right')].some((it) => it && isNumber(it))
  );
}

function defaultHints(node: SyntaxNode, types: Inference): InlayHint[] {
  const list = node.get('arguments');
  return (list?.children ?? []).flatMap((literal): InlayHint[] => {
    if (literal.type !== 'object' || literal.broken || literal.children.length === 0) return [];
    if (literal.children.some((it) => it.type === 'spread_element')) return [];
    const last = literal.children.at(-1);
    const left = defaultsLeft(literal, types).slice(0, MAX_DEFAULTS);
    if (!last || left.length === 0) return [];
    const text = left.map((it) => `${it.name}: ${it.default}`).join(', ');
    return [{ position: types.document.lines.position(last.end), label: `, ${text}`, tooltip: 'Defaults' }];
  });
}

/** The options that a literal leaves out and that have a default. */
function defaultsLeft(literal: SyntaxNode, types: Inference): Property[] {
  const place = callPlace(literal, literal.start);
  const call = place && meantCall(place, types);
  const expected = call && expectedIn(call);
  if (!expected || !call.callee.api) return [];
  const { library, shape } = expected;
  const members = expandUnion(shape, library).filter((it) => !isNullish(it));
  // Of several kinds of options nobody knows which are meant.
  const [only] = members;
  if (!only || members.length > 1) return [];
  const given = new Set(literal.children.map((it) => keyName(it.get('key') ?? it.get('name') ?? it)));
  return (propertiesOf(only, library) ?? []).filter((it) => it.default !== undefined && !given.has(it.name));
}
