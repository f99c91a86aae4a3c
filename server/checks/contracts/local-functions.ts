import { isFunction } from '../../analysis/function-types.js';
import type { Inference } from '../../analysis/inference.js';
import { memberName } from '../../analysis/member-access.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';

/** The function of the file that a name or `this.name` stands for; undefined if it is none. */
export function localFunction(node: SyntaxNode, types: Inference): SyntaxNode | undefined {
  if (node.type === 'identifier' || node.type === 'shorthand_property_identifier') {
    const source = types.scopes.resolve(node.text, node)?.source;
    const target = source?.kind === 'value' || source?.kind === 'declaration' ? source.node : undefined;
    return target && isFunction(target) ? target : undefined;
  }
  const name = memberName(node);
  const object = node.get('object');
  if (name === undefined || !object) return undefined;
  if (object.type === 'this') return methodAround(node, name);
  const source = object.type === 'identifier' ? types.scopes.resolve(object.text, object)?.source : undefined;
  return source?.kind === 'value' && source.node.type === 'object' ? methodOf(source.node, name) : undefined;
}

/** A method of the class or object literal that a node stands in. */
function methodAround(node: SyntaxNode, name: string): SyntaxNode | undefined {
  for (let at = node.parent; at; at = at.parent) {
    if (at.type !== 'class_body' && at.type !== 'object') continue;
    const method = methodOf(at, name);
    if (method) return method;
  }
  return undefined;
}

function methodOf(body: SyntaxNode, name: string): SyntaxNode | undefined {
  for (const part of body.children) {
    const key = part.get('name') ?? part.get('key') ?? part.get('property');
    if (key?.text !== name) continue;
    const value = part.type === 'method_definition' ? part : part.get('value');
    if (value && isFunction(value)) return value;
  }
  return undefined;
}
