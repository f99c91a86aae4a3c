import { isFunction } from '../../analysis/function-types.js';
import { type SyntaxDocument, withDocument } from '../../syntax/syntax-document.js';
import type { SyntaxNode } from '../../syntax/syntax-node.js';

/** What a piece of source text speaks of. */
export interface SourceFacts {
  /** It does not parse, or is more than was asked for. */
  readonly broken: boolean;
  /** Names that it uses and does not declare. */
  readonly free: ReadonlySet<string>;
  readonly declared: ReadonlySet<string>;
  /** An `await` or a `return` stands outside of any function in it. */
  readonly awaits: boolean;
  readonly returns: boolean;
}

/** Facts of one expression. */
export function expressionFacts(code: string): SourceFacts {
  return withDocument(`(${code}\n)`, (document) => {
    const [only, ...more] = document.program.children;
    const whole =
      only?.type === 'expression_statement' && only.children[0]?.type === 'parenthesized_expression';
    const inside = whole && only.end >= code.length + 3 && only.children[0]?.children.length === 1;
    return { ...factsOf(document), broken: document.hasErrors || more.length > 0 || !inside };
  });
}

/** Facts of statements. */
export function statementFacts(code: string, uri = 'untitled:code.js'): SourceFacts {
  return withDocument(code, (document) => ({ ...factsOf(document), broken: document.hasErrors }), uri);
}

/** All nodes under a node, itself first. */
export function* nodesUnder(node: SyntaxNode): Generator<SyntaxNode> {
  yield node;
  for (const child of node.children) yield* nodesUnder(child);
}

function factsOf(document: SyntaxDocument): Omit<SourceFacts, 'broken'> {
  const used = new Set<string>();
  const declared = new Set<string>();
  let awaits = false;
  let returns = false;
  const visit = (node: SyntaxNode, inFunction: boolean): void => {
    if (node.type === 'identifier' || node.type === 'shorthand_property_identifier') {
      if (isDeclaration(node)) declared.add(node.text);
      else used.add(node.text);
    } else if (node.type === 'shorthand_property_identifier_pattern') {
      declared.add(node.text);
    } else if (!inFunction && (node.type === 'await_expression' || isForAwait(node))) awaits = true;
    else if (!inFunction && node.type === 'return_statement') returns = true;
    for (const child of node.children) visit(child, inFunction || isFunction(node));
  };
  visit(document.program, false);
  for (const name of declared) used.delete(name);
  return { free: used, declared, awaits, returns };
}

function isForAwait(node: SyntaxNode): boolean {
  return node.type === 'for_in_statement' && /^for\s+await\b/.test(node.text);
}

function isDeclaration(node: SyntaxNode): boolean {
  let at = node;
  for (let outer = node.parent; outer; at = outer, outer = outer.parent) {
    switch (outer.type) {
      case 'array_pattern':
      case 'object_pattern':
      case 'rest_pattern':
      case 'pair_pattern':
        if (outer.type === 'pair_pattern' && at.field === 'key') return false;
        continue;
      case 'assignment_pattern':
      case 'object_assignment_pattern':
        if (at.field === 'right') return false;
        continue;
      case 'formal_parameters':
      case 'import_specifier':
      case 'import_clause':
      case 'namespace_import':
        return true;
      case 'variable_declarator':
      case 'function_declaration':
      case 'generator_function_declaration':
      case 'function_expression':
      case 'class_declaration':
        return at.field === 'name';
      case 'arrow_function':
        return at.field === 'parameter';
      case 'catch_clause':
        return at.field === 'parameter';
      case 'for_in_statement':
        return at.field === 'left';
      case 'labeled_statement':
        return at.field === 'label';
      default:
        return false;
    }
  }
  return false;
}

const PLATFORM =
  'window document navigator location history localStorage sessionStorage indexedDB alert confirm prompt Image Audio File FileReader ' +
  'XMLHttpRequest WebSocket Notification requestAnimationFrame cancelAnimationFrame getComputedStyle matchMedia self undefined NaN ' +
  'Infinity arguments HTMLElement Element Node Event CustomEvent KeyboardEvent MouseEvent MutationObserver IntersectionObserver ' +
  'ResizeObserver screen require module exports process';
const GLOBALS: ReadonlySet<string> = new Set([
  ...Object.getOwnPropertyNames(globalThis),
  ...PLATFORM.split(' '),
]);

/** Names that nobody declares: neither the code, nor its surroundings, nor the language and its platforms. */
export function unknownNames({ free }: SourceFacts, known: ReadonlySet<string>): string[] {
  return [...free].filter((it) => !known.has(it) && !GLOBALS.has(it));
}
