import type { SyntaxDocument } from '../syntax/syntax-document.js';
import type { SyntaxNode } from '../syntax/syntax-node.js';
import type { Quote } from './written.js';

const modules = new WeakMap<SyntaxDocument, boolean>();
const quotes = new WeakMap<SyntaxDocument, Quote>();

/** Whether a file is a module for certain: it imports or exports something, or its name says so. */
export function isModuleFile(document: SyntaxDocument): boolean {
  let is = modules.get(document);
  if (is === undefined) {
    is =
      /\.m[jt]s(?:[?#].*)?$/i.test(document.uri) ||
      document.chunks.some(
        ({ root }) => root.type === 'import_statement' || root.type === 'export_statement',
      );
    modules.set(document, is);
  }
  return is;
}

/** Whether a parenthesis at the beginning of a statement would belong to the statement before, which has no semicolon. */
export function continuesStatement(offset: number, { text, chunks }: SyntaxDocument): boolean {
  const chunk = chunks.findLast((it) => it.start <= offset);
  if (!chunk) return false;
  const isTop = chunk.start === offset;
  const at = isTop ? chunk.root : statementAt(chunk.root, offset);
  const siblings = isTop ? chunks.map((it) => it.root) : (at.parent?.children ?? []);
  const before = siblings.slice(0, siblings.indexOf(at)).findLast((it) => it.type !== 'comment');
  const last = before && expressionAtEnd(before);
  return last !== undefined && !commentFree(text.slice(last.end, before?.end)).includes(';');
}

/** The expression, or the variable, that is the last thing in a statement but for a semicolon: `b()` in `if (a) b()`. */
function expressionAtEnd(statement: SyntaxNode): SyntaxNode | undefined {
  switch (statement.type) {
    case 'expression_statement':
    case 'lexical_declaration':
    case 'variable_declaration':
      return statement.children.findLast((it) => it.type !== 'comment');
    case 'if_statement':
    case 'else_clause':
    case 'for_statement':
    case 'for_in_statement':
    case 'while_statement':
    case 'labeled_statement': {
      const last = statement.children.findLast((it) => it.type !== 'comment');
      return last && expressionAtEnd(last);
    }
    case 'export_statement': {
      const declared = statement.get('declaration');
      const value = statement.get('value');
      // What could be a declaration is one.
      return declared
        ? expressionAtEnd(declared)
        : /^(?:function|class)/.test(value?.text ?? '')
          ? undefined
          : value;
    }
    default:
      return undefined;
  }
}

/** The innermost statement that begins at an offset. */
function statementAt(root: SyntaxNode, offset: number): SyntaxNode {
  let at = root.at(offset);
  while (at.parent && !/(?:statement|declaration)$/.test(at.type)) at = at.parent;
  return at;
}

/** The quotes of the first string literal of a file; single ones if it has none. */
export function fileQuote(document: SyntaxDocument): Quote {
  let quote = quotes.get(document);
  if (!quote) {
    quote = "'";
    for (const { root } of document.chunks) {
      const first = firstString(root);
      if (!first) continue;
      quote = quoteOf(first);
      break;
    }
    quotes.set(document, quote);
  }
  return quote;
}

/** The quotes of the first string literal in a node; undefined if there is none. */
export function quoteIn(node: SyntaxNode): Quote | undefined {
  const first = firstString(node);
  return first && quoteOf(first);
}

function quoteOf(literal: SyntaxNode): Quote {
  return literal.text.startsWith('"') ? '"' : "'";
}

function firstString(node: SyntaxNode): SyntaxNode | undefined {
  // What stands in JSX has double quotes whatever the rest of the file has.
  if (node.type === 'string') return node.parent?.type === 'jsx_attribute' ? undefined : node;
  for (const child of node.children) {
    const found = firstString(child);
    if (found) return found;
  }
  return undefined;
}

/** Code without its comments, which must not stand in a string. */
export function commentFree(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\r\n]*/g, '');
}
