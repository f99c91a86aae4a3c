import { isFunction } from '../analysis/function-types.js';
import type { Inference } from '../analysis/inference.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';

const MAX_STEPS = 20;

/** The name of the API that a value comes from, through variables, `await` and property reads; undefined if none does. */
export function producerOf(node: SyntaxNode, types: Inference): string | undefined {
  let at: SyntaxNode | undefined = node;
  for (let step = 0; at && step < MAX_STEPS; step += 1) {
    switch (at.type) {
      case 'call_expression':
      case 'new_expression': {
        const callee: SyntaxNode | undefined = at.get('function') ?? at.get('constructor');
        const api = callee && types.typeOf(callee).api;
        if (api) return api.name;
        at = callee;
        break;
      }
      case 'identifier': {
        const source = types.scopes.resolve(at.text, at)?.source;
        if (source?.kind === 'value' || source?.kind === 'loop') at = source.node;
        else if (source?.kind === 'parameter') at = callTaking(source.fn);
        else return undefined;
        break;
      }
      default:
        at =
          at.get('object') ??
          (at.type === 'await_expression' || at.type === 'parenthesized_expression'
            ? at.children[0]
            : undefined);
    }
  }
  return undefined;
}

/** The API whose call a function is passed to, itself or within an options object; undefined if it is passed to none. */
export function producerOfCallback(fn: SyntaxNode, types: Inference): string | undefined {
  const call = callTaking(fn);
  return call && producerOf(call, types);
}

/** The call that a callback is passed to, itself or within an options object. */
function callTaking(fn: SyntaxNode): SyntaxNode | undefined {
  for (let at = fn.parent; at; at = at.parent) {
    if (at.type === 'call_expression') return at;
    if (isFunction(at) || at.type.endsWith('statement')) return undefined;
  }
  return undefined;
}
