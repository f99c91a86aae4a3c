import type { ApiDoc } from '../../../index/api-doc.js';
import { isSameShape } from '../../../index/distinct-shapes.js';
import type { ApiLibrary } from '../../../index/library.js';
import type { Signature, TypeShape } from '../../../index/type-shape.js';
import { assignable } from '../../analysis/assignable.js';
import type { Inference } from '../../analysis/inference.js';
import { awaited, expand } from '../../analysis/type-properties.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import type { NodeEdit, NodeFix } from '../report.js';
import { changedArguments } from './arguments.js';
import { awaitFixes } from './awaiting.js';
import { calleeEdits } from './callee.js';

/** A part of a fix, and whether it is what the author must mean. */
interface Change {
  readonly edits: readonly NodeEdit[];
  readonly certain: boolean;
  readonly inModulesOnly?: true;
}

/**
 * Uses an API in the place of a deprecated one: by its name where it is called alike, else with the arguments that it
 * takes, as far as they follow from those that are there. Nothing where that is not so.
 *
 * @param callee - Names the deprecated API; it need not be called.
 */
export function replacementFixes(
  callee: SyntaxNode,
  old: ApiDoc,
  other: ApiDoc,
  library: ApiLibrary,
  types: Inference,
): readonly NodeFix[] {
  const name = calleeEdits(callee, old, other, types);
  if (!name) return [];
  const { parent } = callee;
  const call =
    parent && (parent.get('function') ?? parent.get('constructor')) === callee ? parent : undefined;
  const alike = isCalledAlike(old, other);
  const change = alike
    ? resultChange(call, old.signatures[0], other.signatures[0], library, types)
    : call && argumentChange(call, old, other, library, types);
  if (!change) return [];
  return [
    {
      title: `Change to '${other.name.slice(other.name.lastIndexOf('.') + 1)}'`,
      ...(change.certain ? { certain: true } : {}),
      ...(change.inModulesOnly ? { inModulesOnly: true } : {}),
      edits: [...name, ...change.edits],
    },
  ];
}

function isCalledAlike(a: ApiDoc, b: ApiDoc): boolean {
  const shape = ({ signatures }: ApiDoc) =>
    JSON.stringify(
      signatures.map((it) => [it.construct, it.parameters.map((p) => [p.type, p.optional, p.rest])]),
    );
  return shape(a) === shape(b);
}

function argumentChange(
  call: SyntaxNode,
  old: ApiDoc,
  other: ApiDoc,
  library: ApiLibrary,
  types: Inference,
): Change | undefined {
  const from = types.resolve(call).signature ?? old.signatures[0];
  // Which of several forms is meant nobody can know.
  const [to, ...forms] = other.signatures;
  const brackets = call.get('arguments');
  if (!from || !to || forms.length > 0 || to.typeParameters || brackets?.type !== 'arguments')
    return undefined;
  if ((to.construct ?? false) !== (call.type === 'new_expression')) return undefined;
  const changed = changedArguments(brackets.children, { old, from, other, to, library }, types);
  if (!changed) return undefined;
  const edits: NodeEdit[] = [{ start: brackets.start, end: brackets.end, newText: `(${changed.text})` }];
  if (changed.then === undefined) {
    const result = resultChange(call, from, to, library, types);
    return (
      result && { ...result, edits: [...edits, ...result.edits], certain: changed.certain && result.certain }
    );
  }
  if (!isDiscarded(call)) return undefined;
  return {
    edits: [...edits, { start: call.end, end: call.end, newText: changed.then }],
    certain: changed.certain,
  };
}

/** What has to be done about another result: nothing, if it is the same or nobody looks at it; perhaps to await it. */
function resultChange(
  call: SyntaxNode | undefined,
  from: Signature | undefined,
  to: Signature | undefined,
  library: ApiLibrary,
  types: Inference,
): Change | undefined {
  const before = from?.returns;
  const after = to?.returns;
  if (!before || !after) return undefined;
  if (isSameShape(before, after) || isDiscarded(call)) return { edits: [], certain: true };
  if (assignable(after, before, library) === 'yes') return { edits: [], certain: isKnown(before) };
  const isAwaited = call?.parent?.type === 'await_expression';
  if (expand(after, library).kind !== 'promise' || !call) return undefined;
  if (assignable(awaited(after, library), awaited(before, library), library) !== 'yes') return undefined;
  if (isAwaited) return { edits: [], certain: true };
  const [fix] = awaitFixes(call, types);
  return fix && { ...fix, certain: fix.certain === true };
}

function isKnown({ kind }: TypeShape): boolean {
  return kind !== 'any' && kind !== 'unknown';
}

/** Whether nobody looks at what a call gives. */
function isDiscarded(call: SyntaxNode | undefined): boolean {
  const { parent } = call ?? {};
  if (parent?.type === 'expression_statement') return true;
  if (parent?.type === 'unary_expression') return parent.get('operator')?.type === 'void';
  return parent?.type === 'await_expression' && isDiscarded(parent);
}
