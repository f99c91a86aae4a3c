import { enclosingFunction } from '../../analysis/context-types.js';
import { expectedSignature } from '../../analysis/function-types.js';
import type { Inference } from '../../analysis/inference.js';
import { statedResult } from '../../analysis/stated-types.js';
import { expand } from '../../analysis/type-properties.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';
import type { NodeEdit, NodeFix } from '../report.js';

/** What makes `await` possible at a place. */
export interface AwaitPlace {
  /** `async ` before the function around it, if that is not there yet. */
  readonly edits: readonly NodeEdit[];
  /** Nothing else changes by it: who calls the function does not look at what it returns. */
  readonly certain: boolean;
  readonly inModulesOnly: boolean;
}

/** Puts `await` before an expression, and `async` before the function around it; nothing where the language forbids that. */
export function awaitFixes(node: SyntaxNode, types: Inference): readonly NodeFix[] {
  const place = awaitPlace(node, types);
  if (!place) return [];
  const isPart = isOperand(node);
  const inner = NEEDS_PARENTHESES.test(node.type);
  const key = node.type === 'shorthand_property_identifier' ? `${node.text}: ` : '';
  const before = `${key}${isPart ? '(' : ''}await ${inner ? '(' : ''}`;
  const opens = isPart && opensStatement(node);
  const after = `${inner ? ')' : ''}${isPart ? ')' : ''}`;
  const isAsync = place.edits.length === 0;
  return [
    {
      title: isAsync ? `Add 'await'` : `Add 'await' and make the function async`,
      ...(place.certain ? { certain: true } : {}),
      ...(place.inModulesOnly ? { inModulesOnly: true } : {}),
      edits: [
        ...place.edits,
        { start: node.start, end: node.start, newText: before, ...(opens ? { opensStatement: true } : {}) },
        ...(after === '' ? [] : [{ start: node.end, end: node.end, newText: after }]),
      ],
    },
  ];
}

/** What it takes to await something at a node; undefined where that is not possible. */
export function awaitPlace(node: SyntaxNode, types: Inference): AwaitPlace | undefined {
  const fn = enclosingFunction(node);
  for (let at = node; at.parent && at !== fn; at = at.parent) {
    // Initial values of fields and parameters are evaluated where nothing can wait for them.
    if (/^(?:field_definition|class_static_block)$/.test(at.type)) return undefined;
    if (fn && at.parent === fn && at !== fn.get('body')) return undefined;
  }
  if (!fn) return { edits: [], certain: true, inModulesOnly: true };
  const head = fn.text.slice(0, Math.max(0, (fn.get('body')?.start ?? fn.end) - fn.start));
  const modifiers = /^(?:(?:static|public|private|protected|override|readonly)\s+)*/.exec(head)?.[0] ?? '';
  const rest = head.slice(modifiers.length);
  const isGenerator = fn.type.startsWith('generator') || /^(?:async\s*)?\*/.test(rest);
  if (/^async\b(?!\s*\()/.test(rest) || (fn.type !== 'method_definition' && /^async\b/.test(rest)))
    return { edits: [], certain: true, inModulesOnly: false };
  const isMethod = fn.type === 'method_definition';
  const isAccessor = isMethod && /^(?:get|set)\s+[^\s(]/.test(rest);
  if (isGenerator || isAccessor || (isMethod && fn.get('name')?.text === 'constructor')) return undefined;
  const stated = statedResult(types.document, fn);
  if (stated !== undefined && !/^Promise\b/.test(stated.trim())) return undefined;
  const outcome = expectedOutcome(fn, types);
  if (outcome === 'value') return undefined;
  const start = isMethod ? (fn.get('name')?.start ?? fn.start) : fn.start;
  const certain = outcome === 'ignored' || (stated !== undefined && outcome === 'unknown');
  return {
    edits: [{ start, end: start, newText: 'async ' }],
    certain: certain || (outcome === 'unknown' && isLocal(fn) && !returnsValue(fn)),
    inModulesOnly: false,
  };
}

/** What becomes of the result of a function that is passed somewhere. */
function expectedOutcome(fn: SyntaxNode, types: Inference): 'ignored' | 'value' | 'unknown' {
  const expected = expectedSignature(fn, types);
  if (!expected) return 'unknown';
  const returns = expand(expected.signature.returns, expected.library);
  if (returns.kind === 'promise') return 'ignored';
  if (returns.kind === 'primitive') return returns.name === 'void' ? 'ignored' : 'value';
  if (returns.kind === 'union') {
    const members = returns.types.map((it) => expand(it, expected.library));
    return members.some((it) => it.kind === 'promise') ? 'ignored' : 'value';
  }
  return ['any', 'unknown', 'parameter'].includes(returns.kind) ? 'unknown' : 'value';
}

/** Whether what calls a function is in sight, or does not care: it is declared here, or is a method. */
function isLocal(fn: SyntaxNode): boolean {
  return (
    /^(?:function_declaration|method_definition)$/.test(fn.type) || fn.parent?.type === 'variable_declarator'
  );
}

function returnsValue(fn: SyntaxNode): boolean {
  const body = fn.get('body');
  if (!body) return false;
  if (body.type !== 'statement_block') return true;
  const returns = (node: SyntaxNode): boolean =>
    node.children.some((it) => {
      if (it.type === 'return_statement') return it.children.length > 0;
      return !/function|method_definition|class/.test(it.type) && returns(it);
    });
  return returns(body);
}

/** Whether something is read from a value, or it is called. */
function isOperand(node: SyntaxNode): boolean {
  const { parent } = node;
  if (!parent) return false;
  if (['object', 'function', 'constructor', 'tag'].some((field) => parent.get(field) === node)) return true;
  return parent.get('operator')?.type === '**' && parent.get('left') === node;
}

const NEEDS_PARENTHESES =
  /^(?:ternary_expression|binary_expression|arrow_function|assignment_expression|augmented_assignment_expression|yield_expression|sequence_expression|as_expression|satisfies_expression)$/;

/** Whether an expression is the first thing in its statement, where a parenthesis could continue the one before. */
function opensStatement(node: SyntaxNode): boolean {
  let statement: SyntaxNode = node;
  while (statement.parent && !/(?:statement|declaration)$/.test(statement.type)) statement = statement.parent;
  return statement.start === node.start;
}
