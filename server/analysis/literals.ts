import type { TypeShape } from '../../index/type-shape.js';
import { stringValue } from '../syntax/literal-text.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { BIGINT, BOOLEAN, builtinOf, literalOf, NULL, NUMBER, STRING, UNDEFINED } from './shape-makers.js';

/** The type of a literal expression; undefined if the node is none. */
export function literalType(node: SyntaxNode): TypeShape | undefined {
  switch (node.type) {
    case 'string': {
      const value = stringValue(node);
      return value === undefined ? STRING : literalOf(value);
    }
    case 'template_string': {
      const value = stringValue(node);
      return value === undefined ? STRING : literalOf(value);
    }
    case 'number':
      return numberType(node.text);
    case 'true':
      return literalOf(true);
    case 'false':
      return literalOf(false);
    case 'null':
      return NULL;
    case 'undefined':
      return UNDEFINED;
    case 'regex':
      return builtinOf('RegExp');
    default:
      return undefined;
  }
}

function numberType(text: string): TypeShape {
  if (text.endsWith('n')) return BIGINT;
  const value = Number(text.replaceAll('_', ''));
  // An old octal such as 017 is not what Number makes of it.
  return Number.isFinite(value) && !/^0\d/.test(text) ? literalOf(value) : NUMBER;
}

/** The type of `!x`, `-x`, `typeof x` and the like; undefined if it depends on more. */
export function unaryType(operator: string, operand: TypeShape): TypeShape | undefined {
  switch (operator) {
    case '!':
    case 'delete':
      return BOOLEAN;
    case 'typeof':
      return STRING;
    case 'void':
      return UNDEFINED;
    case '-':
      if (operand.kind === 'literal' && typeof operand.value === 'number') return literalOf(-operand.value);
      return isNumber(operand) ? NUMBER : undefined;
    case '+':
      return NUMBER;
    default:
      return isNumber(operand) ? NUMBER : undefined;
  }
}

/** The type of arithmetic and comparison; undefined if it depends on more. Logical operators are not looked at. */
export function binaryType(operator: string, left: TypeShape, right: TypeShape): TypeShape | undefined {
  switch (operator) {
    case '+':
      if (isString(left) || isString(right)) return STRING;
      return isNumber(left) && isNumber(right) ? NUMBER : undefined;
    case '-':
    case '*':
    case '/':
    case '%':
    case '**':
    case '|':
    case '&':
    case '^':
    case '<<':
    case '>>':
      return isNumber(left) || isNumber(right) ? NUMBER : undefined;
    case '>>>':
      return NUMBER;
    case '==':
    case '===':
    case '!=':
    case '!==':
    case '<':
    case '>':
    case '<=':
    case '>=':
    case 'in':
    case 'instanceof':
      return BOOLEAN;
    default:
      return undefined;
  }
}

function isString(shape: TypeShape): boolean {
  return shape.kind === 'literal'
    ? typeof shape.value === 'string'
    : shape === STRING || isPrimitive(shape, 'string');
}

function isNumber(shape: TypeShape): boolean {
  return shape.kind === 'literal' ? typeof shape.value === 'number' : isPrimitive(shape, 'number');
}

function isPrimitive(shape: TypeShape, name: string): boolean {
  return shape.kind === 'primitive' && shape.name === name;
}
