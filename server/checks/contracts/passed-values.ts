import type { Inference } from '../../analysis/inference.js';
import { parameterAt } from '../../analysis/parameter-at.js';
import { nonNullish } from '../../analysis/shape-makers.js';
import { expand, propertyOf } from '../../analysis/type-properties.js';
import type { Typed } from '../../analysis/typed.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import { readLiteral } from '../object-entries.js';
import type { ContractCall } from './contract-call.js';

type Lists = 'elements' | 'whole';

/** How many lists may be inside each other. */
const MAX_LISTS = 4;

/** What a call passes at the place that a contract speaks of. */
export interface PassedValue {
  /** The expression; undefined if only its type is known, because it stands elsewhere. */
  readonly node: SyntaxNode | undefined;
  readonly typed: Typed;
  /** Where a misfit is reported: the key of a property, else the value, as for types. */
  readonly anchor: SyntaxNode;
}

/**
 * What a call passes at a path such as `options.timeout`: nothing, one value, or one for each branch. A list stands for
 * its elements, unless lists themselves are asked for.
 */
export function passedValues(
  path: string,
  call: ContractCall,
  types: Inference,
  lists: Lists = 'elements',
): readonly PassedValue[] {
  const [first = '', ...names] = path.split('.');
  const { signature } = call;
  if (!signature) return [];
  const spread = call.args.findIndex((it) => it.type === 'spread_element');
  const known = spread < 0 ? call.args : call.args.slice(0, spread);
  return known.flatMap((arg, at) =>
    parameterAt(signature, at)?.name === first ? valuesIn(arg, names, arg, types, lists) : [],
  );
}

function valuesIn(
  node: SyntaxNode,
  names: readonly string[],
  anchor: SyntaxNode,
  types: Inference,
  lists: Lists,
): readonly PassedValue[] {
  // What stands in an argument is reported where it stands, what stands in a property at its key.
  const of = (it: SyntaxNode | undefined) =>
    it ? valuesIn(it, names, anchor === node ? it : anchor, types, lists) : [];
  const [name, ...rest] = names;
  switch (node.type) {
    case 'parenthesized_expression':
      return of(node.children[0]);
    case 'ternary_expression':
      return [...of(node.get('consequence')), ...of(node.get('alternative'))];
    case 'array':
      if (lists === 'whole' && name === undefined) break;
      return node.children.flatMap((it) => (it.type === 'spread_element' ? [] : of(it)));
    case 'object': {
      if (name === undefined) break;
      const { entries, spread } = readLiteral(node, types);
      const entry = entries.findLast((it) => it.name === name);
      if (entry?.value.type === 'method_definition') return [];
      if (entry) return valuesIn(entry.value, rest, entry.key, types, lists);
      const typed = spread.get(name);
      return typed ? valuesOf(typed, rest, node, types, lists) : [];
    }
  }
  if (name === undefined) return [{ node, typed: types.typeOf(node), anchor }];
  return valuesOf(types.typeOf(node), names, anchor, types, lists);
}

/** The same where only the type of what is passed is known. */
function valuesOf(
  typed: Typed,
  names: readonly string[],
  anchor: SyntaxNode,
  types: Inference,
  lists: Lists,
): readonly PassedValue[] {
  const [name, ...rest] = names;
  const { library } = typed;
  let shape = expand(nonNullish(typed.shape), library);
  const isWhole = lists === 'whole' && name === undefined;
  // A type may be a list of itself.
  for (let depth = 0; shape.kind === 'array' && !isWhole && depth < MAX_LISTS; depth += 1)
    shape = expand(nonNullish(shape.element), library);
  const value = { ...typed, shape };
  if (name === undefined) return [{ node: undefined, typed: value, anchor }];
  if (propertyOf(shape, name, library) === 'missing') return [];
  return valuesOf(types.member(value, name), rest, anchor, types, lists);
}
