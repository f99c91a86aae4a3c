import { stringValue } from '../syntax/literal-text.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import type { Inference } from './inference.js';
import { expandUnion } from './type-properties.js';
import type { Typed } from './typed.js';

/** How many nodes are looked at for one value: constants may be made of each other, and of themselves while they are written. */
const MAX_STEPS = 200;
/** Nobody writes longer ones, and a text that doubles from constant to constant has no end. */
const MAX_TEXT = 100_000;

interface Budget {
  steps: number;
}

/** The literals that a type consists of; empty if there is something else in it. */
export function literalsOf({ shape, library }: Typed): readonly (string | number | boolean)[] {
  const members = expandUnion(shape, library);
  const values = members.flatMap((it) => (it.kind === 'literal' ? [it.value] : []));
  return values.length === members.length ? values : [];
}

/** The number that an expression comes to: `5 * 60 * SECOND`; undefined if that is not known. */
export function numberOf(
  node: SyntaxNode,
  types: Inference,
  budget: Budget = { steps: MAX_STEPS },
): number | undefined {
  budget.steps -= 1;
  if (budget.steps < 0) return undefined;
  const of = (it: SyntaxNode | undefined) => it && numberOf(it, types, budget);
  switch (node.type) {
    case 'parenthesized_expression':
      return of(node.children[0]);
    case 'unary_expression': {
      const operand = of(node.get('argument'));
      const operator = node.get('operator')?.type;
      if (operand === undefined) return undefined;
      return operator === '-' ? -operand : operator === '+' ? operand : undefined;
    }
    case 'binary_expression': {
      const left = of(node.get('left'));
      const right = of(node.get('right'));
      if (left === undefined || right === undefined) return undefined;
      return calculated(node.get('operator')?.type, left, right);
    }
  }
  const initial = constantValue(node, types);
  if (initial) return of(initial);
  const { shape } = types.typeOf(node);
  return shape.kind === 'literal' && typeof shape.value === 'number' ? shape.value : undefined;
}

/** The expression that a name stands for, if it is a constant with a value of its own. */
export function constantValue(node: SyntaxNode, types: Inference): SyntaxNode | undefined {
  if (node.type !== 'identifier' && node.type !== 'shorthand_property_identifier') return undefined;
  const binding = types.scopes.resolve(node.text, node);
  const isConstant = binding?.kind === 'const' && binding.steps.length === 0;
  return isConstant && binding.source.kind === 'value' ? binding.source.node : undefined;
}

function calculated(operator: string | undefined, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? undefined : left / right;
    case '**':
      return left ** right;
    default:
      return undefined;
  }
}

/** How a text begins, and whether that is all of it. */
export interface TextStart {
  readonly text: string;
  readonly isWhole: boolean;
}

/** What is known of the text that an expression comes to: `'https://' + host`, templates, constants. */
export function textStartOf(
  node: SyntaxNode,
  types: Inference,
  budget: Budget = { steps: MAX_STEPS },
): TextStart | undefined {
  budget.steps -= 1;
  if (budget.steps < 0) return undefined;
  const of = (it: SyntaxNode | undefined) => it && textStartOf(it, types, budget);
  switch (node.type) {
    case 'parenthesized_expression':
      return of(node.children[0]);
    case 'string':
    case 'template_string':
      return literalStart(node, of);
    case 'binary_expression': {
      if (node.get('operator')?.type !== '+') return undefined;
      const left = of(node.get('left'));
      const right = left?.isWhole ? of(node.get('right')) : undefined;
      return left && joined(left, right);
    }
  }
  const initial = constantValue(node, types);
  if (initial) return of(initial);
  const { shape } = types.typeOf(node);
  return shape.kind === 'literal' && typeof shape.value === 'string'
    ? { text: shape.value, isWhole: true }
    : undefined;
}

function joined(left: TextStart, right: TextStart | undefined): TextStart {
  if (!left.isWhole) return left;
  return right && left.text.length + right.text.length <= MAX_TEXT
    ? { text: left.text + right.text, isWhole: right.isWhole }
    : { text: left.text, isWhole: false };
}

function literalStart(
  node: SyntaxNode,
  of: (node: SyntaxNode | undefined) => TextStart | undefined,
): TextStart | undefined {
  const whole = stringValue(node);
  if (whole !== undefined) return { text: whole, isWhole: true };
  let start: TextStart = { text: '', isWhole: true };
  for (const part of node.children) {
    if (!start.isWhole) break;
    if (part.type === 'template_substitution') start = joined(start, of(part.children[0]));
    else if (part.type === 'string_fragment') start = joined(start, { text: part.text, isWhole: true });
    // Escapes are rare before the first substitution; what follows is not known then.
    else start = { text: start.text, isWhole: false };
  }
  return start;
}
