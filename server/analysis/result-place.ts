import type { ApiDoc } from '../../index/api-doc.js';
import type { ApiLibrary } from '../../index/library.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import type { Inference } from './inference.js';
import { memberName } from './member-access.js';

/** The call that a value was read from, and the way from its result to the value. */
export interface ResultPlace {
  readonly api: ApiDoc;
  readonly library: ApiLibrary;
  /** As contracts name it: `returns`, `returns.user.id`; lists are not marked. */
  readonly path: string;
}

const MAX_STEPS = 20;

/** Which API gave a value, through variables, destructuring, `await` and property reads; undefined if none is certain. */
export function resultPlace(node: SyntaxNode, types: Inference): ResultPlace | undefined {
  const names: string[] = [];
  let at: SyntaxNode | undefined = node;
  for (let step = 0; at && step < MAX_STEPS; step += 1) {
    switch (at.type) {
      case 'await_expression':
      case 'parenthesized_expression':
      case 'non_null_expression':
        at = at.children[0];
        break;
      case 'member_expression':
      case 'subscript_expression': {
        const name = memberName(at);
        // Lists are not marked in paths.
        if (name !== undefined) names.unshift(name);
        at = at.get('object');
        break;
      }
      case 'identifier':
      case 'shorthand_property_identifier':
      case 'shorthand_property_identifier_pattern': {
        const binding = types.scopes.resolve(at.text, at);
        if (binding?.source.kind !== 'value' || binding.assignments.length > 0) return undefined;
        for (const step of binding.steps.toReversed()) {
          if (step.kind === 'property') names.unshift(step.name);
          else if (step.kind !== 'index' && step.kind !== 'default') return undefined;
        }
        at = binding.source.node;
        break;
      }
      case 'call_expression': {
        const { api, library } = types.resolve(at).callee;
        return api && { api, library, path: ['returns', ...names].join('.') };
      }
      default:
        return undefined;
    }
  }
  return undefined;
}
