import { isFunction } from '../analysis/function-types.js';
import type { Inference } from '../analysis/inference.js';
import { nameNode, pathOf } from '../analysis/member-access.js';
import { isNullish } from '../analysis/shape-makers.js';
import { expand, expandUnion } from '../analysis/type-properties.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import { awaitFixes } from './fixes/awaiting.js';
import type { SaidByTypeScript } from './problem.js';
import { producerOf } from './producer.js';
import type { Finding } from './report.js';

/** A use of a promise for which its value must be meant. */
interface Misuse {
  readonly what: string;
  readonly typescript: SaidByTypeScript;
}

/** What a promise or a variable that holds it may be misused in. */
const MISUSED =
  /^(?:parenthesized_expression|template_substitution|unary_expression|ternary_expression|binary_expression|for_in_statement|arguments|variable_declarator)$/;
const COMPARISONS = new Set(['==', '===', '!=', '!==', '<', '>', '<=', '>=']);
/** Functions of the language that make something of a value, and never of a promise of it. */
const CONVERSIONS = new Set([
  'JSON.parse',
  'JSON.stringify',
  'String',
  'Number',
  'Boolean',
  'parseInt',
  'parseFloat',
  'encodeURIComponent',
]);

/**
 * Promises of an API whose value is meant, in places where no type is declared: texts, comparisons, conditions. What is
 * read from them and passed to APIs is checked by its type.
 */
export function unawaitedFindings(call: SyntaxNode, types: Inference): readonly Finding[] {
  // Where the call stands is known at once, what it gives is not: most are awaited.
  if (!MISUSED.test(call.parent?.type ?? '')) return [];
  const { callee } = types.resolve(call);
  if (!callee.api || !isPromise(call, types)) return [];
  const uses = [call, ...variableUses(call, types)];
  return uses.flatMap((use) => {
    const misuse = misuseOf(use, types);
    // Who asks whether a variable holds a promise may mean it.
    if (!misuse || (misuse === ALWAYS_TRUE && use !== call)) return [];
    const api = producerOf(use, types) ?? callee.api?.name ?? '';
    return [
      {
        code: 'unawaited-result' as const,
        message: `${api}: the result is a promise, ${misuse.what}; await it first.`,
        node: use === call ? nameNode(call.get('function') ?? call) : use,
        api,
        fixes: () => awaitFixes(use, types),
        typescript: misuse.typescript,
      },
    ];
  });
}

function misuseOf(node: SyntaxNode, types: Inference): Misuse | undefined {
  const { parent } = node;
  switch (parent?.type) {
    case 'parenthesized_expression':
      return parent.parent?.get('condition') === parent ? ALWAYS_TRUE : misuseOf(parent, types);
    case 'template_substitution':
      return { what: `and a text holds '[object Promise]'`, typescript: false };
    case 'unary_expression':
      return parent.get('operator')?.type === '!' ? ALWAYS_TRUE : undefined;
    case 'ternary_expression':
      return parent.get('condition') === node ? ALWAYS_TRUE : undefined;
    case 'binary_expression':
      return misuseInOperator(node, parent, types);
    case 'for_in_statement':
      return parent.get('right') === node && isForOf(parent)
        ? { what: 'which cannot be looped over', typescript: true }
        : undefined;
    case 'arguments': {
      const [first] = parent.children;
      const callee = parent.parent?.get('function');
      const path = callee && pathOf(callee);
      const isConversion =
        first === node &&
        path !== undefined &&
        CONVERSIONS.has(path) &&
        !types.scopes.resolve(path.split('.')[0] ?? '', node);
      return isConversion
        ? {
            what: `and '${path}' needs its value`,
            typescript: !/^(?:JSON\.stringify|String|Number|Boolean)$/.test(path),
          }
        : undefined;
    }
    default:
      return undefined;
  }
}

const ALWAYS_TRUE: Misuse = { what: 'which always counts as true', typescript: 'strictNullChecks' };

function misuseInOperator(node: SyntaxNode, parent: SyntaxNode, types: Inference): Misuse | undefined {
  const operator = parent.get('operator')?.type ?? '';
  const other = parent.get('left') === node ? parent.get('right') : parent.get('left');
  if (!other) return undefined;
  const { shape, library } = types.typeOf(other);
  const members = expandUnion(shape, library);
  if (operator === '+') {
    const isText = members.every((it) =>
      it.kind === 'literal' ? typeof it.value === 'string' : it.kind === 'primitive' && it.name === 'string',
    );
    return isText ? { what: `and the text holds '[object Promise]'`, typescript: false } : undefined;
  }
  if (COMPARISONS.has(operator)) {
    // Two promises may be compared, and a promise with nothing.
    const isValue = members.every(
      (it) => it.kind === 'literal' || (it.kind === 'primitive' && !isNullish(it)),
    );
    return isValue ? { what: 'which is never equal to a value', typescript: true } : undefined;
  }
  return operator === '&&' && parent.get('left') === node ? ALWAYS_TRUE : undefined;
}

function isForOf(loop: SyntaxNode): boolean {
  const head = loop.text.slice(0, (loop.get('right')?.start ?? loop.start) - loop.start);
  return /\bof\s*$/.test(head) && !/^for\s+await\b/.test(head);
}

/** Where a constant that holds the promise is used, in the same function. */
function variableUses(call: SyntaxNode, types: Inference): readonly SyntaxNode[] {
  const declarator = call.parent?.type === 'variable_declarator' ? call.parent : undefined;
  const name = declarator?.get('name');
  if (name?.type !== 'identifier') return [];
  const binding = types.scopes.resolve(name.text, name);
  if (!binding || binding.assignments.length > 0) return [];
  let scope = declarator?.parent;
  while (scope?.parent && !isFunction(scope)) scope = scope.parent;
  const uses: SyntaxNode[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.type === 'identifier' && node !== name && node.text === name.text) {
      if (types.scopes.resolve(node.text, node) === binding && isPromise(node, types)) uses.push(node);
    }
    node.children.forEach(visit);
  };
  if (scope) visit(scope);
  return uses;
}

function isPromise(node: SyntaxNode, types: Inference): boolean {
  const { shape, library } = types.typeOf(node);
  return expand(shape, library).kind === 'promise';
}
