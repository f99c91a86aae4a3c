import type { SyntaxNode } from './syntax-node.js';

/** How a node of the TypeScript grammars is read, so that what follows sees the tree that JavaScript would have. */
export interface NodeRule {
  /** What the JavaScript grammar calls it. */
  readonly as?: string;
  /** Left out: a modifier, or a type that says nothing of values. */
  readonly without?: true;
  /** It becomes the `annotation` of its parent. */
  readonly annotates?: true;
  /** Kept without what is inside. */
  readonly closed?: true;
  /** Its children are kept without what is inside. */
  readonly shallow?: true;
  /** What stands in its place; undefined if nothing does. */
  readonly unwrap?: (node: SyntaxNode) => SyntaxNode | undefined;
}

/** The rules by the grammars' names. Nodes that are not here are the same in JavaScript. */
export const TYPESCRIPT_NODES: Readonly<Record<string, NodeRule>> = {
  type_annotation: { annotates: true },
  asserts_annotation: { annotates: true },
  type_predicate_annotation: { annotates: true },
  accessibility_modifier: { without: true },
  override_modifier: { without: true },
  implements_clause: { without: true },
  type_parameters: { closed: true },
  type_arguments: { closed: true },
  enum_declaration: { shallow: true },
  function_signature: { shallow: true },
  interface_declaration: { shallow: true },
  type_alias_declaration: { shallow: true },
  abstract_method_signature: { shallow: true },
  method_signature: { shallow: true },
  index_signature: { without: true },
  // In the positions that are left a type's name is the name of a class.
  type_identifier: { as: 'identifier' },
  abstract_class_declaration: { as: 'class_declaration' },
  public_field_definition: { as: 'field_definition' },
  extends_clause: { unwrap: (clause) => moved(clause.get('value'), clause) },
  required_parameter: { unwrap: parameter },
  optional_parameter: { unwrap: parameter },
  as_expression: { unwrap: converted },
  satisfies_expression: { unwrap: converted },
  type_assertion: { unwrap: asserted },
  call_expression: { unwrap: rotated },
  member_expression: { unwrap: rotated },
  subscript_expression: { unwrap: rotated },
  non_null_expression: { unwrap: rotated },
};

/** `a: string` is the pattern `a` with an annotation, `a = 1` a pattern with a default; `this: T` is no parameter. */
function parameter(node: SyntaxNode): SyntaxNode | undefined {
  const pattern = node.get('pattern');
  const value = node.get('value');
  if (!pattern || pattern.type === 'this') return undefined;
  if (node.annotation && node.type === 'optional_parameter')
    node.annotation.place(pattern.end, node.annotation.end);
  if (!value) {
    pattern.annotation = node.annotation;
    return moved(pattern, node);
  }
  node.type = 'assignment_pattern';
  pattern.field = 'left';
  value.field = 'right';
  return node;
}

/** `value as T`: the type becomes the annotation. `as const` has none. */
function converted(node: SyntaxNode): SyntaxNode {
  node.annotation = node.children[1];
  node.children = node.children.slice(0, 1);
  return node;
}

/** `<T>value` */
function asserted(node: SyntaxNode): SyntaxNode {
  node.annotation = node.children[0];
  node.children = node.children.slice(1);
  return node;
}

/**
 * The grammars read `await f<T>(x)` as a call of `await f`. No operator can stand there without parentheses, so it is put
 * where it belongs: around the call, and around what follows in the chain.
 */
function rotated(node: SyntaxNode): SyntaxNode {
  const [operator] = node.children;
  if (operator?.type !== 'await_expression' && operator?.type !== 'unary_expression') return node;
  const operand = operator.children.at(-1);
  if (!operand) return node;
  const { parent, field } = node;
  operator.place(operator.start, node.end);
  operator.children[operator.children.length - 1] = node;
  node.children[0] = operand;
  [node.field, operand.field, operator.field] = [operand.field, operator.field, field];
  [node.parent, operand.parent, operator.parent] = [operator, node, parent];
  node.place(operand.start, node.end);
  return operator;
}

function moved(child: SyntaxNode | undefined, from: SyntaxNode): SyntaxNode | undefined {
  if (!child) return undefined;
  child.parent = from.parent;
  child.field = from.field;
  return child;
}
